//! A prompt over its evaluations, as two pictures: how its score moved, and what quality costs. Behind each stands its
//! table. Names are hostile (models, versions): they are shown as text and nothing else.

use std::io::{self, Write};

use locale::Locale;
use terms::{Currency, Date, Message, Money};

use crate::ReportError;
use crate::html::escape::Esc;
use crate::study::blocks::{behind, count};
use crate::study::search::shape;
use crate::study::{Table, Text};

/// Height of a drawing, and what is kept above and below for the signs' own size.
const HEIGHT: f64 = 220.0;
const EDGE: f64 = 12.0;

/// What was measured once: a version on a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When, as it is shown.
    pub day: String,
    /// Which evaluation, from 0, the oldest first: points of one stand above each other.
    pub evaluation: usize,
    /// Short name of the version.
    pub version: String,
    /// The place of its model in [`History::models`].
    pub model: usize,
    /// Whether it is the prompt as it is now.
    pub current: bool,
    /// Score and 95 % interval, 0 to 1.
    pub score: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Cases.
    pub n: u64,
    /// What a thousand answers cost, when the price is known.
    pub thousand: Option<Money>,
}

/// A prompt over its evaluations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The models it was tried on; a point names one by its place here.
    pub models: Vec<String>,
    /// Oldest first.
    pub points: Vec<Point>,
}

impl History {
    /// Writes how the score moved; nothing with fewer than two evaluations.
    ///
    /// # Errors
    /// [`ReportError::Write`] when `out` refuses.
    pub fn scores(&self, locale: &Locale, out: &mut dyn Write) -> Result<(), ReportError> {
        let last = self.points.iter().map(|point| point.evaluation).max().unwrap_or(0);
        if last == 0 {
            return Ok(());
        }
        // models of one evaluation stand side by side
        let beside = |point: &Point| {
            let middle = (self.models.len() as f64 - 1.0) / 2.0;
            (point.model as f64 - middle).clamp(-4.0, 4.0) * 0.9
        };
        let x = |point: &Point| 6.0 + 88.0 * point.evaluation as f64 / last as f64 + beside(point);
        let days =
            [self.points.first(), self.points.last()].map(|point| point.map_or("", |p| p.day.as_str()));
        let points: Vec<(&Point, f64)> = self.points.iter().map(|point| (point, x(point))).collect();
        Ok(self.picture(&points, true, days, "report-history-scores", locale, out)?)
    }

    /// Writes what quality costs; nothing when no two answers have a price in one currency.
    ///
    /// # Errors
    /// [`ReportError::Write`] when `out` refuses.
    pub fn costs(&self, locale: &Locale, out: &mut dyn Write) -> Result<(), ReportError> {
        let Some(last) = self.points.iter().rev().find_map(|point| point.thousand) else { return Ok(()) };
        let priced = |point: &&Point| point.thousand.is_some_and(|money| money.currency == last.currency);
        let priced: Vec<&Point> = self.points.iter().filter(priced).collect();
        let most =
            priced.iter().filter_map(|point| point.thousand).map(|money| money.pico).max().unwrap_or(0);
        if most <= 0 || priced.len() < 2 {
            return Ok(());
        }
        let x = |point: &Point| 4.0 + 92.0 * point.thousand.map_or(0, |m| m.pico) as f64 / most as f64;
        let ends = [amount(0, last.currency, last.catalogue), amount(most, last.currency, last.catalogue)];
        let ends = ends.map(|money| locale.money(&money));
        let points: Vec<(&Point, f64)> = priced.into_iter().map(|point| (point, x(point))).collect();
        let ends = [ends[0].as_str(), ends[1].as_str()];
        Ok(self.picture(&points, false, ends, "report-history-costs", locale, out)?)
    }

    /// Signs with their intervals over an axis with two ends; `joined` draws the line of each model.
    fn picture(
        &self,
        points: &[(&Point, f64)],
        joined: bool,
        ends: [&str; 2],
        caption: &'static str,
        locale: &Locale,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let y = |share: f64| EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - share.clamp(0.0, 1.0));
        let caption = locale.say(caption);
        write!(
            out,
            r#"<figure class="forest"><svg class="dots" role="img" aria-label="{}" width="100%" height="{HEIGHT}">"#,
            Esc(&caption)
        )?;
        for step in 0..=4 {
            let share = f64::from(step) / 4.0;
            let (line, text) = (y(share), locale.percent(share, 0));
            write!(out, r#"<line class="grid" x1="0" x2="100%" y1="{line:.1}" y2="{line:.1}"/>"#)?;
            write!(out, r#"<text x="0" y="{:.1}">{}</text>"#, line - 3.0, Esc(&text))?;
        }
        for model in 0..self.models.len() {
            let own: Vec<&(&Point, f64)> = points.iter().filter(|(point, _)| point.model == model).collect();
            for pair in own.windows(2).filter(|_| joined) {
                let [(a, from), (b, to)] = pair else { continue };
                let (up, down) = (y(a.score), y(b.score));
                write!(
                    out,
                    r#"<line class="from" x1="{from:.2}%" x2="{to:.2}%" y1="{up:.1}" y2="{down:.1}"/>"#
                )?;
            }
        }
        for (point, x) in points {
            let (low, high) = (y(point.low), y(point.high));
            write!(out, r#"<line class="band" x1="{x:.2}%" x2="{x:.2}%" y1="{low:.1}" y2="{high:.1}"/>"#)?;
            write!(
                out,
                r#"<svg class="dot" x="{x:.2}%" y="{:.1}" overflow="visible"><title>{}</title>{}</svg>"#,
                y(point.score),
                Esc(&format!("{} · {} · {}", point.day, point.version, figures(point, locale))),
                shape(point.model, point.current)
            )?;
        }
        let [start, end] = ends;
        writeln!(
            out,
            r#"</svg><p class="fine ends"><span>{}</span><span>{}</span></p>"#,
            Esc(start),
            Esc(end)
        )?;
        write!(out, r#"<ul class="legend">"#)?;
        for (number, model) in self.models.iter().enumerate() {
            write!(
                out,
                r#"<li><svg class="dot" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>{}</li>"#,
                shape(number, false),
                Esc(model)
            )?;
        }
        writeln!(out, "</ul><figcaption>{}</figcaption></figure>", Esc(&caption))?;
        let keys = ["report-history-when", "report-history-version", "report-history-model", "report-score"];
        let tail = ["report-study-low", "report-study-high", "report-study-items", "report-history-thousand"];
        let rows = points.iter().map(|(point, _)| {
            let text = |text: &str| Text::Raw(text.to_owned());
            let share = |share: f64| Text::Raw(locale.percent(share, 1));
            let cost = point.thousand.as_ref().map_or_else(|| "–".to_owned(), |money| locale.money(money));
            let model = self.models.get(point.model).map_or("", String::as_str);
            let n = Text::Raw(count(point.n, locale));
            let names = [text(&point.day), text(&point.version), text(model)];
            let figures = [share(point.score), share(point.low), share(point.high), n, Text::Raw(cost)];
            names.into_iter().chain(figures).collect()
        });
        let table = Table {
            title: Message::new("report-study-figures"),
            heads: keys.into_iter().chain(tail).map(Message::new).collect(),
            rows: rows.collect(),
        };
        behind(&table, locale, out)
    }
}

fn amount(pico: i64, currency: Currency, catalogue: Date) -> Money {
    Money { pico, currency, catalogue }
}

fn figures(point: &Point, locale: &Locale) -> String {
    let percent = |share| locale.percent(share, 1);
    format!("{} [{} – {}]", percent(point.score), percent(point.low), percent(point.high))
}
