//! Whether the locks hold on this machine, shown by a throw-away child.
//!
//! Invariant: judged from outside only: by the kernel's own account of the child, by what came
//! back, and by how the child died.

use std::os::fd::AsFd;
use std::time::Duration;

use super::locked_child::LockedChild;
use crate::linux::wire::PROBE_ROLE;
use crate::{Ending, Launcher, Limits, SandboxError, Tier, sealed_copy};

const CANARY: &[u8] = b"canary";

/// Runs the whole sequence in a throw-away child, warm-up included, lets it read a file it was
/// given, open one it was not given and make a forbidden call, and says which tier holds.
///
/// Fails when any lock cannot be had; nothing must be run on such a machine.
pub fn probe(launcher: &Launcher) -> Result<Tier, SandboxError> {
    let limits = Limits { cpu: Duration::from_secs(30), wall: Duration::from_secs(30), ..Limits::default() };
    let child = LockedChild::start(launcher, PROBE_ROLE, &limits)?;
    check_status(&std::fs::read_to_string(format!("/proc/{}/status", child.pid())).unwrap_or_default())?;
    let landlock = child.landlock();
    let canary = sealed_copy("probe", &mut &*CANARY, 64).map_err(SandboxError::HandOver)?;
    let run = child.run(&[], &[canary.as_fd()])?;
    if run.output != CANARY {
        return Err(SandboxError::NotHolding("the child could not read the file it was given".into()));
    }
    match run.ending {
        Ending::ForbiddenCall => Ok(Tier::B { landlock }),
        ending => Err(SandboxError::NotHolding(format!("after a forbidden call the child {ending}"))),
    }
}

/// Checks the kernel's account of the locked child. Where processes are hidden from each other
/// there is none; then the child's death at the forbidden call must do.
fn check_status(status: &str) -> Result<(), SandboxError> {
    let wanted =
        [("Seccomp", "2"), ("NoNewPrivs", "1"), ("CapEff", "0000000000000000"), ("CapPrm", "0000000000000000")];
    for (name, value) in wanted {
        let found = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
        if found.is_some_and(|found| found != value) {
            return Err(SandboxError::NotHolding(format!("{name} is {}", found.unwrap_or_default())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_without_a_filter_is_noticed() {
        assert!(check_status("Name:\tx\nNoNewPrivs:\t1\nSeccomp:\t2\n").is_ok());
        assert!(check_status("Name:\tx\nNoNewPrivs:\t1\nSeccomp:\t0\n").is_err());
        assert!(check_status("CapEff:\t000001ffffffffff\n").is_err());
    }
}
