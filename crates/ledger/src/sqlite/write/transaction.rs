//! What the writes of a batch share: names already numbered, payloads already packed, sums to be carried.

use std::collections::{HashMap, HashSet};

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use terms::{Currency, Date, Message, ModelName, Money, Usage};

use super::super::codec::put_message;
use super::super::fault::Fault;
use super::super::owner::Locks;
use super::super::words::Numbers;
use super::payload::Payloads;

/// Cases remembered as written.
const ITEMS: usize = 8192;

/// What the writer remembers between transactions. To be forgotten after a rollback or a prune.
#[derive(Default)]
pub struct Memory {
    pub numbers: Numbers,
    models: HashMap<ModelName, i64>,
    prices: HashMap<(Currency, Date), i64>,
    items: HashSet<(i64, u64)>,
}

/// Statements every call and every trial needs, looked up once a transaction.
#[derive(Default)]
pub struct Hot<'a> {
    slots: [Option<CachedStatement<'a>>; Statement::COUNT],
}

/// The statements of [`Hot`].
#[derive(Clone, Copy)]
pub enum Statement {
    Send,
    LastCall,
    InFlight,
    Landed,
    Call,
    Item,
    Trial,
}

impl Statement {
    const COUNT: usize = 7;

    fn sql(self) -> &'static str {
        match self {
            Statement::Send => {
                "insert into sending (key, run, model, arm, sent_ms, reserved, price)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict do nothing"
            }
            Statement::LastCall => "select id from call where key = ?1 order by id desc limit 1",
            Statement::InFlight => {
                "select model, arm, reserved, price from sending where key = ?1 and run = ?2"
            }
            // a delete that returns the row makes a temporary table each time
            Statement::Landed => "delete from sending where key = ?1",
            Statement::Call => {
                "insert into call (key, run, model, arm, state, tries, started_ms, first_text_us, total_us,
                    input, output, cached, cache_write, reasoning, cost, reserved, price, block, slot, error)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"
            }
            Statement::Item => {
                "insert into item (run, number, id, weight, cluster, expect) values (?1, ?2, ?3, ?4, ?5, ?6)
                 on conflict do nothing"
            }
            Statement::Trial => {
                "insert into trial (run, number, arm, repeat, call, outcome, reused, answer, scores, error, total_us, cost)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) on conflict do nothing"
            }
        }
    }
}

impl<'a> Hot<'a> {
    pub fn get(
        &mut self,
        db: &'a Connection,
        which: Statement,
    ) -> rusqlite::Result<&mut CachedStatement<'a>> {
        let slot = &mut self.slots[which as usize];
        match slot {
            Some(statement) => Ok(statement),
            None => Ok(slot.insert(db.prepare_cached(which.sql())?)),
        }
    }
}

/// One transaction in progress.
pub struct Transaction<'a> {
    pub db: &'a Connection,
    pub locks: &'a Locks,
    pub memory: &'a mut Memory,
    pub payloads: &'a mut Payloads,
    pub hot: Hot<'a>,
    pub sums: Sums,
}

/// Counts and money to add to the rows of runs when the transaction ends.
#[derive(Default)]
pub struct Sums(Vec<(i64, Sum)>);

#[derive(Default)]
pub struct Sum {
    pub trials: i64,
    pub done: i64,
    pub failed: i64,
    pub unknown: i64,
    pub unpriced: i64,
    pub spent: Vec<Money>,
    pub at_risk: Vec<Money>,
    bills: Vec<Bill>,
}

/// What calls of one model add up to, in one currency or in none.
#[derive(Clone)]
pub struct Bill {
    pub model: i64,
    pub done: i64,
    pub failed: i64,
    pub unknown: i64,
    pub usage: Usage,
    pub spent: Option<Money>,
    pub at_risk: Option<Money>,
}

impl Bill {
    fn currency(&self) -> Option<Currency> {
        self.spent.or(self.at_risk).map(|money| money.currency)
    }
}

impl Sum {
    /// Adds a call to the bill of its model.
    pub fn bill(&mut self, call: Bill) {
        let same = |bill: &&mut Bill| bill.model == call.model && bill.currency() == call.currency();
        let Some(bill) = self.bills.iter_mut().find(same) else { return self.bills.push(call) };
        bill.done += call.done;
        bill.failed += call.failed;
        bill.unknown += call.unknown;
        bill.usage.input += call.usage.input;
        bill.usage.output += call.usage.output;
        for (sum, more) in [(&mut bill.spent, call.spent), (&mut bill.at_risk, call.at_risk)] {
            *sum = match (*sum, more) {
                (Some(sum), Some(more)) => sum.plus(more).or(Some(sum)),
                (sum, more) => sum.or(more),
            };
        }
    }
}

