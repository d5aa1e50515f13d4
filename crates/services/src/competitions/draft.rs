//! A competition's settings: drafted and changed.
//!
//! Invariant: a change names the revision it was made from; what scores submissions is locked once there are any.

use joute_database::{DatabaseError, audit_log, competition_hosts, competitions, submissions};
use joute_domain::{
    AuditAction, AuditObject, CompetitionHead, CompetitionId, PublicationState, QuotaSettings, ScoringSettings,
    Timestamp, Visibility, Zone,
};
use joute_metrics::MetricInfo;

use super::CompetitionError;
use crate::access::{self, AccessError, Right, Seat, Viewer};
use crate::{Competition, House};

/// A competition to be drafted.
#[derive(Debug, Clone)]
pub struct NewCompetition {
    /// Names and dates.
    pub head: CompetitionHead,
    /// Allowance.
    pub quota: QuotaSettings,
    /// Metric and columns, if they are known already.
    pub scoring: Option<ScoringSettings>,
}

/// New values; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct CompetitionChange {
    /// The revision that was shown to the person.
    pub revision: u64,
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Zone.
    pub zone: Option<Zone>,
    /// Visibility.
    pub visibility: Option<Visibility>,
    /// Start; the inner `None` means at once.
    pub starts_at: Option<Option<Timestamp>>,
    /// End; the inner `None` means open-ended.
    pub ends_at: Option<Option<Timestamp>>,
    /// Allowance.
    pub quota: Option<QuotaSettings>,
    /// Metric and columns.
    pub scoring: Option<ScoringSettings>,
}

impl CompetitionChange {
    /// The fields that get a new value.
    fn field_names(&self) -> Vec<&'static str> {
        let fields = [
            ("title", self.title.is_some()),
            ("summary", self.summary.is_some()),
            ("zone", self.zone.is_some()),
            ("visibility", self.visibility.is_some()),
            ("starts_at", self.starts_at.is_some()),
            ("ends_at", self.ends_at.is_some()),
            ("quota", self.quota.is_some()),
            ("scoring", self.scoring.is_some()),
        ];
        fields.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
    }
}

impl House {
    /// Drafts a competition; its creator becomes its first host.
    pub async fn create_competition(&self, by: &Viewer, new: NewCompetition) -> Result<Competition, CompetitionError> {
        access::allow(Right::CreateCompetition, Some(by))?;
        let (now, NewCompetition { head, quota, scoring }) = (self.clock.now(), new);
        let direction = scoring.as_ref().map(metric_of).transpose()?.map(|metric| metric.direction);
        let competition = Competition {
            id: CompetitionId::new(),
            slug: head.slug,
            title: head.title.trim().to_owned(),
            summary: head.summary.trim().to_owned(),
            state: PublicationState::Draft,
            visibility: head.visibility,
            zone: head.zone,
            starts_at: head.starts_at,
            ends_at: head.ends_at,
            submissions_per_day: quota.submissions_per_day,
            team_size: quota.team_size,
            scoring,
            direction,
            solution_id: None,
            revision: 1,
            created_by: by.id.clone(),
            created_at: now,
            updated_at: now,
            published_at: None,
        };
        check_fields(&competition)?;
        let row = competition.clone();
        let entry = self.entry(by, AuditAction::CompetitionCreate).on(AuditObject::Competition, &row.id, &row.slug);
        self.database
            .write("competitions.create", move |tx| {
                if competitions::find_by_slug(tx, &row.slug)?.is_some() {
                    return Err(CompetitionError::SlugTaken);
                }
                competitions::insert(tx, &row)?;
                competition_hosts::insert(tx, &row.id, &row.created_by, now)?;
                Ok(audit_log::append(tx, entry)?)
            })
            .await
            .map_err(taken)?;
        Ok(competition)
    }

