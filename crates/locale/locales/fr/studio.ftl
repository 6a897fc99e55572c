# studio
studio-listen = impossible d’écouter sur le port { $port } : { $cause }
studio-listen-hint = un autre programme le tient peut-être ; sans --port, un port libre est pris
studio-serve = l’atelier a cessé d’écouter : { $cause }
studio-random = le système ne donne pas de hasard, aucun jeton ne peut être fait : { $cause }
studio-template = une page n’a pas pu être faite : { $cause }
studio-locked-out = Cette page s’ouvre avec l’adresse que `motjuste studio` a imprimée à son lancement. Rouvrez cette adresse : elle est nouvelle à chaque lancement.
studio-no-page = Cette page n’existe pas.
studio-no-prompt = Ce prompt n’existe pas dans ce projet.
studio-fault = Cette page ne peut pas être montrée
studio-back-home = Retour aux prompts

studio-skip = Aller au contenu
studio-nav = Principale
studio-language = Langue
studio-theme = Thème
studio-light = Clair
studio-dark = Sombre
studio-system = Système
studio-foot = Mot Juste tourne sur cette machine. Seuls les appels aux modèles que vous choisissez en sortent.
studio-prompts = Prompts
studio-runs = Exécutions et dépenses

studio-method = La méthode en six étapes
studio-step-goal = But
studio-step-inputs = Entrées et sorties
studio-step-prompt = Prompt
studio-step-try = Essayer
studio-step-evaluate = Évaluer
studio-step-calibrate = Calibrer

studio-search = Chercher dans les titres, les buts et les fichiers
studio-search-go = Chercher
studio-folders = Dossiers
studio-tags = Mots-clés
studio-found = { $all ->
    [one] { $count } prompt sur { $all }
   *[other] { $count } prompts sur { $all }
 }
studio-running = En cours :
studio-unknown-calls = { $count ->
    [one] { $count } appel a été envoyé et sa fin n’a jamais été vue : il sera peut-être facturé.
   *[other] { $count } appels ont été envoyés et leur fin n’a jamais été vue : ils seront peut-être facturés.
 }
studio-see-unknown = Les voir
studio-empty = Pas encore de prompt ici
studio-empty-how = Répondez à quelques questions, et un premier prompt est écrit avec ses cas. Dans un terminal, `motjuste new` pose les mêmes.
studio-never = Jamais évalué.
studio-evaluate-it = L’évaluer
studio-edit-it = Modifier le prompt
studio-more-models = { $count ->
    [one] et { $count } autre modèle
   *[other] et { $count } autres modèles
 }
studio-fresh = À jour : évalué le { $day } tel qu’il est.
studio-stale = Modifié depuis son évaluation du { $day }.
studio-see-results = Voir les résultats
studio-trouble = { $count ->
    [one] { $count } problème l’empêche de tourner.
   *[other] { $count } problèmes l’empêchent de tourner.
 }
studio-see-why = Voir pourquoi
studio-unknown-here = { $count ->
    [one] { $count } appel de sa dernière évaluation a une fin inconnue.
   *[other] { $count } appels de sa dernière évaluation ont une fin inconnue.
 }

studio-problems = Ce que voit l’analyseur
studio-error = Erreur
studio-remark = Remarque
studio-line = ligne
studio-task-is-bare = Cette phrase est aussi la demande nue : chaque évaluation dit si le prompt fait mieux qu’elle.
studio-no-task = Le prompt ne dit pas son but (`task`) : il ne peut pas être comparé à la demande nue.
studio-audience = Pour
studio-constraints = Contraintes
studio-no-inputs = Le prompt ne prend pas d’entrée.
studio-inputs = Entrées
studio-input = entrée
studio-type = type
studio-need = nécessité
studio-about = ce que c’est
studio-output = Sortie
studio-cases = Cas
studio-no-cases = Aucun fichier de cas n’est encore à côté du prompt : il en faut un pour l’évaluer.
studio-default = à défaut { $value }
studio-required = obligatoire
studio-optional = facultative
studio-output-text = Texte libre
studio-output-words = { $count ->
    [one] Texte de { $count } mot au plus
   *[other] Texte de { $count } mots au plus
 }
