# vendors

# errors of a call
vendors-said = { $sentence }: “{ $said }”
vendors-auth = { $vendor } refuses the key
vendors-quota-spent = the quota or credit at { $vendor } is spent
vendors-rate-limited = { $vendor } asks to slow down
vendors-overloaded = { $vendor } is overloaded
vendors-bad-parameter = { $vendor } does not accept the request: parameter `{ $parameter }`
vendors-bad-request = { $vendor } does not accept the request
vendors-not-found = { $model } was not found at { $url }
vendors-context-too-long = the messages and the answer are longer than { $model } can read
vendors-refused = { $vendor } refused the request before the model read it
vendors-stream-error = { $vendor } stopped in the middle of its answer
vendors-server = { $vendor } failed with status { $status }
vendors-unexpected = { $vendor } answered with status { $status }, which this protocol does not use
vendors-malformed-reply = the answer of { $vendor } cannot be read: bad JSON at byte { $offset }
vendors-malformed-event = the streamed answer of { $vendor } cannot be read: bad event before byte { $offset }
vendors-no-answer = { $vendor } answered, but without any message in the answer
vendors-cut-stream = the answer of { $vendor } broke off after { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
  }, before its end
vendors-too-large = the answer of { $vendor } is longer than { $limit } bytes
vendors-timeout = { $vendor } did not answer within { $seconds } s
vendors-connect = no connection to { $vendor } ({ $url }): { $detail }
vendors-cancelled = stopped before the answer came
vendors-not-recorded = no recorded answer of { $model } to this request

# errors of configuration
vendors-unknown-vendor = unknown vendor “{ $vendor }”
vendors-no-key = no key for { $vendor }
vendors-clear-text-key = the key in { $env } would travel in clear text to { $url } ({ $vendor })
vendors-stray-key = the key in { $env } belongs to { $owner }, but this file would send it to { $url }
vendors-other-key = this file would send the variable { $env } to { $origin }, and { $env } is not known to hold the key of a vendor
vendors-unread-key = the key kept for { $vendor } cannot be read: { $why }
vendors-bad-url = “{ $url }” cannot be the address of { $vendor }
vendors-bad-url-env = “{ $url }”, read from { $env }, cannot be the address of { $vendor }
vendors-bad-key = the key of { $vendor } in { $env } holds spaces, line breaks or accented characters
vendors-parameter = `{ $parameter }` cannot be sent to { $model }: { $why }
vendors-why-reserved = this field is written by the program itself
vendors-why-no-user = there is no user message, only system ones
vendors-row-unreadable = this table cannot be read: { $detail }
vendors-row-like = there is no vendor “{ $name }” to start from, or the rows go round in a circle
vendors-row-protocol = unknown protocol “{ $protocol }”; known: { $known }
vendors-row-no-url = vendor “{ $name }” has no `base_url`
vendors-row-path = “{ $path }” cannot be a path: it starts with / and holds plain characters
vendors-row-header = header “{ $name }” cannot be set in a vendor’s row
vendors-row-header-value = the value of header “{ $name }” holds characters a header cannot carry
vendors-row-amount = “{ $amount }” is not a price per million tokens: write a decimal such as 0.15, at most six decimals
vendors-row-date = “{ $date }” is not a date: write YYYY-MM-DD
vendors-row-currency = “{ $currency }” is not a currency: write three capital letters such as USD or EUR

# what to do
vendors-hint-auth = check { $env }: the key may be mistyped, expired, or not allowed to use this model
vendors-hint-quota = add credit on the vendor’s site or use another key, then run the same command again: nothing paid for is lost
vendors-hint-not-found = check the model’s name; `motjuste models` lists the known ones
vendors-hint-context = shorten the prompt or the case, or choose a model that reads more
vendors-hint-connect = check the network and the address; a local server must be running
vendors-hint-cut-stream = the answer may have been billed; the call is kept as unknown
vendors-hint-did-you-mean = did you mean { $name }?
vendors-hint-known-vendors = known vendors: { $names }; a [vendors.NAME] table in motjuste.toml adds one
vendors-hint-no-key = set { $env } in the environment
vendors-hint-clear-text-key = use an https address, or unset the key if this server needs none
vendors-hint-stray-key = set the vendor’s own address variable in your environment, or give this vendor its own `key_env`
vendors-hint-other-key = call the variable MOTJUSTE_… and name that one here, or allow this one: motjuste keys allow { $env } { $origin }
vendors-hint-bad-url = write http:// or https://, a host, and a path if any: no user name, no ? and no #
vendors-hint-bad-key = paste the key into { $env } again, on one line

# parameters changed on the way
vendors-note-dropped-vendor = `{ $parameter }` is not sent: { $vendor } has no such parameter
vendors-note-dropped-model = `{ $parameter }` is not sent: { $model } does not accept it
vendors-note-dropped-version = `{ $parameter }` is not sent: version { $version } of the { $vendor } API does not accept it
vendors-note-clamped = `{ $parameter }` is sent as { $sent } instead of { $asked }: the limit of { $vendor }
vendors-note-translated = `{ $parameter }` is sent as “{ $sent }” instead of “{ $asked }”: { $model } has no such level
vendors-note-one-of = `{ $parameter }` is not sent: { $model } does not accept it together with `{ $kept }`
vendors-note-not-finite = `{ $parameter }` is not sent: it is not a finite number
vendors-note-seed = the seed is sent, but { $vendor } does not promise the same answer twice: only repeats tell how stable answers are
vendors-note-default-limit = { $vendor } demands a token limit: { $limit } is sent
vendors-note-format = no JSON format is asked of { $vendor }, which has none of this kind: only the prompt asks for it
vendors-note-schema = { $vendor } takes no schema: any JSON is asked for, and the checks compare with the schema
vendors-note-not-strict = the schema is sent without strict mode, which wants every object closed and every property required
vendors-note-names = the names of participants are not sent: { $vendor } does not accept them
vendors-note-system-moved = system messages are all sent at the head: this vendor has no place for one between the others
vendors-note-system-image = the images of system messages are not sent: this vendor takes text there
vendors-note-tool-as-user = tool messages are sent as user messages: they hold no call id
vendors-transport-waiting-rate-limit = waiting for { $vendor } until { $until }: it asks to slow down
vendors-transport-waiting-trouble = waiting for { $vendor } until { $until }: it has trouble of its own
vendors-transport-waiting-unreachable = { $vendor } cannot be reached: next try at { $until }
