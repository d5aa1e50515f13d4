//! The stage of the host: reads a solution, checks the settings against it, writes ids and truth.
//!
//! Invariant: what it writes is in the order of the ids, and the metric has a value on every part of it.

mod remarks;
mod sample;
mod settings;
mod solution;
mod trial;
mod usage;
mod write;

use std::os::fd::OwnedFd;

use joute_domain::ErrorCode;
use joute_evaluation::layout::{ColumnFile, LayoutError};
use joute_evaluation::wire::{PrepareAnswer, PrepareHeader};
use joute_evaluation::{SCHEMA_VERSION, Schema};
use joute_metrics::Metric;
use joute_sandbox::MappedFileMut;

use crate::files::{next, read_upload};
use crate::findings::{Findings, Refused, told};
use crate::ids::IdIndex;
use solution::Solution;

/// Runs the stage.
pub(crate) fn run(header: &PrepareHeader, mut files: impl Iterator<Item = OwnedFd>) -> Result<PrepareAnswer, Refused> {
    let upload = read_upload(next(&mut files)?, header.bounds.table_bytes)?;
    let mut ids = MappedFileMut::new(next(&mut files)?)?;
    let mut truth = MappedFileMut::new(next(&mut files)?)?;
    let sample = files.next().map(|file| read_upload(file, header.bounds.table_bytes)).transpose()?;

    settings::check(&header.settings).into_result()?;
    let solution = Solution::read(upload, &header.settings, &header.bounds)?;
    let (mut schema, metric) = schema(header, &solution)?;
    let ids_bytes = write::ids(&solution, &mut ids).map_err(too_large)?;
    let truth_bytes = write::truth(&solution, &schema, &mut truth).map_err(too_large)?;
    let notes = trial::check(&schema, &metric, &truth)?;
    if let Some(sample) = sample {
        let ids = ColumnFile::open(&ids).and_then(|ids| ids.texts(0)).map_err(too_large)?;
        let ids = IdIndex::new(ids).map_err(|_| Refused::Job("an id stands twice".to_owned()))?;
        let separator = sample::check(sample, &schema, &ids, &header.bounds)?;
        schema.separator = separator.unwrap_or(schema.separator);
    }
    Ok(PrepareAnswer { schema, rows: solution.counts, ids_bytes, truth_bytes, notes })
}

fn schema(header: &PrepareHeader, solution: &Solution) -> Result<(Schema, Metric), Refused> {
    let settings = &header.settings;
    let invalid = |reason: String| Refused::from(told(ErrorCode::InvalidSettings, reason));
    let mut schema = Schema {
        version: SCHEMA_VERSION,
        rows: u64::try_from(solution.order.len()).unwrap_or(u64::MAX),
        id: settings.columns.id.clone(),
        prediction: Vec::new(),
        extra: settings.columns.extra.clone(),
        classes: settings::classes(settings),
        metric: settings.metric.clone(),
        direction: joute_domain::Direction::LowerIsBetter,
        truth: solution.truth.clone(),
        roles: solution.roles.clone(),
        auxiliary: solution.auxiliary.clone(),
        split: solution.usage.is_some(),
        separator: solution.separator.unwrap_or_default(),
    };
    let mut shape = schema.shape().map_err(|error| invalid(error.to_string()))?;
    shape.prediction.clone_from(&settings.columns.prediction);
    let metric = Metric::from_settings(&settings.metric.name, &settings.metric.params, &shape)
        .map_err(|error| invalid(format!("The metric cannot be set up: {error}.")))?;
    let kinds = metric.prediction_kinds().iter().copied();
    let column = |(name, kind): (&String, joute_metrics::ColumnKind)| joute_evaluation::PredictionColumn {
        name: name.clone(),
        kind: kind.into(),
    };
    schema.prediction = settings.columns.prediction.iter().zip(kinds).map(column).collect();
    schema.direction = metric.direction();
    if schema.prediction.len() != settings.columns.prediction.len() {
        return Err(invalid("The metric does not read all prediction columns.".to_owned()));
    }
    Ok((schema, metric))
}

fn too_large(error: LayoutError) -> Refused {
    match error {
        LayoutError::Full | LayoutError::Short => {
            told(ErrorCode::TooLarge, "The solution is larger than is accepted here.").into()
        }
        other => Refused::Job(other.to_string()),
    }
}

/// A finding about the settings.
fn invalid(message: impl Into<String>, findings: &mut Findings) {
    findings.push(told(ErrorCode::InvalidSettings, message));
}
