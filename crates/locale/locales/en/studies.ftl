# studies
studies-state-better = better
studies-state-not-worse-but-shorter = not worse, but shorter
studies-state-equivalent = the same within the margin
studies-state-no-evidence = no evidence
studies-state-worse = worse
studies-state-budget-ended = the budget ended before anything could be said
studies-below-floor = { $given } { $given ->
    [one] call does
   *[other] calls do
  } not buy a sensible answer: this study needs at least { $least }
studies-below-floor-hint = raise the budget, or compare fewer prompts
studies-no-choice = there is nothing to choose among: fewer than two different prompts were given
studies-no-choice-hint = two files with the same content are one prompt
studies-too-few-cases = { $given } cases to search on are too few: even answers that are all alike would need { $least } of them to show that a shorter prompt is within the margin
studies-too-few-sealed = { $given } sealed cases for the proof are too few: even answers that are all alike would need { $least } of them to show that a shorter prompt is within the margin
studies-too-few-cases-hint = widen the margin (`--margin`) or add cases
studies-no-items = there is no case to ask
studies-unanswered = { $missing ->
    [one] one question was
   *[other] { $missing } questions were
  } left without an answer: this is a defect of Mot Juste; what was paid for is kept
studies-test-look = look { $looks } of { $most } at the sealed test cases: they share one error, so each claim has to be surer
studies-test-used = these test cases have been looked at { $looks } times: they are used up, and their figures prove nothing any more
studies-log-compared = asked { $n } more { $n ->
    [one] case
   *[other] cases
  }: A won { $wins }, B won { $losses }, { $same } alike
studies-log-round = tested { $variants } variants on { $cases } { $cases ->
    [one] case
   *[other] cases
  }, dropped { $dropped }
studies-log-raced = { $winner } is the one to take after { $trials } trials; chance that another is truly better: { $wrong } %
studies-why-unscored = no case could be scored in both
studies-why-fixed = all { $n } planned cases were asked
studies-why-sure = sure after { $n } of at most { $most } cases
studies-why-equivalent = sure after { $n } of at most { $most } cases that the difference is within the margin
studies-why-no-gain = given up after { $n } of at most { $most } cases: a gain of the size that matters is not there
studies-why-futile = stopped after { $n } of at most { $most } cases: going on would hardly have led to a claim
studies-why-exhausted = all { $n } cases were asked and the difference stays within chance
studies-not-two = this comparison is between two, and { $arms } { $arms ->
    [one] was
   *[other] were
  } given
studies-not-two-hint = name two prompts and one model, one prompt and two models, or one prompt with a task (it is compared with the bare request)
studies-interrupted = stopped on the way: the same command goes on from here, and pays for nothing twice
studies-few = { $n } cases are fewer than { $few }: not enough data to promise a gain on others
studies-say-pair = A: { $a }
  B: { $b }
studies-say-state = A is, against B: { $state } ({ $why })
studies-say-effect = difference A − B: { $difference } points (95 %: { $low } to { $high }) over { $n } cases; A won { $wins }, B won { $losses }
studies-say-cost = { $trials } trials: { $new } new calls, { $reused } known already
studies-say-winner = take { $name }; chance that another is truly better: { $wrong } %
studies-say-stayed = { $name }: { $score } % over { $n } cases
studies-say-left = { $name }: { $score } % over { $n } cases, left in round { $round }


# studies: what parts earn
studies-piece-helps = helps: { $points } points lost without it
studies-piece-harms = harms: { $points } points won without it
studies-piece-not-seen = no effect seen (± { $points } points)

# studies: forms of a prompt
studies-form-heading = parts under Markdown headings
studies-form-label = parts under plain titles
studies-form-bold = parts under bold titles
studies-form-xml = parts between tags
studies-form-bullets = other bullets
studies-form-case = titles in capitals
studies-form-spacing = no blank lines
studies-form-order = instructions in another order
studies-form-synonyms = other words for the same
studies-form-typos = a few typing errors
studies-form-language = the other language
studies-form-steady = { $forms } forms tried: none is worse than the prompt as it is. { $spread } points between the best and the worst, { $worst } % at worst.
studies-form-fragile = { $forms } forms tried: { $fragile } worse than the prompt as it is. { $spread } points between the best and the worst, { $worst } % at worst.

