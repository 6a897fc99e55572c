# prompt: the file
prompt-not-utf8 = { $path } n’est pas du texte en UTF-8.
prompt-hint-not-utf8 = Enregistrez le fichier en UTF-8 (dans la plupart des éditeurs : « Enregistrer avec l’encodage »).
prompt-front-matter-open = L’en-tête ouvert à la première ligne n’est jamais fermé.
prompt-hint-front-matter-open = Mettez une ligne de trois tirets, ---, après la dernière clé et avant la première section.
prompt-front-matter-not-map = L’en-tête doit être fait de lignes de la forme « clé: valeur ».
prompt-hint-front-matter-not-map = Si les trois tirets du début ne sont qu’un trait, mettez un en-tête vide au-dessus : deux lignes de trois tirets.
prompt-front-matter-too-big = L’en-tête est trop gros ou trop imbriqué.
prompt-yaml-syntax = Ceci n’est pas du YAML valide.
prompt-hint-yaml-syntax = Mettez entre guillemets droits une valeur qui contient un deux-points ou un dièse, indentez par des espaces et non des tabulations, et vérifiez que guillemets et crochets sont fermés.
prompt-yaml-anchor = Les ancres, les alias et les clés de fusion (&, *, <<) ne sont pas lus dans un en-tête.
prompt-yaml-tag = Les étiquettes de YAML (!) ne sont pas lues dans un en-tête.
prompt-hint-yaml-plain = Écrivez la valeur en toutes lettres, ou entre guillemets droits.
prompt-duplicate-key = « { $key } » y est deux fois.
prompt-unknown-front-key = « { $key } » n’est pas une clé de l’en-tête ; elle est gardée et ne veut rien dire.
prompt-unknown-key = « { $key } » n’est pas une clé de « { $within } ».
prompt-wrong-shape = « { $key } » doit être { $expected }.
prompt-unknown-format = « { $found } » n’est pas un genre de sortie.
prompt-hint-formats = Les genres sont text, labels, number et json ; ou écrivez enum [a, b].

# prompt: shapes
prompt-shape-text = du texte
prompt-shape-text-or-list = du texte ou une liste de textes
prompt-shape-list = une liste
prompt-shape-map = un ensemble d’entrées « clé: valeur »
prompt-shape-number = un nombre
prompt-shape-positive = un nombre positif ou nul
prompt-shape-share = un nombre de 0 à 1
prompt-shape-integer = un nombre entier
prompt-shape-boolean = vrai ou faux
prompt-shape-picture = une image

# prompt: inputs
prompt-unknown-type = « { $found } » n’est pas un type.
prompt-hint-types = Écrivez d’abord le type, puis ce que c’est : string, nom du client. Les types sont string, number, integer, boolean, enum [a, b], image et any.
prompt-empty-choice = « { $field } » n’a aucun choix.
prompt-hint-empty-choice = Donnez-les entre crochets : enum [oui, non].
prompt-bad-input-name = « { $name } » ne peut pas être le nom d’une entrée.
prompt-hint-input-name = Un nom a des lettres, des chiffres et _, commence par une lettre, et n’est pas un mot du langage des gabarits (if, for, loop…).
prompt-bad-default = La valeur par défaut de « { $field } » ne convient pas. { $reason }
prompt-unused-input = L’entrée « { $name } » est déclarée et aucune section ne s’en sert.
prompt-hint-unused-input = Écrivez {"{{"} { $name } {"}}"} à sa place, ou retirez-la.

