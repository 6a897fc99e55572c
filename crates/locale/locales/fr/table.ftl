# table
table-not-found = ce fichier n’existe pas
table-read = le fichier ne peut pas être lu : { $why }
table-write = le fichier ne peut pas être écrit : { $why }
table-format = les cas ne se lisent pas dans un fichier en « .{ $extension } »
table-format-hint = Utilisez .csv, .tsv, .jsonl ou .xlsx.
table-utf16 = le fichier est en UTF-16 ; les tables se lisent en UTF-8
table-utf16-hint = Enregistrez-le de nouveau en « CSV UTF-8 », ou lancez `iconv -f UTF-16 -t UTF-8 { $file }`.
table-not-utf8 = l’octet { $byte }, à la position { $offset }, n’est pas de l’UTF-8
table-not-utf8-hint = Ouvrez le fichier dans un éditeur et enregistrez-le de nouveau en UTF-8.
table-windows-1252 = l’octet { $byte }, à la position { $offset }, n’est pas de l’UTF-8 ; en Windows-1252 (Latin-1) ce serait « { $character } »
table-windows-1252-hint = Enregistrez-le de nouveau en « CSV UTF-8 », lancez `iconv -f WINDOWS-1252 -t UTF-8 { $file }`, ou lisez-le avec l’encodage latin1.
table-nul = il y a un octet nul à la position { $offset } : ce n’est pas un fichier texte
table-nul-hint = Si c’est un classeur, rendez-lui son extension (.xlsx) ; sinon, enregistrez-le de nouveau en texte UTF-8.
table-cell-too-long = une cellule de cette ligne dépasse { $limit } Mio
table-file-too-long = ce fichier dépasse { $limit } Mio : c’est trop pour être modifié cellule par cellule
table-row-too-long = cette ligne dépasse { $limit } Mio
table-too-long-hint = Un guillemet droit jamais refermé avale la suite du fichier ; si cette taille est voulue, relevez la limite.
table-too-many-columns = il y a plus de { $limit } colonnes
table-unclosed-quote = un guillemet droit ouvre une cellule sur cette ligne et n’est jamais refermé
table-text-after-quote = il y a du texte entre le guillemet fermant d’une cellule et le séparateur suivant
table-quote-hint = Dans une cellule entre guillemets, doublez chaque guillemet droit : "".
table-empty = le fichier est vide
table-empty-hint = La première ligne nomme les colonnes (les entrées du prompt, puis attendu) ; chaque ligne suivante est un cas.
table-unnamed-column = la colonne { $column } a une valeur mais pas de nom
table-duplicate-column = deux colonnes disent la même chose : « { $first } » et « { $second } »
table-duplicate-column-hint = Renommez-en une. Pour une entrée qui porte un nom réservé, écrivez « input. » devant.
table-column-count = cette ligne a { $found ->
    [one] { $found } cellule
   *[other] { $found } cellules
} et l’en-tête a { $expected ->
    [one] { $expected } colonne
   *[other] { $expected } colonnes
}
table-column-count-hint = Une valeur qui contient le séparateur ou un retour à la ligne se met entre guillemets droits.
table-outside-columns = la cellule { $cell } a une valeur, dans une colonne sans nom
table-weight = le poids « { $value } » n’est pas un nombre positif ou nul
table-weight-hint = Si cette colonne est une entrée du prompt, nommez-la « input.poids ».
table-split = la part « { $value } » n’est ni train, ni dev, ni test
table-split-hint = Laissez la cellule vide pour que le cas soit réparti ; si cette colonne est une entrée du prompt, nommez-la « input.split ».
table-duplicate-id = l’identifiant « { $id } » est déjà celui du cas de la ligne { $first }
table-duplicate-id-somewhere = l’identifiant « { $id } » est déjà celui d’un cas plus haut
table-duplicate-id-hint = Ces identifiants distinguent les résultats : rendez-les uniques, ou supprimez la colonne et les lignes seront numérotées.
table-json-syntax = ce n’est pas du JSON valide
table-json-cut = la ligne s’arrête avant la fin de son objet JSON
table-json-not-object = cette ligne n’est pas un objet JSON
table-workbook = le classeur ne peut pas être lu : { $why }
table-workbook-lost = le classeur est abîmé et ne peut pas être lu ; ouvrez-le dans un tableur et enregistrez-le de nouveau
table-workbook-password = le classeur est protégé par un mot de passe
table-workbook-too-big = le classeur prendrait plus de { $limit } Mio une fois décompressé
table-workbook-bomb = la partie « { $part } » du classeur est compressée ou numérotée comme ne le fait aucun tableur (× { $ratio }) : refusé
table-sheet = il n’y a pas de feuille « { $name } » ; il y a : { $sheets }
table-cell-error = la cellule { $cell } contient l’erreur { $value }
table-ratios = les parts de train, dev et test doivent être des nombres positifs ou nuls, non tous nuls