studio-output-labels = Une étiquette parmi : { $labels }
studio-output-number = Un nombre
studio-output-json = JSON
studio-type-text = texte
studio-type-number = nombre
studio-type-integer = nombre entier
studio-type-boolean = oui ou non
studio-type-choice = l’un de : { $choices }
studio-type-list = liste
studio-type-image = image
studio-type-object = valeur structurée
studio-role-system = Consignes
studio-role-user = Utilisateur
studio-role-assistant = Assistant
studio-role-tool = Outil
studio-role-context = Contexte
studio-role-history = Conversation jusqu’ici
studio-role-step = Étape
studio-role-note = Note, jamais envoyée

studio-saved = Enregistré.
studio-changed = { $file } a changé sur le disque depuis que vous l’avez ouvert : rien n’a été écrasé.
studio-clash = Deux versions
studio-difference-legend = Les mots barrés ne sont que sur le disque, les mots soulignés ne sont que dans le vôtre.
studio-take-disk = Prendre la version du disque
studio-draft = Votre texte non enregistré est de retour.
studio-discard = L’abandonner
studio-text = Texte du prompt
studio-save = Enregistrer
studio-save-keys = ou Ctrl + S ; ce qui n’est pas enregistré est gardé dans ce navigateur
studio-try-it = L’essayer sur un cas
studio-sound = Rien à dire : le prompt peut tourner.

studio-case = Cas
studio-show-case = Montrer ce cas
studio-values = Valeurs
studio-model = modèle
studio-preview = Montrer ce qui serait envoyé
studio-ask = Interroger le modèle
studio-again = Redemander même si le registre a une réponse
studio-would-send = Ce qui serait envoyé
studio-nothing-yet = Remplissez les valeurs pour le voir.
studio-try-models = Un ou plusieurs, séparés par des virgules : ils répondent côte à côte.
studio-writing = écrit…
studio-stop-answer = Arrêter
studio-stopped-answer = Arrêté. Ce qui était écrit sera peut-être facturé.
studio-lost-answer = La réponse a été coupée : la connexion à l’atelier est perdue. Ce qui est payé est dans le registre.
studio-prompt-history = Ce qu’il a donné
studio-answer = Réponse
studio-expected = Attendu

studio-not-sound = Le prompt ne peut pas encore tourner.
studio-launch = Une nouvelle évaluation
studio-launch-what = Chaque cas à côté du prompt est demandé, et la demande nue aussi : le résultat dit si le prompt fait mieux qu’elle.
studio-models = Modèles
studio-other-models = D’autres, séparés par des virgules
studio-repeats = Répétitions
studio-repeats-why = Au-dessus de 1, le résultat dit aussi si les réponses sont stables.
studio-cap = Dépense maximale
studio-currency = Monnaie
studio-cap-why = Jamais dépassée. Elle demande un prix connu.
studio-estimate = Estimer d’abord
studio-estimate-why = L’estimation interroge une vingtaine de cas. Leurs réponses sont payées, gardées, et l’évaluation ne les paie pas à nouveau.
studio-evaluate-now = Évaluer tout de suite
studio-past = Évaluations précédentes
studio-when = quand
studio-score = score
studio-cost = coût
studio-version = version
studio-this-version = cette version
studio-older-version = une version plus ancienne

studio-estimating = Estimation
studio-evaluating = Évaluation
studio-no-job = Cette exécution a été lancée par une ouverture précédente de l’atelier. Ce qu’elle avait trouvé est dans la liste des exécutions ; la même évaluation la reprend où elle s’est arrêtée.
studio-trials = Essais
studio-matrix = Tableau des cas
studio-matrix-marks = ✓ réussi, ✗ raté, ? sans score, – sans réponse. Chaque marque ouvre son essai.
studio-rate = Rythme
studio-left = Temps restant
studio-spent = Dépensé
studio-reused = Du registre
studio-failed = Appels en échec
studio-unknown = Fins inconnues
studio-stop = Arrêter doucement
studio-stop-now = Arrêter tout de suite
studio-stop-why = Doucement : aucun nouvel appel ne part, les réponses en chemin sont attendues, elles sont payées. Tout de suite : elles sont abandonnées et seront peut-être facturées. Dans les deux cas, l’exécution peut être reprise.
studio-go = Évaluer
studio-take-up = Reprendre
studio-change = Changer quelque chose

