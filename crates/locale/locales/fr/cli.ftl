# cli
cli-hint = conseil : { $hint }
cli-error = erreur : { $what }
cli-at = { $place } : { $what }
cli-file = impossible de lire ou d’écrire `{ $path }` : { $cause }
cli-written = écrit : { $file }
cli-picture = [image]
cli-stopping = arrêt : les réponses en vol sont attendues, elles sont payées (Ctrl-C à nouveau pour y renoncer)
cli-stopping-now = renoncement aux réponses en vol ; elles seront peut-être facturées
cli-progress-reading = lecture des cas
cli-progress-rate = { $rate }/s
cli-progress-left = reste { $time }
cli-progress-of = { $spent } sur { $cap }
cli-progress-failed = { $count ->
    [one] { $count } échec
   *[other] { $count } échecs
  }
cli-usage = Utilisation :
cli-commands = Commandes
cli-command = COMMANDE
cli-arguments = Arguments
cli-options = Options
cli-after-help =
    Les prompts sont des fichiers *.mot.md ; leurs cas sont à côté, en *.cases.csv.
    Les clés sont lues dans les variables des fournisseurs (OPENAI_API_KEY, ANTHROPIC_API_KEY…).
    Codes de sortie : 0 fait, 1 sous le score demandé, 2 usage, 3 réglages ou données,
    4 fournisseur ou réseau, 5 arrêté et reprenable, 70 défaut de Mot Juste.
