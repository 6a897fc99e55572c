# ledger
ledger-open = The ledger cannot be opened: { $detail }.
ledger-open-hint = Check that the folder exists and that you may write in it, or name another ledger.
ledger-read-only = The ledger cannot be written: the file or its folder is read-only.
ledger-read-only-hint = Ask for the right to write there, or name a ledger in a folder of yours (--ledger FILE). Nothing was sent that is not recorded.
ledger-full = The disk is full: the ledger cannot record anything more.
ledger-full-hint = Free some space and run the same command again: everything finished is kept and will not be paid again.
ledger-locked = Another program has held the ledger for { $seconds } seconds.
ledger-locked-hint = Close the program that holds it (a database browser, a backup) and run the same command again.
ledger-corrupt = The ledger is damaged: { $detail }.
ledger-corrupt-hint = Keep a copy of the file, then restore it from a backup or start a new ledger. `sqlite3 <file> .recover` may save the rest.
ledger-not-a-ledger = This file is not a ledger.
ledger-not-a-ledger-hint = Name the ledger of the project, or a file that does not exist yet.
ledger-newer = This ledger was written by a later version of the program (layout { $found }, this version reads up to { $known }).
ledger-newer-hint = Update the program, or name another ledger.
ledger-io = The ledger cannot be read or written: { $detail }.
ledger-io-hint = Check the disk and the connection to it, then run the same command again: everything finished is kept.
ledger-export = The export could not be written: { $detail }.
ledger-unknown-run = There is no run “{ $id }” in this ledger.
ledger-unknown-run-hint = `motjuste runs` lists them; the first characters of an id are enough.
ledger-ambiguous-run = { $matches ->
    [one] { $matches } run has an id that begins with “{ $id }”.
   *[other] { $matches } runs have an id that begins with “{ $id }”.
}
ledger-ambiguous-run-hint = Type one more character of the id.
ledger-run-owned = Run { $id } is in progress in another window or on another terminal.
ledger-run-owned-hint = Wait for it to end, or stop it there: what it has paid for is kept.
ledger-run-complete = Run { $id } is complete: nothing is left to do.
ledger-run-not-owned = Run { $id } was written to without being owned.
ledger-not-in-flight = Call { $key } was settled without having been recorded as sent.
ledger-unknown-call = A trial rests on call { $key }, which is not in the ledger.
ledger-incomplete = Call { $key } was settled without its outcome.
ledger-not-ratable = Run { $id } has no such answer to rate, or the mark is not on its scale.
ledger-bug = The ledger met a defect of the program: { $detail }.
ledger-check-file = The file is damaged: { $detail }.
ledger-check-trials-without-call = { $count ->
    [one] { $count } trial rests on a call that is missing.
   *[other] { $count } trials rest on calls that are missing.
}
ledger-check-trials-without-case = { $count ->
    [one] { $count } trial has lost its case.
   *[other] { $count } trials have lost their case.
}
ledger-check-ratings-without-trial = { $count ->
    [one] { $count } rating has lost its trial.
   *[other] { $count } ratings have lost their trial.
}
ledger-check-calls-without-reply = { $count ->
    [one] { $count } answered call has lost its reply.
   *[other] { $count } answered calls have lost their reply.
}
ledger-check-paid-twice = { $count ->
    [one] { $count } answered call was sent again.
   *[other] { $count } answered calls were sent again.
}
ledger-check-payloads = { $count ->
    [one] { $count } payload cannot be read back.
   *[other] { $count } payloads cannot be read back.
}
ledger-check-counts = The counts of run { $id } differ from its calls and trials.
ledger-check-money = The money of run { $id } differs from the sum of its calls.
ledger-check-lost-runs = { $count ->
    [one] Calls or trials belong to { $count } run that is missing.
   *[other] Calls or trials belong to { $count } runs that are missing.
}
