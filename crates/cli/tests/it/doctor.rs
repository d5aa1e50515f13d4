//! `joute doctor` and the demand for a tier, also on a machine without user namespaces.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::house::binary;

fn joute(folder: &Path, command: &str, settings: &[(&str, &str)]) -> Output {
    let mut child = Command::new(binary());
    child.arg(command).env_clear().env("JOUTE_DATA_FOLDER", folder).envs(settings.iter().copied());
    child.stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The line about one question.
fn line<'t>(report: &'t str, about: &str) -> &'t str {
    report.lines().find(|line| line.split_whitespace().nth(1) == Some(about)).unwrap_or_else(|| panic!("{report}"))
}

#[test]
fn each_question_has_one_line_and_a_failing_one_decides_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let before = joute(folder.path(), "doctor", &[]);
    let report = text(&before.stdout);
    assert_eq!(before.status.code(), Some(1), "{report}");
    assert!(line(&report, "database").starts_with("failing") && report.contains("joute migrate"), "{report}");
    for about in ["version", "jail", "landlock", "cgroup", "storage"] {
        assert!(line(&report, about).starts_with("ok"), "{report}");
    }
    assert!(joute(folder.path(), "migrate", &[]).status.success());
    let after = joute(folder.path(), "doctor", &[]);
    assert_eq!(after.status.code(), Some(0), "{}", text(&after.stdout));
}

#[test]
fn a_store_that_does_not_answer_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("JOUTE_STORAGE_FOLDER", "/proc/no-such-folder")];
    let report = text(&joute(folder.path(), "doctor", &settings).stdout);
    assert!(line(&report, "storage").starts_with("failing"), "{report}");
}

/// Runs the program as a plain user in a namespace whose own limit of user namespaces is nought; `None` where the
/// tools or the rights for that are missing.
fn without_user_namespaces(command: &str, settings: &[(&str, &str)]) -> Option<(Output, tempfile::TempDir)> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    // The build folder may be closed to others.
    let program = folder.path().join("joute");
    std::fs::copy(binary(), &program).unwrap();
    let script = format!("echo 0 > /proc/sys/user/max_user_namespaces && exec {} {command}", program.display());
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let world = ["unshare", "--user", "--map-current-user", "--keep-caps", "sh", "-c"];
    let mut child = Command::new("setpriv");
    child.args(user).args(world).arg(&script).env("JOUTE_DATA_FOLDER", folder.path().join("data"));
    let output = child.envs(settings.iter().copied()).stdin(Stdio::null()).output().ok()?;
    let has_started = text(&output.stdout).contains("version") || text(&output.stderr).contains("joute");
    if !has_started {
        eprintln!("a machine without user namespaces was NOT tried: {}", text(&output.stderr));
    }
    has_started.then_some((output, folder))
}

#[test]
fn without_user_namespaces_tier_b_is_enough_unless_a_is_demanded() {
    let Some((allowed, _folder)) = without_user_namespaces("doctor", &[]) else { return };
    let report = text(&allowed.stdout);
    assert!(line(&report, "jail").starts_with("ok"), "{report}");
    assert!(line(&report, "jail").contains("tier b, not a: ") && report.contains("namespaces"), "{report}");

    let demand = [("JOUTE_SANDBOX_MIN_TIER", "a")];
    let Some((refused, _folder)) = without_user_namespaces("doctor", &demand) else { return };
    let report = text(&refused.stdout);
    assert!(line(&report, "jail").starts_with("failing") && report.contains("namespaces"), "{report}");
    assert_eq!(refused.status.code(), Some(1));

    let Some((serve, _folder)) = without_user_namespaces("serve", &demand) else { return };
    let words = text(&serve.stderr);
    assert_eq!(serve.status.code(), Some(1), "{words}");
    assert!(words.contains("sandbox.min_tier") && words.contains("namespaces"), "{words}");
}
