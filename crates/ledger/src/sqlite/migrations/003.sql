-- Layout 3: trials sorted by time and by price, calls found by run and by model, money by model.

-- Of the answer that a trial rests on; null without one, or without a price.
alter table trial add column total_us integer;
alter table trial add column cost integer;
update trial set (total_us, cost) =
    (select case c.state when 1 then c.total_us end, c.cost from call c where c.id = trial.call);

drop index trial_flaw;
create index trial_outcome on trial (run, outcome);
-- By outcome first: a filtered list is read in order, the whole list is four of them merged.
create index trial_time on trial (run, outcome, total_us) where total_us is not null;
create index trial_cost on trial (run, outcome, cost) where cost is not null;

create index call_run on call (run);
create index call_model on call (model);
create index call_failed on call (run) where state = 2;

-- What each model did and cost in each run: sums kept with each write, so that a list of a million calls is not added up.
-- Row 0 of `run` carries forward those of pruned runs.
create table bill (
    run integer not null,
    model integer not null,
    currency text not null,             -- empty: nothing priced
    done integer not null,
    failed integer not null,
    unknown integer not null,
    input integer not null,
    output integer not null,
    spent integer not null,
    at_risk integer not null,
    catalogue text not null,            -- the oldest price list in the sums
    primary key (run, model, currency)
) strict, without rowid;
insert into bill
select c.run, c.model, coalesce(p.currency, ''), sum(c.state = 1), sum(c.state = 2), sum(c.state = 3),
    sum(coalesce(c.input, 0)), sum(coalesce(c.output, 0)), sum(coalesce(c.cost, 0)), sum(coalesce(c.reserved, 0)),
    coalesce(min(p.catalogue), '')
from call c left join price p on p.id = c.price group by 1, 2, 3;
