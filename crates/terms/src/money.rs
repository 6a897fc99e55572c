use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// ISO 4217 code, three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// United States dollar, the currency of most price lists.
    pub const USD: Currency = Currency(*b"USD");
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}
impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(s: String) -> Result<Currency, String> {
        match s.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Currency([a, b, c])),
            _ => Err(format!("not an ISO 4217 code: {s:?}")),
        }
    }
}
impl From<Currency> for String {
    fn from(c: Currency) -> String {
        c.code().to_owned()
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A civil date, printed and ordered as ISO 8601 `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// 1 January 1970.
    pub const EPOCH: Date = Date { year: 1970, month: 1, day: 1 };

    /// A date, or `None` when the month or the day does not exist.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if day == 0 || day > last { None } else { Some(Date { year, month, day }) }
    }
}
impl FromStr for Date {
    type Err = String;
    fn from_str(s: &str) -> Result<Date, String> {
        let bad = || format!("not a date YYYY-MM-DD: {s:?}");
        let mut parts = s.splitn(3, '-');
        let mut next = |len: usize| parts.next().filter(|p| p.len() == len).ok_or_else(bad);
        let (y, m, d) = (next(4)?, next(2)?, next(2)?);
        let date = Date::new(
            y.parse().map_err(|_| bad())?,
            m.parse().map_err(|_| bad())?,
            d.parse().map_err(|_| bad())?,
        );
        date.ok_or_else(bad)
    }
}
impl TryFrom<String> for Date {
    type Error = String;
    fn try_from(s: String) -> Result<Date, String> {
        s.parse()
    }
}
impl From<Date> for String {
    fn from(d: Date) -> String {
        d.to_string()
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An exact amount with its currency and the date of the price list it was computed from.
///
/// The unit is 10^-12 of the currency: one token at 0.0375 USD per million is 37,500 units, so every
/// published price is an integer and a ledger adds up to the vendor's invoice to the last unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Amount in 10^-12 of the currency.
    pub pico: i64,
    /// Its currency.
    pub currency: Currency,
    /// The oldest price list that went into it.
    pub catalogue: Date,
}

impl Money {
    /// Units in one of the currency.
    pub const UNIT: i64 = 1_000_000_000_000;

    /// Nothing, in this currency and at this price list.
    pub fn zero(currency: Currency, catalogue: Date) -> Money {
        Money { pico: 0, currency, catalogue }
    }

    /// The sum; `None` when the currencies differ (never converted silently). Saturates.
    pub fn plus(self, other: Money) -> Option<Money> {
        (self.currency == other.currency).then(|| Money {
            pico: self.pico.saturating_add(other.pico),
            currency: self.currency,
            catalogue: self.catalogue.min(other.catalogue),
        })
    }

    /// In the currency's main unit, for display and charts; sums stay in integers.
    pub fn amount(&self) -> f64 {
        self.pico as f64 / Money::UNIT as f64
    }
}
