//! The board as CSV that is safe to open in a spreadsheet.
//!
//! Invariant: text is quoted and can never become a formula; numbers are bare and exact.

use std::fmt::Write;

use joute_domain::spreadsheet_cell as cell;

use crate::board::{Board, Movement, Standing};

const HEADER: &str = "rank,tied,team,members,score,entries,best_at,last_at,movement";

/// Writes a board with a header line, `\r\n` line ends and no byte-order mark.
///
/// `movement` is the number of ranks gained (negative: lost), `new` for a team that was not ranked, empty if unknown.
pub fn csv(board: &Board) -> String {
    let mut text = format!("{HEADER}\r\n");
    for standing in &board.standings {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}\r\n", line(standing));
    }
    text
}

/// Writes a board with the columns that the Kaggle clients' users know: `TeamId,TeamName,SubmissionDate,Score`.
pub fn kaggle_csv(board: &Board) -> String {
    let mut text = "TeamId,TeamName,SubmissionDate,Score\n".to_owned();
    for Standing { team, best_at, score, .. } in &board.standings {
        let date = best_at.utc().format("%Y-%m-%d %H:%M:%S");
        let _ = writeln!(text, "{},{},{date},{:?}", team.id.number(), cell(&team.name), score.value());
    }
    text
}

fn line(standing: &Standing) -> String {
    let Standing { rank, tied, entries, best_at, last_at, .. } = standing;
    let team = cell(&standing.team.name);
    let members = cell(&standing.team.members.join(", "));
    let score = standing.score.value();
    let movement = movement(standing.movement);
    format!("{rank},{tied},{team},{members},{score:?},{entries},{best_at},{last_at},{movement}")
}

fn movement(movement: Option<Movement>) -> String {
    match movement {
        None => String::new(),
        Some(Movement::New) => "new".to_owned(),
        Some(Movement::Up(places)) => places.to_string(),
        Some(Movement::Down(places)) => format!("-{places}"),
        Some(Movement::Same) => "0".to_owned(),
    }
}
