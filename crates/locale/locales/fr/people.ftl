# réponses jugées par des personnes
people-title = Jugé par des personnes
people-nobody = Personne n’a encore jugé ces réponses
people-nobody-yet = Les contrôles disent ce qu’une machine peut voir. Quelques dizaines de réponses jugées sans savoir quel prompt les a écrites disent le reste.
people-took = { $votes } votes et { $grades } notes tiennent.
people-bare = demande nue · { $model }
people-not-enough = Pas assez de votes pour dire laquelle est préférée
people-preferred = { $arm } est préféré
people-votes-n = { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
 } sur { $cases } cas par { $raters ->
    [one] { $raters } personne
   *[other] { $raters } personnes
 } ; { $ties } à égalité, { $bad } mauvaises toutes les deux (pour le classement, une égalité).
people-apart = { $arm } n’a jamais perdu ni fait égalité contre certains des autres : de combien il est meilleur n’a pas encore de limite. Quelques votes de plus le diront.
people-lead = { $arm } prend { $share } % des points contre { $over } [{ $low } – { $high }] : il est préféré.
people-no-lead = Entre { $arm } et { $over }, les votes ne tranchent pas encore : { $share } % des points pour le premier [{ $low } – { $high }].
people-ranking = Le classement
people-ranking-caption = Part des points à attendre contre les autres en moyenne, avec son intervalle à 95 % ; une égalité vaut un demi-point. Le milieu est à 50 %. Les votes sur un même cas comptent comme un seul élément de preuve (modèle de Bradley et Terry).
people-votes-trust = Ce que valent ces votes
people-sides = La réponse de gauche a été choisie { $share } % du temps [{ $low } – { $high }] : rien ne montre que le côté ait compté.
people-sides-matter = La réponse de gauche a été choisie { $share } % du temps [{ $low } – { $high }] : le côté a compté. Il était tiré au sort pour chaque paire, il ne favorise donc aucun prompt, mais il ajoute du bruit : lisez les deux réponses jusqu’au bout.
people-all-blind = Tout a été jugé à l’aveugle : personne n’a vu quel prompt ni quel modèle avait répondu.
people-some-blind = { $blind } sur { $all } à l’aveugle ; pour le reste, la personne voyait quel prompt et quel modèle avait répondu.
people-agree-always = { $n ->
    [one] Sur { $n } réponse jugée par plusieurs personnes, toutes disent la même chose, et toujours la même : l’accord au-delà du hasard ne se mesure pas.
   *[other] Sur { $n } réponses jugées par plusieurs personnes, toutes disent la même chose, et toujours la même : l’accord au-delà du hasard ne se mesure pas.
 }
people-agree-well = Les personnes s’accordent bien : le même avis sur { $alike } de { $n }, alpha de Krippendorff { $alpha } [{ $low } – { $high }].
people-agree-tentative = Les personnes s’accordent assez : le même avis sur { $alike } de { $n }, alpha de Krippendorff { $alpha } [{ $low } – { $high }]. Au-dessous de 0,8, les conclusions sont provisoires.
people-agree-badly = Les personnes ne s’accordent pas : le même avis sur { $alike } de { $n }, alpha de Krippendorff { $alpha } [{ $low } – { $high }]. Au-dessous de 0,67, mettez-vous d’accord sur ce qui est voulu avant de conclure.
people-passed = Réponses réussies, selon des personnes
people-passed-caption = Part des réponses réussies, avec son intervalle à 95 % ; plusieurs personnes sur une réponse comptent pour une.
people-stars = Notes de 1 à 5
people-stars-caption = Note moyenne avec son intervalle à 95 %, de 1 (0 %) à 5 (100 %) ; plusieurs personnes sur une réponse comptent pour une.
people-stars-mean = { $mean } sur 5 [{ $low } – { $high }]
people-grades-n = { $grades ->
    [one] { $grades } note
   *[other] { $grades } notes
 } de { $raters ->
    [one] { $raters } personne
   *[other] { $raters } personnes
 }.
people-grades-trust = Ce que valent ces notes
people-checks = Les contrôles de l’exécution sont du même avis que les personnes sur { $alike } réponses de { $n } ; trop indulgents sur { $kind }, trop sévères sur { $harsh }.{ $beyond }
people-beyond-chance = { " " }Au-delà du hasard : kappa { $kappa }, AC1 { $ac1 }.
people-row = { $name } : { $value } % [{ $low } – { $high }], n = { $n }
people-judge = Juger des réponses
people-judge-what = Les réponses viennent l’une après l’autre, dans un ordre tiré pour vous ; qui les a écrites reste caché jusqu’aux résultats. Tout est gardé à mesure : vous pouvez vous arrêter et revenir.
people-your-name = Votre nom
people-your-name-why = Il est gardé avec chaque avis, dans le registre de cette machine seulement.
people-ask = Ce qui est demandé
people-ask-pass = Réussi ou non
people-ask-stars = De 1 à 5
people-ask-vote = Laquelle des deux est la meilleure
people-how-many = Combien, à peu près
people-blind = Cacher quel prompt et quel modèle a répondu
people-blind-why = Ce que l’on sait se juge autrement.
people-begin = Commencer
people-one-arm = Il faut deux réponses à comparer ; cette exécution n’en a qu’une par cas.
people-need-name = Dites votre nom : chaque avis est gardé avec lui.
people-need-ask = Choisissez ce qui est demandé.
people-need-size = Le nombre de réponses est un nombre entier de 1 à 500.
people-no-item = Cette réponse n’est plus dans votre file.
people-see = Faire juger par des personnes
people-question-pass = Cette réponse fait-elle ce qui est demandé ?
people-question-stars = Que vaut cette réponse ?
people-question-vote = Quelle réponse est la meilleure ?
people-progress = { $done } sur { $total }
people-passed-over = { $count ->
    [one] { $count } paire a été passée : les deux réponses sont les mêmes.
   *[other] { $count } paires ont été passées : les deux réponses sont les mêmes.
 }
people-task = Ce qui est demandé
people-given = Ce que le modèle a reçu
people-given-gone = Le cas n’est plus à côté du prompt : seule sa réponse est connue.
people-answer-left = À gauche
people-answer-right = À droite
people-mark = Votre avis
people-fail = Non
people-pass = Oui
people-star-1 = inutile
people-star-2 = médiocre
people-star-3 = utilisable
people-star-4 = bonne
people-star-5 = comme il faut
people-left = Gauche
people-right = Droite
people-tie = Aussi bonnes
people-both-bad = Mauvaises toutes deux
people-skip = Passer
people-undo = Annuler
people-note = Note (facultative)
people-note-key = touche N
people-keys = Répondre par une seule touche
people-finished = Tout est jugé
people-finished-what = Merci. Sur la page des résultats, on voit qui avait répondu.
people-results = Voir les résultats
people-every = Tous les avis
people-latest = Les { $count } plus récents seulement.
people-who = qui
people-said = avis
people-hidden = à l’aveugle
people-why = note
people-yes = oui
people-no = non
people-was-skipped = passé
people-was-taken-back = repris
people-star = { $grade } sur 5
people-voted = { $vote } ({ $left } | { $right })
