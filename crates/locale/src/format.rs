//! Numbers, shares and money as each language writes them.

use terms::{Lang, Money};

use crate::Locale;

const NARROW_SPACE: char = '\u{202f}';
const SPACE: char = '\u{a0}';

impl Locale {
    /// `12,345` or `12 345` (narrow no-break space).
    pub fn integer(&self, value: i64) -> String {
        let digits = value.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3 + 1);
        if value < 0 {
            out.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                match self.lang() {
                    Lang::En => out.push(','),
                    Lang::Fr => out.push(NARROW_SPACE),
                }
            }
            out.push(digit);
        }
        out
    }

    /// A number with this many decimals: `0.50` or `0,50`.
    pub fn fixed(&self, value: f64, decimals: usize) -> String {
        let plain = format!("{value:.decimals$}");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let grouped = match whole.parse::<i64>() {
            Ok(v) if v != 0 => self.integer(v),
            _ => whole.to_owned(),
        };
        match (fraction, self.lang()) {
            ("", _) => grouped,
            (f, Lang::En) => format!("{grouped}.{f}"),
            (f, Lang::Fr) => format!("{grouped},{f}"),
        }
    }

    /// A measured number with as many digits as it takes, at most six decimals.
    pub fn decimal(&self, value: f64) -> String {
        let plain = format!("{value:.6}");
        let used = plain.trim_end_matches('0').trim_end_matches('.');
        let decimals = used.split_once('.').map_or(0, |(_, f)| f.len());
        self.fixed(value, decimals)
    }

    /// A share of 1 in per cent: `87.5%` or `87,5 %`.
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        let number = self.fixed(share * 100.0, decimals);
        match self.lang() {
            Lang::En => format!("{number}%"),
            Lang::Fr => format!("{number}{SPACE}%"),
        }
    }

    /// Money with enough decimals to show small amounts: `$0.0042` or `0,0042 $`.
    pub fn money(&self, money: &Money) -> String {
        let amount = money.amount();
        let decimals = match amount.abs() {
            a if a == 0.0 || a >= 1.0 => 2,
            a if a >= 0.01 => 4,
            a if a >= 0.0001 => 6,
            _ => 8,
        };
        let number = self.fixed(amount, decimals);
        let code = money.currency.code();
        let symbol = match code {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            other => other,
        };
        match self.lang() {
            Lang::En if symbol != code => format!("{symbol}{number}"),
            Lang::En => format!("{code}{SPACE}{number}"),
            Lang::Fr => format!("{number}{SPACE}{symbol}"),
        }
    }

    /// A duration in seconds as a person says it: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 07 min`.
    pub fn duration(&self, seconds: f64) -> String {
        if seconds < 1.0 {
            return format!("{}{SPACE}ms", self.fixed(seconds * 1000.0, 0));
        }
        if seconds < 60.0 {
            return format!("{}{SPACE}s", self.fixed(seconds, 1));
        }
        let total = seconds.round() as u64;
        let (h, m, s) = (total / 3600, total / 60 % 60, total % 60);
        if h > 0 { format!("{h}{SPACE}h {m:02}{SPACE}min") } else { format!("{m}{SPACE}min {s:02}{SPACE}s") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::{Currency, Date};

    fn check(share: f64, decimals: usize, en: &str, fr: &str) {
        assert_eq!(Locale::new(Lang::En).percent(share, decimals), en);
        assert_eq!(Locale::new(Lang::Fr).percent(share, decimals), fr);
    }

    #[test]
    fn shares_follow_the_language() {
        check(0.875, 1, "87.5%", "87,5\u{a0}%");
        check(-0.004, 1, "-0.4%", "-0,4\u{a0}%");
        check(1.0, 0, "100%", "100\u{a0}%");
    }

    #[test]
    fn integers_are_grouped() {
        assert_eq!(Locale::new(Lang::En).integer(-1_234_567), "-1,234,567");
        assert_eq!(Locale::new(Lang::Fr).integer(1_000), "1\u{202f}000");
        assert_eq!(Locale::new(Lang::En).integer(999), "999");
    }

    #[test]
    fn small_amounts_keep_their_digits() {
        let date = Date::new(2026, 11, 1).unwrap();
        let money = Money { pico: 4_200_000_000, currency: Currency::USD, catalogue: date };
        assert_eq!(Locale::new(Lang::En).money(&money), "$0.004200");
        assert_eq!(Locale::new(Lang::Fr).money(&money), "0,004200\u{a0}$");
    }

    #[test]
    fn durations_read_aloud() {
        let en = Locale::new(Lang::En);
        assert_eq!(en.duration(0.85), "850\u{a0}ms");
        assert_eq!(en.duration(245.0), "4\u{a0}min 05\u{a0}s");
        assert_eq!(en.duration(7620.0), "2\u{a0}h 07\u{a0}min");
    }
}