studio-no-evaluation = Cette exécution n’a pas d’évaluation à montrer ; ses essais sont là.
studio-all-trials = Tous les essais
studio-failing-trials = Essais en échec
studio-exports = Garder ou partager
studio-export-ledger = Tous les appels (JSONL)
studio-arm = Prompt et modèle
studio-outcome = Issue
studio-all = tout
studio-filter = Filtrer
studio-no-trials = Aucun essai n’est ainsi.
studio-time = durée
studio-first-page = Première page
studio-next-page = Page suivante

studio-trial = Essai
studio-repeat = répétition
studio-nothing-expected = Le cas n’attend rien de particulier.
studio-checks = Contrôles
studio-no-checks = Aucun contrôle n’a été fait.
studio-tokens = jetons
studio-dated-model = Modèle qui a répondu
studio-compare = Mot à mot
studio-compare-with = Comparer avec
studio-compare-go = Comparer
studio-bytes = Ce qui a été envoyé et reçu
studio-bytes-why = Jusqu’au dernier octet, clés masquées.
studio-request-head = Requête : adresse et en-têtes
studio-request-body = Requête : corps, avec les messages
studio-response-head = Réponse : en-têtes
studio-response-body = Réponse : corps
studio-nothing-sent = Rien n’a été envoyé pour cet essai.

studio-spent-all = Dépensé en tout
studio-at-risk = Peut encore être facturé
studio-calls = Appels : { $done } répondus, { $failed } en échec, { $unknown } de fin inconnue
studio-unknown-title = Appels de fin inconnue
studio-unknown-why = Ils ont été envoyés et leur fin n’a pas été vue ou ne peut être lue. Ils seront peut-être facturés, au plus ce qui a été réservé pour eux.
studio-call = appel
studio-run = exécution
studio-at-most = au plus
studio-seen = ce qui a été vu
studio-first-only = Seuls les premiers sont listés.
studio-every-run = Toutes les exécutions
studio-what = quoi
studio-kind = genre
studio-status = état
studio-pruned = (élaguée)

studio-calibrate-what = Changez une chose, évaluez de nouveau, comparez. Commencez par ce qui échoue le plus.
studio-changed-since = Le prompt a changé depuis sa dernière évaluation : ces chiffres ne sont pas ceux du texte présent.
studio-flaws = Ce qui échoue dans la dernière évaluation
studio-no-flaws = Rien n’échoue.
studio-versions = D’une évaluation à l’autre
studio-interval = intervalle, de 0 à 100 %
studio-times = { $count } ×
studio-wrong-repeats = Les répétitions sont un nombre entier de 1 à 100.
studio-asked = Messages envoyés
studio-new = Nouveau prompt
studio-new-what = Quelques questions, et un premier prompt est écrit avec ses cas et ses contrôles. Que doit faire le modèle ?
studio-new-or = Il existe déjà ailleurs ?
studio-ask-title = Nom du prompt
studio-ask-task = En une ligne, que doit faire le modèle ?
studio-ask-audience = Qui lit la réponse ? (facultatif)
studio-ask-inputs = Que reçoit-il ?
studio-ask-inputs-why = Un nom par entrée, séparés par des virgules : message, nom du client…
studio-ask-labels = Étiquettes possibles
studio-ask-labels-why = Une par ligne, au moins deux. Chaque réponse devra être l’une d’elles, à la lettre.
studio-ask-fields = Champs à rendre
studio-ask-fields-why = Un par ligne : date, montant, numéro de commande…
studio-ask-words = Mots au plus (facultatif)
studio-ask-language = Langue de la réponse
studio-any-language = n’importe laquelle
studio-french = français
studio-english = anglais
studio-rules = Règles et prudence
studio-ask-constraints = Règles à suivre, une par ligne
studio-ask-sensitivity = Les données ont-elles quelque chose de sensible ?
studio-ask-sensitivity-why = Un modèle local, comme celui qui est dans ce programme, ne laisse rien sortir de la machine.
studio-sensitive-no = Non
studio-sensitive-personal = Données personnelles
studio-sensitive-secret = Données confidentielles
studio-ask-cases = Collez quelques exemples (facultatif)
studio-ask-cases-why = Depuis un tableur : une ligne par exemple, les entrées dans l’ordre, puis la réponse attendue. Vous pourrez en ajouter ensuite.
studio-write-it = Écrire le prompt
studio-write-it-why = Rien n’est envoyé à un modèle.
studio-need-title = Donnez-lui un nom, avec au moins une lettre ou un chiffre.
studio-need-task = Dites en une ligne ce que doit faire le modèle.
studio-need-inputs = Nommez au moins une entrée.
studio-need-labels = Il faut au moins deux étiquettes.
studio-need-fields = Nommez au moins un champ.
studio-need-words = Le nombre de mots est un nombre entier, à partir de 1.
studio-need-text = Choisissez un fichier ou collez un texte.

