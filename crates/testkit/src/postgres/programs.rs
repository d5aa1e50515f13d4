//! Where the machine keeps `initdb` and `postgres`.
//!
//! Invariant: both programs come from the same folder, so their versions agree.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::PROGRAMS_VARIABLE;

/// Finds the folder that holds the programs, or says where it looked.
pub(super) fn find() -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os(PROGRAMS_VARIABLE) {
        let folder = PathBuf::from(folder);
        let missing = format!("no initdb and postgres in {PROGRAMS_VARIABLE}={}", folder.display());
        return is_complete(&folder).then_some(folder).ok_or(missing);
    }
    let searched = search_path().into_iter().chain(installed_versions()).chain(configured());
    let mut complete = searched.filter(|folder| is_complete(folder));
    complete
        .next()
        .ok_or_else(|| "no initdb and postgres in PATH, /usr/lib/postgresql or pg_config's folder".to_owned())
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
}

fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

/// Debian's folders, newest version first.
fn installed_versions() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    versions.into_iter().rev().map(|(_, folder)| folder).collect()
}

fn configured() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(folder.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_one_of_the_two_programs_is_not_enough() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("initdb"), "").unwrap();
        assert!(!is_complete(folder.path()));
        std::fs::write(folder.path().join("postgres"), "").unwrap();
        assert!(is_complete(folder.path()));
    }
}