# studies: why a version is tried
studies-why-examples-stratified = { $count } examples, every answer in turn
studies-why-examples-nearest = { $count } examples that are easily taken for each other
studies-why-examples-wrong = { $count } examples that the version gets wrong
studies-why-examples-own = { $count } examples answered by the model itself, rightly
studies-why-examples-order = the { $count } examples in another order
studies-why-examples-fewer = one example fewer: { $count } left
studies-why-task = what is asked, as the brief says it: { $words }
studies-why-labels = the { $count } labels, listed
studies-why-definitions = the { $count } labels, each with the words that tell it apart
studies-why-format = the form of the answer said as “{ $words }”
studies-why-constraint = a constraint of the brief that the prompt does not say: { $words }
studies-why-constraints = every constraint of the brief that the prompt does not say
studies-why-no-label = { $count } answers were no label
studies-why-confusion = { $count } times { $said } was answered for { $expected }
studies-why-without = without “{ $words }”
studies-why-format-first = the form of the answer said first
studies-why-format-last = the form of the answer said last
studies-why-rephrase = the same in other words: { $words }
studies-why-phrase = said besides: { $words }
studies-why-parameter = { $name } at { $value }
studies-why-parameter-unset = { $name } left to the vendor

# studies: why a version is not tried
studies-leak-sealed = It holds words of a case it is measured on: “{ $words }”.
studies-leak-name = It holds a name that only measured cases hold: { $words }.
studies-leak-number = It holds a number that only measured cases hold: { $words }.
studies-leak-example = One of its examples is nearly a case it is measured on: “{ $words }”.
studies-leak-train = It repeats words of a training case outside the examples: “{ $words }”. Say it in general terms.
studies-refused-long = It is too long: about { $tokens } tokens, at most { $most }.
studies-refused-forbidden = It holds a forbidden word: { $words }.
studies-refused-label = It no longer names the label { $label }.
studies-refused-output = It promises another output.

# studies: where a shorter prompt falls short
studies-short-whole = nothing shows that it is as good on the whole
studies-short-form = more answers lose the promised form
studies-short-slice = nothing shows that it is as good on the cases “{ $slice }”

# studies: versions scored in full, prompts shortened
studies-log-whole = scored { $versions } versions on { $items } cases
studies-log-whole-cut = the budget ended: every version is scored on { $items } of { $all } cases
studies-log-shorter-kept = kept without “{ $words }”: not worse on { $items } cases, about { $saved } tokens saved
studies-log-shorter-dropped = “{ $words }” must stay: not shown to be as good on { $items } cases
studies-log-shorter-short = “{ $words }” has to stay: not worse without it on { $items } cases on the whole, but { $why }
studies-log-surveyed = each of the { $parts } parts left out in turn on { $items } cases: { $harmful } seem to harm, { $idle } seem to do nothing
studies-log-better-too = this version is even better: the next ones are measured against it
studies-log-proof-passed = proof on { $items } sealed cases: not worse
studies-log-proof-failed = no proof on { $items } sealed cases: the original stays

# studies: what ablate and vary say
studies-not-one = this study is of one prompt on one model, and { $arms } { $arms ->
    [one] was
   *[other] were
  } given
