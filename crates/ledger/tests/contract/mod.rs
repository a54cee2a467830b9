//! What every ledger must do, whatever it stores on.
//!
//! A store is held to it with [`contract_tests!`], which needs an expression that makes a fresh,
//! empty ledger on a [`TestClock`] and something to keep alive beside it (a folder, a connection).

pub(crate) mod appends;
pub(crate) mod log;
pub(crate) mod reads;
pub(crate) mod records;
pub(crate) mod twin;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use xinqiao_ledger::Ledger;

/// A clock that goes where the test puts it, forward or back.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock at a fixed moment in 2026.
    pub(crate) fn new() -> TestClock {
        TestClock(Arc::new(AtomicI64::new(1_780_000_000_000_000)))
    }

    /// The time it shows.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    /// Moves it by microseconds.
    pub(crate) fn advance(&self, us: i64) {
        self.0.fetch_add(us, Ordering::SeqCst);
    }

    /// What a ledger is given.
    pub(crate) fn reader(&self) -> impl Fn() -> Timestamp + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }
}

/// A fresh ledger and the clock that it reads.
pub(crate) struct Bench {
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) clock: TestClock,
}

/// Makes a test of each rule of the contract. `$fresh` is an asynchronous function from a [`TestClock`] to the
/// ledger and what must outlive it; it gives none where the store is not there, and has said so.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:path) => {
        $crate::contract_tests!($fresh;
            appends: an_append_is_read_back_with_who_when_and_why,
            appends: a_change_on_an_old_revision_is_a_conflict_and_changes_nothing,
            appends: a_commit_is_taken_whole_or_not_at_all,
            appends: a_commit_that_cannot_be_is_refused_with_the_reason,
            appends: a_record_made_in_a_commit_may_be_revised_in_it,
            appends: the_same_key_gives_the_first_receipt_again_and_other_content_is_refused,
            appends: ledger_time_never_goes_back,
            appends: many_producers_lose_nothing_and_every_record_has_one_winner,
            appends: the_hash_of_every_event_follows_from_its_header_and_body,
            appends: blobs_are_kept_under_their_digest,
            log: a_receipt_proves_an_event_and_nothing_else,
            log: a_checkpoint_is_signed_once_for_each_head_and_never_against_an_earlier_one,
            log: what_witnesses_sign_is_kept_and_false_signatures_are_not,
            log: any_two_heads_are_shown_to_be_one_history,
            reads: a_read_as_of_a_moment_sees_what_was_known_then,
            reads: a_read_as_of_a_day_sees_only_what_holds,
            reads: lists_are_filtered_by_every_condition,
            reads: lists_are_ordered_paged_and_counted,
            reads: references_are_found_from_the_other_end,
            reads: the_feed_goes_on_where_it_was_left,
            reads: the_chain_goes_through_the_heads_it_had,
            reads: an_empty_ledger_answers_everything,
        );
        #[test]
        fn any_sequence_of_appends_reads_like_the_slow_obvious_twin() {
            $crate::contract::twin::compare_with_twin($fresh);
        }
    };
    ($fresh:path; $($module:ident: $name:ident),* $(,)?) => { $(
        #[tokio::test]
        async fn $name() {
            let clock = $crate::contract::TestClock::new();
            let Some((ledger, _keep)) = $fresh(clock.clone()).await else {
                return;
            };
            $crate::contract::$module::$name($crate::contract::Bench { ledger, clock }).await;
        }
    )* };
}