studio-import = Importer un prompt
studio-import-what = Déposez un fichier de texte ou collez-le. Tout texte est un prompt : `{"{{"} nom {"}}"}` y marque une entrée.
studio-import-file = Fichier (.mot.md, .md, .txt)
studio-import-text = Ou collez le texte
studio-import-title-why = Sans nom, celui du fichier est repris.
studio-import-go = Importer
studio-broken-form = le formulaire n’a pas pu être lu : { $cause }

studio-write-cases = Écrire les cas
studio-edit-case = Modifier ce cas
studio-cases-none = Aucun cas encore. Un cas est un exemple de ce que le prompt recevra, avec la réponse attendue quand il y en a une.
studio-cases-shown = { $total ->
    [one] { $total } cas
   *[other] { $first } à { $last } sur { $total }
 }
studio-cases-clash = Le fichier a changé sur le disque depuis que vous l’avez ouvert : rien n’a été écrasé. Voici la différence du disque à votre tableau. Enregistrer de nouveau remplace la version du disque.
studio-cases-large = Ce fichier est trop grand pour être modifié ici ; il est lu tel quel par les évaluations.
studio-cases-copy-why = Ce fichier se lit ici et se modifie ailleurs. Une copie en CSV peut être modifiée cellule par cellule ; elle sera lue à sa place, et lui reste tel quel.
studio-cases-copy = En faire une copie modifiable
studio-cases-file = Importer un fichier de cas
studio-cases-file-how = CSV, TSV, JSONL ou classeur Excel ; la première ligne nomme les colonnes
studio-new-row = nouveau
studio-last-time = la dernière fois
studio-take-out = retirer
studio-previous-page = Page précédente
studio-column-input = entrée
studio-column-id = nom du cas
studio-column-expect = attendu
studio-column-tags = étiquettes
studio-column-weight = poids
studio-column-cluster = groupe
studio-column-split = part
studio-column-blank = sans nom
studio-more-cases = Davantage de cas
studio-paste = Coller depuis un tableur
studio-paste-how = Une ligne par cas. Si la première nomme des colonnes, les cellules vont où elle le dit ; sinon, dans l’ordre.
studio-paste-go = Ajouter ces lignes
studio-edges = Cas limites
studio-edges-why = Un prompt qui marche sur de beaux exemples peut céder ailleurs. Ces cas sont faits à partir d’un des vôtres et portent l’étiquette « edge ». Ce qui est attendu est repris quand le sens n’a pas changé ; relisez-le, et complétez le reste.
studio-edges-from = À partir du cas (vide : le premier)
studio-edges-go = Ajouter ces cas
studio-split = Répartir en parts
studio-split-why = Améliorer un prompt demande des cas qu’il n’a jamais vus. Les parts sont train (montrés), dev (pour choisir) et test (scellés, pour prouver). Sans colonne, elles sont tirées des valeurs ; les écrire les fixe.
studio-split-go = Écrire la part de chaque cas
studio-add-column = Ajouter une colonne
studio-column-name = Nom de la colonne
studio-twins = Cas qui se répètent
studio-dedupe = Retirer les doublons exacts
studio-twin-exact = { $case } dit la même chose que { $other }.
studio-twin-near = { $case } ressemble beaucoup à { $other }.
studio-twin-contradiction = { $case } reçoit la même chose que { $other } et attend autre chose : l’un des deux se trompe.
studio-need-paste = Collez d’abord quelques lignes.
studio-need-column = Nommez la colonne.
studio-need-case = Aucun cas n’est de ce nom : il en faut un pour en faire d’autres.
studio-need-edge = Cochez au moins une sorte de cas limites.
studio-need-file = Choisissez d’abord un fichier.
studio-done-new = Le prompt est écrit, avec ses contrôles. Donnez-lui quelques cas, puis évaluez-le.
studio-done-pasted = { $count ->
    [one] { $count } cas ajouté.
   *[other] { $count } cas ajoutés.
 }
studio-done-imported = { $count ->
    [one] { $count } cas importé.
   *[other] { $count } cas importés.
 }
