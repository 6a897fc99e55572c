# cli
cli-hint = hint: { $hint }
cli-error = error: { $what }
cli-at = { $place }: { $what }
cli-file = cannot read or write `{ $path }`: { $cause }
cli-written = written: { $file }
cli-picture = [picture]
cli-stopping = stopping: waiting for the answers in flight, which are paid for (Ctrl-C again to give them up)
cli-stopping-now = giving up the answers in flight; they may be billed
cli-progress-reading = reading the cases
cli-progress-rate = { $rate }/s
cli-progress-left = { $time } left
cli-progress-of = { $spent } of { $cap }
cli-progress-failed = { $count } failed
cli-usage = Usage:
cli-commands = Commands
cli-command = COMMAND
cli-arguments = Arguments
cli-options = Options
cli-after-help =
    Prompts are *.mot.md files; their cases stand beside them as *.cases.csv.
    Keys are read from the vendors’ own variables (OPENAI_API_KEY, ANTHROPIC_API_KEY…).
    Exit codes: 0 done, 1 below the score asked for, 2 usage, 3 settings or data,
    4 vendor or network, 5 stopped and resumable, 70 a defect of Mot Juste.
cli-help = The prompt engineer’s workbench: write a prompt, measure it, improve it
cli-help-new = Write a prompt and its first cases from a short interview
cli-help-render = Show what would be sent, without sending it
cli-help-run = Ask one model once and show its answer as it is written
cli-help-eval = Measure prompts on their cases, against the bare request
cli-help-compare = Measure prompts against each other on the same cases
cli-help-runs = List what the ledger holds
cli-help-runs-prune = Remove old runs, or only their bytes, and give the space back
cli-help-runs-check = Read the whole ledger and verify it
cli-help-runs-export = Write a run with its calls as JSON lines
cli-help-show = Show a run, its trials, or a call to its last byte
cli-help-cases = Work on a file of cases
cli-help-cases-describe = Say what a file of cases holds
cli-help-cases-split = Give every case its part: train, dev or test
cli-help-cases-dedupe = Find cases that say the same thing
cli-help-models = List vendors, keys and dated prices
cli-help-studio = Open the project in the browser
cli-help-completions = Print a completion script for a shell
cli-help-man = Print the manual page, or write all of them into a folder
cli-arg-json = Print one JSON document on stdout and nothing else
cli-arg-lang = Language of what is said: fr or en
cli-arg-quiet = Say nothing but results and errors
cli-arg-ledger = Use this ledger instead of the project’s
cli-arg-help = Print help
cli-arg-version = Print the version
cli-arg-name = Title of the prompt; its files are named after it
cli-arg-dir = Folder to write into
cli-arg-prompt = A prompt file (*.mot.md)
cli-arg-inputs = Value of an input; NAME=@FILE reads a file, NAME=- reads stdin
cli-arg-case = Use the values of this case, or show only this case
cli-arg-cases-file = A file of cases (csv, jsonl, xlsx); the one beside the prompt when absent
cli-arg-bare-only = The bare request (task and inputs) instead of the prompt
cli-arg-model = The model to ask
cli-arg-again = Ask again even if the ledger holds an answer
cli-arg-prompts = Prompt files, patterns, FILE@VERSION, or one suite (*.yaml)
cli-arg-models = A model; give the option several times for several models
cli-arg-checks = A check such as `contains: bonjour`; from the prompt’s output when absent
cli-arg-repeats = Ask every question this many times
cli-arg-concurrency = Calls in flight at most
cli-arg-budget = Most money this run may spend; never exceeded
cli-arg-currency = Currency of the budget (USD when absent)
cli-arg-no-bare = Do not run the bare request beside the prompts
cli-arg-split = Only the cases of this part
cli-arg-limit = Only the first N cases
cli-arg-stream = Read answers as they are written (measures the time to first text)
cli-arg-structured = Ask vendors to enforce the JSON that the prompt promises
cli-arg-margin = Differences smaller than this are called equivalent (0.02 is 2 points)
cli-arg-estimate = Try a few cases, say what the whole would cost and take, and stop
cli-arg-sample = Cases tried by --estimate (20 when absent)
cli-arg-fail-under = Exit with code 1 when a prompt scores less (0.9 is 90 %)
cli-arg-out = Also write a report: .html, .md, .xml (JUnit), .json, .csv or .txt
cli-arg-annotations = Print failing cases as annotations of a pull request
cli-arg-last = How many runs to list
cli-arg-older-than = Runs older than this many days
cli-arg-keep = All but the last N runs
cli-arg-payloads-only = Remove the bytes and keep the scores
cli-arg-run = A run: its id, the beginning of it, or `latest`
cli-arg-to = File to write
cli-arg-what = A run (id, its beginning, or `latest`), or the key of a call
cli-arg-failing = Only trials that did not pass
cli-arg-arm = Only this arm (its number in the evaluation)
cli-arg-people = What people say of it: ranking by votes, grades, agreement
cli-arg-file = A file of cases
cli-arg-ratios = Shares of the three parts (0.6,0.2,0.2 when absent)
cli-arg-near = How alike two cases must be, 0 to 1 (0.9 when absent)
cli-arg-vendor = Only this vendor
cli-arg-folder = The project’s folder; the working folder by default
cli-arg-studio-port = Port to listen on, on this machine only; the project’s own by default, or a free one
cli-arg-shell = bash, zsh, fish, elvish or powershell
cli-wrong-unknown-argument = there is no option `{ $arg }` here
cli-wrong-unknown-command = there is no command `{ $command }`
cli-wrong-no-value = `{ $arg }` needs a value
cli-wrong-value = `{ $value }` is not a value of `{ $arg }`
cli-wrong-missing = missing: { $arg }
cli-wrong-conflict = `{ $arg }` cannot go with `{ $other }`
cli-wrong-no-command = a command is missing
cli-wrong-number-of-values = wrong number of values for `{ $arg }`
cli-wrong-did-you-mean = did you mean `{ $suggestion }`?
cli-wrong-see-help = `--help` tells what can be asked
cli-wrong-lang = `{ $lang }` is not a language of Mot Juste: fr or en
cli-wrong-split = `{ $split }` is not a part of the cases: train, dev or test
cli-wrong-share = { $arg } takes a share between 0 and 1
cli-wrong-currency = `{ $code }` is not a currency: three capital letters, such as EUR
cli-wrong-out = cannot tell how to write `{ $file }`: its ending must be one of { $known }
cli-wrong-input = `{ $input }` is not NAME=VALUE
cli-wrong-ratios = `{ $given }` is not three shares that add up to 1, such as 0.6,0.2,0.2
cli-no-case = there is no case `{ $id }` in { $file }
cli-no-trial = run { $run } holds no such trial
cli-empty-answer = the model answered nothing
cli-from-ledger = from the ledger, not paid again
cli-first-text = first text after { $time }
cli-tokens = { $input } tokens read, { $output } written
cli-cost = { $cost } (prices of { $date })
cli-call = call { $key }
cli-call-sent = in flight
cli-call-done = answered
cli-call-failed = failed
cli-call-unknown = outcome unknown: it may be billed
cli-call-no-bytes = its bytes are not in the ledger
cli-estimate = tried { $sampled } of { $cases } cases; the whole is { $trials } trials
cli-estimate-cost = cost: about { $mean } (95% between { $low } and { $high }, prices of { $date })
cli-estimate-no-cost = cost: not known, a price is missing
cli-estimate-time = time: about { $mean } (95% between { $low } and { $high })
cli-runs-none = the ledger is empty
cli-runs-id = run
cli-runs-when = started
cli-runs-kind = kind
cli-runs-status = state
cli-runs-trials = trials
cli-runs-calls = calls
cli-runs-cost = cost
cli-runs-title = of
cli-runs-spent = spent in all: { $spent } in { $calls } calls
cli-runs-at-risk = { $count ->
    [one] one call whose outcome is unknown may cost up to { $amount } more
   *[other] { $count } calls whose outcome is unknown may cost up to { $amount } more
  }
