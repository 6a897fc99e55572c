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
studio-folders = Folders
studio-tags = Tags
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
studio-empty-how = Answer a few questions, and a first prompt is written with its cases. In a terminal, `motjuste new` asks the same ones.
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
studio-difference-legend = Struck words are on the disk only, underlined ones are yours only.
studio-take-disk = Take the version on the disk
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
studio-try-models = One or several, separated by commas: they answer side by side.
studio-writing = writing…
studio-stop-answer = Stop
studio-stopped-answer = Stopped. What was written by then may be billed.
studio-lost-answer = The answer was cut off: the connection to the studio is lost. What was paid is in the ledger.
studio-prompt-history = How it has done
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
studio-matrix = Table of cases
studio-matrix-marks = ✓ passed, ✗ failed, ? without a score, – no answer. Each mark opens its trial.
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

studio-calibrate-what = Change one thing, evaluate again, compare. Start with what fails most.
studio-changed-since = The prompt has changed since its newest evaluation: these figures are not those of the present text.
studio-flaws = What fails in the newest evaluation
studio-no-flaws = Nothing fails.
studio-versions = From one evaluation to the next
studio-interval = interval, 0 to 100%
studio-times = { $count } ×
studio-wrong-repeats = Repeats are a whole number from 1 to 100.
studio-asked = Messages sent
studio-new = New prompt
studio-new-what = A few questions, and a first prompt is written with its cases and checks. What is the model to do?
studio-new-or = It exists elsewhere already?
studio-ask-title = Name of the prompt
studio-ask-task = In one line, what is the model to do?
studio-ask-audience = Who reads the answer? (optional)
studio-ask-inputs = What is it given?
studio-ask-inputs-why = One name for each input, separated by commas: message, name of the customer…
studio-ask-labels = Possible labels
studio-ask-labels-why = One per line, two at least. Every answer will have to be one of them, to the letter.
studio-ask-fields = Fields to return
studio-ask-fields-why = One per line: date, amount, order number…
studio-ask-words = Words at most (optional)
studio-ask-language = Language of the answer
studio-any-language = any
studio-french = French
studio-english = English
studio-rules = Rules and care
studio-ask-constraints = Rules to follow, one per line
studio-ask-sensitivity = Is anything in the data sensitive?
studio-ask-sensitivity-why = With a local model, like the one inside this program, nothing leaves the machine.
studio-sensitive-no = No
studio-sensitive-personal = Personal data
studio-sensitive-secret = Confidential data
studio-ask-cases = Paste a few examples (optional)
studio-ask-cases-why = From a spreadsheet: one line for each example, the inputs in order, then the expected answer. More can be added later.
studio-write-it = Write the prompt
studio-write-it-why = Nothing is sent to a model.
studio-need-title = Give it a name, with at least one letter or digit.
studio-need-task = Say in one line what the model is to do.
studio-need-inputs = Name at least one input.
studio-need-labels = At least two labels are needed.
studio-need-fields = Name at least one field.
studio-need-words = The number of words is a whole number, 1 or more.
studio-need-text = Choose a file or paste a text.

studio-import = Import a prompt
studio-import-what = Drop a text file or paste it. Any text is a prompt: `{"{{"} name {"}}"}` marks an input in it.
studio-import-file = File (.mot.md, .md, .txt)
studio-import-text = Or paste the text
studio-import-title-why = Without a name, that of the file is taken.
studio-import-go = Import
studio-broken-form = the form could not be read: { $cause }

studio-write-cases = Write the cases
studio-edit-case = Edit this case
studio-cases-none = No case yet. A case is an example of what the prompt will be given, with the expected answer when there is one.
studio-cases-shown = { $total ->
    [one] { $total } case
   *[other] { $first } to { $last } of { $total }
 }
