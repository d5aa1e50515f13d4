//! `joute score`: the two jailed stages without a server.
//!
//! Invariant: exit code 0 with a score, 2 with the errors of the files or settings; the answer is on standard output.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use joute_domain::{CompetitionFile, ErrorCode, UploadReport};
use joute_evaluation::{EvaluationError, Scores};
use serde_json::json;

use super::show::line;
use crate::config::Config;
use crate::house;

/// What to score.
#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    /// The competition's settings.
    #[arg(long, value_name = "competition.toml")]
    competition: PathBuf,
    /// The truth.
    #[arg(long, value_name = "solution.csv")]
    solution: PathBuf,
    /// The predictions.
    #[arg(long, value_name = "submission.csv")]
    submission: PathBuf,
    /// A submission in the right shape, checked against the solution.
    #[arg(long, value_name = "sample_submission.csv")]
    sample: Option<PathBuf>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Text,
}

/// Scores one file and prints the answer.
pub(crate) fn run(config: &Config, arguments: &ScoreArguments) -> anyhow::Result<ExitCode> {
    match score(config, arguments)? {
        Ok(scores) => {
            print_scores(&scores, arguments.format)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(report) => {
            print_report(&report, arguments.format)?;
            Ok(ExitCode::from(2))
        }
    }
}

fn score(config: &Config, arguments: &ScoreArguments) -> anyhow::Result<Result<Scores, UploadReport>> {
    let text = std::fs::read_to_string(&arguments.competition)
        .with_context(|| format!("cannot read {}", arguments.competition.display()))?;
    let settings = match CompetitionFile::from_toml(&text) {
        Ok(file) => file.scoring(),
        Err(error) => return Ok(Err(UploadReport::of(ErrorCode::InvalidSettings, error.to_string()))),
    };
    let (solution, submission) = (open(&arguments.solution)?, open(&arguments.submission)?);
    let sample = arguments.sample.as_deref().map(open).transpose()?;
    let evaluator = house::evaluator(config)?;
    let outcome = evaluator.prepare_solution(&settings, &solution, sample.as_ref()).and_then(|prepared| {
        let canonical = evaluator.validate(&prepared.schema, &prepared.ids, &submission)?;
        evaluator.score(&prepared.schema, &canonical, &prepared.truth)
    });
    match outcome {
        Ok(scores) => Ok(Ok(scores)),
        Err(EvaluationError::Rejected(report)) => Ok(Err(report)),
        Err(stopped @ EvaluationError::Stopped { .. }) => {
            Ok(Err(UploadReport::of(ErrorCode::StageStopped, stopped.to_string())))
        }
        Err(error) => Err(anyhow::Error::new(error).context("the file could not be scored")),
    }
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("cannot open {}", path.display()))
}

fn print_scores(scores: &Scores, format: Format) -> anyhow::Result<()> {
    let rows = scores.rows.public + scores.rows.private;
    if format == Format::Json {
        return line(
            &json!({
                "score": { "all": scores.all, "public": scores.public, "private": scores.private },
                "rows": rows,
            })
            .to_string(),
        );
    }
    line(&format!("all      {}", scores.all.value()))?;
    if let Some(public) = scores.public {
        line(&format!("public   {}", public.value()))?;
    }
    if let Some(private) = scores.private {
        line(&format!("private  {}", private.value()))?;
    }
    line(&format!("rows     {rows}"))
}

fn print_report(report: &UploadReport, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return line(&serde_json::to_string(report)?);
    }
    for error in &report.errors {
        line(&format!("{} ({}): {}", error.code.as_str(), error.count, error.message))?;
        for place in &error.places {
            let part = |name: &str, value: Option<String>| value.map(|value| format!("{name} {value}"));
            let line_number = place.line.map(|line| line.to_string());
            let parts = [part("line", line_number), part("column", place.column.clone()), part("id", place.id.clone())];
            line(&format!("    {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))?;
        }
        if let Some(hint) = &error.hint {
            line(&format!("    hint: {hint}"))?;
        }
    }
    Ok(())
}
