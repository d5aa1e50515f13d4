//! An upload through the pre-checks, the parser (CSV, archive or Parquet, as the bytes say) and the scorer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| joute_scorer::try_upload(bytes));
