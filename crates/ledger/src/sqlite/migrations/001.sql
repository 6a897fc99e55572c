-- Layout 1. Integers of 0 and 1 take no byte, so that what is usual is free.

-- Row 0 carries forward the money and the counts of pruned runs.
create table run (
    id integer primary key autoincrement,
    name text not null unique,
    kind text not null,
    plan blob not null,
    cases blob not null,
    title text not null,
    started_ms integer not null,
    ended_ms integer,
    ended integer,                      -- see code of `Ended`; null while in progress
    pruned integer not null default 0,  -- 1: replies its trials rest on are gone
    trials integer not null default 0,
    done integer not null default 0,
    failed integer not null default 0,
    unknown integer not null default 0,
    unpriced integer not null default 0
) strict;
create index run_plan on run (plan);

create table paper (
    run integer primary key,
    document text not null,
    evaluation text
) strict;

-- Running sums of each run, in 10^-12 of the currency.
create table account (
    run integer not null,
    currency text not null,
    spent integer not null,
    at_risk integer not null,
    catalogue text not null,            -- the oldest price list in the sums
    primary key (run, currency)
) strict, without rowid;

-- Names said again and again: checks, keys of messages, names of arguments.
create table word (
    id integer primary key,
    text text not null unique
) strict;
create table model (
    id integer primary key,
    name text not null unique
) strict;
create table price (
    id integer primary key,
    currency text not null,
    catalogue text not null,
    unique (currency, catalogue)
) strict;

-- Calls in flight: written before the first byte leaves, removed when they are settled. Small, so always hot.
create table sending (
    key blob primary key,
    run integer not null,
    model integer not null,
    arm integer not null,
    sent_ms integer not null,
    reserved integer,
    price integer
) strict, without rowid;

-- One row per sending that ended; the latest row of a key is the truth about it. Append-only.
create table call (
    id integer primary key,
    key blob not null,
    run integer not null,
    model integer not null,
    arm integer not null,
    state integer not null,
    tries integer not null,
    started_ms integer not null,
    first_text_us integer,
    total_us integer not null,
    input integer,                      -- null: the vendor did not count
    output integer,
    cached integer,
    cache_write integer,
    reasoning integer,
    cost integer,
    reserved integer,                   -- unknown and without a cost: the most it may be billed
    price integer,
    block integer,
    slot integer,
    error blob
) strict;
create index call_key on call (key);
create index call_unknown on call (run) where state = 3;

-- Payloads of up to 64 calls, compressed together: one zstd frame cut in two at a flush point, so that
-- replies are read without the rest and the rest can be thrown away.
create table block (
    id integer primary key autoincrement,
    run integer not null,
    replies blob,
    evidence blob
) strict;
create index block_run on block (run);

-- What the trials of a case share.
create table item (
    run integer not null,
    number integer not null,
    id text not null,
    weight real not null,
    cluster text,
    expect text,
    primary key (run, number)
) strict, without rowid;

create table trial (
    run integer not null,
    number integer not null,
    arm integer not null,
    repeat integer not null,
    call integer,
    outcome integer not null,
    reused integer not null,
    answer integer,
    scores blob not null,
    error blob,
    primary key (run, number, arm, repeat)
) strict, without rowid;
-- Most trials pass: those are found by reading the table, the others at once.
create index trial_flaw on trial (run, outcome) where outcome > 0;

-- Never pruned: what was seen of a sealed split stays seen.
create table look (
    dataset blob not null,
    run text not null,
    primary key (dataset, run)
) strict, without rowid;

insert into run (id, name, kind, plan, cases, title, started_ms, ended_ms, ended)
values (0, '00000000000', '', x'', x'', '', 0, 0, 0);
