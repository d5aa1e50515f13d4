//! `joute demo`: the demo house, seeded through the real pipeline and served.
//!
//! Invariant: seeding can be interrupted anywhere and goes on where it stopped.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use bytes::Bytes;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use joute_domain::{Actor, Clock, CompetitionHead, PublicationState, SubmissionState, Timestamp};
use joute_services::access::{AccessError, Right, Seat, Viewer};
use joute_services::accounts::NewUser;
use joute_services::competitions::{NewCompetition, NewFile};
use joute_services::scoring::Worker;
use joute_services::submissions::NewSubmission;
use joute_services::{House, UploadBody};
use secrecy::SecretString;

use super::history::{Attempt, Challenge, HouseScript, Person};
use super::serve;
use super::show::line;
use crate::config::{Config, Origin, Reading, StorageKind};
use crate::house;

/// The password of every demo account.
const PASSWORD: &str = "joute-demo";

/// Where the demo keeps its data, and whether it serves.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Folder of the demo's database and files.
    #[arg(long, default_value = "joute-demo-data", value_name = "FOLDER")]
    folder: PathBuf,
    /// Load the demo house and stop.
    #[arg(long)]
    no_serve: bool,
}

/// Leaves the terminal to the progress bar: only warnings are logged, unless somebody chose otherwise.
pub(crate) fn quieten(config: &mut Config) {
    let is_chosen = |reading: &Reading| reading.key == "log.filter" && reading.origin != Origin::Default;
    if !config.readings.iter().any(is_chosen) {
        "warn".clone_into(&mut config.log.filter);
    }
}

/// Seeds what is missing, says who can sign in, and serves.
pub(crate) async fn run(mut config: Config, arguments: DemoArguments) -> anyhow::Result<()> {
    if !config.server.listen.ip().is_loopback() {
        bail!("the demo's passwords are public, so it serves only on a loopback address, not {}", config.server.listen);
    }
    config.database.url =
        Some(SecretString::from(format!("sqlite:{}", arguments.folder.join("joute.sqlite").display())));
    config.storage.kind = StorageKind::Folder;
    config.storage.folder = Some(arguments.folder.join("objects"));
    config.data.folder = arguments.folder;
    "Compagnie des Données".clone_into(&mut config.server.house_name);
    // The address is taken before the work of seeding, so that a busy port is known at once.
    let house = house::open_and_migrate(&config, true).await?;
    let server = if arguments.no_serve { None } else { Some(serve::bind(&config, &house)?) };
    let script = HouseScript::read()?;
    seed(&house, &script).await?;
    introduce(&script, server.as_ref().map(joute_api::Server::url))?;
    match server {
        Some(server) => serve::run(&config, house, server).await,
        None => Ok(()),
    }
}

async fn seed(house: &House, script: &HouseScript) -> anyhow::Result<()> {
    let bar = ProgressBar::new(script.steps().try_into()?);
    bar.set_style(ProgressStyle::with_template("{msg:40!} {wide_bar} {pos}/{len}")?);
    let now = Timestamp::now();
    for person in &script.people {
        bar.set_message(format!("account of {}", person.name));
        make_person(house, person).await?;
        bar.inc(1);
    }
    for challenge in &script.competitions {
        bar.set_message(format!("competition {}", challenge.folder));
        make_competition(house, challenge, now).await.with_context(|| format!("competition {}", challenge.folder))?;
        bar.inc(1);
        replay(house, challenge, now, &bar).await?;
    }
    bar.finish_and_clear();
    Ok(())
}

async fn make_person(house: &House, person: &Person) -> anyhow::Result<()> {
    if house.find_user(person.handle.clone()).await?.is_some() {
        return Ok(());
    }
    let new = NewUser {
        handle: person.handle.clone(),
        display_name: person.name.clone(),
        email: format!("{}@demo.example", person.handle).parse().ok(),
        password: Some(PASSWORD.to_owned()),
        role: person.role,
    };
    house.create_user(&Actor::command(), new).await?;
    Ok(())
}

