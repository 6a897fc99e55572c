# answers judged by people
people-title = Judged by people
people-nobody = Nobody has judged these answers yet
people-nobody-yet = Checks say what a machine can see. A few dozen answers judged without knowing which prompt wrote them say the rest.
people-took = { $votes } votes and { $grades } grades stand.
people-bare = bare request · { $model }
people-not-enough = Not enough votes to say which one is preferred
people-preferred = { $arm } is preferred
people-votes-n = { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
 } on { $cases ->
    [one] { $cases } case
   *[other] { $cases } cases
 } by { $raters ->
    [one] { $raters } person
   *[other] { $raters } people
 }; { $ties } as good, { $bad } both bad (for the ranking, a tie).
people-apart = { $arm } has not lost or tied once against some of the others: how much better it is has no upper limit yet. A few more votes will tell.
people-lead = { $arm } takes { $share }% of the points against { $over } [{ $low } – { $high }]: it is preferred.
people-no-lead = Between { $arm } and { $over }, votes do not tell yet: { $share }% of the points for the first [{ $low } – { $high }].
people-ranking = The ranking
people-ranking-caption = Share of the points to be expected against the others on average, with its 95% interval; a tie is half a point. 50% is the middle. Votes on one case count as one piece of evidence (Bradley and Terry’s model).
people-votes-trust = How far these votes can be trusted
people-sides = The answer on the left was chosen { $share }% of the time [{ $low } – { $high }]: nothing shows that the side mattered.
people-sides-matter = The answer on the left was chosen { $share }% of the time [{ $low } – { $high }]: the side mattered. It was drawn for each pair, so it favours no prompt, but it adds noise: read both answers to the end.
people-all-blind = Everything was judged blind: nobody saw which prompt and model had answered.
people-some-blind = { $blind } of { $all } were judged blind; for the others the person saw which prompt and model had answered.
people-agree-always = { $n ->
    [one] On { $n } answer judged by several people, all say the same thing, always the same one: agreement beyond chance cannot be measured.
   *[other] On { $n } answers judged by several people, all say the same thing, always the same one: agreement beyond chance cannot be measured.
 }
people-agree-well = Raters agree well: alike on { $alike } of { $n }, Krippendorff’s alpha { $alpha } [{ $low } – { $high }].
people-agree-tentative = Raters agree fairly: alike on { $alike } of { $n }, Krippendorff’s alpha { $alpha } [{ $low } – { $high }]. Conclusions are tentative below 0.8.
people-agree-badly = Raters disagree: alike on { $alike } of { $n }, Krippendorff’s alpha { $alpha } [{ $low } – { $high }]. Below 0.67, agree on what is wanted before you conclude.
people-passed = Answers that pass, by people
people-passed-caption = Share of answers that pass, with its 95% interval; several people on one answer count as one.
people-stars = Grades from 1 to 5
people-stars-caption = Mean grade with its 95% interval, from 1 (0%) to 5 (100%); several people on one answer count as one.
people-stars-mean = { $mean } out of 5 [{ $low } – { $high }]
people-grades-n = { $grades ->
    [one] { $grades } grade
   *[other] { $grades } grades
 } by { $raters ->
    [one] { $raters } person
   *[other] { $raters } people
 }.
people-grades-trust = How far these grades can be trusted
people-checks = The checks of the run agree with people on { $alike } of { $n } answers; too kind on { $kind }, too harsh on { $harsh }.{ $beyond }
people-beyond-chance = { " " }Beyond chance: kappa { $kappa }, AC1 { $ac1 }.
people-row = { $name }: { $value }% [{ $low } – { $high }], n = { $n }
people-judge = Judge answers
people-judge-what = Answers come one after the other, in an order drawn for you; their arms stay hidden until the results. Everything is kept at once: you can stop and come back.
people-your-name = Your name
people-your-name-why = It is kept with each mark, in the ledger of this machine only.
people-ask = What is asked
people-ask-pass = Pass or fail
people-ask-stars = From 1 to 5
people-ask-vote = Which of two is better
people-how-many = About how many
people-blind = Hide which prompt and model answered
people-blind-why = What is known is judged otherwise.
people-begin = Begin
people-one-arm = A vote needs two arms; this run has one.
people-need-name = Give your name: each mark is kept with it.
people-need-ask = Choose what is asked.
people-need-size = The number of answers is a whole number from 1 to 500.
people-no-item = This answer is no longer in your queue.
people-see = Judge by people
people-question-pass = Does this answer do what is asked?
people-question-stars = How good is this answer?
people-question-vote = Which answer is better?
people-progress = { $done } of { $total }
people-passed-over = { $count ->
    [one] { $count } pair was passed over: both answers are the same.
   *[other] { $count } pairs were passed over: both answers are the same.
 }
people-task = What is asked
people-given = What the model was given
people-given-gone = The case is not beside the prompt any more: only its answer is known.
people-answer-left = Left
people-answer-right = Right
people-mark = Your mark
people-fail = No
people-pass = Yes
people-star-1 = useless
people-star-2 = poor
people-star-3 = usable
people-star-4 = good
people-star-5 = as it should be
people-left = Left
people-right = Right
people-tie = As good
people-both-bad = Both bad
people-skip = Skip
people-undo = Undo
people-note = Note (optional)
people-note-key = key N
people-keys = Answer with single keys
people-finished = Everything is judged
people-finished-what = Thank you. The arms are no longer hidden on the page of results.
people-results = See the results
people-every = Every mark
people-latest = The newest { $count } only.
people-who = who
people-said = said
people-hidden = blind
people-why = note
people-yes = yes
people-no = no
people-was-skipped = skipped
people-was-taken-back = taken back
people-star = { $grade } of 5
people-voted = { $vote } ({ $left } | { $right })
