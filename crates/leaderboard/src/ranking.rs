//! The only place where teams are ranked.
//!
//! Invariant: the order is total (score, then instant, then identifier), so that no input order can show through.

use std::collections::HashMap;

use joute_domain::{Direction, Score, TeamId, Timestamp};

use crate::board::{Board, BoardKind, Movement, ScoredSubmission, Standing, Team};

/// A team with the submission that counts for it.
#[derive(Clone)]
struct Entry<'a> {
    team: &'a Team,
    best: &'a ScoredSubmission,
    entries: u32,
    last_at: Timestamp,
}

/// An entry and its place.
struct Ranked<'a> {
    rank: u32,
    tied: bool,
    entry: Entry<'a>,
}

/// Ranks `teams` by their submissions.
///
/// The best public score of a team decides which submission counts, the earliest one within equal scores; a private
/// board ranks the private score of that submission. Ties share a rank, the earlier submission stands first. A team
/// without a score is left out, and so is a submission of a team that is not in `teams`. The movement of a public board
/// compares with the submissions made before `since`, that of a private board with the public ranks.
pub fn board(
    kind: BoardKind,
    direction: Direction,
    teams: &[Team],
    submissions: &[ScoredSubmission],
    now: Timestamp,
    since: Timestamp,
) -> Board {
    let entries = entries(direction, teams, submissions);
    let earlier = match kind {
        BoardKind::Public => {
            let old: Vec<_> = submissions.iter().filter(|submission| submission.created_at < since).collect();
            public_ranks(direction, self::entries(direction, teams, old))
        }
        BoardKind::Private => public_ranks(direction, entries.clone()),
    };
    let standings = rank(kind, direction, entries).into_iter().map(|ranked| standing(kind, ranked, &earlier)).collect();
    Board { kind, direction, standings, computed_at: now }
}

/// The private board of the better of each team's submissions that are `counting`; the earlier one within equal scores.
pub(crate) fn ranked_by(
    direction: Direction,
    teams: &[Team],
    submissions: &[ScoredSubmission],
    counting: impl Fn(&ScoredSubmission) -> bool,
    now: Timestamp,
) -> Board {
    let kind = BoardKind::Private;
    let all = entries(direction, teams, submissions);
    let earlier = public_ranks(direction, all.clone());
    let better = |left: &&ScoredSubmission, right: &&ScoredSubmission| {
        direction.better_first(left.private, right.private).then_with(|| age(left).cmp(&age(right)))
    };
    let mut finals: HashMap<&TeamId, Vec<&ScoredSubmission>> = HashMap::new();
    for submission in submissions.iter().filter(|submission| counting(submission)) {
        finals.entry(&submission.team).or_default().push(submission);
    }
    let best_of = |team: &Team| finals.get(&team.id).and_then(|own| own.iter().copied().min_by(better));
    let best = all.into_iter().filter_map(|entry| best_of(entry.team).map(|best| Entry { best, ..entry })).collect();
    let standings = rank(kind, direction, best).into_iter().map(|ranked| standing(kind, ranked, &earlier)).collect();
    Board { kind, direction, standings, computed_at: now }
}

/// The submission of each team that counts, in no order.
fn entries<'a>(
    direction: Direction,
    teams: &'a [Team],
    submissions: impl IntoIterator<Item = &'a ScoredSubmission>,
) -> Vec<Entry<'a>> {
    let known: HashMap<&TeamId, &Team> = teams.iter().map(|team| (&team.id, team)).collect();
    let mut found: HashMap<&TeamId, Entry<'a>> = HashMap::with_capacity(known.len());
    for submission in submissions {
        let Some(team) = known.get(&submission.team) else { continue };
        found.entry(&submission.team).and_modify(|entry| entry.count(direction, submission)).or_insert(Entry {
            team,
            best: submission,
            entries: 1,
            last_at: submission.created_at,
        });
    }
    found.into_values().collect()
}

impl<'a> Entry<'a> {
    fn count(&mut self, direction: Direction, submission: &'a ScoredSubmission) {
        self.entries = self.entries.saturating_add(1);
        self.last_at = self.last_at.max(submission.created_at);
        let order = direction
            .better_first(submission.public, self.best.public)
            .then_with(|| age(submission).cmp(&age(self.best)));
        if order.is_lt() {
            self.best = submission;
        }
    }

    fn score(&self, kind: BoardKind) -> Score {
        match kind {
            BoardKind::Public => self.best.public,
            BoardKind::Private => self.best.private,
        }
    }
}

/// What decides between equal scores.
fn age(submission: &ScoredSubmission) -> (Timestamp, &str) {
    (submission.created_at, submission.id.as_str())
}

/// Competition ranking: 1, 1, 3.
fn rank(kind: BoardKind, direction: Direction, mut entries: Vec<Entry<'_>>) -> Vec<Ranked<'_>> {
    entries.sort_by(|left, right| {
        direction.better_first(left.score(kind), right.score(kind)).then_with(|| age(left.best).cmp(&age(right.best)))
    });
    let mut ranked = Vec::with_capacity(entries.len());
    let mut next = 1_u32;
    for group in entries.chunk_by(|left, right| left.score(kind) == right.score(kind)) {
        let tied = group.len() > 1;
        ranked.extend(group.iter().map(|entry| Ranked { rank: next, tied, entry: entry.clone() }));
        next = next.saturating_add(u32::try_from(group.len()).unwrap_or(u32::MAX));
    }
    ranked
}

fn public_ranks(direction: Direction, entries: Vec<Entry<'_>>) -> HashMap<&TeamId, u32> {
    let ranked = rank(BoardKind::Public, direction, entries);
    ranked.into_iter().map(|ranked| (&ranked.entry.team.id, ranked.rank)).collect()
}

fn standing(kind: BoardKind, ranked: Ranked<'_>, earlier: &HashMap<&TeamId, u32>) -> Standing {
    let Ranked { rank, tied, entry } = ranked;
    let movement = (!earlier.is_empty()).then(|| movement(earlier.get(&entry.team.id).copied(), rank));
    Standing {
        rank,
        tied,
        team: entry.team.clone(),
        score: entry.score(kind),
        submission: entry.best.id.clone(),
        entries: entry.entries,
        best_at: entry.best.created_at,
        last_at: entry.last_at,
        movement,
    }
}

fn movement(before: Option<u32>, now: u32) -> Movement {
    match before {
        None => Movement::New,
        Some(before) if now < before => Movement::Up(before - now),
        Some(before) if now > before => Movement::Down(now - before),
        Some(_) => Movement::Same,
    }
}
