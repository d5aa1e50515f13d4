//! What people need to use the Kaggle clients with this house: recipes to paste and the wheel for notebooks.
//!
//! Invariant: the value that keeps keys in the house is written in one place, [`recipes::ENVIRONMENT`].

pub mod board;
pub mod recipes;
pub mod wheel;
