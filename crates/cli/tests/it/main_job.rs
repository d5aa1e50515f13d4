//! The main job: get the data, submit, be scored, stand on the board.

use joute_domain::Role;
use serde_json::Value;

use crate::house::{fixtures, house_test};

house_test! {
    /// From an empty house to a leaderboard whose scores are those that scikit-learn computed.
    async fn a_person_downloads_data_submits_and_stands_on_the_board(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let member = house.person("milo", Role::Member).await;
        let slug = host.host_fixture("penguins").await;

        let files = member.get(&format!("/competitions/{slug}/files")).await.ok();
        assert!(files.to_string().contains("train.csv"));
        let id = member.submit_fixture(&slug, "foret.csv").await;
        let submission = member.verdict(&slug, &id).await;

        let expected = std::fs::read(fixtures().join("competitions/penguins/expected_scores.json")).unwrap();
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        assert_eq!(submission["public_score"], expected["foret.csv"]["public"]);
        assert!(submission["private_score"].is_null(), "the private score stays hidden while it runs");
        let board = member.get(&format!("/competitions/{slug}/leaderboard")).await.ok();
        assert_eq!(board["standings"][0]["team"]["name"], "milo");
        assert_eq!(board["standings"][0]["rank"], 1);
    }
}
