//! The same table in every accepted wrapping, and each of them damaged.

use std::io::Cursor;

use joute_domain::ErrorCode;
use joute_evaluation::{Bounds, EvaluationError};
use libtest_mimic::Trial;
use polars::prelude::{Column, DataFrame, IpcCompression, IpcWriter, SerWriter};

use crate::files::{Competition, codes, evaluator, file, settings, words};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("formats::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("every_wrapping_has_the_same_score", every_wrapping_has_the_same_score),
        trial("a_file_cut_off_anywhere_is_refused", a_file_cut_off_anywhere_is_refused),
        trial("flipped_bytes_give_a_score_or_a_refusal", flipped_bytes_give_a_score_or_a_refusal),
        trial("a_zstd_bomb_is_too_large", a_zstd_bomb_is_too_large),
        trial("an_arrow_file_is_checked_as_any_other", an_arrow_file_is_checked_as_any_other),
    ]
}

const TABLE: &str = "id,y\nb,2\na,1.5\nc,4\n";

fn competition() -> Competition {
    Competition::new(&settings("mae", "y"), "id,y\nb,2\na,1\nc,3\n")
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 3).unwrap()
}

fn arrow(ids: [&str; 3], values: [f64; 3], compression: Option<IpcCompression>) -> Vec<u8> {
    let columns = vec![Column::new("id".into(), ids), Column::new("y".into(), values)];
    let mut frame = DataFrame::new(3, columns).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    IpcWriter::new(&mut bytes).with_compression(compression).finish(&mut frame).unwrap();
    bytes.into_inner()
}

fn wrappings() -> Vec<(&'static str, Vec<u8>)> {
    let (ids, values) = (["b", "a", "c"], [2.0, 1.5, 4.0]);
    vec![
        ("zstd", zstd(TABLE.as_bytes())),
        ("arrow", arrow(ids, values, None)),
        ("arrow with lz4", arrow(ids, values, Some(IpcCompression::LZ4))),
    ]
}

fn every_wrapping_has_the_same_score() {
    let competition = competition();
    assert_eq!(competition.score(TABLE), 0.5);
    for (name, bytes) in wrappings() {
        let scores = competition.submit(&bytes);
        assert_eq!(scores.unwrap_or_else(|error| panic!("{name}: {error:?}")).all.value(), 0.5, "{name}");
    }
}

/// Neither the platform's fault nor a score that is not one.
fn is_told(result: &Result<joute_evaluation::Scores, EvaluationError>) -> bool {
    match result {
        Ok(scores) => scores.all.value().is_finite(),
        Err(error) => error.report().is_some(),
    }
}

fn a_file_cut_off_anywhere_is_refused() {
    let competition = competition();
    for (name, bytes) in wrappings() {
        let step = bytes.len().div_ceil(40);
        for length in (1..bytes.len()).step_by(step) {
            let result = competition.submit(&bytes[..length]);
            assert!(result.is_err() && is_told(&result), "{name} cut at {length}: {result:?}");
        }
    }
}

fn flipped_bytes_give_a_score_or_a_refusal() {
    let competition = competition();
    let mut state = 7_u64;
    for (name, bytes) in wrappings() {
        for _ in 0..40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(state >> 33).unwrap() % bytes.len();
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << (state >> 20 & 7);
            let result = competition.submit(&damaged);
            assert!(is_told(&result), "{name} flipped at {place}: {result:?}");
        }
    }
}

fn a_zstd_bomb_is_too_large() {
    let mut bomb = zstd::Encoder::new(Vec::new(), 19).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..64 {
        std::io::Write::write_all(&mut bomb, &zeros).unwrap();
    }
    let (bomb, competition) = (bomb.finish().unwrap(), competition());
    let evaluator = evaluator().with_bounds(Bounds { table_bytes: 1 << 22, ..Bounds::default() });
    let schema = &competition.prepared.schema;
    match evaluator.validate(schema, &competition.prepared.ids, &file(bomb)) {
        Err(EvaluationError::Rejected(report)) => {
            assert_eq!(codes(&report), [(ErrorCode::TooLarge, 1)], "{}", words(&report));
        }
        other => panic!("not refused: {other:?}"),
    }
}

fn an_arrow_file_is_checked_as_any_other() {
    let report = competition().refusal(arrow(["b", "a", "x"], [1.0, f64::INFINITY, 2.0], None));
    let found: Vec<ErrorCode> = report.errors.iter().map(|error| error.code).collect();
    for code in [ErrorCode::MissingIds, ErrorCode::UnknownIds, ErrorCode::NotFinite] {
        assert!(found.contains(&code), "{}", words(&report));
    }
}
