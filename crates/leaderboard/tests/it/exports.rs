//! CSV and JSON.

use joute_leaderboard::{BoardView, csv};

use crate::house::{public, submission, team};

#[test]
fn csv_keeps_numbers_exact_and_text_harmless() {
    let (evil, plain) = (team(1, "=HYPERLINK(\"x\")"), team(2, "Élan, the \"2nd\"\nline"));
    let submissions = [
        submission(1, &evil, 0.1 + 0.2, 0.5, 1),
        submission(2, &plain, -1e-9, 0.5, 2),
        submission(3, &plain, 7.0, 7.0, 230),
    ];
    let text = csv(&public(&[evil, plain], &submissions));
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0][..4], ["1", "false", "Élan, the \"2nd\"\nline", "Élan, the \"2nd\"\nline member"]);
    assert_eq!(rows[0][4..], ["-1e-9", "2", "2026-10-01T09:00:00Z", "2026-10-10T21:00:00Z", "0"]);
    assert_eq!(rows[1][2], "'=HYPERLINK(\"x\")");
    assert_eq!(rows[1][4].parse::<f64>().unwrap().to_bits(), (0.1_f64 + 0.2).to_bits());
}

#[test]
fn an_empty_board_is_a_header() {
    assert_eq!(csv(&public(&[], &[])), "rank,tied,team,members,score,entries,best_at,last_at,movement\r\n");
}

#[test]
fn json_has_stable_names_and_neither_submission_nor_private_score() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let submissions =
        [submission(1, &ada, 0.25, 0.75, 1), submission(2, &bo, 0.5, 0.5, 2), submission(3, &bo, 0.125, 0.5, 239)];
    let view = serde_json::to_value(BoardView::from(&public(&[ada, bo], &submissions))).unwrap();
    assert_eq!(
        view["standings"][0],
        serde_json::json!({
            "rank": 1, "tied": false,
            "team": {"id": "00000000-0000-7000-8000-000000000002", "name": "bo", "members": ["bo member"]},
            "score": 0.125, "score_shown": "0.12500", "entries": 2,
            "best_at": "2026-10-11T06:00:00Z", "last_at": "2026-10-11T06:00:00Z",
            "movement": {"kind": "up", "places": 1},
        })
    );
    assert_eq!((&view["kind"], &view["direction"]), (&"public".into(), &"lower_is_better".into()));
    assert_eq!(view["computed_at"], "2026-10-11T07:00:00Z");
}
