//! A competition and its tabs.
//!
//! Invariant: each page has its file, which holds the struct its template documents and the handler that fills it.

mod addresses;
mod card;
mod charts;
mod columns;
pub(crate) mod data;
pub(crate) mod evaluation;
mod head;
pub(crate) mod leaderboard;
mod metric;
pub(crate) mod overview;
mod report;
pub(crate) mod rules;
pub(crate) mod submission;
mod submission_view;
pub(crate) mod submit;
pub(crate) mod submit_form;
mod texts;

pub(crate) use card::{Card, CardFacts};
pub(crate) use head::CompetitionHead;
pub(crate) use report::ErrorView;
