//! A disk that is soon full.
//!
//! Invariant: the disk is mounted in a namespace of its own, so nothing of it remains after the test. The test
//! program starts itself again inside that namespace, because a mount cannot be seen from outside by an ordinary path.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use crate::account;
use crate::network::wait_until;
use crate::process::{GuardedProcess, Launch};

const DISK_VARIABLE: &str = "JOUTE_TEST_SMALL_DISK";
const LIMIT: Duration = Duration::from_mins(5);

/// Arguments: size, test program, its arguments.
const MOUNT: &str = r#"
mkdir disk && mount -t tmpfs -o size="$1" tmpfs disk || exit 1
touch mounted; shift
JOUTE_TEST_SMALL_DISK=$PWD/disk exec "$@"
"#;

/// Tells the whole story of the present test on an empty disk of `bytes`, in a process of its own; records the test
/// as skipped where the machine allows no mount. To be called once, from the test function itself.
///
/// # Panics
///
/// When the story fails, or when the mount is impossible although demanded (as `tmpfs`).
pub fn on_small_disk(bytes: u64, story: impl FnOnce(&Path)) {
    if let Some(disk) = std::env::var_os(DISK_VARIABLE) {
        return story(Path::new(&disk));
    }
    let test = std::thread::current().name().expect("a test runs on a thread of its name").to_owned();
    if let Some(inner) = crate::require("tmpfs", run_inside(bytes, &test)) {
        let code = std::fs::read_to_string(inner.folder().join("ended")).unwrap_or_default();
        // The harness also succeeds when it finds no test of that name.
        let passed = code.trim() == "0" && inner.output().contains("1 passed");
        assert!(passed, "the story failed on the small disk: {}", inner.output());
    }
}

/// Runs the test inside the namespace to its end, or says why nothing can be mounted.
fn run_inside(bytes: u64, test: &str) -> Result<GuardedProcess, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = tempfile::Builder::new().prefix("joute-disk-").tempdir().map_err(|error| error.to_string())?.keep();
    // Root mounts by right; everybody else becomes root of a user namespace first.
    let become_root: &[&str] = if account::is_root() { &[] } else { &["--map-root-user"] };
    let size = bytes.to_string();
    let mount = ["--mount", "sh", "-c", MOUNT, "mount", &size];
    let arguments = become_root.iter().chain(&mount).map(OsString::from);
    let rerun = [program.into(), "--exact".into(), test.into(), "--nocapture".into()];
    let launch = Launch {
        program: "unshare".into(),
        arguments: arguments.chain(rerun).collect(),
        environment: Vec::new(),
        signal: "KILL",
    };
    let inner = GuardedProcess::spawn(&folder, &launch).map_err(|error| error.to_string())?;
    wait_until("the story on the small disk ends", LIMIT, || inner.has_ended().then_some(()));
    if folder.join("mounted").exists() { Ok(inner) } else { Err(inner.output()) }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Write};

    use super::*;

    #[test]
    fn more_than_the_disk_holds_is_refused_as_full() {
        on_small_disk(64 * 1024, |disk| {
            let mut file = std::fs::File::create(disk.join("large")).unwrap();
            let refused = file.write_all(&vec![7; 128 * 1024]).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::StorageFull);
        });
    }

    #[test]
    #[should_panic(expected = "the kettle is cold")]
    fn a_story_that_fails_inside_fails_the_test() {
        // Where nothing can be mounted there is nothing to see either.
        on_small_disk(64 * 1024, |_| panic!("the kettle is cold"));
        panic!("skipped: the kettle is cold");
    }
}
