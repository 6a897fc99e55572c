use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A model, always `vendor/model`: the vendor is never guessed from the model's name. `petit` alone is the embedded
/// model, `local/petit`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelName {
    /// Row of `vendors.toml`, or of `motjuste.toml`.
    pub vendor: String,
    /// The vendor's own name; may hold further slashes.
    pub model: String,
}

/// The text is not `vendor/model`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelNameError(pub String);

impl fmt::Display for ModelNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not vendor/model: {:?}", self.0)
    }
}
impl std::error::Error for ModelNameError {}

impl FromStr for ModelName {
    type Err = ModelNameError;
    fn from_str(s: &str) -> Result<ModelName, ModelNameError> {
        if s == "petit" {
            return Ok(ModelName { vendor: "local".to_owned(), model: s.to_owned() });
        }
        match s.split_once('/') {
            Some((vendor, model))
                if !vendor.is_empty() && !model.is_empty() && !s.contains(char::is_whitespace) =>
            {
                Ok(ModelName { vendor: vendor.to_owned(), model: model.to_owned() })
            }
            _ => Err(ModelNameError(s.to_owned())),
        }
    }
}
impl TryFrom<String> for ModelName {
    type Error = ModelNameError;
    fn try_from(s: String) -> Result<ModelName, ModelNameError> {
        s.parse()
    }
}
impl From<ModelName> for String {
    fn from(m: ModelName) -> String {
        m.to_string()
    }
}
impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.vendor, self.model)
    }
}
