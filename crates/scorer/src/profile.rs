//! Summaries of a table for its data page. (Being written.)
//!
//! Invariant: one pass over the rows at a time, with memory bounded by the columns.

use std::os::fd::OwnedFd;

use joute_domain::TableProfile;
use joute_evaluation::wire::ProfileHeader;

use crate::files::{next, read_upload};
use crate::findings::Refused;
use crate::table::{Separators, open};

/// Runs the stage.
pub(crate) fn run(header: &ProfileHeader, mut files: impl Iterator<Item = OwnedFd>) -> Result<TableProfile, Refused> {
    let upload = read_upload(next(&mut files)?, header.bounds.table_bytes)?;
    let _table = open(upload, &header.bounds, Separators::Any)?;
    Ok(TableProfile::default())
}
