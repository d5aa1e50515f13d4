//! The laws of the house, read from its manifests and files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each heavy dependency and the one crate that may name it.
const OWNERS: [(&str, &str); 16] = [
    ("diesel", "joute-database"),
    ("diesel-async", "joute-database"),
    ("diesel_migrations", "joute-database"),
    ("libsqlite3-sys", "joute-database"),
    ("tokio-postgres-rustls", "joute-database"),
    ("polars", "joute-scorer"),
    ("actix-web", "joute-api"),
    ("actix-multipart", "joute-api"),
    ("utoipa", "joute-api"),
    ("fluent-bundle", "joute-api"),
    ("tera", "joute-api"),
    ("object_store", "joute-storage"),
    ("landlock", "joute-sandbox"),
    ("seccompiler", "joute-sandbox"),
    ("jsonwebtoken", "joute-services"),
    ("argon2", "joute-services"),
];

/// Longest source file, in lines.
const LONGEST_FILE: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The manifests by package name.
fn manifests() -> BTreeMap<String, toml::Table> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap();
    let paths = folders.map(|entry| entry.unwrap().path().join("Cargo.toml")).filter(|path| path.exists());
    let manifest = |path: PathBuf| std::fs::read_to_string(path).unwrap().parse::<toml::Table>().unwrap();
    paths.map(manifest).map(|table| (table["package"]["name"].as_str().unwrap().to_owned(), table)).collect()
}

/// What a crate names outside of its tests, on any platform.
fn dependencies(manifest: &toml::Table) -> toml::Table {
    let table = |value: &toml::Value| value.get("dependencies").and_then(toml::Value::as_table).cloned();
    let mut all = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    for more in targets.into_iter().flat_map(toml::Table::values).filter_map(table) {
        all.extend(more);
    }
    all
}

#[test]
fn every_heavy_dependency_has_one_owner() {
    for (package, manifest) in manifests() {
        let dependencies = dependencies(&manifest);
        for (dependency, owner) in OWNERS {
            let names_it = dependencies.contains_key(dependency);
            assert!(!names_it || package == owner, "{package} names {dependency}, which belongs to {owner}");
            assert!(package != owner || names_it, "{owner} no longer names {dependency}: the table is out of date");
        }
    }
}

#[test]
fn api_and_services_do_not_link_polars() {
    for package in ["joute-api", "joute-services"] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--package", package])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let tree = String::from_utf8(output.stdout).unwrap();
        assert!(tree.starts_with(package), "the tree is not empty");
        assert!(!tree.lines().any(|line| line.starts_with("polars")), "{package} links polars");
    }
}

#[test]
fn no_source_file_is_longer_than_people_read() {
    let mut too_long = Vec::new();
    visit(&root().join("crates"), &mut |path| {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if is_source {
            let lines = std::fs::read_to_string(path).unwrap().lines().count();
            if lines > LONGEST_FILE {
                too_long.push(format!("{} has {lines} lines", path.display()));
            }
        }
    });
    assert!(too_long.is_empty(), "{too_long:?}");
}

#[test]
fn only_the_configuration_reads_the_environment() {
    let mut readers = Vec::new();
    visit(&root().join("crates"), &mut |path| {
        let text = path.to_str().unwrap();
        let is_product = path.extension().is_some_and(|extension| extension == "rs")
            && text.contains("/src/")
            && !text.contains("/testkit/");
        let is_configuration = text.contains("/cli/src/config/") || text.ends_with("test_support.rs");
        if is_product && !is_configuration && std::fs::read_to_string(path).unwrap().contains("env::var") {
            readers.push(text.to_owned());
        }
    });
    assert!(readers.is_empty(), "{readers:?}");
}

#[test]
fn every_crate_is_on_the_map() {
    let map = std::fs::read_to_string(root().join("crates/README.md")).unwrap();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(map.contains(&format!("`{name}`")), "crates/README.md does not tell of `{name}`");
        }
    }
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_hidden =
            path.file_name().is_some_and(|name| name == "target" || name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !is_hidden {
            visit(&path, look);
        } else if path.is_file() {
            look(&path);
        }
    }
}
