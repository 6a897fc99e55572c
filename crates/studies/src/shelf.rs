//! The versions that come up while a study runs: it puts them there, and whoever answers takes them from there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use prompt::tree::Tree;
use terms::Version;

/// Versions with their trees, shared between a study and its evaluator.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Arc<Mutex<BTreeMap<Version, Arc<Tree>>>>);

impl Shelf {
    /// Puts a version there.
    pub fn put(&self, version: Version, tree: Tree) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(version, Arc::new(tree));
    }

    /// The tree of a version.
    pub fn get(&self, version: Version) -> Option<Arc<Tree>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&version).cloned()
    }
}
