//! What hosts do from their terminal: draft, fill, describe, launch.
//!
//! Invariant: each is the use case of the editor's page, with the same checks and the same right.

use joute_domain::{CompetitionHead, FileKind, QuotaSettings, Slug, Timestamp, UploadPurpose, Visibility, Zone};
use joute_services::competitions::{CompetitionChange, NewCompetition, NewFile};
use joute_services::transfers::{NewUpload, TransferError};
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::numbers::date;
use super::parameters::{Parameters, instant};
use crate::problem::Problem;

/// Drafts a competition.
pub(crate) async fn create(call: Call) -> Result<Answer, Problem> {
    let text = |name| call.parameters.text(name).unwrap_or_default();
    let slug: Slug = text("slug").parse().map_err(|error| Problem::field("slug", error))?;
    let head = CompetitionHead {
        slug,
        title: text("title").to_owned(),
        summary: text("briefDescription").to_owned(),
        visibility: if text("privacy") == "PUBLIC" { Visibility::Public } else { Visibility::Internal },
        zone: Zone::UTC,
        starts_at: None,
        ends_at: None,
    };
    let new = NewCompetition { head, quota: QuotaSettings::default(), scoring: None };
    let competition = call.app.house.create_competition(call.viewer()?, new).await?;
    let address = format!("{}/competitions/{}", call.origin, competition.slug);
    Ok(Answer::Object(json!({ "id": competition.id.number(), "ref": address, "url": address })))
}

/// A secret address for one of a host's files; what it is for is said when it is used.
pub(crate) async fn start_blob(call: Call) -> Result<Answer, Problem> {
    let purpose = match call.parameters.text("type") {
        Some("COMPETITION_SOLUTION") => UploadPurpose::Solution,
        Some("DATASET") => UploadPurpose::Data,
        _ => return Err(Problem::bad_request("not_supported", "files for competitions are taken here, nothing else")),
    };
    let new = NewUpload {
        user: call.viewer()?.id.clone(),
        competition: None,
        purpose,
        file_name: call.parameters.text("name").unwrap_or("file").to_owned(),
        size_bytes: call.parameters.number("contentLength").unwrap_or(0),
    };
    let ticket = call.app.house.start_upload(new).await?;
    let address = format!("{}/upload/{}", call.origin, ticket.secret.reveal());
    Ok(Answer::Object(json!({ "token": ticket.id.as_str(), "createUrl": address })))
}

/// Replaces all files of a competition by uploaded ones.
pub(crate) async fn replace_data(call: Call) -> Result<Answer, Problem> {
    let files = call.parameters.value("files").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |file: &Value, name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut names = Vec::with_capacity(files.len());
    for file in &files {
        let path = text(file, "name");
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        take_file(&call, &text(file, "token"), &name).await?;
        names.push(name);
    }
    let seat = call.seat()?;
    for old in call.app.house.list_files(seat).await?.into_iter().filter(|file| !names.contains(&file.name)) {
        call.app.house.remove_file(seat, &old.name).await?;
    }
    let id = seat.competition.id.number();
    let url = format!("{}/c/{}/data", call.origin, seat.competition.slug);
    Ok(Answer::Object(json!({ "url": url, "databundleId": id, "databundleVersionId": names.len() })))
}

async fn take_file(call: &Call, token: &str, name: &str) -> Result<(), Problem> {
    let house = &call.app.house;
    let id = token.parse().map_err(|_| TransferError::NotFound)?;
    let upload = house.find_upload(&call.viewer()?.id, id).await?;
    let body = house.read_upload(&upload).await?;
    house.put_file(call.seat()?, NewFile { kind: kind_of(name), name: name.to_owned() }, body).await?;
    Ok(house.forget_upload_bytes(&upload).await?)
}

/// What a file is for, by the names that Kaggle's competitions have.
fn kind_of(name: &str) -> FileKind {
    let stem = name.to_lowercase();
    match stem.split('.').next().unwrap_or_default() {
        "train" => FileKind::Train,
        "test" => FileKind::Test,
        "sample_submission" | "samplesubmission" | "sample-submission" => FileKind::SampleSubmission,
        _ => FileKind::Other,
    }
}

/// Takes the uploaded truth.
pub(crate) async fn replace_solution(call: Call) -> Result<Answer, Problem> {
    let house = &call.app.house;
    let id = call.parameters.text("blobToken").unwrap_or_default().parse().map_err(|_| TransferError::NotFound)?;
    let upload = house.find_upload(&call.viewer()?.id, id).await?;
    let body = house.read_upload(&upload).await?;
    house.put_solution(call.seat()?, &upload.file_name, body).await?;
    house.forget_upload_bytes(&upload).await?;
    Ok(Answer::nothing())
}