# prompt: sections
prompt-missing-role = Une section n’a pas de rôle.
prompt-unknown-role = « { $role } » n’est pas un rôle.
prompt-bad-header = « { $found } » est de trop sur la ligne d’une section.
prompt-hint-roles = Une section s’ouvre par une ligne comme « ::: user » ; les rôles sont system, user, assistant, tool, context, history, step et note (ou système, utilisateur, outil, contexte, historique, étape). Pour commencer une ligne de texte par trois deux-points, écrivez \:::.
prompt-bad-name = « { $name } » ne peut pas être le nom d’une section.
prompt-hint-section-name = Un nom a des lettres, des chiffres, _, - et des points.
prompt-bad-attributes = Les attributs entre accolades ne se lisent pas.
prompt-hint-attributes = Écrivez-les {"{"}clé=valeur clé="plusieurs mots"{"}"}.
prompt-duplicate-attribute = L’attribut « { $attribute } » y est deux fois.
prompt-unknown-attribute = L’attribut « { $attribute } » ne veut rien dire sur une section « { $role } ».
prompt-stray-text = Il y a du texte avant la première section.
prompt-hint-stray-text = Ouvrez une section au-dessus : « ::: note » pour une remarque qui n’est pas envoyée, « ::: user » pour un message.
prompt-example-incomplete = L’exemple { $example } n’est pas une question suivie de sa réponse.
prompt-hint-example = Un exemple est une section user, puis juste après une section assistant, toutes deux du même numéro, qui ne sert qu’une fois.
prompt-history-twice = Il y a plus d’une section history.
prompt-history-with-text = Une section history ne fait que marquer une place : elle n’a pas de texte.
prompt-hint-history-with-text = Mettez le texte dans une section d’un autre rôle.
prompt-chains-unsupported = Les chaînes (sections step) ne sont pas encore prises en charge.
prompt-hint-chains = Faites un fichier de prompt pour chaque étape.
prompt-nothing-to-send = Le prompt n’a rien à envoyer.
prompt-no-user-message = Le prompt n’a pas de section user ; certains fournisseurs refusent une telle requête.
prompt-hint-user-section = Ajoutez une section « ::: user » avec la demande.

# prompt: templates
prompt-unclosed-delimiter = « { $delimiter } » n’est jamais fermé.
prompt-hint-raw = Pour écrire de telles accolades comme du texte, mettez-les entre {"{%"} raw {"%}"} et {"{%"} endraw {"%}"}.
prompt-hint-expression = Entre ces accolades va le nom d’une entrée : {"{{"} client {"}}"}. Pour écrire les accolades comme du texte, mettez-les entre {"{%"} raw {"%}"} et {"{%"} endraw {"%}"}.
prompt-unexpected-token = « { $found } » n’est pas attendu ici.
prompt-unexpected-end-of-tag = Il manque quelque chose ici, avant les accolades fermantes.
prompt-unclosed-string = Ce texte entre guillemets n’est jamais fermé.
prompt-bad-number = « { $found } » n’est pas un nombre.
prompt-unknown-tag = « { $tag } » n’est pas une balise.
prompt-forbidden-tag = « { $tag } » ne fait pas partie de ce langage de gabarits.
prompt-hint-tags = Les balises sont if, elif, else, endif, for, endfor, set, include et raw.
prompt-unclosed-block = Ce « { $tag } » n’est jamais fermé.
prompt-hint-unclosed-block = Ajoutez {"{%"} end{ $tag } {"%}"} dans la même section ou le même fichier.
prompt-stray-tag = Il n’y a rien ici que « { $tag } » puisse continuer ou fermer.
prompt-unknown-filter = « { $name } » n’est pas un filtre.
prompt-hint-filters = Les filtres sont upper, lower, title, capitalize, trim, replace, join, length, first, last, list, items, round et default.
prompt-unknown-test = « { $name } » n’est pas un test.
prompt-hint-tests = Les tests sont defined, undefined, none, boolean, true, false, number, integer, string, sequence, mapping, odd et even.
prompt-unknown-function = « { $name } » ne peut pas être appelé.
prompt-hint-functions = La seule fonction est range(…). Les gabarits voient les entrées et rien d’autre : ni l’environnement, ni les fichiers, ni d’autres valeurs.
prompt-bad-arguments = Les arguments de « { $name } » ne conviennent pas.
prompt-hint-usage = Cela s’écrit { $usage }.
prompt-too-deep = C’est trop imbriqué.
prompt-too-many-names = Il y a trop de noms.
prompt-unknown-variable = Le gabarit se sert de « { $name } », qui n’est pas une entrée.
prompt-hint-declare = Déclarez-la dans l’en-tête sous inputs, par exemple : { $name }: string.
prompt-image-outside-user = L’image « { $name } » sert hors d’une section user.
prompt-hint-image-outside-user = Les images vont dans les sections user et context.

# prompt: files of the project
prompt-bad-path = Le chemin « { $path } » est refusé : { $reason }.
prompt-path-empty = il est vide
prompt-path-absolute = il doit partir du dossier du projet
prompt-path-parent = il mène hors du dossier du projet
prompt-path-characters = il contient un caractère qu’un chemin ne peut pas avoir ici
prompt-path-address = seules les adresses https d’images peuvent servir
prompt-hint-path = Les chemins partent du dossier du projet et s’écrivent avec des barres obliques : parties/ton.md.
prompt-file-not-found = Le fichier { $path } n’existe pas.
prompt-file-unreadable = Le fichier { $path } ne peut pas être lu.
prompt-file-too-big = Le fichier { $path } est trop gros : plus de { $limit } Mo.
prompt-files-unavailable = Le fichier { $path } ne peut pas être lu d’ici.
prompt-include-cycle = { $path } s’inclut lui-même.
prompt-include-too-deep = Des fichiers s’incluent sur plus de { $limit } niveaux.
prompt-too-many-includes = Le prompt inclut plus de { $limit } fichiers.
prompt-not-a-picture = { $path } n’est pas une image PNG, JPEG, WebP ou GIF.
prompt-too-many-pictures = Il y aurait plus de { $count } images, ou plus de { $limit } Mo d’images.
prompt-hint-pictures = Convertissez l’image en PNG ou en JPEG.

