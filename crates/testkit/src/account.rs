//! The unprivileged account that servers run under when the tests run as root.
//!
//! Invariant: nothing started through an account keeps root's rights.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Accounts tried in this order; both exist on Debian, the first once `PostgreSQL` is installed.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// A user and group number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// Makes the command run under this account, without root's supplementary groups.
    pub(crate) fn apply(self, command: &mut Command) {
        command.uid(self.user).gid(self.group);
    }

    /// Hands a file or folder over to this account.
    pub(crate) fn own(self, path: &Path) -> io::Result<()> {
        chown(path, Some(self.user), Some(self.group))
    }
}

/// The account to switch to: `None` when the tests are not root, an error when root has nobody to become.
pub(crate) fn unprivileged() -> Result<Option<Account>, String> {
    if !is_root() {
        return Ok(None);
    }
    let table = fs::read_to_string("/etc/passwd").map_err(|error| format!("the account list: {error}"))?;
    let found = CANDIDATES.iter().find_map(|name| find(&table, name));
    found.map(Some).ok_or_else(|| format!("running as root and none of the accounts {CANDIDATES:?} exists"))
}

/// Whether the tests run as root: a process owns its own entry in `/proc`.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn find(table: &str, name: &str) -> Option<Account> {
    table.lines().find_map(|line| {
        let mut fields = line.split(':');
        let is_match = fields.next() == Some(name);
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        (is_match && user != 0).then_some(Account { user, group })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\nnobody:x:65534:65533:n:/:/bin/false\n";

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        assert_eq!(find(TABLE, "nobody"), Some(Account { user: 65534, group: 65533 }));
        assert_eq!(find(TABLE, "no"), None);
    }

    #[test]
    fn an_account_with_the_number_of_root_is_refused() {
        assert_eq!(find(TABLE, "toor"), None);
    }
}