studio-cases-clash = The file changed on the disk since you opened it: nothing was overwritten. Here is the difference from the disk to your table. Saving again replaces the version on the disk.
studio-cases-large = This file is too large to be edited here; evaluations read it as it is.
studio-cases-copy-why = This file is read here and edited elsewhere. A copy as CSV can be edited cell by cell; it will be read in its place, and the file stays as it is.
studio-cases-copy = Make an editable copy
studio-cases-file = Import a file of cases
studio-cases-file-how = CSV, TSV, JSONL or an Excel workbook; the first line names the columns
studio-new-row = new
studio-last-time = last time
studio-take-out = take out
studio-previous-page = Previous page
studio-column-input = input
studio-column-id = name of the case
studio-column-expect = expected
studio-column-tags = tags
studio-column-weight = weight
studio-column-cluster = cluster
studio-column-split = part
studio-column-blank = without a name
studio-more-cases = More cases
studio-paste = Paste from a spreadsheet
studio-paste-how = One line for each case. If the first one names columns, cells go where it says; otherwise in order.
studio-paste-go = Add these lines
studio-edges = Cases at the edges
studio-edges-why = A prompt that works on fine examples may give way elsewhere. These cases are made from one of yours and bear the tag “edge”. What is expected is kept when the meaning has not changed; read it again, and fill in the rest.
studio-edges-from = From the case (empty: the first one)
studio-edges-go = Add these cases
studio-split = Divide into parts
studio-split-why = Improving a prompt needs cases it has never seen. The parts are train (shown), dev (to choose) and test (sealed, to prove). Without a column they are drawn from the values; writing them down settles them.
studio-split-go = Write down the part of each case
studio-add-column = Add a column
studio-column-name = Name of the column
studio-twins = Cases that repeat
studio-dedupe = Take out exact duplicates
studio-twin-exact = { $case } says the same as { $other }.
studio-twin-near = { $case } is much like { $other }.
studio-twin-contradiction = { $case } is given the same as { $other } and expects something else: one of the two is wrong.
studio-need-paste = Paste a few lines first.
studio-need-column = Name the column.
studio-need-case = No case has this name: one is needed to make others from.
studio-need-edge = Tick at least one kind of case at the edges.
studio-need-file = Choose a file first.
studio-done-new = The prompt is written, with its checks. Give it a few cases, then evaluate it.
studio-done-pasted = { $count ->
    [one] { $count } case added.
   *[other] { $count } cases added.
 }
studio-done-imported = { $count ->
    [one] { $count } case imported.
   *[other] { $count } cases imported.
 }
studio-done-column = The column was added.
studio-done-split = { $count ->
    [0] Every case had its part already.
    [one] The part of { $count } case was written down.
   *[other] The part of { $count } cases was written down.
 }
studio-done-deduped = { $count ->
    [0] No exact duplicate.
    [one] { $count } exact duplicate taken out.
   *[other] { $count } exact duplicates taken out.
 }
studio-done-edges = { $count ->
    [one] { $count } case at the edges added: read again what it expects.
   *[other] { $count } cases at the edges added: read again what they expect.
 }