studies-not-one-hint = name one prompt file and one --model
studies-nothing-to-vary = this prompt has no part that can be left out, and no other form that means the same
studies-say-whole = { $name }: { $score } % over { $n } cases
studies-say-part = { $gain } points ({ $low } to { $high }) · { $text } · { $says }
studies-share-carries = carries { $points } points of the result
studies-share-costs = costs the result { $points } points
studies-say-order-matters = the order of the parts matters: { $orders } other orders, { $worst } % to { $best } %, { $given } % in the order given
studies-say-order-not-seen = no effect seen of the order of the parts: { $orders } other orders, { $worst } % to { $best } %, { $given } % in the order given
studies-say-form = { $change } points ({ $low } to { $high }) · { $form }
studies-say-form-fragile = { $change } points ({ $low } to { $high }) · { $form } · the prompt breaks in this form
studies-no-sealed = there is no test case: nothing shows that the version found holds on cases the search has not seen
studies-say-trimmed = { $state }: about { $after } tokens instead of { $before } ({ $share } % fewer)
studies-say-margin = “not worse” means: within { $margin } points, at most 1 answer in { $answers } may turn bad
studies-say-billed = { $share } % less billed for the prompt, when every call finds its beginning in the cache: { $after } { $currency } per 1,000 calls instead of { $before }

# studies: a better version looked for
studies-log-start = your version answers { $n } cases: { $score } %
studies-log-drafted = { $variants } { $variants ->
    [one] variant
   *[other] variants
  } drafted: { $strategy }
studies-log-contest = tested { $variants } { $variants ->
    [one] variant
   *[other] variants
  } on at most { $cases } { $cases ->
    [one] case
   *[other] cases
  }, dropped { $dropped }
studies-log-leader = a new leader, { $before } % to { $after } % on the cases of the search: { $why }
studies-why-unsaid = no reason given
studies-strategy-example-sets = examples chosen among the training cases
studies-strategy-slots = labels, definitions and format read from the data
studies-strategy-composed = several of these at once
studies-strategy-structure = sections moved, removed or dressed otherwise
studies-strategy-phrases = the same said in other words
studies-strategy-decoding = decoding parameters
studies-strategy-merge = what made another version good, put into the best one
studies-strategy-surrogate = choices already seen, combined anew
studies-strategy-reflect = rewritten by a model that saw the failures
studies-strategy-induce = rewritten by a model that saw inputs and answers
studies-strategy-history = rewritten by a model that saw earlier scores
studies-strategy-critique = rewritten by a model against each cause of failure
studies-strategy-cross = two versions mixed by a model
studies-strategy-other = other changes
studies-no-dev = no case is left to search on: none is in the split dev
studies-no-dev-hint = add cases, or a column `split` with train, dev and test
studies-say-searched = { $rounds } rounds, { $variants } variants tried
studies-say-found = the version found is, against yours: { $state } ({ $why })
studies-say-proof = gain on sealed cases: { $difference } points (95 %: { $low } to { $high }) over { $n } cases
studies-say-nothing-better = nothing better was found: your version stays
studies-why-no-sealed = there is no sealed case to prove it on
studies-why-rewritten = instructions written by the proposing model
studies-why-merged = the best version with what another one did better
studies-why-combined = { $count } choices that did well, together
studies-log-left-out = a text of the proposing model was left out ({ $strategy }): { $why }
studies-dropped-empty = it is empty
studies-dropped-unmarked = no text between the markers
studies-dropped-refusal = the model declined
studies-dropped-identical = it was tried already
studies-live = best so far { $score } % ({ $low } to { $high }) · { $calls }/{ $cap } calls
studies-say-letters = { $new } { $new ->
    [one] new call
   *[other] new calls
  } to the proposing model, { $reused } known already
studies-offer = { $calls } calls buy { $dev } cases of the search, { $proof } cases of the proof and about { $variants } variants; fewer than { $least } would make no sense
studies-offer-letters = { $offer }; at most { $letters } { $letters ->
    [one] call
   *[other] calls
  } to the proposing model
studies-twins = { $count } { $count ->
    [one] case is
   *[other] cases are
  } refused, being nearly the same as a case of another split ({ $cases }): what is learnt on one would be tested on the other
