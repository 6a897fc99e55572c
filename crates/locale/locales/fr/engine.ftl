# engine
engine-nothing = rien n’a mal tourné
engine-file = impossible de lire `{ $path }` : { $cause }
engine-settings = ces réglages ne peuvent pas être lus : { $cause }
engine-no-prompt = aucun fichier de prompt ne correspond à `{ $given }`
engine-no-model = aucun modèle n’est indiqué
engine-no-model-hint = ajoutez --model fournisseur/modèle, ou `models = ["fournisseur/modèle"]` dans motjuste.toml
engine-model-name = `{ $given }` n’est pas un nom de modèle
engine-model-name-hint = écrivez fournisseur/modèle, par exemple openai/gpt-5-mini ; `motjuste models` donne la liste des fournisseurs
engine-no-cases = pas de cas pour `{ $prompt }` : le fichier `{ $file }` n’existe pas
engine-no-cases-hint = écrivez les cas à côté du prompt sous ce nom (.csv, .jsonl ou .xlsx), ou ajoutez --cases FICHIER
engine-empty-cases = `{ $file }` ne contient aucun cas à exécuter
engine-no-price = le prix de { $model } n’est pas connu : un budget ne peut pas être tenu
engine-no-price-hint = indiquez son prix sous [[prices]] dans motjuste.toml, ou lancez sans --budget
engine-currency = { $model } a un prix en { $price } et le budget est en { $budget }
engine-unknown-version = aucune version `{ $given }` n’est connue du registre de ce projet
engine-unknown-factor = le facteur `{ $name }` n’est ni un paramètre ni une entrée
engine-unknown-factor-hint = nommez un paramètre (temperature, top_p, max_tokens…) ou une entrée sous la forme input.NOM
engine-giving-up = { $failures } appels de suite ont échoué ; le dernier a dit : { $last }
engine-giving-up-hint = ce qui a été payé est conservé ; la même commande reprendra ici une fois la cause corrigée
engine-case = cas { $id } : { $cause }
engine-budget-too-small = un seul appel à { $model } peut coûter jusqu’à { $amount } { $currency } : plus que tout le budget
engine-budget-too-small-hint = augmentez --budget, ou fixez max_tokens dans le prompt pour borner la réponse
engine-note-no-bare = `{ $prompt }` n’énonce pas de tâche : la demande nue n’a pas pu être exécutée à côté
engine-note-same-run = rien n’a changé depuis l’exécution { $run } : ses résultats sont montrés, aucun appel n’a été fait
engine-note-resumed = l’exécution { $run } a repris là où elle s’était arrêtée : { $trials ->
    [one] { $trials } essai était déjà là
   *[other] { $trials } essais étaient déjà là
  }
engine-note-unknown-calls = { $count ->
    [one] { $count } appel a été envoyé sans qu’on en voie l’issue
   *[other] { $count } appels ont été envoyés sans qu’on en voie l’issue
  } : le fournisseur peut facturer jusqu’à { $amount } { $currency } de plus
engine-note-unscored = { $count ->
    [one] { $count } réponse n’a pas pu être notée
   *[other] { $count } réponses n’ont pas pu être notées
  } pour { $prompt } sur { $model } : comptées comme fausses, le score serait de { $share }
engine-note-unpriced = le prix de { $model } n’est pas connu : son coût n’est pas montré
engine-note-test-look = la partie test de ces cas a maintenant été regardée { $looks ->
    [one] { $looks } fois
   *[other] { $looks } fois
  } : chaque regard de plus rend ses chiffres plus flatteurs
engine-note-no-expectation = aucun cas ne dit ce qui est attendu : seuls les contrôles qui n’en ont pas besoin ont pu noter
engine-bug = une tâche du moteur s’est arrêtée (`{ $what }`) : c’est un défaut de Mot Juste ; ce qui a été payé est conservé
engine-in-flight-elsewhere = une autre exécution pose exactement cette question en ce moment : redemandez dans un instant
engine-flaw = le contrôle n’est pas passé
engine-note-warning = { $place } : { $what }
