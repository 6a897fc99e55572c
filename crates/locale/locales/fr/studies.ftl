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
studies-too-few-cases = { $given } cas pour chercher, c’est trop peu : même des réponses toutes pareilles ne montreraient qu’après { $least } cas qu’un prompt plus court tient dans la marge
studies-too-few-sealed = { $given } cas scellés pour la preuve, c’est trop peu : même des réponses toutes pareilles ne montreraient qu’après { $least } cas qu’un prompt plus court tient dans la marge
studies-too-few-cases-hint = élargissez la marge (`--margin`) ou ajoutez des cas
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


# studies: what parts earn
studies-piece-helps = utile : { $points } points perdus sans lui
studies-piece-harms = nuisible : { $points } points gagnés sans lui
studies-piece-not-seen = aucun effet vu (± { $points } points)

# studies: forms of a prompt
studies-form-heading = parties sous des titres Markdown
studies-form-label = parties sous des titres simples
studies-form-bold = parties sous des titres en gras
studies-form-xml = parties entre balises
studies-form-bullets = autres puces
studies-form-case = titres en capitales
studies-form-spacing = sans lignes vides
studies-form-order = consignes dans un autre ordre
studies-form-synonyms = d’autres mots pour dire la même chose
studies-form-typos = quelques fautes de frappe
studies-form-language = l’autre langue
studies-form-steady = { $forms } formes essayées : aucune n’est pire que le prompt tel quel. { $spread } points entre la meilleure et la pire, { $worst } % au pire.
studies-form-fragile = { $forms } formes essayées : { $fragile } pires que le prompt tel quel. { $spread } points entre la meilleure et la pire, { $worst } % au pire.

# studies: why a version is tried
studies-why-examples-stratified = { $count } exemples, chaque réponse à son tour
studies-why-examples-nearest = { $count } exemples qu’on prend facilement l’un pour l’autre
studies-why-examples-wrong = { $count } exemples sur lesquels la version se trompe
studies-why-examples-own = { $count } exemples auxquels le modèle a lui-même bien répondu
studies-why-examples-order = les { $count } exemples dans un autre ordre
studies-why-examples-fewer = un exemple de moins : il en reste { $count }
studies-why-task = ce qui est demandé, comme le dit le brief : { $words }
studies-why-labels = les { $count } étiquettes, en liste
studies-why-definitions = les { $count } étiquettes, chacune avec les mots qui la distinguent
studies-why-format = la forme de la réponse dite ainsi : « { $words } »
studies-why-constraint = une contrainte du brief que le prompt ne dit pas : { $words }
studies-why-constraints = toutes les contraintes du brief que le prompt ne dit pas
studies-why-no-label = { $count } réponses n’étaient pas des étiquettes
studies-why-confusion = { $count } fois { $said } a été répondu pour { $expected }
studies-why-without = sans « { $words } »
studies-why-format-first = la forme de la réponse dite en premier
studies-why-format-last = la forme de la réponse dite en dernier
studies-why-rephrase = la même chose en d’autres mots : { $words }
studies-why-phrase = dit en plus : { $words }
studies-why-parameter = { $name } à { $value }
studies-why-parameter-unset = { $name } laissé au choix du fournisseur

# studies: why a version is not tried
studies-leak-sealed = Elle contient des mots d’un cas sur lequel elle est mesurée : « { $words } ».
studies-leak-name = Elle contient un nom que seuls des cas de mesure contiennent : { $words }.
studies-leak-number = Elle contient un nombre que seuls des cas de mesure contiennent : { $words }.
studies-leak-example = Un de ses exemples est presque un cas sur lequel elle est mesurée : « { $words } ».
studies-leak-train = Elle répète, hors des exemples, des mots d’un cas d’entraînement : « { $words } ». Dites-le en termes généraux.
studies-refused-long = Elle est trop longue : environ { $tokens } jetons, au plus { $most }.
studies-refused-forbidden = Elle contient un mot interdit : { $words }.
studies-refused-label = Elle ne nomme plus l’étiquette { $label }.
studies-refused-output = Elle promet une autre sortie.