studies-say-cross-fitted = gain on the cases of the search, the choice among variants accounted for (five folds): { $gain } points (95 %: { $low } to { $high }) over { $n } cases
studies-say-folds = gain on cases that no search had seen, the search made anew in each of { $folds } folds: { $gain } points (95 %: { $low } to { $high }) over { $n } cases
studies-why-promised = a gain on cases that no search had seen, its whole interval above 0
studies-why-not-promised = not enough data to promise a gain
studies-log-fold = fold { $fold } of { $folds }: what its search found met your version on { $cases } cases it had not seen
studies-log-promised = a gain of { $gain } points on unseen cases, its whole interval above 0: it may be promised
studies-log-not-promised = the gain on unseen cases may be 0: not enough data to promise one
studies-log-not-folded = too few calls to search in folds as well: not enough data to promise a gain
studies-say-in-forms = every version was asked as it is and in at most { $forms } other forms that mean the same: its score is the mean over them
studies-why-both = { $one }; { $other }
studies-page-compare = Is A better than B?
studies-page-race = Which one to take?
studies-page-optimise = A better version
studies-page-trim = The shortest prompt that is not worse
studies-page-ablate = What each part earns
studies-page-vary = Other forms that say the same
studies-page-notes = Good to know
studies-page-log = Every decision
studies-page-diff = What changes
studies-page-difference = The difference
studies-page-a-less-b = A less B
studies-page-difference-caption = Difference in points with its interval: right of 0, the first is better; the band is the margin of equivalence, if there is one.
studies-page-scores = The scores
studies-page-race-caption = Share of right answers with its 95% interval; whoever left early answered fewer cases.
studies-page-winner = winner
studies-page-winner-unsure = uncertain winner
studies-page-left = left in round { $round }
studies-page-stayed = stayed to the end
studies-page-fragile = fragile
studies-page-steady = steady
studies-page-fragile-form = the prompt does not hold in this form
studies-page-forms = Each form against the prompt as it is
studies-page-forms-caption = Points won or lost in this form, with their 95% interval: left of 0, the form is worse.
studies-page-parts = { $helps } help, { $harms } harm, { $idle } with no effect seen
studies-page-heat = The prompt, part by part
studies-page-heat-caption = Solid line: it helps. Wavy line: it harms. The thicker the line, the greater the effect. Dotted: no effect seen. Grey: nothing was asked.
studies-page-gains = What each part earns, in points
studies-page-gains-caption = Score with the part less score without it, 95% interval: right of 0, it helps. Two parts that say the same both seem to earn nothing.
studies-page-shares-caption = Shapley value of the part, 95% interval: what it adds on average, in whatever order the parts come. Two parts that say the same share what they carry.
studies-page-proof = The proof, on cases the search has not seen
studies-page-proof-caption = Score of the short version less score of the original, 90% interval. Not worse: the interval ends right of the left edge of the band, which is the margin.
studies-page-all-cases = all cases
studies-page-savings = What it saves per call
studies-page-saving = Prompt, the case left aside
studies-page-before = before
studies-page-after = after
studies-page-tokens = tokens read (estimated)
studies-page-billed = billed per 1,000 calls, beginning in the cache
studies-page-figure = { $value }
studies-page-dev = on the cases of the search: { $before } % to { $after } % (optimistic: the version was chosen by them)
studies-page-found-less-yours = the version found less yours
studies-page-gain = The gain, on cases the search has not seen
studies-page-yours = your version
studies-page-search = The search
studies-page-search-caption = Each sign is a version tried: its score on the cases of the search with its 95% interval, and the calls spent when it was. A dotted line leads from the version it was made from; press a sign to see what changes. Ringed: those that led. The best of many scores is flattered by chance: only the proof counts.
studies-log-rehearsal-failed = a shorter version would likely not be proved on { $sealed } sealed cases (by { $items } others)
studies-log-shortened = the model that writes gave { $drafts ->
        [0] no shorter version
        [one] one shorter version
       *[other] { $drafts } shorter versions
    }
studies-log-put-back = put back: “{ $words }”
studies-log-rehearsal-none = no shorter version would likely be proved on { $sealed } sealed cases: they stay closed
