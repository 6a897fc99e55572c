use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a prompt promises to return: the contract from which default checks and response formats are made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Output {
    /// Free text. `expect` is compared after normalising spaces.
    #[default]
    Text,
    /// One of these labels.
    Labels {
        /// The labels as the prompt writes them.
        labels: Vec<String>,
    },
    /// A number. `expect` is compared within the tolerance.
    Number {
        /// Absolute tolerance; 0 asks for the same number.
        tolerance: f64,
    },
    /// JSON. `expect` is compared value by value.
    Json {
        /// JSON Schema 2020-12, when the prompt declares one.
        schema: Option<Value>,
    },
}
