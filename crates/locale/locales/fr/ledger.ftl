# ledger
ledger-open = Le registre ne peut pas être ouvert : { $detail }.
ledger-open-hint = Vérifiez que le dossier existe et que vous pouvez y écrire, ou indiquez un autre registre.
ledger-read-only = Impossible d’écrire dans le registre : le fichier ou son dossier est en lecture seule.
ledger-read-only-hint = Demandez le droit d’y écrire, ou indiquez un registre placé dans un dossier à vous (--ledger FICHIER). Rien n’a été envoyé sans être enregistré.
ledger-full = Le disque est plein : le registre ne peut plus rien enregistrer.
ledger-full-hint = Libérez de la place puis relancez la même commande : tout ce qui est terminé est conservé et ne sera pas payé deux fois.
ledger-locked = Un autre programme retient le registre depuis { $seconds } secondes.
ledger-locked-hint = Fermez le programme qui le retient (un explorateur de bases de données, une sauvegarde) puis relancez la même commande.
ledger-corrupt = Le registre est endommagé : { $detail }.
ledger-corrupt-hint = Gardez une copie du fichier, puis restaurez une sauvegarde ou commencez un nouveau registre. `sqlite3 <fichier> .recover` peut sauver le reste.
ledger-not-a-ledger = Ce fichier n’est pas un registre.
ledger-not-a-ledger-hint = Indiquez le registre du projet, ou un fichier qui n’existe pas encore.
ledger-newer = Ce registre a été écrit par une version plus récente du programme (format { $found } ; cette version lit jusqu’au format { $known }).
ledger-newer-hint = Mettez le programme à jour, ou indiquez un autre registre.
ledger-io = Le registre ne peut être ni lu ni écrit : { $detail }.
ledger-io-hint = Vérifiez le disque et la connexion à celui-ci, puis relancez la même commande : tout ce qui est terminé est conservé.
ledger-export = L’export n’a pas pu être écrit : { $detail }.
ledger-unknown-run = Aucune exécution « { $id } » dans ce registre.
ledger-unknown-run-hint = `motjuste runs` en donne la liste ; les premiers caractères d’un identifiant suffisent.
ledger-ambiguous-run = { $matches ->
    [one] { $matches } exécution a un identifiant qui commence par « { $id } ».
   *[other] { $matches } exécutions ont un identifiant qui commence par « { $id } ».
}
ledger-ambiguous-run-hint = Tapez un caractère de plus de l’identifiant.
ledger-run-owned = L’exécution { $id } est en cours dans une autre fenêtre ou sur un autre terminal.
ledger-run-owned-hint = Attendez qu’elle finisse, ou arrêtez-la là-bas : ce qu’elle a payé est conservé.
ledger-run-complete = L’exécution { $id } est terminée : il ne reste rien à faire.
ledger-run-not-owned = Une écriture visait l’exécution { $id } sans en être propriétaire.
ledger-not-in-flight = L’issue de l’appel { $key } a été donnée sans que son envoi ait été enregistré.
ledger-unknown-call = Un essai repose sur l’appel { $key }, absent du registre.
ledger-incomplete = L’appel { $key } a été clos sans son issue.
ledger-not-ratable = L’exécution { $id } n’a pas cette réponse à noter, ou la note n’est pas sur son échelle.
ledger-bug = Le registre a rencontré un défaut du programme : { $detail }.
ledger-check-file = Le fichier est endommagé : { $detail }.
ledger-check-trials-without-call = { $count ->
    [one] { $count } essai repose sur un appel manquant.
   *[other] { $count } essais reposent sur des appels manquants.
}
ledger-check-trials-without-case = { $count ->
    [one] { $count } essai a perdu son cas.
   *[other] { $count } essais ont perdu leur cas.
}
ledger-check-ratings-without-trial = { $count ->
    [one] { $count } note a perdu son essai.
   *[other] { $count } notes ont perdu leur essai.
}
ledger-check-calls-without-reply = { $count ->
    [one] { $count } appel abouti a perdu sa réponse.
   *[other] { $count } appels aboutis ont perdu leur réponse.
}
ledger-check-paid-twice = { $count ->
    [one] { $count } appel abouti a été envoyé de nouveau.
   *[other] { $count } appels aboutis ont été envoyés de nouveau.
}
ledger-check-payloads = { $count ->
    [one] { $count } contenu ne peut pas être relu.
   *[other] { $count } contenus ne peuvent pas être relus.
}
ledger-check-counts = Les comptes de l’exécution { $id } ne correspondent pas à ses appels et à ses essais.
ledger-check-money = L’argent de l’exécution { $id } ne correspond pas à la somme de ses appels.
ledger-check-lost-runs = { $count ->
    [one] Des appels ou des essais appartiennent à { $count } exécution manquante.
   *[other] Des appels ou des essais appartiennent à { $count } exécutions manquantes.
}
