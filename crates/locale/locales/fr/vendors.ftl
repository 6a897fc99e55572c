# vendors

# errors of a call
vendors-said = { $sentence } : « { $said } »
vendors-auth = { $vendor } refuse la clé
vendors-quota-spent = le quota ou le crédit chez { $vendor } est épuisé
vendors-rate-limited = { $vendor } demande de ralentir
vendors-overloaded = { $vendor } est surchargé
vendors-bad-parameter = { $vendor } n’accepte pas la requête : paramètre `{ $parameter }`
vendors-bad-request = { $vendor } n’accepte pas la requête
vendors-not-found = { $model } est introuvable à l’adresse { $url }
vendors-context-too-long = les messages et la réponse dépassent ce que { $model } peut lire
vendors-refused = { $vendor } a refusé la requête avant que le modèle la lise
vendors-stream-error = { $vendor } s’est arrêté au milieu de sa réponse
vendors-server = { $vendor } est en panne (statut { $status })
vendors-unexpected = { $vendor } a répondu par le statut { $status }, que ce protocole n’emploie pas
vendors-malformed-reply = la réponse de { $vendor } est illisible : JSON incorrect à l’octet { $offset }
vendors-malformed-event = la réponse en continu de { $vendor } est illisible : événement incorrect avant l’octet { $offset }
vendors-no-answer = { $vendor } a répondu, mais la réponse ne contient aucun message
vendors-cut-stream = la réponse de { $vendor } s’est interrompue après { $bytes ->
    [one] { $bytes } octet
   *[other] { $bytes } octets
  }, avant sa fin
vendors-too-large = la réponse de { $vendor } dépasse { $limit } octets
vendors-timeout = { $vendor } n’a pas répondu en { $seconds } s
vendors-connect = pas de connexion avec { $vendor } ({ $url }) : { $detail }
vendors-cancelled = arrêt avant l’arrivée de la réponse
vendors-not-recorded = aucune réponse enregistrée de { $model } à cette requête

# errors of configuration
vendors-unknown-vendor = fournisseur inconnu : « { $vendor } »
vendors-no-key = aucune clé pour { $vendor }
vendors-clear-text-key = la clé contenue dans { $env } circulerait en clair vers { $url } ({ $vendor })
vendors-stray-key = la clé contenue dans { $env } est celle de { $owner }, mais ce fichier l’enverrait à { $url }
vendors-other-key = ce fichier enverrait la variable { $env } à { $origin }, or { $env } n’est pas connue pour contenir la clé d’un fournisseur
vendors-unread-key = la clé gardée pour { $vendor } ne peut pas être lue : { $why }
vendors-bad-url = « { $url } » ne peut pas être l’adresse de { $vendor }
vendors-bad-url-env = « { $url } », lue dans { $env }, ne peut pas être l’adresse de { $vendor }
vendors-bad-key = la clé de { $vendor } contenue dans { $env } comporte des espaces, des sauts de ligne ou des lettres accentuées
vendors-parameter = `{ $parameter }` ne peut pas être envoyé à { $model } : { $why }
vendors-why-reserved = ce champ est écrit par le programme lui-même
vendors-why-no-user = il n’y a aucun message d’utilisateur, seulement des messages système
vendors-row-unreadable = cette table est illisible : { $detail }
vendors-row-like = il n’y a pas de fournisseur « { $name } » dont partir, ou les tables tournent en rond
vendors-row-protocol = protocole inconnu : « { $protocol } » ; connus : { $known }
vendors-row-no-url = le fournisseur « { $name } » n’a pas de `base_url`
vendors-row-path = « { $path } » ne peut pas être un chemin : il commence par / et ne contient que des caractères simples
vendors-row-header = l’en-tête « { $name } » ne peut pas être fixé dans la table d’un fournisseur
vendors-row-header-value = la valeur de l’en-tête « { $name } » contient des caractères qu’un en-tête ne peut pas porter
vendors-row-amount = « { $amount } » n’est pas un prix par million de tokens : écrivez un nombre décimal comme 0.15, avec six décimales au plus
vendors-row-date = « { $date } » n’est pas une date : écrivez AAAA-MM-JJ
vendors-row-currency = « { $currency } » n’est pas une devise : écrivez trois capitales, comme USD ou EUR