studio-improve = Improve
studio-improve-what = Each question is put to the prompt's cases, within the limit you set. What is claimed is proved on cases that the search has not seen.
studio-improve-ask = What do you want to know?
studio-optimise = Find a better version
studio-optimise-what = Variants are proposed from the training cases, told apart on the development ones, and the best one is proved on the sealed cases.
studio-optimise-calls = Calls at most (empty: by the number of cases)
studio-trim = Shorten without losing
studio-trim-what = The shortest version that can be shown to be no worse.
studio-trim-margin = Loss allowed, in points of 100
studio-ablate = See what each part earns
studio-ablate-what = The whole prompt, then without each of its parts: what helps, what harms, what has no effect that can be seen.
studio-ablate-parts = Cut into
studio-parts-sentences = sentences
studio-parts-blocks = paragraphs
studio-parts-phrases = pieces of sentences
studio-vary = Test how sturdy it is
studio-vary-what = The same prompt in other forms that mean the same: order, bullets, synonyms, typing errors.
studio-vary-forms = Forms tried
studio-improve-go = Begin
studio-improve-why = You can watch, stop and take up again: what is paid is kept.
studio-past-studies = Earlier studies
studio-wrong-count = Calls and forms are whole numbers, 1 or more.
studio-wrong-margin = The loss allowed is a number of points between 0 and 100, such as 2.
studio-wrong-study = Choose a question.
studio-study-says = What was found
studio-curve = Best score on the cases of the search, from 0 to 100%, as trials go by
studio-found-difference = From the prompt of today to the version found
studio-found-legend = Words struck out go, words underlined are new.
studio-found-taken = The prompt is this version already.
studio-not-proved = Nothing proves that this version is better: its only advantage is to have been chosen.
studio-changed-since-study = The prompt has changed since this study, which says nothing of its present text. The version found can be kept in a file of its own.
studio-accept = Take this version
studio-accept-beside = Keep it in a file of its own
studio-accept-why = The evidence is written beside the prompt, bound to this version.
studio-points = { $at } points [{ $low } to { $high }]
studio-parts = What each part earns
studio-parts-why = A gain above zero says how much the score would lose without the part. When the interval holds zero, no effect is seen: that does not prove there is none.
studio-part = part
studio-earns = gain
studio-interval-points = 95% interval, from −{ $most } to +{ $most }
studio-may-be-said = what may be said
studio-forms = The other forms
studio-forms-why = The prompt is sturdy when no form changes the score beyond chance.
studio-form = form
studio-change-by = change
studio-difference-short = difference
studio-see = See
studio-log = Log
studio-history = Versions
studio-history-what = Every text saved here, or found changed on the disk, is kept. Taking a text up again makes a new version; the others stay.
studio-now = now
studio-changed-words = What changed
studio-restore = Take this text up again
studio-restored = text of { $day } taken up again
studio-why = Why this change? (optional)
studio-accepted-why = found by the study { $run }
studio-changed-now = The file changed on the disk. Your text is untouched.
studio-merge-now = Put both versions together
studio-merge-clean = Your changes and the other’s do not touch the same lines: here they are together. Read it through, then save.
studio-merge-conflicts = What does not collide is together already. Where the same lines changed on both sides, you decide.
studio-merge-no-base = The text both versions started from is no longer known: they are shown whole, and you decide.
studio-merge-what = What changed
studio-merge-same = { $count ->
    [one] { $count } line that nobody changed
   *[other] { $count } lines that nobody changed
 }
studio-merge-theirs = Changed on the disk, taken in
studio-merge-mine = Changed by you, kept
studio-merge-both = Changed on both sides, to the same
studio-merge-conflict = To decide,
studio-merge-before = What was there before
studio-merge-keep-theirs = Keep the version on the disk
studio-merge-keep-mine = Keep mine
studio-merge-keep-both = Keep both, one after the other
studio-merge-result = The text that will be saved
studio-merge-result-why = It follows your choices, and you can write in it. Saving it makes a new version on top of the one on the disk; your text from before stays among the versions.
studio-merge-edited = You wrote in this text: it no longer follows the choices by itself.
studio-merge-compose = Make the text again from the choices
studio-branches = Branches
studio-branch-main = main line
studio-branch-of = Branch “{ $name }”
studio-branch-from = started from
studio-branch-compare = Compare it with the main line
studio-branch-end = Adopt or archive it
studio-branch-end-what = Adopting it makes it the new version of the prompt it was started from; if that has changed since, both are put together first. Archiving puts it away. Either way its texts stay and it can be taken up again.
studio-branch-why = Why? (kept with the version)
studio-branch-adopt = Adopt the branch
studio-branch-archive = Archive the branch
studio-branch-reopen = Take the branch up again
studio-branch-open = open
studio-branch-adopted = adopted
studio-branch-archived = archived
studio-branch-adopted-why = branch “{ $name }” adopted
studio-branch-start = Start a branch from here
studio-branch-what = A branch is a file beside the prompt: it is written, tried and evaluated on the same cases, and the prompt stays as it is.
studio-branch-name = Name of the branch
studio-branch-go = Start the branch
studio-branch-need = Give the branch a name, with at least one letter or digit.
studio-branch-taken = A branch of this prompt is already called “{ $name }”: give another name, or take that one up again from the versions.
studio-aside = put aside
studio-texts = Every text
studio-tree = The tree of versions
studio-tree-how = The newest at the top; each branch has a column of its own. Hollow dots are ends of branches and texts put aside.
studio-tree-table = The same as a table
studio-tree-line = line
studio-tree-begins = branch started, from { $from }
studio-tree-takes = takes in { $from }
studio-tree-saved = saved
studio-pair = Compare
studio-pair-go = Compare case by case
studio-pair-which = Which with which
studio-pair-verdict = The verdict
studio-pair-cases = Case by case
studio-pair-how = A case is right when all its answers are. The cases on which the two differ are those that make the verdict.
studio-pair-legend = underlined words are in A’s answer only, struck words in B’s only.
studio-pair-empty = No case is like this.
studio-pair-none = This run compares nothing: it takes two prompts or two models on the same cases.
studio-cell-differ = Where they differ
studio-cell-both = Both right
studio-cell-only-a = Only A right
studio-cell-only-b = Only B right
studio-cell-neither = Both wrong
studio-compare-what = Both answer every case, on the same model. The result says which does better, by how much, and how many more cases it would take to know.
studio-compare-against = Compare with
studio-compare-none = There is nothing to compare with yet: an earlier version, a branch, or another prompt on the same cases.
studio-compare-main = The main line ({ $file })
studio-compare-text = The text of { $day }
studio-compare-now = Compare it with the present text
studio-compare-need = Choose what to compare with.
studio-compare-reuse = What the ledger has already is not paid again.
studio-export-report = Export the report (HTML)

