# engine
engine-nothing = nothing went wrong
engine-file = cannot read `{ $path }`: { $cause }
engine-settings = these settings cannot be read: { $cause }
engine-no-prompt = no prompt file matches `{ $given }`
engine-no-model = no model was named
engine-no-model-hint = add --model vendor/model, or `models = ["vendor/model"]` to motjuste.toml
engine-model-name = `{ $given }` is not a model name
engine-model-name-hint = write vendor/model, for example openai/gpt-5-mini; `motjuste models` lists the vendors
engine-no-cases = no cases for `{ $prompt }`: there is no file `{ $file }`
engine-no-cases-hint = write the cases beside the prompt under that name (.csv, .jsonl or .xlsx), or add --cases FILE
engine-empty-cases = `{ $file }` holds no case to run
engine-no-price = the price of { $model } is not known, so a budget cannot be kept
engine-no-price-hint = give its price under [[prices]] in motjuste.toml, or run without --budget
engine-currency = { $model } is priced in { $price } and the budget is in { $budget }
engine-unknown-version = no version `{ $given }` is known to this project’s ledger
engine-unknown-factor = the factor `{ $name }` is neither a parameter nor an input
engine-unknown-factor-hint = name a parameter (temperature, top_p, max_tokens…) or an input as input.NAME
engine-giving-up = { $failures } calls in a row failed; the last one said: { $last }
engine-giving-up-hint = what was paid for is kept; the same command goes on from here once the cause is mended
engine-case = case { $id }: { $cause }
engine-budget-too-small = one call to { $model } may cost up to { $amount } { $currency }: more than the whole budget
engine-budget-too-small-hint = raise --budget, or set max_tokens in the prompt to bound the answer
engine-note-no-bare = `{ $prompt }` states no task, so the bare request could not be run beside it
engine-note-same-run = nothing changed since run { $run }: its results are shown, no call was made
engine-note-resumed = run { $run } was taken up where it stopped: { $trials ->
    [one] one trial was
   *[other] { $trials } trials were
  } already there
engine-note-unknown-calls = { $count ->
    [one] one call was sent and its outcome never seen
   *[other] { $count } calls were sent and their outcome never seen
  }: the vendor may bill up to { $amount } { $currency } more
engine-note-unscored = { $count ->
    [one] one reply could not be scored
   *[other] { $count } replies could not be scored
  } for { $prompt } on { $model }: counted as wrong, the score would be { $share }
engine-note-unpriced = the price of { $model } is not known: its cost is not shown
engine-note-test-look = the test split of these cases has now been looked at { $looks ->
    [one] once
   *[other] { $looks } times
  }: each further look makes its figures more flattering
engine-note-no-expectation = no case says what is expected: only checks that need no expectation could score
engine-bug = a task of the engine died (`{ $what }`): this is a defect of Mot Juste; what was paid for is kept
engine-in-flight-elsewhere = another run is asking exactly this right now: ask again in a moment
engine-flaw = the check did not pass
engine-note-warning = { $place }: { $what }
