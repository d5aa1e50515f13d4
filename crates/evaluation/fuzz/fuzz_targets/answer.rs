//! The answers of the stages that may speak, as a hostile parser would write them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| joute_evaluation::attack::answer(bytes));
