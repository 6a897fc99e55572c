//! A measured figure beside its goal, as a table, as JSON, and as rows for the README.

use serde::Serialize;
use serde_json::{Value, json};

/// What a figure should be.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Goal {
    fn met(self, value: f64) -> bool {
        match self {
            Goal::AtMost(most) => value <= most,
            Goal::AtLeast(least) => value >= least,
        }
    }

    fn shown(self) -> String {
        match self {
            Goal::AtMost(most) => format!("<= {}", number(most)),
            Goal::AtLeast(least) => format!(">= {}", number(least)),
        }
    }
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// The part of the benchmark it comes from.
    pub part: &'static str,
    /// What was measured.
    pub what: String,
    /// In `unit`.
    pub value: f64,
    /// `ms`, `MiB`, `x` for a ratio...
    pub unit: &'static str,
    /// What it should be; `None` for a figure that only explains another.
    pub goal: Option<Goal>,
}

/// Figures in the order they were taken.
#[derive(Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds a figure that explains others.
    pub fn add(&mut self, part: &'static str, what: impl Into<String>, value: f64, unit: &'static str) {
        self.0.push(Figure { part, what: what.into(), value, unit, goal: None });
    }

    /// Adds a figure that has a goal.
    pub fn judge(
        &mut self,
        part: &'static str,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
        goal: Goal,
    ) {
        self.0.push(Figure { part, what: what.into(), value, unit, goal: Some(goal) });
    }

    /// Figures so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The figures from this one on, in columns.
    pub fn table(&self, from: usize) -> String {
        let rows: Vec<[String; 4]> = self.0[from..].iter().map(row).collect();
        let width = |column: usize| rows.iter().map(|r| r[column].chars().count()).max().unwrap_or(0);
        let (what, value, unit) = (width(0), width(1), width(2));
        let line = |r: &[String; 4]| {
            format!("  {:<what$}  {:>value$} {:<unit$}  {}", r[0], r[1], r[2], r[3]).trim_end().to_owned()
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The figures with a goal as a Markdown table.
    pub fn markdown(&self) -> String {
        let mut out = "\n| what | measured | goal |\n| --- | --- | --- |\n".to_owned();
        for figure in self.0.iter().filter(|f| f.goal.is_some()) {
            let goal = figure.goal.map_or(String::new(), Goal::shown);
            let (value, unit) = (number(figure.value), figure.unit);
            out.push_str(&format!("| {} | {value} {unit} | {goal} {unit} |\n", figure.what));
        }
        out
    }

    /// The figures with what is needed to read them.
    pub fn document(&self, quick: bool) -> Value {
        json!({
            "schema": "motjuste/benchmarks/1",
            "version": env!("CARGO_PKG_VERSION"),
            "quick": quick,
            "cores": std::thread::available_parallelism().map_or(0, usize::from),
            "figures": self.0,
        })
    }
}

fn row(figure: &Figure) -> [String; 4] {
    let goal = figure.goal.map_or(String::new(), |goal| {
        let said = if goal.met(figure.value) { "ok" } else { "MISSED" };
        format!("goal {} {said}", goal.shown())
    });
    [figure.what.clone(), number(figure.value), figure.unit.to_owned(), goal]
}

/// Three digits that count.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 || v.fract() == 0.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 4,
    };
    format!("{value:.decimals$}")
}

/// The middle one; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
