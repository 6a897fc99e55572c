//! What every ledger does, whatever keeps it. [`crate::store_suite!`] makes one test of each behaviour.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, compiled as a module so that every backend can run them"
)]

mod calls;
mod lists;
mod money;
mod owners;
mod prune;
mod ratings;
mod runs;
mod samples;
mod trials;

use std::sync::Arc;

pub use calls::*;
pub use lists::*;
pub use money::*;
pub use owners::*;
pub use prune::*;
pub use ratings::*;
pub use runs::*;
pub use samples::*;
pub use trials::*;

use crate::Store;

/// Somewhere a ledger is kept for the time of a test.
pub trait Keep {
    /// Opens it anew, as another process would. Dropping what it returns is the death of that process.
    fn open(&self) -> Arc<dyn Store>;
}

/// Expands to the tests every backend passes. `$make` is an expression that makes a fresh, empty [`Keep`].
#[macro_export]
macro_rules! store_suite {
    ($make:expr) => {
        $crate::store_suite!(@each $make;
            a_call_is_known_from_the_moment_it_is_sent,
            a_failed_call_keeps_its_evidence_and_is_granted_again,
            an_answered_call_is_never_granted_again,
            the_same_call_twice_at_once_is_granted_once,
            a_withdrawn_call_leaves_no_trace,
            a_settlement_is_whole_or_nothing,
            a_call_is_settled_with_its_outcome_or_not_at_all,
            only_an_owner_writes_to_a_run,
            many_callers_at_once_are_all_answered,
            two_live_runs_share_a_ledger,
            what_a_dead_owner_sent_is_unknown_and_granted_again,
            an_abandoned_run_is_adopted_once_and_goes_on,
            a_run_that_was_interrupted_is_adopted_and_a_complete_one_is_not,
            calls_in_flight_at_the_end_of_a_run_are_unknown,
            runs_are_listed_newest_first_in_pages,
            a_run_is_found_by_what_a_person_types,
            looks_at_a_sealed_split_are_counted_once_a_run,
            an_export_holds_every_byte,
            places_of_trials_come_in_order_across_pages,
            score_rows_say_what_was_recorded,
            pages_of_trials_agree_with_their_filter,
            trials_are_sorted_by_time_and_by_price,
            calls_are_listed_in_pages,
            money_is_told_by_model,
            runs_are_filtered_and_ordered,
            a_trial_recorded_again_is_replaced,
            a_trial_rests_on_a_settled_call_or_is_refused,
            pruned_evidence_leaves_the_answers,
            pruned_replies_are_asked_again_and_their_money_stays,
            pruned_runs_leave_what_others_rest_on_and_carry_their_money,
            ratings_are_added_in_order_and_never_changed,
            a_rating_of_what_is_not_there_is_refused,
            ratings_go_with_their_run,
            prune_chooses_by_age_by_count_and_never_a_live_run,
        );
        #[test]
        fn totals_agree_with_a_model_over_random_operations() {
            $crate::conformance::totals_agree_with_a_model_over_random_operations(|| $make);
        }
    };
    (@each $make:expr; $($name:ident),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                $crate::conformance::$name(&$make).await;
            }
        )*
    };
}

/// A ledger that is sound at the end of a test.
pub(crate) async fn assert_sound(store: &dyn Store) {
    let report = store.check().await.unwrap();
    assert_eq!(report.problems, Vec::new());
}
