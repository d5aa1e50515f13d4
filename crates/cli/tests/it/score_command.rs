//! `joute score`: the two jailed stages without a server.

use std::process::{Command, Output};

use serde_json::Value;

use crate::house::{binary, fixtures};

fn score(submission: &str, format: &str) -> Output {
    let place = fixtures().join("competitions/penguins");
    Command::new(binary())
        .args(["score", "--format", format])
        .arg("--competition")
        .arg(place.join("competition.toml"))
        .arg("--solution")
        .arg(place.join("solution.csv"))
        .arg("--sample")
        .arg(place.join("sample_submission.csv"))
        .arg("--submission")
        .arg(submission)
        .output()
        .unwrap()
}

#[test]
fn a_good_file_gets_its_scores_and_exit_code_0() {
    let file = fixtures().join("competitions/penguins/submissions/foret.csv");
    let output = score(file.to_str().unwrap(), "json");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["rows"], 130);
    assert_eq!(answer["score"]["public"], 1.0);
    assert!(answer["score"]["all"].is_number() && answer["score"]["private"].is_number());
}

#[test]
fn a_damaged_file_gets_every_error_with_its_place_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.csv");
    std::fs::write(&file, "id,species\nP004,Adelie\nP004,Adelie\nnobody,Gentoo\n").unwrap();
    let output = score(file.to_str().unwrap(), "json");
    assert_eq!(output.status.code(), Some(2));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<_> =
        answer["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
    for code in ["duplicate_ids", "unknown_ids", "missing_ids"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    let duplicate = answer["errors"].as_array().unwrap().iter().find(|error| error["code"] == "duplicate_ids").unwrap();
    assert_eq!(duplicate["places"][0]["id"], "P004");
}

#[test]
fn text_is_for_people() {
    let file = fixtures().join("competitions/penguins/submissions/foret.csv");
    let output = score(file.to_str().unwrap(), "text");
    assert!(String::from_utf8_lossy(&output.stdout).contains("public   1"));
}

#[test]
fn a_missing_file_is_told_with_exit_code_1() {
    let output = score("no-such-file.csv", "json");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-file.csv"));
}
