//! Which part of the data a case belongs to when its file does not say.

use serde_json::{Map, Value};
use terms::Split;

use crate::Ratios;

/// The split of a case that has none: BLAKE3 of its values, so that it neither depends on the order of the rows
/// nor changes when rows are added. Cases of one cluster stay together: a twin in train would tell the answer.
///
/// The same values give the same split from csv, where everything is text, and from jsonl: scalars are hashed as
/// their text, in the order of their names.
pub fn assign(values: &Map<String, Value>, cluster: Option<&str>, ratios: Ratios) -> Split {
    let mut hasher = blake3::Hasher::new();
    match cluster {
        Some(cluster) => {
            hasher.update(b"motjuste split cluster 1\0");
            field(&mut hasher, cluster.as_bytes());
        }
        None => {
            hasher.update(b"motjuste split values 1\0");
            hash_values(&mut hasher, values);
        }
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    ratios.pick(u64::from_le_bytes(first))
}

/// Adds values in the order of their names, each as its text.
pub(crate) fn hash_values(hasher: &mut blake3::Hasher, values: &Map<String, Value>) {
    let mut names: Vec<&String> = values.keys().collect();
    names.sort_unstable();
    for name in names {
        field(hasher, name.as_bytes());
        match &values[name.as_str()] {
            Value::String(text) => field(hasher, text.as_bytes()),
            Value::Null => field(hasher, b""),
            Value::Bool(b) => field(hasher, if *b { b"true" } else { b"false" }),
            Value::Number(n) => field(hasher, n.to_string().as_bytes()),
            nested => field(hasher, sorted(nested).to_string().as_bytes()),
        }
    }
}

fn field(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// The same value with every object's members in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().map(|(k, v)| (k.clone(), sorted(v))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        scalar => scalar.clone(),
    }
}
