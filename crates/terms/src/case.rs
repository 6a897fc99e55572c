use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which part of the data a case belongs to. `test` is sealed: every look at it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// May be shown to a proposer or used as examples.
    Train,
    /// Gives scores only.
    Dev,
    /// Sealed; looks are counted.
    Test,
}

impl Split {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Dev => "dev",
            Split::Test => "test",
        }
    }
}

/// One row: values of the inputs, expectations, tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// 0-based position among the cases of its file: the order of plans, results and pages.
    pub number: u64,
    /// The `id` column, or the 1-based row number.
    pub id: String,
    /// Line of the file the row starts on (1-based), for messages.
    pub line: u32,
    /// Columns that are inputs (everything that is not one of the named columns).
    pub values: Map<String, Value>,
    /// `expect` under the key "", `expect.<check>` under `<check>`. Empty cells are absent.
    pub expect: BTreeMap<String, String>,
    /// The `tags` column split at commas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The `weight` column; 1 when absent.
    pub weight: f64,
    /// The `cluster` column: cases that share one are not independent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The `split` column, or assigned by a stable hash of the values.
    pub split: Split,
}
