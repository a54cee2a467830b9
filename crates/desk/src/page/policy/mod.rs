//! Policies as code: the library, one policy, what a firm may get, two places beside each other, the calendar, what is
//! due without applying, budgets, and the check of a pack.

pub mod application;
pub mod budget;
pub mod calendar;
pub mod check;
pub mod compare;
pub mod due;
pub mod library;
pub mod matching;
pub mod one;
mod profile;
mod question;
mod versions;
pub(crate) mod words;
mod workbook;

use std::sync::Arc;

use jiff::civil::Date;

use crate::Desk;
use crate::http::PageError;
use crate::i18n::Texts;
use crate::policies::Shelf;
use crate::show::Choice;

/// The packs as of now.
async fn shelf(desk: &Desk) -> Result<Arc<Shelf>, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    Ok(desk.policies.of(&snapshot))
}

/// The day that an address asks about; today, if it does not say.
fn day(text: &str, desk: &Desk) -> Result<Date, PageError> {
    match text.trim() {
        "" => Ok(desk.today()),
        text => text.parse().map_err(|_| {
            PageError::bad_request(format!("on: `{text}` is not a day of the calendar"))
        }),
    }
}

/// The pages of this part of the desk.
fn tabs(here: &str, t: &Texts) -> Vec<Choice> {
    let pages = [
        ("/policies", "policy-tab-library"),
        ("/match", "policy-tab-match"),
        ("/policies/compare", "policy-tab-compare"),
        ("/policies/calendar", "policy-tab-calendar"),
        ("/policies/due", "policy-tab-due"),
        ("/policies/budget", "policy-tab-budget"),
        ("/policies/check", "policy-tab-check"),
    ];
    pages
        .into_iter()
        .map(|(href, key)| Choice {
            label: t.msg(key).into_owned(),
            count: None,
            href: href.to_owned(),
            selected: href == here,
        })
        .collect()
}
