//! Lists and descriptions of competitions.
//!
//! Invariant: what is listed is what the caller sees on the pages, drafts only where they are asked for by their hosts.

use std::collections::HashMap;

use joute_domain::{CompetitionId, Phase, Timestamp};
use joute_services::access::Seat;
use joute_services::overview::Counts;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::numbers::{Paging, date};
use crate::problem::Problem;

/// What open-ended competitions tell as their deadline: the clients demand one.
const NEVER: &str = "2099-12-31T23:59:00.000Z";

/// A competition with what is said about it.
struct Listed {
    seat: Seat,
    counts: Counts,
    rank: Option<u32>,
    has_entered: bool,
}

/// The competitions that the caller may see.
pub(crate) async fn list(call: Call) -> Result<Answer, Problem> {
    let group = call.parameters.choice("group", "competitionlisttab");
    let category = call.parameters.choice("category", "hostsegment");
    let search = call.parameters.text("search").unwrap_or_default().to_lowercase();
    let mut listed = gather(&call).await?;
    listed
        .retain(|listed| is_in_group(listed, &group) && is_in_category(listed, &category) && matches(listed, &search));
    sort(&mut listed, &call.parameters.choice("sortBy", "competitionsortby"));
    let (page, next) = Paging::of(&call.parameters).cut(listed);
    let items = page.iter().map(|listed| describe(listed, &call)).collect();
    Ok(Answer::List { name: "competitions", items, next, is_bare: true })
}

/// One competition.
pub(crate) async fn get(call: Call) -> Result<Answer, Problem> {
    let id = call.seat()?.competition.id.clone();
    let found = gather(&call).await?.into_iter().find(|listed| listed.seat.competition.id == id);
    let found = found.ok_or(joute_services::access::AccessError::NotFound("competition"))?;
    Ok(Answer::Object(describe(&found, &call)))
}

/// The Markdown pages of a competition.
pub(crate) async fn list_pages(call: Call) -> Result<Answer, Problem> {
    let wanted = call.parameters.text("pageName").map(str::to_lowercase);
    let pages = call.app.house.list_pages(call.seat()?).await?;
    let pages = pages.into_iter().filter(|page| wanted.as_ref().is_none_or(|name| page.name.as_str() == name));
    let items = pages.map(|page| {
        json!({
            "name": page.name.as_str(),
            "content": page.markdown,
            "isPublished": true,
            "postTitle": page.name.as_str(),
            "mimeType": "text/markdown",
        })
    });
    Ok(Answer::List { name: "pages", items: items.collect(), next: None, is_bare: false })
}

/// Nothing is discussed here; the clients ask all the same.
pub(crate) async fn list_topics(_: Call) -> Result<Answer, Problem> {
    Ok(Answer::Object(json!({ "topics": [], "totalCount": 0 })))
}

async fn gather(call: &Call) -> Result<Vec<Listed>, Problem> {
    let house = &call.app.house;
    let viewer = call.viewer()?;
    let seats = house.list_seats(Some(viewer.clone())).await?;
    let counts = house.counts().await.map_err(|error| Problem::internal(&error))?;
    let standings = house.own_standings(viewer, &seats).await?;
    let entered: HashMap<CompetitionId, Option<u32>> = standings
        .into_iter()
        .map(|own| (own.seat.competition.id, own.standing.map(|standing| standing.rank)))
        .collect();
    let listed = seats.into_iter().map(|seat| Listed {
        counts: counts.get(&seat.competition.id).copied().unwrap_or_default(),
        rank: entered.get(&seat.competition.id).copied().flatten(),
        has_entered: entered.contains_key(&seat.competition.id),
        seat,
    });
    Ok(listed.collect())
}

fn is_in_group(listed: &Listed, group: &str) -> bool {
    let is_draft = listed.seat.phase == Phase::Draft;
    match group {
        "entered" => listed.has_entered,
        "hosted" => listed.seat.is_host,
        "unlaunched" | "unlaunchedcommunity" => is_draft && listed.seat.is_host,
        _ => !is_draft,
    }
}

fn is_in_category(listed: &Listed, category: &str) -> bool {
    matches!(category, "" | "all" | "unspecified") || folded(category_of(&listed.seat)) == category
}

fn matches(listed: &Listed, search: &str) -> bool {
    let competition = &listed.seat.competition;
    search.is_empty() || competition.title.to_lowercase().contains(search) || competition.slug.as_str().contains(search)
}

fn sort(listed: &mut [Listed], by: &str) {
    let ends = |listed: &Listed| listed.seat.competition.ends_at;
    match by {
        "earliestdeadline" => listed.sort_by_key(|listed| (ends(listed).is_none(), ends(listed))),
        "latestdeadline" => listed.sort_by_key(|listed| std::cmp::Reverse((ends(listed).is_none(), ends(listed)))),
        "numberofteams" => listed.sort_by_key(|listed| std::cmp::Reverse(listed.counts.teams)),
        "recentlycreated" => listed.sort_by_key(|listed| std::cmp::Reverse(listed.seat.competition.created_at)),
        _ => {}
    }
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(' ', "")
}

/// Exercises without an end are for getting started, the others are held for an answer.
fn category_of(seat: &Seat) -> &'static str {
    if seat.competition.ends_at.is_none() { "Getting Started" } else { "Featured" }
}

fn describe(listed: &Listed, call: &Call) -> Value {
    let competition = &listed.seat.competition;
    let address = format!("{}/competitions/{}", call.origin, competition.slug);
    let deadline = competition.ends_at.map_or_else(|| NEVER.to_owned(), date);
    let opened: Timestamp = competition.published_at.unwrap_or(competition.created_at);
    let mut object = json!({
        "id": competition.id.number(),
        "ref": address,
        "url": address,
        "title": competition.title,
        "description": competition.summary,
        "organizationName": &*call.app.house_name,
        "hostName": &*call.app.house_name,
        "category": category_of(&listed.seat),
        "reward": "",
        "tags": [],
        "deadline": deadline,
        "kernelCount": 0,
        "teamCount": listed.counts.teams,
        "userHasEntered": listed.has_entered,
        "enabledDate": date(opened),
        "dateCreated": date(competition.created_at),
        "maxDailySubmissions": competition.submissions_per_day,
        "maxTeamSize": competition.team_size,
        "evaluationMetric": competition.scoring.as_ref().map_or("", |scoring| scoring.metric.name.as_str()),
        "awardsPoints": false,
        "isKernelsSubmissionsOnly": false,
        "submissionsDisabled": !listed.seat.phase.accepts_submissions(),
    });
    if let (Some(rank), Some(object)) = (listed.rank, object.as_object_mut()) {
        object.insert("userRank".to_owned(), rank.into());
    }
    object
}
