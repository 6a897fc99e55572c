//! Which vendor's key is where.

use vendors::{Catalogue, KeyFound, KeyRule};

use crate::{Kept, Keys, KeysError};

/// A vendor, the place its calls go to, and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorKey {
    /// The vendor's name.
    pub vendor: String,
    /// Scheme, host and port; `None` when its address cannot be used.
    pub origin: Option<String>,
    /// Whether its calls stay on this machine.
    pub here: bool,
    /// Whether it demands a key.
    pub required: bool,
    /// Variables that may hold it.
    pub variables: Vec<String>,
    /// Where the key that will be sent is.
    pub found: KeyFound,
    /// The key kept for its place, also when the environment has another that comes first.
    pub kept: Option<Kept>,
}

/// Every vendor of a project, by name.
///
/// # Errors
/// A list of keys that cannot be read.
pub fn survey(
    catalogue: &Catalogue,
    keys: &Keys,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<VendorKey>, KeysError> {
    let kept = keys.list()?;
    let view = |row: &vendors::VendorRow| {
        let found = catalogue.key_found(&row.name, env).ok();
        let origin = found.as_ref().map(|(origin, _)| origin.to_string());
        // models run in this process are answered under a name that no network has
        let inside = origin.as_deref().is_some_and(|origin| origin.contains(".invalid:"));
        let here = inside || found.as_ref().is_some_and(|(origin, _)| origin.is_loopback());
        VendorKey {
            vendor: row.name.clone(),
            here,
            required: row.key == KeyRule::Required && !here,
            variables: row.key_env.iter().chain(&row.bearer_env).cloned().collect(),
            kept: kept.iter().find(|kept| Some(&kept.origin) == origin.as_ref()).cloned(),
            found: found.map_or(KeyFound::Nowhere, |(_, found)| found),
            origin,
        }
    };
    Ok(catalogue.vendors().map(view).collect())
}
