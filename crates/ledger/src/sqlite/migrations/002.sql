-- Layout 2. What people say of answers. Append-only; the newest row of a person about the same thing stands.
create table rating (
    id integer primary key autoincrement,
    run integer not null,
    rater text not null,
    at_ms integer not null,
    blind integer not null,             -- 1: the arms were hidden
    number integer not null,
    repeat integer not null,
    arm integer not null,               -- of a pair: the one shown on the left
    other integer,                      -- of a pair: the one shown on the right
    scale integer not null,             -- 0 pass or fail, 1 one to five, 2 which of two
    mark integer not null,              -- a grade, or the code of a vote; -1 skipped, -2 taken back
    note text
) strict;
create index rating_run on rating (run);