cli-status-running = running
cli-status-abandoned = abandoned
cli-status-completed = completed
cli-status-budget = budget ended
cli-status-interrupted = interrupted
cli-status-vendor = stopped by the vendor
cli-pruned = { $runs ->
    [one] one run
   *[other] { $runs } runs
  } and { $calls } calls pruned, { $bytes } bytes given back
cli-check-sound = the ledger is sound: { $calls } calls and { $trials } trials read, { $problems } problems
cli-check-unsound = the ledger has { $problems } problems ({ $calls } calls and { $trials } trials read)
cli-trial = case { $case } · { $prompt } · { $model } · repeat { $repeat }
cli-trial-expected = expected: { $text }
cli-trial-no-text = no text
cli-models-vendor = vendor
cli-models-protocol = protocol
cli-models-address = address
cli-models-key = key
cli-models-key-set = set
cli-models-key-missing = missing ({ $name })
cli-models-key-none = not needed
cli-models-model = model
cli-models-input = read/M
cli-models-cached = cached/M
cli-models-output = written/M
cli-models-currency = currency
cli-models-checked = checked on
cli-models-any = Any model name works: VENDOR/MODEL. Prices are per million tokens; give others under [[prices]] in motjuste.toml.
cli-new-ask-title = What is the prompt called?
cli-new-ask-task = In one line, what must the model do? (This is also the bare request it will be measured against.)
cli-new-ask-audience = Who reads the answer? (empty: anyone)
cli-new-ask-inputs = What is it given? Names of the inputs, separated by commas:
cli-new-ask-output = What must it return? 1 text, 2 one of several labels, 3 a number, 4 JSON
cli-new-ask-labels = The labels, separated by commas:
cli-new-ask-fields = The fields, separated by commas:
cli-new-ask-constraints = Rules it must follow, one a line; an empty line ends them:
cli-new-ask-sensitivity = Does the data hold anything personal or secret? (empty: no)
cli-new-ask-cases = First cases, one a line: the inputs then what is expected, separated by tabs or |; an empty line ends them:
cli-new-one-to-four = Answer 1, 2, 3 or 4.
cli-new-needed = This one is needed.
cli-new-ended = the interview ended before its last needed answer; nothing was written
cli-new-exists = `{ $file }` is already there; nothing was written
cli-new-done = written: { $prompt } and { $cases } ({ $count ->
    [one] one case
   *[other] { $count } cases
  })
    next: add cases, then motjuste eval { $prompt } --model VENDOR/MODEL