# what to do
vendors-hint-auth = vérifiez { $env } : la clé est peut-être mal saisie, expirée ou sans droit sur ce modèle
vendors-hint-quota = ajoutez du crédit sur le site du fournisseur ou changez de clé, puis relancez la même commande : rien de ce qui est payé n’est perdu
vendors-hint-not-found = vérifiez le nom du modèle ; `motjuste models` donne la liste de ceux qui sont connus
vendors-hint-context = raccourcissez le prompt ou le cas, ou choisissez un modèle qui lit davantage
vendors-hint-connect = vérifiez le réseau et l’adresse ; un serveur local doit être démarré
vendors-hint-cut-stream = la réponse a pu être facturée ; l’appel est gardé comme inconnu
vendors-hint-did-you-mean = vouliez-vous dire { $name } ?
vendors-hint-known-vendors = fournisseurs connus : { $names } ; une table [vendors.NOM] dans motjuste.toml en ajoute un
vendors-hint-no-key = définissez { $env } dans l’environnement
vendors-hint-clear-text-key = employez une adresse https, ou retirez la clé si ce serveur n’en demande pas
vendors-hint-stray-key = définissez dans votre environnement la variable d’adresse de ce fournisseur, ou donnez-lui sa propre `key_env`
vendors-hint-other-key = appelez la variable MOTJUSTE_… et nommez-la ici, ou autorisez celle-ci : motjuste keys allow { $env } { $origin }
vendors-hint-bad-url = écrivez http:// ou https://, un hôte, puis un chemin s’il y en a un : pas de nom d’utilisateur, pas de ? ni de #
vendors-hint-bad-key = recopiez la clé dans { $env }, sur une seule ligne

# parameters changed on the way
vendors-note-dropped-vendor = `{ $parameter }` n’est pas envoyé : { $vendor } n’a pas ce paramètre
vendors-note-dropped-model = `{ $parameter }` n’est pas envoyé : { $model } ne l’accepte pas
vendors-note-dropped-version = `{ $parameter }` n’est pas envoyé : la version { $version } de l’API de { $vendor } ne l’accepte pas
vendors-note-clamped = `{ $parameter }` vaut { $sent } dans l’envoi au lieu de { $asked } : c’est la limite de { $vendor }
vendors-note-translated = `{ $parameter }` vaut « { $sent } » dans l’envoi au lieu de « { $asked } » : { $model } n’a pas ce niveau
vendors-note-one-of = `{ $parameter }` n’est pas envoyé : { $model } ne l’accepte pas avec `{ $kept }`
vendors-note-not-finite = `{ $parameter }` n’est pas envoyé : ce n’est pas un nombre fini
vendors-note-seed = la graine est envoyée, mais { $vendor } ne promet pas deux fois la même réponse : seules les répétitions disent si les réponses sont stables
vendors-note-default-limit = { $vendor } exige une limite de tokens : { $limit } est envoyé
vendors-note-format = aucun format JSON n’est demandé à { $vendor }, qui n’en a pas de ce genre : seul le prompt le demande
vendors-note-schema = { $vendor } ne prend pas de schéma : du JSON quelconque est demandé, et les contrôles comparent avec le schéma
vendors-note-not-strict = le schéma est envoyé sans le mode strict, qui veut des objets fermés et des propriétés toutes obligatoires
vendors-note-names = les noms des participants ne sont pas envoyés : { $vendor } ne les accepte pas
vendors-note-system-moved = les messages système sont tous envoyés en tête : ce fournisseur n’a pas de place pour eux entre les autres
vendors-note-system-image = les images des messages système ne sont pas envoyées : ce fournisseur n’y prend que du texte
vendors-note-tool-as-user = les messages d’outil sont envoyés comme messages d’utilisateur : ils ne portent pas d’identifiant d’appel
vendors-transport-waiting-rate-limit = en attente de { $vendor } jusqu’à { $until } : il demande de ralentir
vendors-transport-waiting-trouble = en attente de { $vendor } jusqu’à { $until } : il a des difficultés de son côté
vendors-transport-waiting-unreachable = { $vendor } est injoignable : prochain essai à { $until }