# studies: where a shorter prompt falls short
studies-short-whole = rien ne montre que ce soit aussi bon dans l’ensemble
studies-short-form = plus de réponses perdent la forme promise
studies-short-slice = rien ne montre que ce soit aussi bon sur les cas « { $slice } »

# studies: versions scored in full, prompts shortened
studies-log-whole = { $versions } versions notées sur { $items } cas
studies-log-whole-cut = budget épuisé : chaque version est notée sur { $items } cas sur { $all }
studies-log-shorter-kept = retenu sans « { $words } » : pas pire sur { $items } cas, environ { $saved } jetons gagnés
studies-log-shorter-dropped = « { $words } » doit rester : rien ne montre que ce soit aussi bon sans, sur { $items } cas
studies-log-shorter-short = « { $words } » doit rester : pas pire sans sur { $items } cas dans l’ensemble, mais { $why }
studies-log-surveyed = chacune des { $parts } parties retirée tour à tour sur { $items } cas : { $harmful } semblent nuire, { $idle } semblent ne rien faire
studies-log-better-too = cette version est même meilleure : les suivantes lui sont comparées
studies-log-proof-passed = preuve sur { $items } cas scellés : pas pire
studies-log-proof-failed = pas de preuve sur { $items } cas scellés : l’original reste

# studies: what ablate and vary say
studies-not-one = cette étude porte sur un prompt et un modèle, et { $arms } { $arms ->
    [one] a été donné
   *[other] ont été donnés
  }
studies-not-one-hint = nommez un seul fichier de prompt et un seul --model
studies-nothing-to-vary = ce prompt n’a aucune partie qu’on puisse retirer, ni d’autre forme qui dise la même chose
studies-say-whole = { $name } : { $score } % sur { $n } cas
studies-say-part = { $gain } points ({ $low } à { $high }) · { $text } · { $says }
studies-share-carries = porte { $points } points du résultat
studies-share-costs = coûte { $points } points au résultat
studies-say-order-matters = l’ordre des parties compte : { $orders } autres ordres, de { $worst } % à { $best } %, { $given } % dans l’ordre donné
studies-say-order-not-seen = aucun effet vu de l’ordre des parties : { $orders } autres ordres, de { $worst } % à { $best } %, { $given } % dans l’ordre donné
studies-say-form = { $change } points ({ $low } à { $high }) · { $form }
studies-say-form-fragile = { $change } points ({ $low } à { $high }) · { $form } · le prompt ne tient pas dans cette forme
studies-no-sealed = il n’y a pas de cas de test : rien ne montre que la version trouvée vaille sur des cas que la recherche n’a pas vus
studies-say-trimmed = { $state } : environ { $after } jetons au lieu de { $before } ({ $share } % de moins)
studies-say-margin = « pas pire » veut dire : à { $margin } points près, au plus 1 réponse sur { $answers } peut devenir mauvaise
studies-say-billed = { $share } % de moins facturés pour le prompt, quand chaque appel trouve son début en cache : { $after } { $currency } les 1 000 appels au lieu de { $before }

# studies: a better version looked for
studies-log-start = votre version répond à { $n } cas : { $score } %
studies-log-drafted = { $variants } { $variants ->
    [one] variante proposée
   *[other] variantes proposées
  } : { $strategy }
studies-log-contest = { $variants } { $variants ->
    [one] variante essayée
   *[other] variantes essayées
  } sur { $cases } cas au plus, { $dropped } { $dropped ->
    [one] abandonnée
   *[other] abandonnées
  }