cli-help = L’établi de l’ingénieur de prompts : écrire un prompt, le mesurer, l’améliorer
cli-help-new = Écrire un prompt et ses premiers cas à partir d’un court entretien
cli-help-render = Montrer ce qui serait envoyé, sans l’envoyer
cli-help-run = Interroger un modèle une fois et montrer sa réponse à mesure qu’elle s’écrit
cli-help-eval = Mesurer des prompts sur leurs cas, face à la demande nue
cli-help-compare = Mesurer des prompts les uns contre les autres sur les mêmes cas
cli-help-runs = Lister ce que contient le registre
cli-help-runs-prune = Retirer d’anciennes exécutions, ou seulement leurs octets, et rendre la place
cli-help-runs-check = Lire tout le registre et le vérifier
cli-help-runs-export = Écrire une exécution et ses appels en lignes JSON
cli-help-show = Montrer une exécution, ses essais, ou un appel jusqu’au dernier octet
cli-help-cases = Travailler sur un fichier de cas
cli-help-cases-describe = Dire ce que contient un fichier de cas
cli-help-cases-split = Donner à chaque cas sa partie : train, dev ou test
cli-help-cases-dedupe = Trouver les cas qui disent la même chose
cli-help-models = Lister les fournisseurs, les clés et les prix datés
cli-help-studio = Ouvrir le projet dans le navigateur
cli-help-completions = Imprimer un script de complétion pour un shell
cli-help-man = Imprimer la page de manuel, ou les écrire toutes dans un dossier
cli-arg-json = Imprimer un document JSON sur stdout et rien d’autre
cli-arg-lang = Langue de ce qui est dit : fr ou en
cli-arg-quiet = Ne dire que les résultats et les erreurs
cli-arg-ledger = Utiliser ce registre au lieu de celui du projet
cli-arg-help = Afficher l’aide
cli-arg-version = Afficher la version
cli-arg-name = Titre du prompt ; ses fichiers en portent le nom
cli-arg-dir = Dossier où écrire
cli-arg-prompt = Un fichier de prompt (*.mot.md)
cli-arg-inputs = Valeur d’une entrée ; NOM=@FICHIER lit un fichier, NOM=- lit stdin
cli-arg-case = Prendre les valeurs de ce cas, ou ne montrer que ce cas
cli-arg-cases-file = Un fichier de cas (csv, jsonl, xlsx) ; celui à côté du prompt à défaut
cli-arg-bare-only = La demande nue (tâche et entrées) au lieu du prompt
cli-arg-model = Le modèle à interroger
cli-arg-again = Redemander même si le registre a une réponse
cli-arg-prompts = Fichiers de prompts, motifs, FICHIER@VERSION, ou un banc d’essai (*.yaml)
cli-arg-models = Un modèle ; répétez l’option pour plusieurs modèles
cli-arg-checks = Un contrôle tel que `contains: bonjour` ; déduit de la sortie du prompt à défaut
cli-arg-repeats = Poser chaque question ce nombre de fois
cli-arg-concurrency = Appels en vol au plus
cli-arg-budget = Le plus que cette exécution peut dépenser ; jamais dépassé
cli-arg-currency = Monnaie du budget (USD à défaut)
cli-arg-no-bare = Ne pas exécuter la demande nue à côté des prompts
cli-arg-split = Seulement les cas de cette partie
cli-arg-limit = Seulement les N premiers cas
cli-arg-stream = Lire les réponses à mesure qu’elles s’écrivent (mesure le délai du premier texte)
cli-arg-structured = Demander aux fournisseurs d’imposer le JSON que promet le prompt
cli-arg-margin = Un écart plus petit est dit équivalent (0.02 fait 2 points)
cli-arg-estimate = Essayer quelques cas, dire ce que le tout coûterait et durerait, puis s’arrêter
cli-arg-sample = Cas essayés par --estimate (20 à défaut)
cli-arg-fail-under = Sortir avec le code 1 quand un prompt a un score inférieur (0.9 fait 90 %)
cli-arg-out = Écrire aussi un rapport : .html, .md, .xml (JUnit), .json, .csv ou .txt
cli-arg-annotations = Imprimer les cas en échec comme annotations d’une demande de fusion
cli-arg-last = Nombre d’exécutions à lister
cli-arg-older-than = Les exécutions plus vieilles que ce nombre de jours
cli-arg-keep = Toutes sauf les N dernières exécutions
cli-arg-payloads-only = Retirer les octets et garder les scores
cli-arg-run = Une exécution : son identifiant, son début, ou `latest`
cli-arg-to = Fichier à écrire
cli-arg-what = Une exécution (identifiant, son début, ou `latest`), ou la clé d’un appel
cli-arg-failing = Seulement les essais qui ne sont pas passés
cli-arg-arm = Seulement ce bras (son numéro dans l’évaluation)
cli-arg-people = Ce que des personnes en disent : classement par votes, notes, accord
cli-arg-file = Un fichier de cas
cli-arg-ratios = Proportions des trois parties (0.6,0.2,0.2 à défaut)
cli-arg-near = Ressemblance à partir de laquelle deux cas comptent, de 0 à 1 (0.9 à défaut)
cli-arg-vendor = Seulement ce fournisseur
cli-arg-folder = Le dossier du projet ; le dossier courant à défaut
cli-arg-studio-port = Port à écouter, sur cette machine seulement ; celui du projet à défaut, ou un port libre
cli-arg-shell = bash, zsh, fish, elvish ou powershell
cli-wrong-unknown-argument = il n’y a pas d’option `{ $arg }` ici
cli-wrong-unknown-command = il n’y a pas de commande `{ $command }`
cli-wrong-no-value = `{ $arg }` demande une valeur
cli-wrong-value = `{ $value }` n’est pas une valeur de `{ $arg }`
cli-wrong-missing = il manque : { $arg }
cli-wrong-conflict = `{ $arg }` ne va pas avec `{ $other }`
cli-wrong-no-command = il manque une commande
cli-wrong-number-of-values = mauvais nombre de valeurs pour `{ $arg }`
cli-wrong-did-you-mean = vouliez-vous dire `{ $suggestion }` ?
cli-wrong-see-help = `--help` dit ce qui peut être demandé
cli-wrong-lang = `{ $lang }` n’est pas une langue de Mot Juste : fr ou en
cli-wrong-split = `{ $split }` n’est pas une partie des cas : train, dev ou test
cli-wrong-share = { $arg } prend une proportion entre 0 et 1
cli-wrong-currency = `{ $code }` n’est pas une monnaie : trois capitales, comme EUR
cli-wrong-out = impossible de savoir comment écrire `{ $file }` : sa terminaison doit être parmi { $known }
cli-wrong-input = `{ $input }` n’est pas NOM=VALEUR
cli-wrong-ratios = `{ $given }` n’est pas trois proportions de somme 1, comme 0.6,0.2,0.2
cli-no-case = il n’y a pas de cas `{ $id }` dans { $file }
cli-no-trial = l’exécution { $run } ne contient pas de tel essai
cli-empty-answer = le modèle n’a rien répondu
cli-from-ledger = du registre, pas payé à nouveau
cli-first-text = premier texte après { $time }
cli-tokens = { $input } jetons lus, { $output } écrits
cli-cost = { $cost } (prix du { $date })
cli-call = appel { $key }
cli-call-sent = en vol
cli-call-done = répondu
cli-call-failed = en échec
cli-call-unknown = issue inconnue : peut-être facturé
cli-call-no-bytes = ses octets ne sont pas dans le registre
cli-estimate = { $sampled } cas essayés sur { $cases } ; le tout fait { $trials } essais
cli-estimate-cost = coût : environ { $mean } (à 95 % entre { $low } et { $high }, prix du { $date })
cli-estimate-no-cost = coût : inconnu, il manque un prix
cli-estimate-time = durée : environ { $mean } (à 95 % entre { $low } et { $high })
cli-runs-none = le registre est vide
cli-runs-id = exécution
cli-runs-when = début
cli-runs-kind = sorte
cli-runs-status = état
cli-runs-trials = essais
cli-runs-calls = appels
cli-runs-cost = coût
cli-runs-title = de
cli-runs-spent = dépensé en tout : { $spent } en { $calls } appels
cli-runs-at-risk = { $count ->
    [one] { $count } appel dont l’issue est inconnue peut coûter jusqu’à { $amount } de plus
   *[other] { $count } appels dont l’issue est inconnue peuvent coûter jusqu’à { $amount } de plus
  }
