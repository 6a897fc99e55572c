# studio
studio-listen = cannot listen on port { $port }: { $cause }
studio-listen-hint = another program may hold it; leave --port out to take a free one
studio-serve = the studio stopped listening: { $cause }
studio-random = the system gives no randomness, so no token can be made: { $cause }
studio-template = a page could not be made: { $cause }
studio-locked-out = This page opens with the address that `motjuste studio` printed when it started. Open that address again: it is new at each launch.
studio-no-page = There is no such page.
studio-no-prompt = There is no such prompt in this project.
studio-fault = This page cannot be shown
studio-back-home = Back to the prompts

studio-skip = Skip to the content
studio-nav = Main
studio-language = Language
studio-theme = Theme
studio-light = Light
studio-dark = Dark
studio-system = System
studio-foot = Mot Juste runs on this machine. Only calls to the models you choose leave it.
studio-prompts = Prompts
studio-runs = Runs and money

studio-method = The method in six steps
studio-step-goal = Goal
studio-step-inputs = Inputs and outputs
studio-step-prompt = Prompt
studio-step-try = Try
studio-step-evaluate = Evaluate
studio-step-calibrate = Calibrate

studio-search = Search in titles, goals and files
studio-search-go = Search
studio-found = { $all ->
    [one] { $count } of { $all } prompt
   *[other] { $count } of { $all } prompts
 }
studio-running = In progress:
studio-unknown-calls = { $count ->
    [one] { $count } call was sent and its end was never seen: it may be billed.
   *[other] { $count } calls were sent and their end was never seen: they may be billed.
 }
studio-see-unknown = See them
studio-empty = No prompt here yet
studio-empty-how = In this folder, `motjuste new` asks a few questions and writes a first prompt with its cases. Then reload this page.
studio-never = Never evaluated.
studio-evaluate-it = Evaluate it
studio-edit-it = Edit the prompt
studio-more-models = { $count ->
    [one] and { $count } more model
   *[other] and { $count } more models
 }
studio-fresh = Up to date: evaluated on { $day } as it is now.
studio-stale = Changed since it was evaluated on { $day }.
studio-see-results = See the results
studio-trouble = { $count ->
    [one] { $count } problem keeps it from running.
   *[other] { $count } problems keep it from running.
 }
studio-see-why = See why
studio-unknown-here = { $count ->
    [one] { $count } call of its last evaluation has an unknown end.
   *[other] { $count } calls of its last evaluation have an unknown end.
 }

studio-problems = What the parser sees
studio-error = Error
studio-remark = Remark
studio-line = line
studio-task-is-bare = This sentence is also the bare request: every evaluation says whether the prompt does better than it.
studio-no-task = The prompt states no goal (`task`), so it cannot be compared with the bare request.
studio-audience = For
studio-constraints = Constraints
studio-no-inputs = The prompt takes no input.
studio-inputs = Inputs
studio-input = input
studio-type = type
studio-need = needed
studio-about = what it is
studio-output = Output
studio-cases = Cases
studio-no-cases = No cases file stands beside the prompt yet: it needs one to be evaluated.
studio-default = default { $value }
studio-required = required
studio-optional = optional
studio-output-text = Free text
studio-output-words = { $count ->
    [one] Text of at most { $count } word
   *[other] Text of at most { $count } words
 }
studio-output-labels = One label among: { $labels }
studio-output-number = A number
studio-output-json = JSON
studio-type-text = text
studio-type-number = number
studio-type-integer = whole number
studio-type-boolean = yes or no
studio-type-choice = one of: { $choices }
studio-type-list = list
studio-type-image = picture
studio-type-object = structured value
studio-role-system = Instructions
studio-role-user = User
studio-role-assistant = Assistant
studio-role-tool = Tool
studio-role-context = Context
studio-role-history = Conversation so far
studio-role-step = Step
studio-role-note = Note, never sent

studio-saved = Saved.
studio-changed = { $file } changed on the disk since you opened it: nothing was overwritten.
studio-clash = Two versions
studio-clash-how = Below is the difference, then your text. Saving it again replaces the version on the disk; take over from it what you want to keep first.
studio-difference = From the disk to yours
studio-difference-legend = Struck words are on the disk only, underlined ones are yours only.
studio-on-disk = The version on the disk
studio-take-disk = Take the version on the disk
studio-yours = Your text
studio-draft = Your unsaved text is back.
studio-discard = Discard it
studio-text = Text of the prompt
studio-save = Save
studio-save-keys = or Ctrl + S; what is not saved is kept in this browser
studio-try-it = Try it on a case
studio-sound = Nothing to say: the prompt can run.

