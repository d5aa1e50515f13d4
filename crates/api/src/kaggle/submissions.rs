//! Uploading predictions in three steps, and what became of them.
//!
//! Invariant: what cannot be submitted is refused before its bytes are sent, and a bad file before it counts.

use joute_domain::{Score, SubmissionState, UploadPurpose};
use joute_services::Submission;
use joute_services::submissions::SubmitError;
use joute_services::transfers::{NewLink, NewUpload};
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::files::redirect;
use super::numbers::{Paging, date};
use crate::problem::Problem;

/// Most submissions that a list goes back.
const LISTED: u32 = 1_000;

/// Step one: a secret address for the file.
pub(crate) async fn start_upload(call: Call) -> Result<Answer, Problem> {
    let seat = call.seat()?;
    call.app.house.check_may_submit(seat).await.map_err(|error| refused(error, &call))?;
    let new = NewUpload {
        user: call.viewer()?.id.clone(),
        competition: Some(seat.competition.id.clone()),
        purpose: UploadPurpose::Submission,
        file_name: call.parameters.text("fileName").unwrap_or("submission.csv").to_owned(),
        size_bytes: call.parameters.number("contentLength").unwrap_or(0),
    };
    let ticket = call.app.house.start_upload(new).await?;
    let address = format!("{}/upload/{}", call.origin, ticket.secret.reveal());
    Ok(Answer::Object(json!({ "token": ticket.id.as_str(), "createUrl": address })))
}

/// Step three: the uploaded file becomes a submission.
pub(crate) async fn submit(call: Call) -> Result<Answer, Problem> {
    let seat = call.seat()?;
    let token = call.parameters.text("blobFileTokens").unwrap_or_default();
    let upload = token.parse().map_err(|_| joute_services::transfers::TransferError::NotFound)?;
    let note = call.parameters.text("submissionDescription").unwrap_or_default();
    let submission = call.app.house.submit_upload(seat, upload, note).await.map_err(|error| refused(error, &call))?;
    let left = call.app.house.allowance(seat).await?;
    let message = format!(
        "Successfully submitted to {}. {} of {} submissions left today.",
        seat.competition.title, left.left, left.per_day
    );
    Ok(Answer::Object(json!({ "message": message, "ref": submission.id.number() })))
}

/// Notebooks are not run here.
pub(crate) async fn submit_code(_: Call) -> Result<Answer, Problem> {
    let detail = "this house scores files of predictions; notebooks are not supported: submit with -f FILE";
    Err(Problem::bad_request("not_supported", detail))
}

/// The caller's team's submissions, newest first.
pub(crate) async fn list(call: Call) -> Result<Answer, Problem> {
    let seat = call.seat()?;
    let mut rows = call.app.house.list_submissions(seat, None, LISTED).await?;
    if call.parameters.choice("group", "submissiongroup") == "successful" {
        rows.retain(|row| row.state == SubmissionState::Scored);
    }
    match call.parameters.choice("sortBy", "submissionsortby").as_str() {
        "name" => rows.sort_by(|one, other| one.file_name.cmp(&other.file_name)),
        "publicscore" => rows.sort_by(|one, other| compare(one.public_score, other.public_score)),
        "privatescore" => rows.sort_by(|one, other| compare(one.private_score, other.private_score)),
        _ => {}
    }
    let (page, next) = Paging::of(&call.parameters).cut(rows);
    let names = names(&call).await?;
    let items = page.iter().map(|row| describe(row, &names, &call)).collect();
    Ok(Answer::List { name: "submissions", items, next, is_bare: true })
}

/// One submission.
pub(crate) async fn get(call: Call) -> Result<Answer, Problem> {
    let found = call.app.house.find_submission(call.seat()?, call.submission().await?).await?;
    let names = Names { team: found.team.name, handle: call.viewer()?.handle.to_string() };
    Ok(Answer::Object(describe(&found.submission, &names, &call)))
}

/// A link to one's own file.
pub(crate) async fn download(call: Call) -> Result<Answer, Problem> {
    let found = call.app.house.find_submission(call.seat()?, call.submission().await?).await?.submission;
    let secret = call.app.house.link(call.seat()?, NewLink::Submission(found.id)).await?;
    Ok(redirect(&call, secret.reveal(), &found.file_name))
}

/// What is left of today's allowance.
pub(crate) async fn limits(call: Call) -> Result<Answer, Problem> {
    let left = call.app.house.allowance(call.seat()?).await?;
    let total = call.app.house.list_submissions(call.seat()?, None, LISTED).await?;
    let total = total.iter().filter(|row| row.state != SubmissionState::Failed).count();
    Ok(Answer::Object(json!({
        "numToday": left.per_day.saturating_sub(left.left),
        "numTotal": total,
        "numAllowedNow": left.left,
        "limitedByTotal": false,
    })))
}

/// Who stands behind a list's rows.
struct Names {
    team: String,
    handle: String,
}

async fn names(call: &Call) -> Result<Names, Problem> {
    let viewer = call.viewer()?;
    let team = call.app.house.find_team(call.seat()?, viewer).await?;
    Ok(Names { team: team.map(|team| team.name).unwrap_or_default(), handle: viewer.handle.to_string() })
}

/// Numbers in the order in which a person reads them, missing ones last.
fn compare(one: Option<Score>, other: Option<Score>) -> std::cmp::Ordering {
    match (one, other) {
        (Some(one), Some(other)) => other.value().total_cmp(&one.value()),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

fn describe(row: &Submission, names: &Names, call: &Call) -> Value {
    let score = |score: Option<Score>| score.map_or_else(String::new, |score| score.value().to_string());
    // The clients know three words; whatever is not finished is pending.
    let status = match row.state {
        SubmissionState::Queued | SubmissionState::Running => "PENDING",
        SubmissionState::Scored => "COMPLETE",
        SubmissionState::Failed => "ERROR",
    };
    let errors = row.report.iter().flat_map(|report| &report.errors);
    let slug = call.seat().map(|seat| seat.competition.slug.to_string()).unwrap_or_default();
    json!({
        "ref": row.id.number(),
        "totalBytes": row.size_bytes,
        "date": date(row.created_at),
        "description": row.description,
        "errorDescription": errors.map(super::problems::told).collect::<Vec<_>>().join(" "),
        "fileName": row.file_name,
        "publicScore": score(row.public_score),
        "privateScore": score(row.private_score),
        "status": status,
        "submittedBy": names.handle,
        "submittedByRef": names.handle,
        "teamName": names.team,
        "url": format!("{}/c/{slug}/submissions/{}", call.origin, row.id),
    })
}

/// A refusal with what the person needs: when there is a next time, in the competition's own zone.
fn refused(error: SubmitError, call: &Call) -> Problem {
    let SubmitError::QuotaReached(allowance) = &error else { return error.into() };
    let (allowance, mut problem) = (*allowance, Problem::from(error));
    if let Ok(seat) = call.seat() {
        let zone = seat.competition.zone;
        let next = zone.local(allowance.next_at).format("%Y-%m-%d %H:%M");
        problem.detail = format!(
            "All {} submissions of today are used; the next one can be made from {next} ({zone}).",
            allowance.per_day
        );
    }
    problem
}
