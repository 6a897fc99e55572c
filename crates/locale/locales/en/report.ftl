# report
report-write-failed = The report could not be written: { $error }.
report-write-full = Free some space, or write the report to another disk.
report-unknown-format = There is no report format named “{ $name }”.
report-known-formats = The formats are: { $names }.

report-heading = Run { $run } · { $cases ->
    [one] { $cases } case
   *[other] { $cases } cases
 }, { $repeats ->
    [one] { $repeats } repeat
   *[other] { $repeats } repeats
 }
report-ended-completed = Completed: every planned trial has an outcome.
report-ended-budget = Stopped by the budget: the next call could not be afforded. What is shown rests on the trials done so far.
report-ended-interrupted = Interrupted: what is shown rests on the trials done so far. The same command resumes the run.
report-ended-vendor = Stopped by the vendor, which refuses to go on (key or quota). What is shown rests on the trials done so far.

report-bare = bare request
report-the-bare = the bare request
report-on = { $what } on { $model }
report-no-score = no score
report-no-price = price unknown
report-dated-price = { $price } (prices of { $date })
report-legend = 95% intervals; time: median / 95th percentile; tokens: read + written.
report-legend-costs = Costs at the prices of { $date }.
report-colon = :{ " " }
report-history-scores = Score of the prompt with its 95% interval, one evaluation after the other. Ringed: the prompt as it is now.
report-history-costs = Cost of a thousand answers, left to right, and score with its 95% interval, bottom to top: the best are above on the left. Ringed: the prompt as it is now.
report-history-when = When
report-history-version = version
report-history-model = model
report-history-thousand = thousand answers
report-study-what = What is measured
report-study-estimate = Estimate
report-study-low = at least
report-study-high = at most
report-study-items = cases
report-study-figures = The figures
report-study-origin = Where it comes from
report-study-calls = calls spent
report-study-calls-spent = { $calls } calls
report-study-cost-in-all = All the calls of the study, its proof included, cost { $cost }.
report-study-unknown = unknown
report-study-led = led
report-study-diff = what changes
report-repeats-line = pass@1 { $pass } ({ $n }), same answer at every repeat { $stability }, share of the variance that is the model’s own { $variance }

report-scores = Scores
report-prompt = prompt
report-model = model
report-score = score
report-unscored = unscored
report-failed-calls = failed calls
report-per-accepted = { $cost } per accepted answer
report-cost = cost
report-latency = time
report-latency-line = { $median } median, { $tail } p95
report-tokens = tokens
report-tokens-line = tokens: { $read } read, { $written } written
report-checks = Checks (passed / scored)
report-check-unscored = { $passed } and { $unscored } unscored
report-check = check
report-passed = passed
report-failed = failed
report-no-answer = no answer

report-comparisons = Comparisons
report-better = better
report-worse = worse
report-equivalent = equivalent
report-not-enough = not enough evidence
report-is-better = { $a } is better than { $b }
report-is-worse = { $a } is worse than { $b }
report-is-equivalent = { $a } is equivalent to { $b }
report-is-undecided = Nothing yet tells { $a } from { $b }
report-points = { $count ->
    [one] { $difference } point
   *[other] { $difference } points
 }
report-more-cases = { $count ->
    [one] about { $count } more case would settle it
   *[other] about { $count } more cases would settle it
 }
report-no-more-cases = the difference seen is too small for a number of cases to be promised
report-margin = the whole interval lies within ±{ $margin } points
report-method = { $test }, corrected for the number of comparisons (Holm). Grey band: differences within ±{ $margin } points count as equivalent.
report-method-mcnemar = McNemar test (mid-p)
report-method-sign-flip = Sign-flip permutation test
report-method-cluster-t = T test on clusters
report-method-t = Paired t test
report-both-right = both right
report-only-right = only { $arm }
report-both-wrong = both wrong

report-flaws = Flaws
report-flaw-example = e.g. { $example }
report-flaw-cases = { $count ->
    [one] case { $cases }
   *[other] cases { $cases }
 }
report-more-flaws = { $count ->
    [one] and { $count } more kind of flaw
   *[other] and { $count } more kinds of flaws
 }
report-notes = Good to know

report-calls = Calls: { $new } new, { $reused } reused, { $failed } failed, { $unknown } unknown.
report-unknown = { $count ->
    [one] { $count } call was sent and its end was never seen: it may be billed.
   *[other] { $count } calls were sent and their end was never seen: they may be billed.
 }
report-spent = Spent: { $amounts }.
report-spent-nothing = Nothing spent.

report-inputs = case
report-expected = expected
report-answer = answer
report-case-on = case { $case }, { $arm }
report-more-annotations = { $count ->
    [one] and { $count } more case that does not pass
   *[other] and { $count } more cases that do not pass
 }

report-html-skip = Skip to the trials
report-html-paired = Cases by what each of the two got right; each count shows its cases
report-html-right-side = { $arm }: right
report-html-wrong-side = { $arm }: wrong
report-html-forest = Mean score of each prompt with its 95% interval. A hollow point is the bare request.
report-html-figures = Scores in figures
report-html-version = version
report-html-show-flaw = { $count } × { $check }: show these trials
report-html-trials = Trials
report-html-noscript = The list of trials needs JavaScript; everything above does without.
report-html-filters = Filter the trials
report-html-search = Text in the case, the answer or the reason
report-html-arm = prompt and model
report-html-all-arms = all
report-html-outcome = outcome
report-html-all-outcomes = all
report-html-all-checks = all
report-html-clear = Clear
report-html-case = case
report-html-why = why
report-html-latency = time
report-html-sort = sorted by
report-html-caption = Trials; a case opens its answers side by side
report-html-pages = Pages of trials
report-html-previous = Previous
report-html-next = Next
report-html-none = No trial matches these filters.
report-html-range = { $from }–{ $to } of { $total }
report-html-pair = Cases “{ $cell }” – { $sentence }
report-html-close = Close
report-html-left = this answer
report-html-right = compared with
report-html-older = ← Previous
report-html-newer = Next →
report-html-difference = Mark the words that differ
report-html-same = Both texts are the same.
report-html-too-long = These texts differ too much to be compared word by word.
report-html-empty = (no text)
report-html-reused = reused from the ledger
report-html-repeat = repeat { $number }
report-html-cut = Cut here: { $characters } more characters are in the ledger.
report-html-left-out = The first { $shown } of { $total } trials are in this page; the CSV export holds them all.