studio-case = Case
studio-show-case = Show this case
studio-values = Values
studio-model = model
studio-preview = Show what would be sent
studio-ask = Ask the model
studio-again = Ask again even if the ledger has an answer
studio-would-send = What would be sent
studio-nothing-yet = Fill in the values to see it.
studio-answer = Answer
studio-expected = Expected

studio-not-sound = The prompt cannot run yet.
studio-launch = A new evaluation
studio-launch-what = Every case beside the prompt is asked, and the bare request too: the result says whether the prompt does better than it.
studio-models = Models
studio-other-models = Others, separated by commas
studio-repeats = Repeats
studio-repeats-why = Above 1, the result also says how stable the answers are.
studio-cap = Most it may spend
studio-currency = Currency
studio-cap-why = Never overshot. It needs a known price.
studio-estimate = Estimate first
studio-estimate-why = The estimate asks about twenty cases. Their answers are paid, kept, and not paid again by the evaluation.
studio-evaluate-now = Evaluate now
studio-past = Earlier evaluations
studio-when = when
studio-score = score
studio-cost = cost
studio-version = version
studio-this-version = this version
studio-older-version = an older version

studio-estimating = Estimate
studio-evaluating = Evaluation
studio-no-job = This run was started by an earlier launch of the studio. What it had found is in the list of runs; the same evaluation takes it up where it stopped.
studio-trials = Trials
studio-rate = Rate
studio-left = Time left
studio-spent = Spent
studio-reused = From the ledger
studio-failed = Failed calls
studio-unknown = Unknown ends
studio-stop = Stop gently
studio-stop-now = Stop now
studio-stop-why = Gently: no new call leaves, answers on their way are waited for, since they are paid. Now: they are given up and may still be billed. Either way, the run can be taken up again.
studio-go = Evaluate
studio-take-up = Take it up again
studio-change = Change something

studio-no-evaluation = This run has no evaluation to show; its trials are there.
studio-all-trials = Every trial
studio-failing-trials = Failing trials
studio-exports = Keep or share
studio-export-ledger = Every call (JSONL)
studio-arm = Prompt and model
studio-outcome = Outcome
studio-all = all
studio-filter = Filter
studio-no-trials = No trial is like this.
studio-time = time
studio-first-page = First page
studio-next-page = Next page

studio-trial = Trial
studio-repeat = repeat
studio-nothing-expected = The case expects nothing in particular.
studio-checks = Checks
studio-no-checks = No check was made.
studio-tokens = tokens
studio-dated-model = Model that answered
studio-compare = Word by word
studio-compare-with = Compare with
studio-compare-go = Compare
studio-bytes = What was sent and received
studio-bytes-why = To the last byte, keys redacted.
studio-request-head = Request: address and headers
studio-request-body = Request: body, with the messages
studio-response-head = Response: headers
studio-response-body = Response: body
studio-nothing-sent = Nothing was sent for this trial.

studio-spent-all = Spent in all
studio-at-risk = May still be billed
studio-calls = Calls: { $done } answered, { $failed } failed, { $unknown } with an unknown end
studio-unknown-title = Calls with an unknown end
studio-unknown-why = They were sent and their end was not seen or cannot be read. They may be billed, at most as much as was set aside for them.
studio-call = call
studio-run = run
studio-at-most = at most
studio-seen = what was seen
studio-first-only = Only the first are listed.
studio-every-run = Every run
studio-what = what
studio-kind = kind
studio-status = status
studio-pruned = (pruned)
studio-older = Older runs

studio-calibrate-what = Change one thing, evaluate again, compare. Start with what fails most.
studio-changed-since = The prompt has changed since its newest evaluation: these figures are not those of the present text.
studio-flaws = What fails in the newest evaluation
studio-no-flaws = Nothing fails.
studio-versions = From one evaluation to the next
studio-interval = interval, 0 to 100%
studio-times = { $count } ×
studio-wrong-repeats = Repeats are a whole number from 1 to 100.
studio-asked = Messages sent
