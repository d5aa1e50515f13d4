//! The board that the caller may see.
//!
//! Invariant: it is the board of the pages, in its order.

use joute_services::House;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::numbers::{Paging, date};
use crate::problem::Problem;

/// The standings, best first.
pub(crate) async fn show(call: Call) -> Result<Answer, Problem> {
    let board = board(&call).await?;
    let (page, next) = Paging::of(&call.parameters).cut(joute_leaderboard::BoardView::from(&board).standings);
    let items = page.into_iter().map(|standing| {
        json!({
            "teamId": standing.team.id.number(),
            "teamName": standing.team.name,
            "submissionDate": date(standing.best_at),
            "score": standing.score_shown,
        })
    });
    Ok(Answer::List { name: "submissions", items: items.collect(), next, is_bare: false })
}

/// The whole board as a table in a zip.
pub(crate) async fn download(call: Call) -> Result<Answer, Problem> {
    let board = board(&call).await?;
    let slug = &call.seat()?.competition.slug;
    let bytes = joute_services::kaggle::board::zip(&board, slug).map_err(|error| Problem::internal(&error))?;
    let changed_at = board.standings.iter().map(|standing| standing.best_at).max().unwrap_or(board.computed_at);
    Ok(Answer::File { name: format!("{slug}.zip"), media_type: "application/zip", bytes, changed_at })
}

async fn board(call: &Call) -> Result<joute_leaderboard::Board, Problem> {
    let seat = call.seat()?;
    Ok(call.app.house.board(seat, House::default_board(seat)).await?.board)
}