cli-status-running = en cours
cli-status-abandoned = abandonnée
cli-status-completed = achevée
cli-status-budget = budget épuisé
cli-status-interrupted = interrompue
cli-status-vendor = arrêtée par le fournisseur
cli-pruned = { $runs ->
    [one] { $runs } exécution
   *[other] { $runs } exécutions
  } et { $calls } appels retirés, { $bytes } octets rendus
cli-check-sound = le registre est sain : { $calls } appels et { $trials } essais lus, { $problems } problème
cli-check-unsound = le registre a { $problems ->
    [one] { $problems } problème
   *[other] { $problems } problèmes
  } ({ $calls } appels et { $trials } essais lus)
cli-trial = cas { $case } · { $prompt } · { $model } · répétition { $repeat }
cli-trial-expected = attendu : { $text }
cli-trial-no-text = pas de texte
cli-models-vendor = fournisseur
cli-models-protocol = protocole
cli-models-address = adresse
cli-models-key = clé
cli-models-key-set = présente
cli-models-key-missing = absente ({ $name })
cli-models-key-none = inutile
cli-models-model = modèle
cli-models-input = lu/M
cli-models-cached = en cache/M
cli-models-output = écrit/M
cli-models-currency = monnaie
cli-models-checked = vérifié le
cli-models-any = Tout nom de modèle convient : FOURNISSEUR/MODÈLE. Les prix sont par million de jetons ; donnez-en d’autres sous [[prices]] dans motjuste.toml.
cli-new-ask-title = Comment s’appelle le prompt ?
cli-new-ask-task = En une ligne, que doit faire le modèle ? (C’est aussi la demande nue à laquelle il sera mesuré.)
cli-new-ask-audience = Qui lit la réponse ? (vide : n’importe qui)
cli-new-ask-inputs = Que reçoit-il ? Noms des entrées, séparés par des virgules :
cli-new-ask-output = Que doit-il rendre ? 1 un texte, 2 un libellé parmi plusieurs, 3 un nombre, 4 du JSON
cli-new-ask-labels = Les libellés, séparés par des virgules :
cli-new-ask-fields = Les champs, séparés par des virgules :
cli-new-ask-constraints = Les règles à suivre, une par ligne ; une ligne vide les termine :
cli-new-ask-sensitivity = Les données ont-elles quelque chose de personnel ou de secret ? (vide : non)
cli-new-ask-cases = Premiers cas, un par ligne : les entrées puis l’attendu, séparés par des tabulations ou | ; une ligne vide les termine :
cli-new-one-to-four = Répondez 1, 2, 3 ou 4.
cli-new-needed = Cette réponse est nécessaire.
cli-new-ended = l’entretien s’est arrêté avant sa dernière réponse nécessaire ; rien n’a été écrit
cli-new-exists = `{ $file }` existe déjà ; rien n’a été écrit
cli-new-done = écrit : { $prompt } et { $cases } ({ $count ->
    [one] { $count } cas
   *[other] { $count } cas
  })
    ensuite : ajoutez des cas, puis motjuste eval { $prompt } --model FOURNISSEUR/MODÈLE
cli-arg-encoding = Encodage du fichier quand ce n’est pas UTF-8 : latin1
cli-wrong-encoding = `{ $name }` n’est pas un encodage : utf-8 ou latin1
cli-wrong-xlsx = les classeurs sont lus et non écrits : donnez à `{ $file }` une autre terminaison (.csv, .tsv, .jsonl)
cli-cases-count = { $count } cas ({ $splits })
cli-cases-column = colonne
cli-cases-filled = remplies
cli-cases-distinct = distinctes
cli-cases-shortest = plus courte
cli-cases-median = médiane
cli-cases-longest = plus longue
cli-cases-expected = attendu : { $labels }{ $rest ->
    [0] {""}
   *[other] {" "}et { $rest } autres
  }
