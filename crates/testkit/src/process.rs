//! A server process that cannot outlive the test process.
//!
//! Invariant: a guard shell holds the reading end of a pipe whose only writing end is ours. When we end in whatever
//! way, the pipe closes, and the guard stops the server and removes its folder.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::account::Account;

const FOLDER_VARIABLE: &str = "JOUTE_GUARD_FOLDER";

/// Arguments: signal, program, its arguments. The loop finds what the server itself started (a browser names the
/// folder on its command line) and returns only once all of that is gone; the folder comes as a variable so that the
/// guard does not find itself.
const GUARD: &str = r#"
folder=$JOUTE_GUARD_FOLDER; signal=$1; shift
( "$@" >"$folder/output.log" 2>&1 & echo $! >"$folder/pid"; wait $!; echo $? >"$folder/ended" ) &
cat >/dev/null
until [ -s "$folder/pid" ]; do sleep 0.05; done
kill -"$signal" "$(cat "$folder/pid")" 2>/dev/null
wait
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  found=$(printf %s "$folder" | grep -lF -f - /proc/[0-9]*/cmdline 2>/dev/null)
  [ -n "$found" ] || break
  for line in $found; do
    number=${line#/proc/}; kill -KILL "${number%/cmdline}" 2>/dev/null
  done
  sleep 0.1
done
for round in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$folder" 2>/dev/null && break; sleep 0.1; done
"#;

/// What to start and how to stop it.
#[derive(Debug)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Its environment, added to ours.
    pub environment: Vec<(OsString, OsString)>,
    /// The name of the signal that ends it, such as `TERM`.
    pub signal: &'static str,
}

/// A running server with a folder of its own; dropping it stops the server and removes the folder.
#[derive(Debug)]
pub struct GuardedProcess {
    folder: PathBuf,
    guard: Child,
}

impl GuardedProcess {
    /// Starts the program with `folder` as its working folder; the guard owns that folder from now on.
    pub fn spawn(folder: &Path, launch: &Launch) -> io::Result<Self> {
        Self::spawn_as(None, folder, launch)
    }

    pub(crate) fn spawn_as(account: Option<Account>, folder: &Path, launch: &Launch) -> io::Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard", launch.signal]);
        command.arg(&launch.program).args(&launch.arguments).current_dir(folder);
        command.envs(launch.environment.iter().map(|(name, value)| (name, value)));
        command.env(FOLDER_VARIABLE, folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Its own process group: a Ctrl-C meant for the tests must not kill the guard before it has cleaned up.
        command.process_group(0);
        if let Some(account) = account {
            account.apply(&mut command);
        }
        let guard = command.spawn()?;
        Ok(Self { folder: folder.to_owned(), guard })
    }

    /// The server's working folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The process number of the server, once it runs.
    pub fn server_id(&self) -> Option<u32> {
        std::fs::read_to_string(self.folder.join("pid")).ok()?.trim().parse().ok()
    }

    /// Whether the server ended by itself.
    pub fn has_ended(&self) -> bool {
        self.folder.join("ended").exists()
    }

    /// What the server has written to its output and error streams so far.
    pub fn output(&self) -> String {
        std::fs::read(self.folder.join("output.log"))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

impl Drop for GuardedProcess {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::wait_until;

    fn sleeper() -> Launch {
        Launch { program: "sleep".into(), arguments: vec!["600".into()], environment: Vec::new(), signal: "TERM" }
    }

    #[test]
    fn a_dropped_server_is_gone_and_so_is_its_folder() {
        let folder = tempfile::tempdir().unwrap().keep();
        let server = GuardedProcess::spawn(&folder, &sleeper()).unwrap();
        let number = wait_until("the server runs", Duration::from_secs(20), || server.server_id());
        assert!(!server.has_ended());
        drop(server);
        assert!(!Path::new(&format!("/proc/{number}")).exists());
        assert!(!folder.exists());
    }

    #[test]
    fn a_server_that_ends_by_itself_is_noticed() {
        let folder = tempfile::tempdir().unwrap().keep();
        let launch =
            Launch { program: "sh".into(), arguments: vec!["-c".into(), "echo no port; exit 3".into()], ..sleeper() };
        let server = GuardedProcess::spawn(&folder, &launch).unwrap();
        wait_until("the server ended", Duration::from_secs(20), || server.has_ended().then_some(()));
        assert_eq!(server.output(), "no port\n");
    }
}
