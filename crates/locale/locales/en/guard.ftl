# guard
guard-secret-blocked = what was about to leave holds { $what } (`{ $shown }`, line { $line } of the message){ $count ->
    [one] {""}
   *[other] {" "}and { $count } secrets in all
  }: the call was not sent
guard-secret-hint = remove the secret from the prompt or the case; if it is a public test value, list it under `guard.allow` in motjuste.toml
guard-secret-kind-private-key = a private key
guard-secret-kind-url-password = a password in an address
guard-secret-kind-token = an access token
guard-secret-kind-vendor-key = a key (rule { $rule })
guard-secret-kind-other = a secret
