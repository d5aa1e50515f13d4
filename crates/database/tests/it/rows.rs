//! What goes in comes out, to the last bit and microsecond.

use joute_database::competitions::{self, Competition};
use joute_database::files::{self, CompetitionFile};
use joute_database::sketches::{self, StoredSketch};
use joute_database::solutions::{self, Solution};
use joute_database::submissions::{self, Submission};
use joute_database::users::{self, User};
use joute_database::{DatabaseError, db_test, pages};
use joute_domain::{
    ColumnSettings, Direction, ErrorCode, FileId, FileKind, HistogramBin, Language, MetricSettings, PageName,
    PublicationState, Role, Score, ScoringSettings, Sketch, SketchPart, SolutionId, SubmissionId, SubmissionState,
    TableProfile, Timestamp, UploadReport, Visibility,
};

use crate::builders::{Cup, batch, competition, noon, user};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn scoring() -> ScoringSettings {
    let mut params = joute_domain::Parameters::new();
    params.insert("k".to_owned(), serde_json::json!(5));
    ScoringSettings {
        metric: MetricSettings { name: "map_at_k".to_owned(), params },
        columns: ColumnSettings {
            id: "id".to_owned(),
            truth: vec!["espèce".to_owned()],
            prediction: vec!["prédiction".to_owned()],
            extra: Vec::new(),
            usage: Some("Usage".to_owned()),
            text: Vec::new(),
            roles: std::collections::BTreeMap::new(),
        },
        split: None,
    }
}