studio-done-column = La colonne est ajoutée.
studio-done-split = { $count ->
    [0] Chaque cas avait déjà sa part.
    [one] La part de { $count } cas est écrite.
   *[other] La part de { $count } cas est écrite.
 }
studio-done-deduped = { $count ->
    [0] Aucun doublon exact.
    [one] { $count } doublon exact retiré.
   *[other] { $count } doublons exacts retirés.
 }
studio-done-edges = { $count ->
    [one] { $count } cas limite ajouté : relisez ce qu’il attend.
   *[other] { $count } cas limites ajoutés : relisez ce qu’ils attendent.
 }
studio-improve = Améliorer
studio-improve-what = Chaque question est posée aux cas du prompt, dans la limite que vous fixez. Ce qui est affirmé est prouvé sur des cas que la recherche n’a pas vus.
studio-improve-ask = Que voulez-vous savoir ?
studio-optimise = Trouver une meilleure version
studio-optimise-what = Des variantes sont proposées à partir des cas d’apprentissage, départagées sur ceux de développement, et la meilleure est prouvée sur les cas scellés.
studio-optimise-calls = Appels au plus (vide : selon le nombre de cas)
studio-trim = Raccourcir sans perdre
studio-trim-what = La version la plus courte dont on peut montrer qu’elle n’est pas moins bonne.
studio-trim-margin = Perte admise, en points sur 100
studio-ablate = Voir ce que rapporte chaque partie
studio-ablate-what = Le prompt entier, puis sans chacune de ses parties : ce qui aide, ce qui nuit, ce dont on ne voit pas l’effet.
studio-ablate-parts = Découper en
studio-parts-sentences = phrases
studio-parts-blocks = paragraphes
studio-parts-phrases = morceaux de phrases
studio-vary = Éprouver sa solidité
studio-vary-what = Le même prompt sous d’autres formes qui veulent dire la même chose : ordre, puces, synonymes, fautes de frappe.
studio-vary-forms = Formes essayées
studio-improve-go = Commencer
studio-improve-why = Vous pourrez suivre, arrêter et reprendre : ce qui est payé est gardé.
studio-past-studies = Études précédentes
studio-wrong-count = Les appels et les formes sont des nombres entiers, à partir de 1.
studio-wrong-margin = La perte admise est un nombre de points entre 0 et 100, par exemple 2.
studio-wrong-study = Choisissez une question.
studio-study-says = Ce qui a été trouvé
studio-curve = Meilleur score sur les cas de la recherche, de 0 à 100 %, au fil des essais
studio-found-difference = Du prompt d’aujourd’hui à la version trouvée
studio-found-legend = Les mots barrés disparaissent, les mots soulignés sont nouveaux.
studio-found-taken = Le prompt est déjà cette version.
studio-not-proved = Rien ne prouve que cette version vaille mieux : elle n’a que l’avantage d’avoir été choisie.
studio-changed-since-study = Le prompt a changé depuis cette étude : elle ne dit rien de son texte présent. La version trouvée peut être gardée dans un fichier à part.
studio-accept = Prendre cette version
studio-accept-beside = La garder dans un fichier à part
studio-accept-why = La preuve est écrite à côté du prompt, liée à cette version.
studio-points = { $at } points [{ $low } ; { $high }]
studio-parts = Ce que rapporte chaque partie
studio-parts-why = Un gain au-dessus de zéro dit combien le score perdrait sans la partie. Quand l’intervalle contient zéro, on ne voit pas d’effet : ce n’est pas la preuve qu’il n’y en a pas.
studio-part = partie
studio-earns = gain
studio-interval-points = intervalle à 95 %, de −{ $most } à +{ $most }
studio-may-be-said = ce que l’on peut dire
studio-forms = Les autres formes
studio-forms-why = Le prompt est solide quand aucune forme ne change le score au-delà du hasard.
studio-form = forme
studio-change-by = changement
studio-difference-short = différence
studio-see = Voir
studio-log = Journal
studio-history = Versions
studio-history-what = Chaque texte enregistré ici, ou trouvé changé sur le disque, est gardé. Reprendre un texte en fait une nouvelle version ; les autres restent.
studio-now = à présent
studio-changed-words = Ce qui a changé
studio-restore = Reprendre ce texte
studio-restored = texte du { $day } repris
studio-why = Pourquoi ce changement ? (facultatif)
studio-accepted-why = trouvé par l’étude { $run }
studio-changed-now = Le fichier a changé sur le disque. Votre texte est intact.
studio-merge-now = Mettre les deux versions ensemble
studio-merge-clean = Vos changements et ceux de l’autre ne touchent pas aux mêmes lignes : les voici ensemble. Relisez, puis enregistrez.
studio-merge-conflicts = Ce qui ne se touche pas est déjà ensemble. Là où les mêmes lignes ont changé des deux côtés, c’est vous qui décidez.
studio-merge-no-base = Le texte d’où partent les deux versions n’est plus connu : elles sont montrées entières, et c’est vous qui décidez.
studio-merge-what = Ce qui a changé
studio-merge-same = { $count ->
    [one] { $count } ligne que personne n’a changée
   *[other] { $count } lignes que personne n’a changées
 }