cli-cases-exact = { $count ->
    [one] { $count } cas est là deux fois
   *[other] { $count } cas sont là deux fois
  } : `motjuste cases dedupe`
cli-cases-near = { $count ->
    [one] { $count } cas est presque le même qu’un autre
   *[other] { $count } cas sont presque les mêmes qu’un autre
  }
cli-cases-contradictions = { $count ->
    [one] { $count } cas a les mêmes entrées qu’un autre et attend autre chose : l’un des deux est faux
   *[other] { $count } cas ont les mêmes entrées qu’un autre et attendent autre chose : l’un des deux est faux
  }
cli-cases-leaks = { $count ->
    [one] { $count } cas a son jumeau dans une autre partie : le test fuirait dans l’apprentissage
   *[other] { $count } cas ont leur jumeau dans une autre partie : le test fuirait dans l’apprentissage
  }
cli-cases-split = écrit : { $file } ({ $splits })
cli-cases-deduped = { $kept } gardés, { $left } laissés, { $contradictions } contradictions à trancher{ $more ->
    [0] {""}
   *[other] {" "}({ $more } autres jumeaux non montrés)
  }
cli-twin-exact = ligne { $line } : le même cas que la ligne { $other }
cli-twin-near = ligne { $line } : presque le même cas que la ligne { $other }
cli-twin-contradiction = ligne { $line } : les mêmes entrées que la ligne { $other }, un autre attendu (gardé : quelqu’un doit choisir)
cli-help-race = Trouver le meilleur de plusieurs prompts, modèles ou paramètres avec un même budget d’appels
cli-help-trim = Trouver la version la plus courte d’un prompt qui ne soit pas pire, avec preuve sur des cas scellés
cli-arg-short-out = où le prompt raccourci est écrit une fois prouvé ; un fichier qui existe n’est jamais touché
cli-help-ablate = Mesurer ce que rapporte chaque partie d’un prompt
cli-help-vary = Mesurer comment un prompt supporte d’autres formes qui disent la même chose
cli-arg-parts = les parties retirées tour à tour : blocks (blocs), items (éléments de liste), sentences (phrases, par défaut) ou phrases (membres de phrase)
cli-arg-forms = combien d’autres formes sont essayées au plus (10 par défaut)
cli-wrong-parts = « { $parts } » n’est pas un genre de partie : choisissez blocks, items, sentences ou phrases.
cli-arg-by = comment la valeur d’une partie est mesurée : loo (le prompt sans elle, par défaut) ou shapley (ce qu’elle porte, doublons compris ; plus d’appels)
cli-arg-orders = combien d’autres ordres des blocs sont aussi essayés (aucun par défaut)
cli-wrong-by = « { $by } » n’est pas une mesure : choisissez loo ou shapley.
cli-arg-html = écrire aussi le résultat en une page HTML
cli-html-needs-until-sure = --html veut --until-sure ; sans lui, nommez la page avec --out
cli-study-html-only = une étude s’écrit en HTML seulement : --out page.html
cli-arg-until-sure = Comparer deux prompts cas par cas et s’arrêter dès que c’est sûr ; jamais plus de cas qu’il n’y en a
cli-arg-effect = Avec --until-sure : le gain qui compterait (0.05 vaut 5 points) ; demande seulement si le premier est meilleur, avec moins de cas
cli-arg-calls = Nombre maximal d’appels ; sinon la moitié de ce qu’il faudrait pour tout poser
cli-arg-rule = Partage des appels : rejects (un sort après chaque tour), halving, equal, until-sure
cli-wrong-rule = `{ $rule }` n’est pas un partage des appels : rejects, halving, equal ou until-sure
cli-help-optimise = Chercher une meilleure version d’un prompt, et la prouver sur des cas scellés
cli-arg-most-calls = Nombre maximal d’appels, preuve comprise
cli-arg-proposer = Modèle qui écrit de nouvelles instructions d’après les échecs sur les cas d’entraînement ; sans lui, aucun n’est interrogé
cli-arg-short-proposer = Modèle qui récrit les instructions en plus court ; sans lui, aucun n’est interrogé
cli-arg-short-proposer-calls = Appels à ce modèle, au plus (3 si rien n’est dit)
cli-arg-proposer-calls = Appels à ce modèle au plus (20 par défaut)
cli-arg-search-rule = Comment les variantes quittent un tour : halving (la moins bonne moitié part après chaque bloc, par défaut) ou gate (seulement celles qui n’ont presque plus aucune chance)
cli-arg-mean-forms = Chercher la version la meilleure en moyenne sur ses N autres formes de même sens, et pas seulement telle quelle
cli-wrong-search-rule = « { $rule } » n’est pas une règle de recherche : gate ou halving
cli-arg-write = Fichier de la nouvelle version ; à côté du prompt, sous un nom à elle, sinon
cli-file-taken = { $file } existe et contient autre chose : rien n’a été écrit par-dessus
cli-new-version = la nouvelle version est dans { $file }
cli-help-serve = Servir un modèle local sur un port compatible avec OpenAI
cli-arg-serve-model = Le modèle : petit, ou local/CHEMIN d’un fichier GGUF ou d’un dossier
cli-arg-port = Port ; 0 en prend un libre
cli-arg-host = Adresse d’écoute ; cette seule machine par défaut
cli-serving = { $model } répond sur { $url } (Ctrl-C pour arrêter)
cli-serve-open = Cette adresse est accessible depuis d’autres machines, et il n’y a pas de clé : n’importe qui peut s’y servir du modèle.
cli-serve-local = Seuls les modèles locaux peuvent être servis : petit, ou local/CHEMIN
cli-serve-bind = impossible d’écouter sur { $address } : { $why }
cli-help-demo = Fabriquer un projet d’exemple et l’évaluer sur le modèle embarqué : sans clé ni réseau
cli-arg-demo-dir = Dossier du projet d’exemple ; les fichiers déjà là sont gardés
cli-demo-made = Le projet d’exemple est dans { $dir } : prompts et cas sont de simples fichiers, modifiez-les et relancez.
cli-demo-petit = petit est un modèle d’exercice d’environ un million de paramètres, entraîné par ce projet sur des phrases qu’il a fabriquées : ses réponses dépendent vraiment du prompt, et ne disent rien des grands modèles.
cli-demo-triage = Des messages de clients à trier, en français : un premier jet, un prompt soigné, un autre avec des exemples.
cli-demo-invoice = Deux champs d’une note en JSON, en français : la bonne réponse au mauvais format est le défaut le plus courant.
cli-demo-twin = Le même tri en anglais.
cli-studio-open = L’atelier est ouvert à { $address }
cli-studio-close = Ctrl-C le ferme ; les exécutions en cours sont arrêtées doucement. L’adresse est une clé : qui l’a sur cette machine peut entrer.

