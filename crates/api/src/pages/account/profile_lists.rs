//! The lists of the profile: tokens, sessions, competitions entered.
//!
//! Invariant: of a token only its first characters are known, of a session only what the browser called itself.

use joute_domain::Zone;
use joute_services::access::Viewer;
use serde::Serialize;

use crate::pages::blazon::Blazon;
use crate::pages::format::Time;
use crate::pages::visit::Visit;
use crate::problem::Problem;

#[derive(Debug, Serialize)]
pub(super) struct TokenView {
    id: String,
    name: String,
    start: String,
    created: Time,
    used: Option<Time>,
    expires: Option<Time>,
    expired: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct SessionView {
    id: String,
    device: String,
    created: Time,
    seen: Time,
    current: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct EnteredView {
    slug: String,
    title: String,
    blazon: Blazon,
    phase: &'static str,
    rank: String,
    score: String,
    entries: String,
}

/// Tokens that were not revoked.
pub(super) async fn tokens(visit: &Visit, viewer: &Viewer) -> Result<Vec<TokenView>, Problem> {
    let format = visit.format();
    let time = |at| format.time(at, Zone::UTC);
    let tokens = visit.app.house.list_tokens(viewer.id.clone()).await?.into_iter();
    let views = tokens.filter(|token| token.revoked_at.is_none()).map(|token| TokenView {
        id: token.id.to_string(),
        name: token.name,
        start: token.token_start,
        created: time(token.created_at),
        used: token.last_used_at.map(time),
        expires: token.expires_at.map(time),
        expired: token.expires_at.is_some_and(|end| end <= format.now()),
    });
    Ok(views.collect())
}

pub(super) async fn sessions(visit: &Visit, viewer: &Viewer) -> Result<Vec<SessionView>, Problem> {
    let format = visit.format();
    let sessions = visit.app.house.list_sessions(viewer.id.clone()).await?.into_iter();
    let views = sessions.filter(|session| session.expires_at > format.now()).map(|session| SessionView {
        device: device(&session.user_agent).unwrap_or_else(|| visit.word("session-unknown-device")),
        created: format.time(session.created_at, Zone::UTC),
        seen: format.time(session.last_seen_at, Zone::UTC),
        current: visit.caller.session.as_ref() == Some(&session.id),
        id: session.id.to_string(),
    });
    Ok(views.collect())
}

pub(super) async fn entered(visit: &Visit, viewer: &Viewer) -> Result<Vec<EnteredView>, Problem> {
    let house = &visit.app.house;
    let seats = house.list_seats(Some(viewer.clone())).await?;
    let own = house.own_standings(viewer, &seats).await?.into_iter();
    let format = visit.format();
    let views = own.map(|own| {
        let standing = own.standing.as_ref();
        let teams = format.number(u64::try_from(own.teams).unwrap_or(u64::MAX));
        EnteredView {
            slug: own.seat.competition.slug.to_string(),
            blazon: Blazon::of(own.seat.competition.slug.as_str()),
            phase: own.seat.phase.as_str(),
            rank: standing.map(|one| format!("{} / {teams}", format.number(one.rank.into()))).unwrap_or_default(),
            score: standing.map(|one| one.score.shown()).unwrap_or_default(),
            entries: format.number(standing.map_or(0, |one| one.entries.into())),
            title: own.seat.competition.title,
        }
    });
    Ok(views.collect())
}

/// Browser and system in two words, as far as the browser tells them.
fn device(user_agent: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    // The order matters: most browsers also call themselves Chrome and Safari.
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("python", "Python"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
pub(super) fn sample_tokens(format: &crate::pages::format::Format<'_>) -> Vec<TokenView> {
    let time = || format.time(format.now(), Zone::UTC);
    let token = |id: &str, used, expires, expired| TokenView {
        id: id.to_owned(),
        name: "laptop".to_owned(),
        start: "jt_123456".to_owned(),
        created: time(),
        used,
        expires,
        expired,
    };
    vec![token("t1", None, None, false), token("t2", Some(time()), Some(time()), true)]
}

#[cfg(test)]
pub(super) fn sample_sessions(format: &crate::pages::format::Format<'_>) -> Vec<SessionView> {
    let time = || format.time(format.now(), Zone::UTC);
    let session = |id: &str, current| SessionView {
        id: id.to_owned(),
        device: "Firefox · Linux".to_owned(),
        created: time(),
        seen: time(),
        current,
    };
    vec![session("s1", true), session("s2", false)]
}

#[cfg(test)]
pub(super) fn sample_entered() -> Vec<EnteredView> {
    let entered = |rank: &str, score: &str| EnteredView {
        slug: "bike-demand".to_owned(),
        title: "Bike <sharing> demand".to_owned(),
        blazon: Blazon::of("bike-demand"),
        phase: "running",
        rank: rank.to_owned(),
        score: score.to_owned(),
        entries: "4".to_owned(),
    };
    vec![entered("3 / 12", "0.1234"), entered("", "")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_most_telling_mark() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        assert_eq!(device(edge).as_deref(), Some("Edge · Windows"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1";
        assert_eq!(device(phone).as_deref(), Some("Safari · iPhone"));
        assert_eq!(device("curl/8.5.0").as_deref(), Some("curl"));
        assert_eq!(device(""), None);
    }
}