# prompt: values
prompt-missing-input = L’entrée « { $field } » n’a pas de valeur.
prompt-hint-missing-input = Donnez-lui une valeur, ou rendez-la facultative : { $field }?
prompt-hint-rename-column = Il y a une valeur appelée « { $word } » : renommez-la en « { $field } ».
prompt-bad-value = L’entrée « { $field } » doit être { $expected } ; c’est « { $found } ».
prompt-hint-number = Écrivez 1234.5 ou 1234,5, sans unité ; 1,234 pourrait être deux nombres.
prompt-hint-boolean = Écrivez vrai ou faux, oui ou non.
prompt-hint-json = Dans un tableau, écrivez-la en JSON : ["a", "b"] ou {"{"}"clé": "valeur"{"}"}.
prompt-not-a-choice = L’entrée « { $field } » ne peut pas être « { $found } ».
prompt-hint-choices = Les choix sont : { $choices }.
prompt-bad-history = « history » doit être une liste de messages.
prompt-bad-history-role = « history » contient un message de « { $found } ».
prompt-hint-history = Chaque message est {"{"}"role": "user" ou "assistant", "content": "texte"{"}"}.
prompt-nothing-rendered = Avec ces valeurs toutes les sections sont vides : il n’y a rien à envoyer.
prompt-no-task = Le prompt n’a pas de tâche, donc pas de demande nue à laquelle le comparer.
prompt-hint-task = Ajoutez une ligne « task: … » à l’en-tête : le but en une phrase.

# prompt: rendering
prompt-undefined = « { $name } » n’existe pas pour ces valeurs.
prompt-hint-undefined = Vérifiez-le d’abord avec « is defined », ou donnez une valeur par défaut : { $name } | default("…").
prompt-wrong-operand = « { $operation } » ne peut pas servir sur cette valeur.
prompt-hint-concat = Pour mettre des textes bout à bout, servez-vous de ~.
prompt-hint-list-input = Il faut ici une liste : déclarez l’entrée avec (array) après son nom.
prompt-image-in-expression = Une image ne peut qu’être insérée telle quelle.
prompt-division-by-zero = Ceci divise par zéro.
prompt-number-too-big = Le résultat est un nombre trop grand.
prompt-range-too-big = range(…) ne peut avoir ni un pas de zéro, ni plus de { $limit } nombres.
prompt-out-of-steps = Le gabarit demande plus de { $limit } pas.
prompt-out-of-memory = Le gabarit fabrique plus de { $limit } Mo de texte intermédiaire.
prompt-hint-simplify = Simplifiez ses boucles, ou préparez les valeurs avant qu’elles n’arrivent au prompt.
prompt-message-too-big = Un message dépasserait { $limit } Mo.
prompt-hint-message-too-big = Cherchez une valeur qui est un fichier entier, ou une boucle qui la répète.

prompt-hint-did-you-mean = Vouliez-vous dire « { $word } » ?

# prompt: edits
prompt-edit-no-piece = Aucun morceau du prompt ne se trouve là.
prompt-edit-bad-order = Ce n’est pas un autre ordre des morceaux qui sont là.
prompt-edit-opens-section = Une ligne du texte commence par trois deux-points : elle ouvrirait une section.
prompt-edit-nothing-to-change = Le prompt n’a rien de ce genre à changer.
prompt-edit-bad-parameter = « { $name } » n’est pas un paramètre de décodage, ou ceci n’en est pas une valeur.
prompt-edit-front-matter = L’en-tête ne peut pas être réécrit : il doit être fermé, avec une clé par ligne.
prompt-edit-bad-example = Un exemple est vide, ou contient du code de gabarit qu’on ne peut pas citer.
prompt-edit-loses-input = L’entrée « { $name } » n’arriverait plus au modèle.
prompt-edit-new-input = Le texte demande « { $name } », qui n’est pas une entrée du prompt.
prompt-edit-broken = Le prompt ne marcherait plus : { $error }
