# guard
guard-secret-blocked = ce qui allait partir contient { $what } (`{ $shown }`, ligne { $line } du message){ $count ->
    [one] {""}
   *[other] {" "}et { $count } secrets en tout
  } : l’appel n’a pas été envoyé
guard-secret-hint = retirez le secret du prompt ou du cas ; s’il s’agit d’une valeur de test publique, inscrivez-la sous `guard.allow` dans motjuste.toml
guard-secret-kind-private-key = une clé privée
guard-secret-kind-url-password = un mot de passe dans une adresse
guard-secret-kind-token = un jeton d’accès
guard-secret-kind-vendor-key = une clé (règle { $rule })
guard-secret-kind-other = un secret
