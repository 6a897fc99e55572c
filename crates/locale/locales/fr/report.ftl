# report
report-write-failed = Le rapport n’a pas pu être écrit : { $error }.
report-write-full = Libérez de la place, ou écrivez le rapport sur un autre disque.
report-unknown-format = Aucun format de rapport ne s’appelle « { $name } ».
report-known-formats = Les formats sont : { $names }.

report-heading = Exécution { $run } · { $cases } cas, { $repeats ->
    [one] { $repeats } répétition
   *[other] { $repeats } répétitions
 }
report-ended-completed = Terminée : chaque essai prévu a une issue.
report-ended-budget = Arrêtée par le budget : l’appel suivant ne pouvait pas être payé. Les résultats reposent sur les essais déjà faits.
report-ended-interrupted = Interrompue : les résultats reposent sur les essais déjà faits. La même commande reprend l’exécution.
report-ended-vendor = Arrêtée par le fournisseur, qui refuse de continuer (clé ou quota). Les résultats reposent sur les essais déjà faits.

report-bare = demande nue
report-the-bare = la demande nue
report-on = { $what } sur { $model }
report-no-score = pas de score
report-no-price = prix inconnu
report-dated-price = { $price } (tarif du { $date })
report-legend = Intervalles à 95 % ; durée : médiane / 95e centile ; jetons : lus + écrits.
report-legend-costs = Coûts au tarif du { $date }.
report-colon = { " " }:{ " " }
report-history-scores = Score du prompt avec son intervalle à 95 %, d’une évaluation à la suivante. Cerclé : le prompt tel qu’il est.
report-history-costs = Coût de mille réponses, de gauche à droite, et score avec son intervalle à 95 %, de bas en haut : les meilleurs sont en haut à gauche. Cerclé : le prompt tel qu’il est.
report-history-when = Quand
report-history-version = version
report-history-model = modèle
report-history-thousand = mille réponses
report-study-what = Ce qui est mesuré
report-study-estimate = Mesure
report-study-low = au moins
report-study-high = au plus
report-study-items = cas
report-study-figures = Les chiffres
report-study-origin = D’où elle vient
report-study-calls = appels dépensés
report-study-calls-spent = { $calls } appels
report-study-cost-in-all = Tous les appels de l’étude, preuve comprise, ont coûté { $cost }.
report-study-unknown = inconnu
report-study-led = a mené
report-study-diff = ce qui change
report-repeats-line = pass@1 { $pass } ({ $n }), même réponse à chaque répétition { $stability }, part de la variance due au modèle lui-même { $variance }

report-scores = Scores
report-prompt = prompt
report-model = modèle
report-score = score
report-unscored = sans score
report-failed-calls = appels échoués
report-per-accepted = { $cost } par réponse acceptée
report-cost = coût
report-latency = durée
report-latency-line = médiane { $median }, p95 { $tail }
report-tokens = jetons
report-tokens-line = jetons : { $read } lus, { $written } écrits
report-checks = Contrôles (réussis / notés)
report-check-unscored = { $passed } et { $unscored } sans score
report-check = contrôle
report-passed = réussi
report-failed = raté
report-no-answer = sans réponse

report-comparisons = Comparaisons
report-better = meilleur
report-worse = moins bon
report-equivalent = équivalent
report-not-enough = pas assez de preuves
report-is-better = { $a } est meilleur que { $b }
report-is-worse = { $a } est moins bon que { $b }
report-is-equivalent = { $a } est équivalent à { $b }
report-is-undecided = Rien ne départage encore { $a } et { $b }
report-points = { $count ->
    [one] { $difference } point
   *[other] { $difference } points
 }
report-more-cases = { $count ->
    [one] environ { $count } cas de plus permettrait de trancher
   *[other] environ { $count } cas de plus permettraient de trancher
 }
report-no-more-cases = l’écart observé est trop petit pour promettre un nombre de cas
report-margin = tout l’intervalle tient dans ±{ $margin } points
report-method = { $test }, corrigé du nombre de comparaisons (Holm). Bande grise : à ±{ $margin } points près, les deux se valent.
report-method-mcnemar = Test de McNemar (mid-p)
report-method-sign-flip = Test de permutation des signes
report-method-cluster-t = Test t par groupes
report-method-t = Test t apparié
report-both-right = les deux justes
report-only-right = seulement { $arm }
report-both-wrong = aucun des deux

report-flaws = Défauts
report-flaw-example = p. ex. { $example }
report-flaw-cases = { $count ->
   *[other] cas { $cases }
 }
report-more-flaws = { $count ->
    [one] et { $count } autre sorte de défaut
   *[other] et { $count } autres sortes de défauts
 }
report-notes = Bon à savoir

report-calls = Appels : nouveaux { $new }, repris { $reused }, échoués { $failed }, inconnus { $unknown }.
report-unknown = { $count ->
    [one] { $count } appel a été envoyé sans que sa fin soit vue : il est peut-être facturé.
   *[other] { $count } appels ont été envoyés sans que leur fin soit vue : ils sont peut-être facturés.
 }
report-spent = Dépensé : { $amounts }.
report-spent-nothing = Rien n’a été dépensé.

report-inputs = cas
report-expected = attendu
report-answer = réponse
report-case-on = cas { $case }, { $arm }
report-more-annotations = { $count ->
    [one] et { $count } autre cas qui ne passe pas
   *[other] et { $count } autres cas qui ne passent pas
 }

report-html-skip = Aller aux essais
report-html-paired = Cas selon ce que chacun des deux a réussi ; chaque nombre montre ses cas
report-html-right-side = { $arm } : juste
report-html-wrong-side = { $arm } : faux
report-html-forest = Score moyen de chaque prompt et son intervalle à 95 %. Un point creux désigne la demande nue.
report-html-figures = Scores en chiffres
report-html-version = version
report-html-show-flaw = { $count } × { $check } : montrer ces essais
report-html-trials = Essais
report-html-noscript = La liste des essais a besoin de JavaScript ; tout ce qui précède s’en passe.
report-html-filters = Filtrer les essais
report-html-search = Texte du cas, de la réponse ou de la raison
report-html-arm = prompt et modèle
report-html-all-arms = tous
report-html-outcome = issue
report-html-all-outcomes = toutes
report-html-all-checks = tous
report-html-clear = Effacer
report-html-case = cas
report-html-why = pourquoi
report-html-latency = durée
report-html-sort = trié par
report-html-caption = Essais ; un cas ouvre ses réponses côte à côte
report-html-pages = Pages d’essais
report-html-previous = Précédente
report-html-next = Suivante
report-html-none = Aucun essai ne répond à ces filtres.
report-html-range = { $from } à { $to } sur { $total }
report-html-pair = Cas « { $cell } » – { $sentence }
report-html-close = Fermer
report-html-left = cette réponse
report-html-right = comparée à
report-html-older = ← Précédent
report-html-newer = Suivant →
report-html-difference = Marquer les mots qui diffèrent
report-html-same = Les deux textes sont identiques.
report-html-too-long = Ces textes diffèrent trop pour être comparés mot à mot.
report-html-empty = (aucun texte)
report-html-reused = repris du registre
report-html-repeat = répétition { $number }
report-html-cut = Coupé ici : le registre en garde { $characters } caractères de plus.
report-html-left-out = Cette page contient les { $shown } premiers essais sur { $total } ; l’export CSV les contient tous.