/// Whether the truth is there and what it holds.
pub(crate) async fn solution_status(call: Call) -> Result<Answer, Problem> {
    let seat = call.seat()?;
    let Some(solution) = call.app.house.find_solution(seat).await? else {
        let missing = if seat.competition.scoring.is_none() {
            "choose the metric and the columns on the editor's page, then upload the solution"
        } else {
            "no solution has been uploaded"
        };
        return Ok(Answer::Object(json!({ "ready": false, "setupError": missing, "kernelsMetric": false })));
    };
    Ok(Answer::Object(json!({
        "ready": true,
        "setupError": "",
        "kernelsMetric": false,
        "solutionInfo": {
            "fileName": solution.file_name,
            "fileSizeBytes": solution.size_bytes,
            "uploadDate": date(solution.created_at),
            "totalRows": solution.public_rows + solution.private_rows + solution.ignored_rows,
            "publicRows": solution.public_rows,
            "privateRows": solution.private_rows,
        },
    })))
}

/// The settings that both sides know.
pub(crate) async fn settings(call: Call) -> Result<Answer, Problem> {
    Ok(Answer::Object(described(&call.seat()?.competition)))
}

/// Changes those settings that the mask names.
pub(crate) async fn change_settings(call: Call) -> Result<Answer, Problem> {
    let seat = call.seat()?;
    let settings = call.parameters.value("settings").and_then(Value::as_object).cloned().unwrap_or_default();
    let settings = Parameters::from_object(settings);
    let mask = call.parameters.text("updateMask").unwrap_or_default();
    let mut change = CompetitionChange { revision: seat.competition.revision, ..CompetitionChange::default() };
    for name in mask.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let text = settings.text(name).map(str::to_owned);
        match name {
            "title" => change.title = text,
            "briefDescription" => change.summary = text,
            "deadline" => change.ends_at = Some(moment(&settings, name)?),
            _ => {
                let detail = format!("`{name}` cannot be changed from here; use the editor's page");
                return Err(Problem::bad_request("not_supported", detail));
            }
        }
    }
    let changed = call.app.house.change_competition(seat, change).await?;
    Ok(Answer::Object(described(&changed)))
}

/// An instant, or none where the client says nothing.
fn moment(settings: &Parameters, name: &str) -> Result<Option<Timestamp>, Problem> {
    let Some(text) = settings.text(name) else { return Ok(None) };
    let read = instant(text);
    read.map(Some).ok_or_else(|| Problem::field(name, format!("`{text}` is no instant such as 2027-01-31T23:59:00Z")))
}

fn described(competition: &joute_services::Competition) -> Value {
    let mut settings = json!({
        "title": competition.title,
        "briefDescription": competition.summary,
        "competitionName": competition.slug.as_str(),
        "hostSegment": "HOST_SEGMENT_FEATURED",
        "rulesRequired": true,
        "disableSubmissions": false,
        "hasLeaderboard": true,
    });
    if let (Some(end), Some(settings)) = (competition.ends_at, settings.as_object_mut()) {
        settings.insert("deadline".to_owned(), date(end).into());
    }
    settings
}

/// Publishes, now or with a start in the future.
pub(crate) async fn launch(call: Call) -> Result<Answer, Problem> {
    let house = &call.app.house;
    let seat = call.seat()?;
    if call.parameters.text("futureTime").is_some() {
        let change = CompetitionChange {
            revision: seat.competition.revision,
            starts_at: Some(moment(&call.parameters, "futureTime")?),
            ..CompetitionChange::default()
        };
        house.change_competition(seat, change).await?;
    }
    house.publish(seat).await?;
    Ok(Answer::nothing())
}

/// Writes one of the pages.
pub(crate) async fn put_page(call: Call) -> Result<Answer, Problem> {
    let page = call.parameters.value("page").and_then(Value::as_object).cloned().unwrap_or_default();
    let page = Parameters::from_object(page);
    let name = call.parameters.text("pageName").or_else(|| page.text("name")).unwrap_or_default().to_lowercase();
    let name = name.parse().map_err(|error: String| Problem::field("pageName", error))?;
    call.app.house.put_page(call.seat()?, name, page.text("content").unwrap_or_default().to_owned()).await?;
    Ok(Answer::nothing())
}

/// Empties one of the pages.
pub(crate) async fn delete_page(call: Call) -> Result<Answer, Problem> {
    let name = call.parameters.text("pageName").unwrap_or_default().to_lowercase();
    let name = name.parse().map_err(|error: String| Problem::field("pageName", error))?;
    call.app.house.put_page(call.seat()?, name, String::new()).await?;
    Ok(Answer::nothing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_names_say_what_a_file_is_for() {
        assert_eq!(kind_of("train.csv"), FileKind::Train);
        assert_eq!(kind_of("sampleSubmission.csv.gz"), FileKind::SampleSubmission);
        assert_eq!(kind_of("trainings.csv"), FileKind::Other);
    }
}