studio-merge-theirs = Changé sur le disque, repris
studio-merge-mine = Changé par vous, gardé
studio-merge-both = Changé des deux côtés, pareillement
studio-merge-conflict = À décider,
studio-merge-before = Ce qu’il y avait avant
studio-merge-keep-theirs = Garder la version du disque
studio-merge-keep-mine = Garder la mienne
studio-merge-keep-both = Garder les deux, l’une après l’autre
studio-merge-result = Le texte qui sera enregistré
studio-merge-result-why = Il suit vos choix, et vous pouvez y écrire. L’enregistrer fait une nouvelle version par-dessus celle du disque ; votre texte d’avant reste dans les versions.
studio-merge-edited = Vous avez écrit dans ce texte : il ne suit plus les choix de lui-même.
studio-merge-compose = Refaire le texte d’après les choix
studio-branches = Pistes
studio-branch-main = ligne principale
studio-branch-of = Piste « { $name } »
studio-branch-from = partie de
studio-branch-compare = La comparer à la ligne principale
studio-branch-end = L’adopter ou l’archiver
studio-branch-end-what = L’adopter en fait la nouvelle version du prompt d’où elle part ; s’il a changé depuis, les deux sont d’abord mis ensemble. L’archiver la range. Dans les deux cas, ses textes restent et elle peut être reprise.
studio-branch-why = Pourquoi ? (gardé avec la version)
studio-branch-adopt = Adopter la piste
studio-branch-archive = Archiver la piste
studio-branch-reopen = Reprendre la piste
studio-branch-open = en cours
studio-branch-adopted = adoptée
studio-branch-archived = archivée
studio-branch-adopted-why = piste « { $name } » adoptée
studio-branch-start = Commencer une piste d’ici
studio-branch-what = Une piste est un fichier à côté : elle s’écrit, s’essaie et s’évalue sur les mêmes cas, sans toucher au prompt.
studio-branch-name = Nom de la piste
studio-branch-go = Commencer la piste
studio-branch-need = Donnez un nom à la piste, avec au moins une lettre ou un chiffre.
studio-branch-taken = Une piste de ce prompt s’appelle déjà « { $name } » : donnez un autre nom, ou reprenez celle-là depuis les versions.
studio-aside = mis de côté
studio-texts = Chaque texte
studio-tree = L’arbre des versions
studio-tree-how = Le plus récent en haut ; chaque piste a sa colonne. Les points creux sont des fins de piste et des textes mis de côté.
studio-tree-table = Le même en tableau
studio-tree-line = ligne
studio-tree-begins = piste commencée, depuis { $from }
studio-tree-takes = reprend { $from }
studio-tree-saved = enregistré
studio-pair = Comparer
studio-pair-go = Comparer cas par cas
studio-pair-which = Qui avec qui
studio-pair-verdict = Le verdict
studio-pair-cases = Cas par cas
studio-pair-how = Un cas est juste quand toutes ses réponses le sont. Les cas où les deux diffèrent sont ceux qui font le verdict.
studio-pair-legend = les mots soulignés ne sont que dans la réponse de A, les mots barrés que dans celle de B.
studio-pair-empty = Aucun cas n’est ainsi.
studio-pair-none = Cette exécution ne compare rien : il lui faut deux prompts ou deux modèles sur les mêmes cas.
studio-cell-differ = Où ils diffèrent
studio-cell-both = Les deux justes
studio-cell-only-a = A seul juste
studio-cell-only-b = B seul juste
studio-cell-neither = Les deux faux
studio-compare-what = Les deux répondent à tous les cas, sur le même modèle. Le résultat dit lequel fait mieux, de combien, et combien de cas il faudrait encore pour le savoir.
studio-compare-against = Comparer à
studio-compare-none = Il n’y a encore rien à quoi comparer : une version précédente, une piste, ou un autre prompt sur les mêmes cas.
studio-compare-main = La ligne principale ({ $file })
studio-compare-text = Le texte du { $day }
studio-compare-now = Le comparer au texte présent
studio-compare-need = Choisissez à quoi comparer.
studio-compare-reuse = Ce que le registre a déjà n’est pas payé à nouveau.
studio-export-report = Exporter le rapport (HTML)

