//! Server-sent events: what becomes of the caller's team's submissions, while it happens.
//!
//! Invariant: every state that lasts is told, whichever process caused it; an event may be told twice, never lost.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use futures_util::Stream;
use joute_domain::{SubmissionId, SubmissionState, Timestamp};
use joute_services::access::Seat;
use joute_services::submissions::SubmitError;
use joute_services::{HouseEvent, Submission};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Instant, sleep, timeout};
use tracing::warn;

use super::view::SubmissionView;
use crate::app::App;
use crate::web::Seated;

/// How often the database is asked when nothing wakes us: a worker may be another process.
const ASK_EVERY: Duration = Duration::from_millis(700);
/// How far back each question reaches: transactions become visible out of order, and clocks differ.
const OVERLAP: Duration = Duration::from_mins(1);
/// A comment keeps proxies from closing a silent line.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// After this the browser connects again, and its rights are looked at again.
const LIFETIME: Duration = Duration::from_mins(15);

/// Follow submissions
///
/// An event `submission` carries a submission of the caller's team as JSON each time it changes.
#[utoipa::path(get, operation_id = "follow_submissions", path = "/competitions/{slug}/events", tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "Events without an end.", body = SubmissionView,
        content_type = "text/event-stream")))]
pub(crate) async fn follow(app: Data<App>, seat: Seated) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events(app.as_ref().clone(), Seat::clone(&seat)))
}

/// Runs until the reader leaves, the server stops or the lifetime is over.
fn events(app: App, seat: Seat) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    async_stream::stream! {
        let (mut stop, mut wake) = (app.stop.clone(), app.house.events());
        let (mut told, started) = (Told::default(), Instant::now());
        let mut last_sent = started;
        yield Ok(Bytes::from_static(b"retry: 2000\n\n"));
        while started.elapsed() < LIFETIME {
            match changes(&app, &seat, &mut told).await {
                Ok(events) => for event in events {
                    last_sent = Instant::now();
                    yield Ok(event);
                },
                Err(error) => warn!(error = %error, "changes of submissions could not be read"),
            }
            if last_sent.elapsed() >= KEEP_ALIVE {
                last_sent = Instant::now();
                yield Ok(Bytes::from_static(b": still here\n\n"));
            }
            tokio::select! {
                _ = stop.wait_for(|is_stopped| *is_stopped) => break,
                () = woken(&mut wake, &seat) => {}
            }
        }
    }
}

async fn changes(app: &App, seat: &Seat, told: &mut Told) -> Result<Vec<Bytes>, SubmitError> {
    let since = app.house.clock().now().minus(OVERLAP);
    let rows = app.house.list_changes(seat, since).await?;
    told.forget_before(since);
    Ok(rows.into_iter().filter(|row| told.is_news(row)).filter_map(|row| frame(&row.into())).collect())
}

/// Waits for an event of this competition, or until it is time to ask again.
async fn woken(wake: &mut Receiver<HouseEvent>, seat: &Seat) {
    let own = async {
        loop {
            match wake.recv().await {
                Ok(event) if event.competition == seat.competition.id => return,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return,
                Err(RecvError::Closed) => sleep(ASK_EVERY).await,
            }
        }
    };
    // Running out of time is the other reason to ask.
    let _ = timeout(ASK_EVERY, own).await;
}

/// One event in the format of the HTML standard; JSON has no line breaks, so one `data` line holds it.
fn frame(submission: &SubmissionView) -> Option<Bytes> {
    let json = serde_json::to_string(submission).ok()?;
    Some(Bytes::from(format!("event: submission\ndata: {json}\n\n")))
}

/// What has been told within the overlap.
#[derive(Debug, Default)]
struct Told(HashMap<SubmissionId, (SubmissionState, Timestamp)>);

impl Told {
    fn is_news(&mut self, row: &Submission) -> bool {
        let now = (row.state, row.updated_at);
        self.0.insert(row.id.clone(), now) != Some(now)
    }

    /// Older changes are not asked for any more.
    fn forget_before(&mut self, since: Timestamp) {
        self.0.retain(|_, (_, updated_at)| *updated_at >= since);
    }
}
