//! The hand-written schema against what the migrations really make.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use joute_database::{Conn, db_test};

/// Tables, each with its columns as `name -> Type`, in order.
type Tables = BTreeMap<String, Vec<String>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    in_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

const SQLITE: &str = "SELECT t.name AS in_table, c.name AS name, c.type AS kind, c.\"notnull\" = 0 AS nullable \
    FROM sqlite_schema t, pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '__diesel_schema_migrations' \
    ORDER BY t.name, c.cid";

const POSTGRES: &str = "SELECT table_name::text AS in_table, column_name::text AS name, data_type::text AS kind, \
    is_nullable = 'YES' AS nullable FROM information_schema.columns \
    WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' ORDER BY table_name, ordinal_position";

fn migrated(conn: &mut Conn) -> Tables {
    let columns: Vec<Column> = match conn {
        Conn::Pg(c) => diesel::sql_query(POSTGRES).load(c).unwrap(),
        Conn::Sqlite(c) => diesel::sql_query(SQLITE).load(c).unwrap(),
    };
    let mut tables = Tables::new();
    for column in columns {
        let kind = in_schema(&column.kind);
        let kind = if column.nullable { format!("Nullable<{kind}>") } else { kind.to_owned() };
        tables.entry(column.in_table).or_default().push(format!("{} -> {kind}", column.name));
    }
    tables
}

fn in_schema(kind: &str) -> &'static str {
    match kind.to_lowercase().as_str() {
        "text" => "Text",
        "bigint" => "BigInt",
        "boolean" => "Bool",
        "double precision" => "Double",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        other => panic!("{other} is not one of the portable types"),
    }
}

/// The declarations in `schema.rs`, read as text.
fn declared() -> Tables {
    let mut tables = Tables::new();
    let mut table = String::new();
    for line in include_str!("../../src/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
            name.clone_into(&mut table);
        } else if line.contains(" -> ") && line.ends_with(',') {
            tables.entry(table.clone()).or_default().push(line.trim_end_matches(',').to_owned());
        }
    }
    tables
}

db_test! {
    fn the_schema_equals_the_migrated_database(database: TestDatabase) {
        let declared = declared();
        assert!(declared.len() > 10, "{declared:?}");
        assert_eq!(declared, migrated(&mut database.connect()));
    }
}