impl Sums {
    pub fn of(&mut self, row: i64) -> &mut Sum {
        // a batch is nearly always of one run
        let at = self.0.iter().position(|(known, _)| *known == row).unwrap_or_else(|| {
            self.0.push((row, Sum::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

/// Adds to the entry of its currency.
pub fn add(sums: &mut Vec<Money>, money: Money) {
    for sum in sums.iter_mut() {
        if let Some(total) = sum.plus(money) {
            *sum = total;
            return;
        }
    }
    sums.push(money);
}

impl Transaction<'_> {
    pub fn model(&mut self, model: &ModelName) -> Result<i64, Fault> {
        if let Some(id) = self.memory.models.get(model) {
            return Ok(*id);
        }
        let name = model.to_string();
        let insert =
            "insert into model (name) values (?1) on conflict do update set name = name returning id";
        let id = self.db.prepare_cached(insert)?.query_row([&name], |row| row.get(0))?;
        self.memory.models.insert(model.clone(), id);
        Ok(id)
    }

    /// Row of the currency and the price list of an amount.
    pub fn price(&mut self, money: Option<Money>) -> Result<Option<i64>, Fault> {
        let Some(money) = money else { return Ok(None) };
        let price = (money.currency, money.catalogue);
        if let Some(id) = self.memory.prices.get(&price) {
            return Ok(Some(*id));
        }
        let insert = "insert into price (currency, catalogue) values (?1, ?2)
            on conflict do update set currency = currency returning id";
        let values = params![price.0.code(), price.1.to_string()];
        let id = self.db.prepare_cached(insert)?.query_row(values, |row| row.get(0))?;
        self.memory.prices.insert(price, id);
        Ok(Some(id))
    }

    pub fn message(&mut self, message: Option<&Message>) -> Result<Option<Vec<u8>>, Fault> {
        let Some(message) = message else { return Ok(None) };
        let mut bytes = Vec::new();
        put_message(&mut bytes, message, &mut self.memory.numbers.on(self.db))?;
        Ok(Some(bytes))
    }

    /// Whether the case of a run is met for the first time since it can be remembered.
    pub fn is_new_item(&mut self, row: i64, number: u64) -> bool {
        if self.memory.items.len() >= ITEMS {
            self.memory.items.clear();
        }
        self.memory.items.insert((row, number))
    }

    /// Carries the sums into the rows of the runs.
    pub fn carry(&mut self) -> Result<(), Fault> {
        for (row, sum) in std::mem::take(&mut self.sums.0) {
            self.db
                .prepare_cached(
                    "update run set trials = trials + ?2, done = done + ?3, failed = failed + ?4,
                        unknown = unknown + ?5, unpriced = unpriced + ?6 where id = ?1",
                )?
                .execute(params![row, sum.trials, sum.done, sum.failed, sum.unknown, sum.unpriced])?;
            for money in sum.spent {
                self.carry_money(row, money, Money::zero(money.currency, money.catalogue))?;
            }
            for money in sum.at_risk {
                self.carry_money(row, Money::zero(money.currency, money.catalogue), money)?;
            }
            for bill in sum.bills {
                self.carry_bill(row, &bill)?;
            }
        }
        Ok(())
    }

    fn carry_bill(&mut self, row: i64, bill: &Bill) -> Result<(), Fault> {
        let money = bill.spent.or(bill.at_risk);
        let pico = |money: Option<Money>| money.map_or(0, |money| money.pico);
        self.db
            .prepare_cached(
                "insert into bill (run, model, currency, done, failed, unknown, input, output, spent, at_risk, catalogue)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) on conflict do update set
                    done = done + excluded.done, failed = failed + excluded.failed,
                    unknown = unknown + excluded.unknown, input = input + excluded.input,
                    output = output + excluded.output, spent = spent + excluded.spent,
                    at_risk = at_risk + excluded.at_risk, catalogue = min(catalogue, excluded.catalogue)",
            )?
            .execute(params![
                row,
                bill.model,
                money.as_ref().map_or("", |money| money.currency.code()),
                bill.done,
                bill.failed,
                bill.unknown,
                bill.usage.input,
                bill.usage.output,
                pico(bill.spent),
                pico(bill.at_risk),
                money.map_or(String::new(), |money| money.catalogue.to_string()),
            ])?;
        Ok(())
    }

    /// The sums are made here and not in SQL, where an overflow would silently turn integers into reals.
    pub fn carry_money(&mut self, row: i64, spent: Money, at_risk: Money) -> Result<(), Fault> {
        let find = "select spent, at_risk, catalogue from account where run = ?1 and currency = ?2";
        let old: Option<(i64, i64, String)> = self
            .db
            .prepare_cached(find)?
            .query_row(params![row, spent.currency.code()], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let mut catalogue = spent.catalogue.to_string();
        let (mut total, mut risk) = (spent.pico, at_risk.pico);
        if let Some((spent, at_risk, oldest)) = old {
            total = total.saturating_add(spent);
            risk = risk.saturating_add(at_risk);
            // ISO dates sort as texts
            catalogue = catalogue.min(oldest);
        }
        self.db
            .prepare_cached(
                "insert or replace into account (run, currency, spent, at_risk, catalogue) values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![row, spent.currency.code(), total, risk, catalogue])?;
        Ok(())
    }
}