cli-help-keys = Garder les clés des fournisseurs dans le trousseau, ou dans un fichier fermé par une phrase secrète
cli-help-keys-add = Garder une clé pour un fournisseur ou une adresse ; la clé est lue au terminal ou sur l’entrée standard
cli-help-keys-remove = Retirer une clé gardée
cli-help-keys-allow = Laisser les fichiers des projets envoyer une variable de l’environnement à une adresse
cli-help-keys-forbid = Reprendre cette permission
cli-arg-key-of = Fournisseur du projet, ou adresse (https://hôte/…)
cli-arg-key-to = Où : keyring (trousseau) ou file (fichier) ; par défaut le trousseau s’il y en a un
cli-arg-variable = Nom de la variable
cli-keys-ask-key = Clé pour { $origin } (elle ne s’affiche pas) :
cli-keys-ask-passphrase = Phrase secrète du fichier de clés (elle ne s’affiche pas) :
cli-keys-ask-again = La même encore une fois :
cli-keys-differ = les deux phrases secrètes diffèrent
cli-keys-where = « { $given } » n’est ni keyring ni file
cli-keys-kept = Gardée pour { $origin }, et envoyée nulle part ailleurs.
cli-keys-removed = La clé pour { $origin } est retirée.
cli-keys-none = Aucune clé n’est gardée pour { $origin }.
cli-keys-allowed = Les projets peuvent envoyer { $variable } à { $origin }.
cli-keys-forbidden = Les projets ne peuvent plus envoyer { $variable } à { $origin }.
cli-keys-in-variable = dans { $name }
cli-keys-not-allowed = { $name }, que ce projet ne peut pas recevoir
cli-keys-in-keyring = trousseau { $last }
cli-keys-in-file = fichier { $last }
cli-keys-in-closed-file = fichier fermé
cli-keys-unneeded = inutile
cli-keys-nowhere = aucune
