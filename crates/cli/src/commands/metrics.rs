//! `joute metrics`: what competitions can be scored by.
//!
//! Invariant: everything said here comes from the catalogue that scores.

use std::process::ExitCode;

use clap::Args;
use joute_metrics::{Direction, MetricInfo, ParameterDefault, Role, catalogue, find};

use super::show::line;

/// Which metric to explain.
#[derive(Debug, Args)]
pub(crate) struct MetricsArguments {
    /// A metric's name; without it all are listed.
    name: Option<String>,
}

/// Lists the metrics, or explains one.
pub(crate) fn run(arguments: &MetricsArguments) -> anyhow::Result<ExitCode> {
    let Some(name) = &arguments.name else {
        for metric in catalogue() {
            line(&format!("{:<32} {:<4} {}", metric.name, word(metric.direction), metric.summary))?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Some(metric) = find(name) else {
        line(&format!("There is no metric `{name}`.{}", near(name)))?;
        return Ok(ExitCode::from(2));
    };
    explain(metric)?;
    Ok(ExitCode::SUCCESS)
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::HigherIsBetter => "max",
        Direction::LowerIsBetter => "min",
    }
}

fn explain(metric: &MetricInfo) -> anyhow::Result<()> {
    let better = match metric.direction {
        Direction::HigherIsBetter => "higher is better",
        Direction::LowerIsBetter => "lower is better",
    };
    line(&format!("{}: {} ({better})", metric.name, metric.summary))?;
    if let Some(formula) = metric.formula() {
        line(&format!("\nFormula\n  {formula}"))?;
    }
    line("\nParameters")?;
    if metric.parameters.is_empty() {
        line("  none")?;
    }
    for parameter in metric.parameters {
        let default = match parameter.default {
            ParameterDefault::Required => "required".to_owned(),
            ParameterDefault::Absent => "optional".to_owned(),
            ParameterDefault::Number(number) => format!("default {number}"),
            ParameterDefault::Flag(flag) => format!("default {flag}"),
            ParameterDefault::Text(text) => format!("default \"{text}\""),
        };
        line(&format!("  {} ({default}): {}; {}", parameter.name, parameter.kind, parameter.summary))?;
    }
    let roles: Vec<&str> = metric.roles.iter().map(|role| Role::as_str(*role)).collect();
    line(&format!("\nSolution columns besides the truth\n  {}", roles.join(", ")))?;
    let example = metric.example();
    line(&format!("\nSolution\n{}", indented(example.solution)))?;
    line(&format!("\nSubmission\n{}", indented(example.submission)))?;
    line(&format!("\nReference\n  {}", metric.reference))
}

fn indented(table: &str) -> String {
    table.lines().map(|row| format!("  {row}")).collect::<Vec<_>>().join("\n")
}

/// Names that hold a part of what was asked for.
fn near(name: &str) -> String {
    let parts: Vec<&str> = name.split(['_', '-', ' ']).filter(|part| part.len() > 1).collect();
    let alike = catalogue().iter().filter(|metric| parts.iter().any(|part| metric.name.contains(part)));
    let names: Vec<&str> = alike.map(|metric| metric.name).collect();
    if names.is_empty() { " `joute metrics` lists all.".to_owned() } else { format!(" Perhaps {}.", names.join(", ")) }
}
