# studies
studies-state-better = meilleur
studies-state-not-worse-but-shorter = pas moins bon, mais plus court
studies-state-equivalent = pareil, à la marge près
studies-state-no-evidence = aucune preuve
studies-state-worse = moins bon
studies-state-budget-ended = le budget s’est épuisé avant que rien ne puisse être dit
studies-below-floor = { $given } { $given ->
    [one] appel ne suffit
   *[other] appels ne suffisent
  } pas à une réponse sensée : cette étude en demande au moins { $least }
studies-below-floor-hint = augmentez le budget, ou comparez moins de prompts
studies-no-choice = il n’y a rien à choisir : moins de deux prompts différents ont été donnés
studies-no-choice-hint = deux fichiers de même contenu sont un seul prompt
studies-no-items = il n’y a aucun cas à poser
studies-unanswered = { $missing ->
    [one] { $missing } question est restée
   *[other] { $missing } questions sont restées
  } sans réponse : c’est un défaut de Mot Juste ; ce qui a été payé est conservé
studies-test-look = regard { $looks } sur { $most } aux cas test scellés : ils se partagent une seule erreur, chaque affirmation doit donc être plus sûre
studies-test-used = ces cas test ont été regardés { $looks } fois : ils sont usés, leurs chiffres ne prouvent plus rien
studies-log-compared = { $n } { $n ->
    [one] cas de plus
   *[other] cas de plus
  } : A en gagne { $wins }, B en gagne { $losses }, { $same } à égalité
studies-log-round = { $variants } variantes essayées sur { $cases } { $cases ->
    [one] cas
   *[other] cas
  }, { $dropped } écartées
studies-log-raced = { $winner } est celui à prendre après { $trials } essais ; risque qu’un autre soit vraiment meilleur : { $wrong } %
studies-why-unscored = aucun cas n’a pu être noté chez les deux
studies-why-fixed = les { $n } cas prévus ont été posés
studies-why-sure = sûr après { $n } cas sur { $most } au plus
studies-why-equivalent = sûr après { $n } cas sur { $most } au plus que l’écart tient dans la marge
studies-why-no-gain = abandonné après { $n } cas sur { $most } au plus : un gain de la taille qui compte n’y est pas
studies-why-futile = arrêté après { $n } cas sur { $most } au plus : continuer n’aurait guère mené à une conclusion
studies-why-exhausted = les { $n } cas ont tous été posés et l’écart reste dans le hasard
studies-not-two = cette comparaison se fait entre deux, et { $arms ->
    [one] { $arms } seul a été donné
   *[other] { $arms } ont été donnés
  }
studies-not-two-hint = nommez deux prompts et un modèle, un prompt et deux modèles, ou un prompt qui énonce sa tâche (il est comparé à la demande nue)
studies-interrupted = arrêté en chemin : la même commande reprend ici et ne paie rien deux fois
studies-few = { $n } cas, c’est moins de { $few } : pas assez de données pour promettre un gain sur d’autres
studies-say-pair = A : { $a }
  B : { $b }
studies-say-state = A est, face à B : { $state } ({ $why })
studies-say-effect = écart A − B : { $difference } points (95 % : { $low } à { $high }) sur { $n } cas ; A en gagne { $wins }, B en gagne { $losses }
studies-say-cost = { $trials } essais : { $new } appels nouveaux, { $reused } déjà connus
studies-say-winner = prenez { $name } ; risque qu’un autre soit vraiment meilleur : { $wrong } %
studies-say-stayed = { $name } : { $score } % sur { $n } cas
studies-say-left = { $name } : { $score } % sur { $n } cas, écarté au tour { $round }
