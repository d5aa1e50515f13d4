//! Stories through the real binary: real HTTP, real jail, both databases.
//!
//! Invariant: every test has a house of its own; nothing sleeps, nothing depends on order.

#![allow(clippy::unwrap_used, reason = "a story that cannot be told has failed")]

mod account_pages;
mod api_bad_input;
mod api_competition;
mod api_document;
mod api_files;
mod api_people;
mod api_submissions;
mod architecture;
mod audit_command;
mod audit_doors;
mod breakage;
mod browser;
mod canary;
mod client_commands;
mod commands;
mod competition_pages;
mod doctor;
mod editor_pages;
mod fairness;
mod house;
mod kaggle_clients;
mod main_job;
mod person;
mod score_command;
mod topology;