studies-log-leader = nouvelle meneuse, de { $before } % à { $after } % sur les cas de la recherche : { $why }
studies-why-unsaid = sans raison donnée
studies-strategy-example-sets = des exemples choisis parmi les cas d’entraînement
studies-strategy-slots = étiquettes, définitions et forme lues dans les données
studies-strategy-composed = plusieurs de ces choses à la fois
studies-strategy-structure = des sections déplacées, retirées ou habillées autrement
studies-strategy-phrases = la même chose en d’autres mots
studies-strategy-decoding = les paramètres de génération
studies-strategy-merge = ce qui a fait réussir une autre version, mis dans la meilleure
studies-strategy-surrogate = des choix déjà vus, combinés autrement
studies-strategy-reflect = récrit par un modèle qui a vu les échecs
studies-strategy-induce = récrit par un modèle qui a vu des entrées et leurs réponses
studies-strategy-history = récrit par un modèle qui a vu les notes passées
studies-strategy-critique = récrit par un modèle contre chaque cause d’échec
studies-strategy-cross = deux versions mêlées par un modèle
studies-strategy-other = d’autres changements
studies-no-dev = il ne reste aucun cas pour chercher : aucun n’est dans la partie dev
studies-no-dev-hint = ajoutez des cas, ou une colonne `split` avec train, dev et test
studies-say-searched = { $rounds } tours, { $variants } variantes essayées
studies-say-found = la version trouvée est, face à la vôtre : { $state } ({ $why })
studies-say-proof = gain sur les cas scellés : { $difference } points (95 % : de { $low } à { $high }) sur { $n } cas
studies-say-nothing-better = rien de mieux n’a été trouvé : votre version reste
studies-why-no-sealed = il n’y a aucun cas scellé pour le prouver
studies-why-rewritten = instructions écrites par le modèle rédacteur
studies-why-merged = la meilleure version, avec ce qu’une autre faisait mieux
studies-why-combined = { $count } choix qui ont réussi, réunis
studies-log-left-out = un texte du modèle rédacteur est écarté ({ $strategy }) : { $why }
studies-dropped-empty = il est vide
studies-dropped-unmarked = aucun texte entre les marques
studies-dropped-refusal = le modèle a décliné
studies-dropped-identical = il a déjà été essayé
studies-live = meilleure à ce stade : { $score } % (de { $low } à { $high }) · { $calls }/{ $cap } appels
studies-say-letters = { $new } { $new ->
    [one] nouvel appel
   *[other] nouveaux appels
  } au modèle rédacteur, { $reused } déjà connus
studies-offer = { $calls } appels couvrent { $dev } cas de recherche, { $proof } cas de preuve et environ { $variants } variantes ; moins de { $least } n’aurait pas de sens
studies-offer-letters = { $offer } ; au plus { $letters } { $letters ->
    [one] appel
   *[other] appels
  } au modèle rédacteur
studies-twins = { $count } { $count ->
    [one] cas est refusé
   *[other] cas sont refusés
  }, presque identiques à un cas d’une autre partie ({ $cases }) : ce qu’on apprend sur l’un serait vérifié sur l’autre