studio-settings = Settings
studio-models-keys = Models and keys
studio-keys-what = A key kept here is bound to the address it was given for and is sent nowhere else. It is never shown again. A key in the environment comes first.
studio-project-models = Models of this project:
studio-key = Key
studio-key-refused = The project's file asks for a variable that is not known to hold a vendor's key. It is not sent unless you allow it.
studio-key-allow = Allow it for this address
studio-key-forbid = Allow it no more
studio-key-add = Add a key
studio-key-replace = Replace the key
studio-key-remove = Remove the key
studio-key-where = Keep it in
studio-in-keyring = the system keyring
studio-in-file = the file closed by a passphrase
studio-passphrase = Passphrase
studio-passphrase-new = Passphrase of the new file (8 characters at least)
studio-key-keep = Keep this key
studio-key-kept = The key is kept.
studio-key-removed = The key is gone.
studio-key-allowed = The variable may be sent to this address.
studio-key-forbidden = The variable may no longer be sent.
studio-keys-open = Open the file of keys
studio-keys-close = Close the file of keys
studio-keys-opened = The file of keys is open until the studio is closed.
studio-keys-closed = The file of keys is closed.
studio-keys-file = File of keys:
studio-no-keyring = No keyring answers on this system: keys are kept in the file.
studio-test = Test a connection
studio-test-what = Asks the model one short question, which is paid and kept in the ledger like any other.
studio-test-go = Ask it
studio-connected = It answers: “{ $answer }” ({ $took })
studio-reading = Language and theme
studio-choose = Choose
studio-prices = Known prices, per million tokens
studio-prices-dated = The newest was compared with its source on { $date }. A project's own prices win.
studio-checked = checked on
studio-tokens-in = tokens read
studio-tokens-out = tokens written
studio-every-call = Every call
studio-no-call = There is no such call in the ledger.
studio-no-calls = No call of this kind.
studio-no-such-run = No run of this kind.
studio-by-model = Money by model
studio-answered = answered
studio-weight-said = About { $tokens } tokens to read. Each vendor counts in its own way.
studio-weight-case = About { $tokens } tokens to read, with case { $case }. Each vendor counts in its own way.
studio-weight-pictures = Its pictures are not counted.
studio-weight-prices = Reading it a thousand times, answers not counted
studio-price-now = price today
studio-price = { $input } read, { $output } written, { $currency } per million (price of { $date })
studio-risk = at most { $amount }
studio-not-ended = not ended
studio-sort = sort
studio-newest = newest first
studio-oldest = oldest first
studio-largest = largest first
studio-dearest = dearest first
studio-cheapest = cheapest first
studio-slowest = slowest first
studio-fastest = fastest first
studio-by-case = by case
studio-wrong-run = “{ $given }” is not the name of a run.
studio-wrong-model = “{ $given }” is not a model: vendor/model.