studio-settings = Réglages
studio-models-keys = Modèles et clés
studio-keys-what = Une clé gardée ici est liée à l’adresse pour laquelle elle a été donnée et n’est envoyée nulle part ailleurs. Elle n’est plus jamais montrée. Une clé de l’environnement passe en premier.
studio-project-models = Modèles de ce projet :
studio-key = Clé
studio-key-refused = Le fichier du projet demande une variable qui n’est pas connue pour contenir la clé d’un fournisseur. Elle n’est pas envoyée sans votre accord.
studio-key-allow = L’autoriser pour cette adresse
studio-key-forbid = Ne plus l’autoriser
studio-key-add = Ajouter une clé
studio-key-replace = Remplacer la clé
studio-key-remove = Retirer la clé
studio-key-where = La garder dans
studio-in-keyring = le trousseau du système
studio-in-file = le fichier fermé par une phrase secrète
studio-passphrase = Phrase secrète
studio-passphrase-new = Phrase secrète du nouveau fichier (8 caractères au moins)
studio-key-keep = Garder cette clé
studio-key-kept = La clé est gardée.
studio-key-removed = La clé est retirée.
studio-key-allowed = La variable peut être envoyée à cette adresse.
studio-key-forbidden = La variable ne peut plus être envoyée.
studio-keys-open = Ouvrir le fichier de clés
studio-keys-close = Fermer le fichier de clés
studio-keys-opened = Le fichier de clés est ouvert jusqu’à la fermeture de l’atelier.
studio-keys-closed = Le fichier de clés est fermé.
studio-keys-file = Fichier de clés :
studio-no-keyring = Aucun trousseau ne répond sur ce système : les clés sont gardées dans le fichier.
studio-test = Essayer une connexion
studio-test-what = Pose au modèle une courte question, payée et gardée dans le registre comme toute autre.
studio-test-go = L’interroger
studio-connected = Il répond : « { $answer } » ({ $took })
studio-reading = Langue et thème
studio-choose = Choisir
studio-prices = Prix connus, par million de jetons
studio-prices-dated = Le plus récent a été comparé à sa source le { $date }. Les prix propres au projet l’emportent.
studio-checked = vérifié le
studio-tokens-in = jetons lus
studio-tokens-out = jetons écrits
studio-every-call = Tous les appels
studio-no-call = Il n’y a pas de tel appel dans le registre.
studio-no-calls = Aucun appel de ce genre.
studio-no-such-run = Aucune exécution de ce genre.
studio-by-model = L’argent par modèle
studio-answered = répondus
studio-weight-said = Environ { $tokens } jetons à lire. Chaque fournisseur les compte à sa façon.
studio-weight-case = Environ { $tokens } jetons à lire, avec le cas { $case }. Chaque fournisseur les compte à sa façon.
studio-weight-pictures = Ses images ne sont pas comptées.
studio-weight-prices = Le lire mille fois, réponses non comptées
studio-price-now = prix aujourd’hui
studio-price = { $input } lus, { $output } écrits, { $currency } par million (prix du { $date })
studio-risk = au plus { $amount }
studio-not-ended = pas terminée
studio-sort = tri
studio-newest = les plus récents d’abord
studio-oldest = les plus anciens d’abord
studio-largest = les plus grands d’abord
studio-dearest = les plus chers d’abord
studio-cheapest = les moins chers d’abord
studio-slowest = les plus lents d’abord
studio-fastest = les plus rapides d’abord
studio-by-case = par cas
studio-wrong-run = « { $given } » n’est pas le nom d’une exécution.
studio-wrong-model = « { $given } » n’est pas un modèle : fournisseur/modèle.
