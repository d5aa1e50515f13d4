//! The scorer's answer, as a hostile scorer would write it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| joute_evaluation::attack::frame(bytes));
