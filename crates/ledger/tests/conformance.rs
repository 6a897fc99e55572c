//! The SQLite ledger passes the suite every ledger passes.
#![expect(clippy::unwrap_used, reason = "a test; its helpers too")]

mod sqlite {
    use std::sync::Arc;

    use ledger::conformance::Keep;
    use ledger::{Options, Store};

    struct InFolder(tempfile::TempDir);

    impl Keep for InFolder {
        fn open(&self) -> Arc<dyn Store> {
            ledger::open(&self.0.path().join("project.ledger"), &Options::default()).unwrap()
        }
    }

    ledger::store_suite!(InFolder(tempfile::tempdir().unwrap()));
}
