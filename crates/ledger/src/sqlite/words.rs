//! Words said in every row (names of checks, keys of messages, names of arguments) are kept once and numbered.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use rusqlite::{Connection, OptionalExtension};

use super::codec::{Number, Spell};

/// Above so many words something that is not a word is being numbered: the rest is written out in place.
const MOST: usize = 4096;
/// Longer words are written out in place.
const LONGEST: usize = 64;

/// The writer's side. Forget it after a rollback: it may hold numbers that were never committed.
#[derive(Default)]
pub struct Numbers(HashMap<String, u64>);

impl Numbers {
    /// Numbers words inside the transaction of this connection.
    pub fn on<'a>(&'a mut self, connection: &'a Connection) -> NumbersOn<'a> {
        NumbersOn { numbers: self, connection }
    }
}

pub struct NumbersOn<'a> {
    numbers: &'a mut Numbers,
    connection: &'a Connection,
}

impl Number for NumbersOn<'_> {
    type Error = rusqlite::Error;

    fn number(&mut self, word: &str) -> Result<u64, rusqlite::Error> {
        if let Some(number) = self.numbers.0.get(word) {
            return Ok(*number);
        }
        if word.len() > LONGEST || self.numbers.0.len() >= MOST {
            return Ok(0);
        }
        let mut find = self.connection.prepare_cached("select id from word where text = ?1")?;
        let number = match find.query_row([word], |row| row.get::<_, i64>(0)).optional()? {
            Some(id) => id,
            None => {
                let insert = "insert into word (text) values (?1) returning id";
                self.connection.prepare_cached(insert)?.query_row([word], |row| row.get(0))?
            }
        };
        self.numbers.0.insert(word.to_owned(), number as u64);
        Ok(number as u64)
    }
}

/// The readers' side: only what is committed. Words are never removed, so what was read stays true.
#[derive(Default)]
pub struct Spelling(RwLock<HashMap<u64, String>>);

impl Spelling {
    /// Spells with the help of this connection.
    pub fn on<'a>(&'a self, connection: &'a Connection) -> SpellingOn<'a> {
        SpellingOn { spelling: self, connection }
    }
}

pub struct SpellingOn<'a> {
    spelling: &'a Spelling,
    connection: &'a Connection,
}

impl Spell for SpellingOn<'_> {
    fn spell(&self, number: u64) -> Option<String> {
        let known = self.spelling.0.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned();
        if known.is_some() {
            return known;
        }
        let mut find = self.connection.prepare_cached("select text from word where id = ?1").ok()?;
        let word: String = find.query_row([number as i64], |row| row.get(0)).ok()?;
        self.spelling.0.write().unwrap_or_else(PoisonError::into_inner).insert(number, word.clone());
        Some(word)
    }
}
