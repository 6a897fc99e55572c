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
