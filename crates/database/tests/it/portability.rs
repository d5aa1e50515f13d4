//! The rules of `migrations/README.md`, read off the migrations themselves and tried on both databases.

use joute_database::db_test;

use crate::builders::{Cup, batch};

const BEGINNINGS: [&str; 8] = [
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "DROP INDEX ",
    "INSERT INTO ",
    "UPDATE ",
];

/// Each compiles on one of the two only, or means something else on the other.
const REFUSED: [&str; 16] = [
    "ALTER COLUMN",
    "ADD CONSTRAINT",
    "SERIAL",
    "AUTOINCREMENT",
    "NOW()",
    "CURRENT_",
    "VARCHAR",
    "INTEGER",
    "JSON",
    "BYTEA",
    "BLOB",
    "TIMESTAMPTZ",
    "RETURNING",
    "TRIGGER",
    "IF NOT EXISTS",
    "::",
];

fn migrations() -> Vec<(String, String)> {
    let tree = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let folders = std::fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| [folder.join("up.sql"), folder.join("down.sql")]);
    files.map(|file| (file.display().to_string(), std::fs::read_to_string(file).unwrap())).collect()
}

fn statements(sql: &str) -> Vec<String> {
    let code = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let words = code.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    words.split(';').map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn migrations_use_only_what_both_databases_understand() {
    let files = migrations();
    assert!(files.len() >= 2);
    for (file, sql) in files {
        for statement in statements(&sql) {
            assert!(BEGINNINGS.iter().any(|begin| statement.starts_with(begin)), "{file}: {statement}");
            let refused: Vec<_> = REFUSED.iter().filter(|word| statement.contains(*word)).collect();
            assert!(refused.is_empty(), "{file}: {refused:?} in {statement}");
        }
    }
}

#[test]
fn every_constraint_but_a_single_primary_key_has_a_name() {
    for (file, sql) in migrations() {
        for statement in statements(&sql).iter().filter(|statement| statement.starts_with("CREATE TABLE")) {
            let rules = [" CHECK (", " UNIQUE", " REFERENCES ", " FOREIGN KEY"];
            let count: usize = rules.iter().map(|rule| statement.matches(rule).count()).sum();
            let names = statement.matches("CONSTRAINT ").count() - statement.matches(" PRIMARY KEY (").count();
            assert_eq!(count, names, "{file}: {statement}");
        }
    }
}

db_test! {
    fn the_allowed_changes_work(database: TestDatabase) {
        let conn = &mut database.connect();
        Cup::open(conn).unwrap();
        for change in [
            "ALTER TABLE teams ADD COLUMN motto TEXT",
            "ALTER TABLE teams ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT TRUE",
            "ALTER TABLE teams RENAME COLUMN motto TO slogan",
            "CREATE UNIQUE INDEX teams_slogan_once ON teams (competition_id, slogan) WHERE slogan IS NOT NULL",
            "UPDATE teams SET slogan = 'x' WHERE is_open = TRUE",
            "DROP INDEX teams_slogan_once",
            "ALTER TABLE teams DROP COLUMN slogan",
            // The long way, for a table that no other refers to.
            "CREATE TABLE new_pages (id TEXT NOT NULL PRIMARY KEY, markdown TEXT NOT NULL)",
            "INSERT INTO new_pages (id, markdown) SELECT id, markdown FROM pages",
            "DROP TABLE pages",
            "ALTER TABLE new_pages RENAME TO pages",
        ] {
            batch(conn, change).unwrap_or_else(|error| panic!("{change}: {error}"));
        }
    }
}