async fn make_competition(house: &House, challenge: &Challenge, now: Timestamp) -> anyhow::Result<()> {
    let settings = challenge.settings()?;
    let head = settings.competition.clone().context("competition.toml lacks [competition]")?;
    let starts_at = now.plus_days(challenge.starts_in_days);
    let house = house.at(Clock::manual(starts_at.minus(Duration::from_hours(1))));
    let host = viewer(&house, &challenge.host).await?;
    let seat = house.seat(Some(host.clone()), head.slug.clone(), Right::EditCompetition).await;
    match seat {
        Ok(seat) if seat.competition.state != PublicationState::Draft => return Ok(()),
        Ok(_) => {}
        Err(AccessError::NotFound(_)) => {
            let ends_at = Some(now.plus_days(challenge.ends_in_days));
            let head = CompetitionHead { starts_at: Some(starts_at), ends_at, ..head.clone() };
            let new = NewCompetition { head, quota: settings.quota, scoring: Some(settings.scoring()) };
            house.create_competition(&host, new).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let seat = house.seat(Some(host.clone()), head.slug.clone(), Right::EditCompetition).await?;
    for page in &settings.pages {
        house.put_page(&seat, page.name, challenge.text(&page.file)?).await?;
    }
    for file in &settings.files {
        let new = NewFile { kind: file.kind, name: file.name.clone() };
        house.put_file(&seat, new, body(challenge.bytes(&file.name)?)).await?;
    }
    house.put_solution(&seat, "solution.csv", body(challenge.bytes("solution.csv")?)).await?;
    let seat = house.seat(Some(host), head.slug, Right::EditCompetition).await?;
    house.publish(&seat).await?;
    Ok(())
}

/// Makes the submissions that are not there yet, each at its own time, and has them scored.
async fn replay(house: &House, challenge: &Challenge, now: Timestamp, bar: &ProgressBar) -> anyhow::Result<()> {
    let slug = challenge.settings()?.competition.context("competition.toml lacks [competition]")?.slug;
    for attempt in &challenge.submissions {
        bar.set_message(format!("{} by {}", attempt.file, attempt.by));
        let house = house.at(Clock::manual(now.plus_days(-attempt.days_ago)));
        let seat = house.seat(Some(viewer(&house, &attempt.by).await?), slug.clone(), Right::Submit).await?;
        let known = house.list_submissions(&seat, None, 500).await?;
        let is_known =
            |file: &str, note: &str| known.iter().any(|row| row.file_name == file && row.description == note.trim());
        if !is_known(&attempt.file, &attempt.note) {
            make_submission(&house, &seat, challenge, attempt).await?;
        }
        bar.inc(1);
    }
    Worker::new(house.clone(), "demo").drain().await?;
    Ok(())
}

async fn make_submission(house: &House, seat: &Seat, challenge: &Challenge, attempt: &Attempt) -> anyhow::Result<()> {
    let bytes = challenge.bytes(&format!("submissions/{}", attempt.file))?;
    let new = NewSubmission { id: None, file_name: attempt.file.clone(), description: attempt.note.clone() };
    let made = house.submit(seat, new, body(bytes)).await?;
    Worker::new(house.clone(), "demo").drain().await?;
    let state = house.find_submission(seat, made.id).await?.submission.state;
    let expected = if attempt.expect.is_some() { SubmissionState::Failed } else { SubmissionState::Scored };
    if state != expected {
        bail!(
            "{} by {} is {} where the script expects {}",
            attempt.file,
            attempt.by,
            state.as_str(),
            expected.as_str()
        );
    }
    Ok(())
}

async fn viewer(house: &House, handle: &joute_domain::Handle) -> anyhow::Result<Viewer> {
    let user = house.find_user(handle.clone()).await?.with_context(|| format!("there is no {handle}"))?;
    Ok(Viewer::by_command(user))
}

fn body(bytes: Vec<u8>) -> UploadBody {
    Box::pin(futures_util::stream::once(std::future::ready(Ok(Bytes::from(bytes)))))
}

fn introduce(script: &HouseScript, url: Option<&str>) -> anyhow::Result<()> {
    line("")?;
    line("The demo house is ready. Everybody's password is:")?;
    line(&format!("    {PASSWORD}"))?;
    line("Some of the people who live here:")?;
    let mut shown = Vec::new();
    for person in &script.people {
        let of_role = shown.iter().filter(|role| **role == person.role.as_str()).count();
        if of_role < 2 {
            line(&format!("    {:<12} {:<8} {}", person.handle.as_str(), person.role.as_str(), person.name))?;
            shown.push(person.role.as_str());
        }
    }
    if let Some(url) = url {
        line("")?;
        line(&format!("Open {url} in a browser. Ctrl-C stops it; the next start goes on from here."))?;
    }
    Ok(())
}