db_test! {
    fn a_person_comes_back_with_and_without_the_optional_fields(database: TestDatabase) {
        let conn = &mut database.connect();
        let bare = user("bare");
        let full = User {
            email: Some("Zoé@Example.org".parse().unwrap()),
            password_hash: Some("$argon2id$…".to_owned()),
            role: Role::Admin,
            language: Some(Language::Fr),
            disabled_at: Some(at("2026-12-31T23:59:59.999999Z")),
            ..user("full")
        };
        for person in [&bare, &full] {
            users::insert(conn, person).unwrap();
            assert_eq!(users::find(conn, &person.id).unwrap().as_ref(), Some(person));
        }
        assert_eq!(users::list(conn).unwrap(), [bare, full]);
    }

    fn a_competition_comes_back_with_and_without_the_optional_fields(database: TestDatabase) {
        let conn = &mut database.connect();
        let host = user("host");
        users::insert(conn, &host).unwrap();
        let bare = competition("bare", &host.id);
        let full = Competition {
            state: PublicationState::Published,
            visibility: Visibility::Public,
            zone: "Europe/Paris".parse().unwrap(),
            starts_at: Some(at("2026-01-01T00:00:00.000001Z")),
            ends_at: Some(at("2026-02-01T00:00:00Z")),
            scoring: Some(scoring()),
            direction: Some(Direction::HigherIsBetter),
            solution_id: Some(SolutionId::new()),
            revision: 7,
            published_at: Some(noon()),
            ..competition("full", &host.id)
        };
        for one in [&bare, &full] {
            competitions::insert(conn, one).unwrap();
            assert_eq!(competitions::find(conn, &one.id).unwrap().as_ref(), Some(one));
            assert_eq!(competitions::find_by_slug(conn, &one.slug).unwrap().as_ref(), Some(one));
        }
        assert_eq!(full.quota().per_day, 5);
        assert_eq!(full.schedule().phase(noon()), joute_domain::Phase::Finished);
        let listed: Vec<_> = competitions::list(conn).unwrap().into_iter().map(|one| one.id).collect();
        assert_eq!(listed, [bare.id, full.id], "the one that starts last comes first");
    }

    fn a_submission_comes_back_with_and_without_the_optional_fields(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let bare = cup.submission(noon());
        let full = Submission {
            state: SubmissionState::Failed,
            attempt: 3,
            worker: Some("ouvrière-1".to_owned()),
            lease_until: Some(noon()),
            solution_id: Some(SolutionId::new()),
            public_score: Some(Score::new(0.1 + 0.2).unwrap()),
            private_score: Some(Score::new(-f64::MAX).unwrap()),
            report: Some(UploadReport::of(ErrorCode::NotANumber, "line 3 holds « abc »")),
            finished_at: Some(noon()),
            engine: Some("joute 0.1.0, rmse 1".to_owned()),
            ..cup.submission(noon())
        };
        for one in [&bare, &full] {
            submissions::insert(conn, one).unwrap();
            assert_eq!(submissions::find(conn, &one.id).unwrap().as_ref(), Some(one));
        }
    }

    fn a_sketch_comes_back_bit_by_bit_and_goes_with_its_submission(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let submission = cup.submission(noon());
        submissions::insert(conn, &submission).unwrap();
        let score = Score::new(0.25).unwrap();
        let stored = |part, values| StoredSketch {
            submission_id: submission.id.clone(),
            part,
            engine: "joute 0.1.0, rmse 1".to_owned(),
            sketch: Sketch::sums(score, 2, values).unwrap(),
        };
        let public = stored(SketchPart::Public, vec![0.1 + 0.2, 3.0, -0.0, 1e300]);
        let private = stored(SketchPart::Private, vec![1.0; 2 * Sketch::MOST_BLOCKS]);
        sketches::put(conn, &stored(SketchPart::Public, vec![0.0, 0.0])).unwrap();
        for one in [&public, &private] {
            sketches::put(conn, one).unwrap();
        }
        let ids = [submission.id.clone(), SubmissionId::new()];
        assert_eq!(sketches::list(conn, &ids, SketchPart::Public).unwrap(), [public]);
        assert_eq!(sketches::list(conn, &ids, SketchPart::Private).unwrap(), [private]);
        sketches::delete(conn, &submission.id, SketchPart::Private).unwrap();
        assert_eq!(sketches::list(conn, &ids, SketchPart::Private).unwrap(), []);
        batch(conn, "DELETE FROM submissions").unwrap();
        assert_eq!(sketches::list(conn, &ids, SketchPart::Public).unwrap(), []);
    }

    fn files_come_back_in_the_order_of_their_use(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let histogram = vec![HistogramBin { label: "0–10".to_owned(), count: 3 }];
        let column = joute_domain::ColumnSummary {
            name: "poids".to_owned(),
            kind: "number".to_owned(),
            missing: 1,
            distinct: 3,
            distinct_is_exact: true,
            minimum: Some(0.1),
            maximum: Some(1e300),
            mean: None,
            histogram,
        };
        let profile = TableProfile { rows: 3, columns: vec![column], first_rows: vec![vec!["1".to_owned()]] };
        let file = |kind, name: &str, profile| CompetitionFile {
            id: FileId::new(),
            competition_id: cup.competition.id.clone(),
            kind,
            name: name.to_owned(),
            media_type: "text/csv".to_owned(),
            size_bytes: 1 << 40,
            sha256: "0f".repeat(32),
            profile,
            uploaded_by: cup.host.id.clone(),
            created_at: noon(),
            crc32: Some(u32::MAX),
        };
        let sample = file(FileKind::SampleSubmission, "a.csv", None);
        let train = file(FileKind::Train, "z.csv", Some(profile));
        for one in [&sample, &train] {
            files::insert(conn, one).unwrap();
            assert_eq!(files::find(conn, &one.id).unwrap().as_ref(), Some(one));
        }
        let id = &cup.competition.id;
        assert_eq!(files::list(conn, id).unwrap(), [train.clone(), sample]);
        assert_eq!(files::find_by_name(conn, id, "z.csv").unwrap(), Some(train.clone()));
        assert!(files::insert(conn, &file(FileKind::Other, "z.csv", None)).unwrap_err().is_unique_violation());
        assert!(files::delete(conn, &train.id).unwrap());
        assert!(!files::delete(conn, &train.id).unwrap());
    }

    fn a_solution_comes_back(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let solution = Solution {
            id: SolutionId::new(),
            competition_id: cup.competition.id.clone(),
            file_name: "solution.csv".to_owned(),
            source_sha256: "aa".repeat(32),
            truth_sha256: "bb".repeat(32),
            ids_sha256: "cc".repeat(32),
            size_bytes: 0,
            schema: r#"{"id":"integer"}"#.to_owned(),
            public_rows: 30,
            private_rows: 70,
            ignored_rows: 0,
            uploaded_by: cup.host.id.clone(),
            created_at: noon(),
            index_sha256: None,
        };
        solutions::insert(conn, &solution).unwrap();
        assert_eq!(solutions::find(conn, &solution.id).unwrap().as_ref(), Some(&solution));
        solutions::set_index(conn, &solution.id, "dd").unwrap();
        let indexed = Solution { index_sha256: Some("dd".to_owned()), ..solution };
        assert_eq!(solutions::list(conn, &cup.competition.id).unwrap(), [indexed]);
    }

    fn a_page_is_written_new_and_then_over_itself(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let id = &cup.competition.id;
        pages::put(conn, id, PageName::Rules, "one", noon()).unwrap();
        pages::put(conn, id, PageName::Overview, "# Été", noon()).unwrap();
        pages::put(conn, id, PageName::Rules, "two", at("2026-03-02T00:00:00Z")).unwrap();
        let found = pages::list(conn, id).unwrap();
        let told: Vec<_> = found.iter().map(|page| (page.name, page.markdown.as_str(), page.updated_at)).collect();
        let later = at("2026-03-02T00:00:00Z");
        assert_eq!(told, [(PageName::Overview, "# Été", noon()), (PageName::Rules, "two", later)]);
        assert!(pages::delete(conn, id, PageName::Rules).unwrap());
        assert!(!pages::delete(conn, id, PageName::Rules).unwrap());
    }

    fn instants_keep_their_microseconds_and_their_order(database: TestDatabase) {
        let conn = &mut database.connect();
        let texts = [
            "1999-12-31T23:59:59.999999Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z",
            "2026-01-01T00:00:00.001Z", "2026-01-01T00:00:00.100001Z", "2026-01-01T00:00:01Z",
        ];
        let cup = Cup::open(conn).unwrap();
        for text in texts.iter().rev() {
            submissions::insert(conn, &cup.submission(at(text))).unwrap();
        }
        let since = |text: &str| {
            let after = submissions::list_updated_since(conn, &cup.competition.id, &cup.team.id, at(text)).unwrap();
            after.iter().map(|one| one.created_at.to_string()).collect::<Vec<_>>()
        };
        let told: Vec<Vec<String>> = ["1970-01-01T00:00:00Z", texts[1], texts[2]].into_iter().map(since).collect();
        assert_eq!(told[0], texts);
        assert_eq!(told[1], texts[2..]);
        assert_eq!(told[2], texts[3..]);
    }

    fn a_change_over_an_old_revision_is_refused(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let read = cup.competition;
        assert!(competitions::update(conn, &Competition { title: "Un".to_owned(), ..read.clone() }).unwrap());
        assert!(!competitions::update(conn, &Competition { title: "Deux".to_owned(), ..read.clone() }).unwrap());
        assert!(competitions::touch(conn, &read.id).unwrap());
        let stored = competitions::find(conn, &read.id).unwrap().unwrap();
        assert_eq!((stored.title.as_str(), stored.revision), ("Un", 2));
    }

    fn violations_are_told_by_kind(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let taken = users::insert(conn, &user("amelie")).unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        let orphan = competition("orphan", &joute_domain::UserId::new());
        let missing = competitions::insert(conn, &orphan).unwrap_err();
        assert!(matches!(missing, DatabaseError::ForeignKeyViolation(_)), "{missing}");
        let idle = Competition { submissions_per_day: 0, ..competition("idle", &cup.host.id) };
        let refused = competitions::insert(conn, &idle).unwrap_err();
        assert!(matches!(refused, DatabaseError::CheckViolation(_)), "{refused}");
    }

    fn a_number_beyond_the_column_is_refused_before_the_database_sees_it(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let huge = Submission { size_bytes: u64::MAX, ..cup.submission(noon()) };
        assert!(matches!(submissions::insert(conn, &huge), Err(DatabaseError::Corrupt(_))));
    }

    fn a_stored_value_that_is_not_of_its_type_is_told_with_its_field(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        batch(conn, "UPDATE competitions SET scoring = '{\"metric\":'").unwrap();
        let error = competitions::find(conn, &cup.competition.id).unwrap_err();
        assert!(matches!(&error, DatabaseError::Corrupt(text) if text.contains("Competition.scoring")), "{error}");
    }
}

#[test]
fn a_score_that_is_no_number_never_reaches_the_database() {
    assert!(Score::new(f64::NAN).is_err());
}