    /// Changes settings; the seat must allow editing.
    pub async fn change_competition(
        &self,
        seat: &Seat,
        change: CompetitionChange,
    ) -> Result<Competition, CompetitionError> {
        let (now, id) = (self.clock.now(), seat.competition.id.clone());
        let entry = self.entry_at(seat, AuditAction::CompetitionChange).with("fields", change.field_names());
        self.database
            .write("competitions.change", move |tx| {
                let mut row = competitions::find(tx, &id)?.ok_or(AccessError::NotFound("competition"))?;
                if row.revision != change.revision {
                    return Err(CompetitionError::Stale);
                }
                let has_submissions = submissions::count_of_competition(tx, &id)? > 0;
                apply(&mut row, change, has_submissions)?;
                row.updated_at = now;
                check_fields(&row)?;
                if !competitions::update(tx, &row)? {
                    return Err(CompetitionError::Stale);
                }
                row.revision += 1;
                let entry = entry.with("revision", row.revision).on(AuditObject::Competition, &row.id, &row.slug);
                audit_log::append(tx, entry)?;
                Ok(row)
            })
            .await
    }
}

fn apply(row: &mut Competition, change: CompetitionChange, has_submissions: bool) -> Result<(), CompetitionError> {
    if let Some(scoring) = change.scoring
        && row.scoring.as_ref() != Some(&scoring)
    {
        if has_submissions {
            return Err(CompetitionError::Locked("the metric and the columns"));
        }
        row.direction = Some(metric_of(&scoring)?.direction);
        row.scoring = Some(scoring);
        // The canonical truth was made for the old columns; the checklist asks for the solution again.
        row.solution_id = None;
    }
    if let Some(title) = change.title {
        title.trim().clone_into(&mut row.title);
    }
    if let Some(summary) = change.summary {
        summary.trim().clone_into(&mut row.summary);
    }
    row.zone = change.zone.unwrap_or(row.zone);
    row.visibility = change.visibility.unwrap_or(row.visibility);
    row.starts_at = change.starts_at.unwrap_or(row.starts_at);
    row.ends_at = change.ends_at.unwrap_or(row.ends_at);
    if let Some(quota) = change.quota {
        row.submissions_per_day = quota.submissions_per_day;
        row.team_size = quota.team_size;
    }
    Ok(())
}

fn check_fields(row: &Competition) -> Result<(), CompetitionError> {
    let invalid = |field, message: &str| Err(CompetitionError::Invalid { field, message: message.to_owned() });
    if row.title.is_empty() || row.title.chars().count() > 120 {
        return invalid("title", "a title has 1 to 120 characters");
    }
    if row.summary.chars().count() > 500 {
        return invalid("summary", "a summary has at most 500 characters");
    }
    if !(1..=1000).contains(&row.submissions_per_day) {
        return invalid("submissions_per_day", "between 1 and 1,000 submissions a day");
    }
    if !(1..=100).contains(&row.team_size) {
        return invalid("team_size", "between 1 and 100 people in a team");
    }
    if let (Some(start), Some(end)) = (row.starts_at, row.ends_at)
        && end <= start
    {
        return invalid("ends_at", "the end must come after the start");
    }
    if let Some(split) = row.scoring.as_ref().and_then(|scoring| scoring.split)
        && !(split.public_ratio > 0.0 && split.public_ratio < 1.0)
    {
        return invalid("public_ratio", "the public share lies strictly between 0 and 1");
    }
    Ok(())
}

/// The metric by its name; its parameters are checked with the columns when the solution is read.
fn metric_of(scoring: &ScoringSettings) -> Result<&'static MetricInfo, CompetitionError> {
    joute_metrics::find(&scoring.metric.name).ok_or_else(|| {
        let known: Vec<_> = joute_metrics::catalogue().iter().map(|metric| metric.name).collect();
        let message = format!("there is no metric `{}`; there are {}", scoring.metric.name, known.join(", "));
        CompetitionError::Invalid { field: "metric", message }
    })
}

/// Two creations at once: the unique index decides, and says so in the same words.
fn taken(error: CompetitionError) -> CompetitionError {
    match error {
        CompetitionError::Database(error) if DatabaseError::is_unique_violation(&error) => CompetitionError::SlugTaken,
        other => other,
    }
}
