//! Stories through the real binary: real HTTP, real jail, both databases.
//!
//! Invariant: every test has a house of its own; nothing sleeps, nothing depends on order.

mod architecture;
mod breakage;
mod browser;
mod canary;
mod commands;
mod doctor;
mod fairness;
mod house;
mod main_job;
mod person;
mod score_command;
mod topology;