cli-arg-encoding = Encoding of the file when it is not UTF-8: latin1
cli-wrong-encoding = `{ $name }` is not an encoding: utf-8 or latin1
cli-wrong-xlsx = workbooks are read and not written: give `{ $file }` another ending (.csv, .tsv, .jsonl)
cli-cases-count = { $count ->
    [one] one case
   *[other] { $count } cases
  } ({ $splits })
cli-cases-column = column
cli-cases-filled = filled
cli-cases-distinct = distinct
cli-cases-shortest = shortest
cli-cases-median = median
cli-cases-longest = longest
cli-cases-expected = expected: { $labels }{ $rest ->
    [0] {""}
   *[other] {" "}and { $rest } others
  }
cli-cases-exact = { $count ->
    [one] one case is there twice
   *[other] { $count } cases are there twice
  }: `motjuste cases dedupe`
cli-cases-near = { $count ->
    [one] one case is nearly the same as another
   *[other] { $count } cases are nearly the same as another
  }
cli-cases-contradictions = { $count ->
    [one] one case has the same inputs as another and expects something else: one of the two is wrong
   *[other] { $count } cases have the same inputs as another and expect something else: one of each two is wrong
  }
cli-cases-leaks = { $count ->
    [one] one case has its twin in another split: the test would leak into the training
   *[other] { $count } cases have their twin in another split: the test would leak into the training
  }
cli-cases-split = written: { $file } ({ $splits })
cli-cases-deduped = { $kept } kept, { $left } left out, { $contradictions } contradictions to settle{ $more ->
    [0] {""}
   *[other] {" "}({ $more } more twins not shown)
  }