studies-say-cross-fitted = gain sur les cas de la recherche, corrigé du choix entre variantes (cinq plis) : { $gain } points (95 % : de { $low } à { $high }) sur { $n } cas
studies-say-folds = gain sur des cas qu’aucune recherche n’avait vus, la recherche refaite dans chacun des { $folds } plis : { $gain } points (95 % : de { $low } à { $high }) sur { $n } cas
studies-why-promised = un gain sur des cas qu’aucune recherche n’avait vus, tout son intervalle au-dessus de 0
studies-why-not-promised = pas assez de données pour promettre un gain
studies-log-fold = pli { $fold } sur { $folds } : ce que sa recherche a trouvé a rencontré votre version sur { $cases } cas qu’elle n’avait pas vus
studies-log-promised = un gain de { $gain } points sur des cas jamais vus, tout son intervalle au-dessus de 0 : il peut être promis
studies-log-not-promised = le gain sur des cas jamais vus peut être nul : pas assez de données pour en promettre un
studies-log-not-folded = trop peu d’appels pour chercher aussi dans des plis : pas assez de données pour promettre un gain
studies-say-in-forms = chaque version a été posée telle quelle et sous { $forms } autres formes au plus, de même sens : sa note est la moyenne de toutes
studies-why-both = { $one } ; { $other }
studies-page-compare = A est-il meilleur que B ?
studies-page-race = Lequel prendre ?
studies-page-optimise = Une meilleure version
studies-page-trim = Le prompt le plus court qui ne soit pas pire
studies-page-ablate = Ce que rapporte chaque partie
studies-page-vary = D’autres formes qui disent la même chose
studies-page-notes = Bon à savoir
studies-page-log = Chaque décision
studies-page-diff = Ce qui change
studies-page-difference = L’écart
studies-page-a-less-b = A moins B
studies-page-difference-caption = Écart en points avec son intervalle : à droite de 0, le premier est meilleur ; la bande est la marge d’équivalence, s’il y en a une.
studies-page-scores = Les notes
studies-page-race-caption = Part de réponses justes avec son intervalle à 95 % ; qui est écarté tôt a répondu à moins de cas.
studies-page-winner = gagnant
studies-page-winner-unsure = gagnant incertain
studies-page-left = écarté au tour { $round }
studies-page-stayed = resté jusqu’au bout
studies-page-fragile = fragile
studies-page-steady = solide
studies-page-fragile-form = le prompt ne tient pas dans cette forme
studies-page-forms = Chaque forme face au prompt tel quel
studies-page-forms-caption = Points gagnés ou perdus dans cette forme, avec leur intervalle à 95 % : à gauche de 0, la forme est moins bonne.
studies-page-parts = { $helps } utiles, { $harms } nuisibles, { $idle } sans effet vu
studies-page-heat = Le prompt, partie par partie
studies-page-heat-caption = Trait plein : utile. Trait ondulé : nuisible. Plus le trait est épais, plus l’effet est grand. Pointillé : aucun effet vu. En gris : rien n’a été demandé.
studies-page-gains = Ce que rapporte chaque partie, en points
studies-page-gains-caption = Note avec la partie moins note sans elle, intervalle à 95 % : à droite de 0, elle est utile. Deux parties qui disent la même chose semblent toutes deux ne rien rapporter.
studies-page-shares-caption = Valeur de Shapley de la partie, intervalle à 95 % : ce qu’elle ajoute en moyenne, dans quelque ordre que les parties arrivent. Deux parties qui disent la même chose se partagent ce qu’elles portent.
studies-page-proof = La preuve, sur des cas que la recherche n’a pas vus
studies-page-proof-caption = Note de la version courte moins note de l’original, intervalle à 90 %. Pas pire : l’intervalle finit à droite du bord gauche de la bande, qui est la marge.
studies-page-all-cases = tous les cas
studies-page-savings = Ce qu’elle épargne par appel
studies-page-saving = Prompt, le cas laissé de côté
studies-page-before = avant
studies-page-after = après
studies-page-tokens = jetons lus (estimés)
studies-page-billed = facturé les 1 000 appels, début en cache
studies-page-figure = { $value }
studies-page-dev = sur les cas de la recherche : de { $before } % à { $after } % (optimiste : la version a été choisie sur eux)
studies-page-found-less-yours = la version trouvée moins la vôtre
studies-page-gain = Le gain, sur des cas que la recherche n’a pas vus
studies-page-yours = votre version
studies-page-search = La recherche
studies-page-search-caption = Chaque signe est une version essayée : sa note sur les cas de la recherche avec son intervalle à 95 %, et les appels dépensés quand elle l’a été. Un pointillé part de la version dont elle est faite ; un clic sur un signe montre ce qui change. Cerclées : celles qui ont mené. Le hasard flatte la meilleure de plusieurs notes : seule la preuve compte.
studies-log-rehearsal-failed = une version plus courte aurait peu de chances d’être prouvée sur { $sealed } cas scellés (d’après { $items } autres cas)
studies-log-shortened = le modèle qui rédige { $drafts ->
        [0] n’a donné aucune version plus courte
        [one] a donné une version plus courte
       *[other] a donné { $drafts } versions plus courtes
    }
studies-log-put-back = remis en place : « { $words } »
studies-log-rehearsal-none = aucune version plus courte n’aurait de bonnes chances d’être prouvée sur { $sealed } cas scellés : ils restent fermés
