//! What tidying removes, and what it must leave.

use std::time::Duration;

use bytes::Bytes;
use joute_database::db_test;
use joute_domain::{Clock, CompetitionId, SubmissionId, TeamId, Timestamp};
use joute_services::upkeep::TidyReport;
use joute_storage::{Kind, SubmissionFile};

use crate::house::{PASSWORD, TestHouse, browser};

db_test! {
    /// A file whose upload was never acknowledged stays for a day, since it may be an upload under way, then goes.
    async fn a_forgotten_file_goes_after_a_day(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let key =
            SubmissionFile { competition: CompetitionId::new(), team: TeamId::new(), submission: SubmissionId::new() };
        house.storage().put_bytes(&key, Bytes::from_static(b"id,y\n")).await.unwrap();
        let soon = house.at(Clock::manual(Timestamp::now().plus(Duration::from_hours(23))));
        assert_eq!(soon.tidy().await.unwrap().files, 0);
        let later = house.at(Clock::manual(Timestamp::now().plus(Duration::from_hours(25))));
        assert_eq!(later.tidy().await.unwrap().files, 1);
        assert!(house.storage().list(Kind::Submissions).await.unwrap().is_empty());
    }

    /// Sessions that nobody used until their end go; one that is in use stays.
    async fn only_expired_sessions_go(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let milo = house.person("milo").await;
        house.sign_in(&browser("an old laptop"), "milo", PASSWORD.to_owned()).await.unwrap();
        house.pass(Duration::from_hours(14 * 24 + 1));
        house.sign_in(&browser("a new laptop"), "milo", PASSWORD.to_owned()).await.unwrap();
        assert_eq!(house.tidy().await.unwrap(), TidyReport { sessions: 1, files: 0, transfers: 0 });
        assert_eq!(house.list_sessions(milo.id).await.unwrap().len(), 1);
    }
}