cli-twin-exact = line { $line }: the same case as line { $other }
cli-twin-near = line { $line }: nearly the same case as line { $other }
cli-twin-contradiction = line { $line }: the same inputs as line { $other }, another expectation (kept: somebody must choose)
cli-help-race = Find the best of several prompts, models or parameters on one budget of calls
cli-help-trim = Find the shortest version of a prompt that is not worse, with proof on sealed cases
cli-arg-short-out = where the shorter prompt is written once it is proved; a file that exists is never touched
cli-help-ablate = Measure what each part of a prompt earns
cli-help-vary = Measure how a prompt bears other forms that mean the same
cli-arg-parts = the parts left out in turn: blocks, items, sentences (default) or phrases
cli-arg-forms = how many other forms are tried at most (10 by default)
cli-wrong-parts = “{ $parts }” is no kind of part: choose blocks, items, sentences or phrases.
cli-arg-by = how the worth of a part is measured: loo (the prompt without it, the default) or shapley (what it carries, duplicates included; more calls)
cli-arg-orders = how many other orders of the blocks are tried too (none by default)
cli-wrong-by = “{ $by }” is no measure: choose loo or shapley.
cli-arg-html = write the result as an HTML page too
cli-html-needs-until-sure = --html needs --until-sure; without it, name the page with --out
cli-study-html-only = a study is written as HTML only: --out page.html
cli-arg-until-sure = Compare two, case by case, and stop as soon as it is sure; never more cases than there are
cli-arg-effect = With --until-sure: the gain that would matter (0.05 is 5 points); asks only whether the first is better, with fewer cases
cli-arg-calls = Calls at most; half of what asking everything would take when not given
cli-arg-rule = How calls are shared: rejects (one leaves after each round), halving, equal, until-sure
cli-wrong-rule = `{ $rule }` is no way to share calls: rejects, halving, equal or until-sure
cli-help-optimise = Look for a better version of a prompt, and prove it on sealed cases
cli-arg-most-calls = Calls at most, the proof included
cli-arg-proposer = Model that writes new instructions from failures on training cases; without it none is asked
cli-arg-short-proposer = Model that writes the instructions shorter; without it none is asked
cli-arg-short-proposer-calls = Calls to that model at most (3 when not given)
cli-arg-proposer-calls = Calls to that model at most (20 when not given)
cli-arg-search-rule = How variants leave a round: halving (the worse half leaves after each block, the default) or gate (only those with hardly a chance left)
cli-arg-mean-forms = Find the version that is best on the mean over its N other forms of the same sense, not as it stands only
cli-wrong-search-rule = “{ $rule }” is no rule of a search: gate or halving
cli-arg-write = File of the new version; beside the prompt, under a name of its own, when not given
cli-file-taken = { $file } exists and holds something else: nothing was written over it
cli-new-version = the new version is in { $file }
cli-help-serve = Serve a local model on an OpenAI-compatible port
cli-arg-serve-model = The model: petit, or local/PATH of a GGUF file or of a folder
cli-arg-port = Port; 0 takes a free one
cli-arg-host = Address to listen on; only this machine by default
cli-serving = { $model } answers on { $url } (Ctrl-C to stop)
cli-serve-open = This address can be reached from other machines, and there is no key: anyone there can use the model.
cli-serve-local = Only local models can be served: petit, or local/PATH
cli-serve-bind = cannot listen on { $address }: { $why }
cli-help-demo = Make an example project and evaluate it on the embedded model: no key, no network
cli-arg-demo-dir = Folder of the example project; files that are there already are kept
cli-demo-made = The example project is in { $dir }: prompts and cases are plain files, change them and run this again.
cli-demo-petit = petit is a practice model of about a million parameters, trained by this project on sentences it made: its answers truly depend on the prompt, and mean nothing about larger models.
cli-demo-triage = Customer messages to sort, in French: a first draft, a careful prompt, and one with examples.
cli-demo-invoice = Two fields of a note as JSON, in French: the right answer in the wrong format is the commonest flaw.
cli-demo-twin = The same sorting in English.
cli-studio-open = The studio is open at { $address }
cli-studio-close = Ctrl-C closes it; runs in progress are stopped gently. The address is a key: whoever has it on this machine can come in.

cli-help-keys = Keep the keys of vendors in the keyring, or in a file closed by a passphrase
cli-help-keys-add = Keep a key for a vendor or an address; the key is read from the terminal or from standard input
cli-help-keys-remove = Take a kept key out
cli-help-keys-allow = Let the files of projects send a variable of the environment to an address
cli-help-keys-forbid = Take that permission back
cli-arg-key-of = Vendor of the project, or address (https://host/…)
cli-arg-key-to = Where: keyring or file; by default the keyring when there is one
cli-arg-variable = Name of the variable
cli-keys-ask-key = Key for { $origin } (it is not shown):
cli-keys-ask-passphrase = Passphrase of the file of keys (it is not shown):
cli-keys-ask-again = The same again:
cli-keys-differ = the two passphrases differ
cli-keys-where = “{ $given }” is neither keyring nor file
cli-keys-kept = Kept for { $origin }, and sent nowhere else.
cli-keys-removed = The key for { $origin } is gone.
cli-keys-none = No key is kept for { $origin }.
cli-keys-allowed = Projects may send { $variable } to { $origin }.
cli-keys-forbidden = Projects may no longer send { $variable } to { $origin }.
cli-keys-in-variable = in { $name }
cli-keys-not-allowed = { $name }, which this project may not be given
cli-keys-in-keyring = keyring { $last }
cli-keys-in-file = file { $last }
cli-keys-in-closed-file = closed file
cli-keys-unneeded = needs none
cli-keys-nowhere = none
