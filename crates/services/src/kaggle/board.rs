//! A board as the Kaggle clients download it.
//!
//! Invariant: one table in a zip, in rank order; a team's name can never become a formula.

use std::io::{self, Cursor, Write};

use joute_domain::Slug;
use joute_leaderboard::{Board, BoardKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The zip with its one table.
pub fn zip(board: &Board, slug: &Slug) -> io::Result<Vec<u8>> {
    let kind = if board.kind == BoardKind::Public { "public" } else { "private" };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(format!("{slug}-{kind}leaderboard.csv"), SimpleFileOptions::default())?;
    zip.write_all(joute_leaderboard::kaggle_csv(board).as_bytes())?;
    Ok(zip.finish()?.into_inner())
}
