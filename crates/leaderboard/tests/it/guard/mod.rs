//! Keeping a public board honest.

mod anomaly;
mod golden;
mod ladder;
mod settings;
