//! Whether the locks hold on this machine, shown by a throw-away child.
//!
//! Invariant: judged from outside only: by the kernel's own account of the child, by what came
//! back, and by how the child died.

use std::os::fd::AsFd;
use std::time::Duration;

use super::locked_child::LockedChild;
use crate::linux::wire::PROBE_ROLE;
use crate::{ControlGroup, Ending, Launcher, Limits, Probed, SandboxError, Tier, sealed_copy};

const CANARY: &[u8] = b"canary";

/// Runs the whole sequence in a throw-away child, warm-up included, lets it read a file it was given, open one it was
/// not given and make a forbidden call, and says what holds: tier A, or else tier B in a fresh child. Nothing of a
/// half-locked process is ever used.
///
/// Fails when even tier B cannot be had; nothing must be run on such a machine.
pub fn probe(launcher: &Launcher) -> Result<Probed, SandboxError> {
    let (group, why_no_group) = group(launcher);
    let launcher = launcher.clone().in_group(group.clone());
    let attempt = |tier| probe_tier(&launcher.clone().in_tier(tier), tier);
    let (tier, landlock, why_not_a) = match attempt(Tier::A) {
        Ok(landlock) => (Tier::A, landlock, None),
        Err(error) => (Tier::B, attempt(Tier::B)?, Some(explained(&error))),
    };
    Ok(Probed { tier, landlock, group, why_not_a, why_no_group })
}

/// A place for control groups, and that a child can enter one.
fn group(launcher: &Launcher) -> (Option<ControlGroup>, Option<String>) {
    let tried = ControlGroup::find().and_then(|group| {
        let launcher = launcher.clone().in_tier(Tier::B).in_group(Some(group.clone()));
        match LockedChild::start(&launcher, PROBE_ROLE, &limits()) {
            // Anything else is not the group's fault and will be told by the probe of the tier.
            Err(error @ (SandboxError::Spawn(_) | SandboxError::Group(_))) => Err(explained(&error)),
            _ => Ok(group),
        }
    });
    match tried {
        Ok(group) => (Some(group), None),
        Err(reason) => (None, Some(reason)),
    }
}

/// An error and its causes in one line.
fn explained(error: &SandboxError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn limits() -> Limits {
    Limits { cpu: Duration::from_secs(30), wall: Duration::from_secs(30), ..Limits::default() }
}

fn probe_tier(launcher: &Launcher, tier: Tier) -> Result<Option<u8>, SandboxError> {
    let child = LockedChild::start(launcher, PROBE_ROLE, &limits())?;
    let status = child.pid().and_then(|pid| std::fs::read_to_string(format!("/proc/{pid}/status")).ok());
    check_status(&status.unwrap_or_default(), tier)?;
    let landlock = child.landlock();
    let canary = sealed_copy("probe", &mut &*CANARY, 64).map_err(SandboxError::HandOver)?;
    let run = child.run(&[], &[canary.as_fd()])?;
    if run.output != CANARY {
        return Err(SandboxError::NotHolding("the child could not read the file it was given".into()));
    }
    match run.ending {
        Ending::ForbiddenCall => Ok(landlock),
        ending => Err(SandboxError::NotHolding(format!("after a forbidden call the child {ending}"))),
    }
}

/// Checks the kernel's account of the locked child. Where processes are hidden from each other
/// there is none; then the child's death at the forbidden call must do.
fn check_status(status: &str, tier: Tier) -> Result<(), SandboxError> {
    let wanted =
        [("Seccomp", "2"), ("NoNewPrivs", "1"), ("CapEff", "0000000000000000"), ("CapPrm", "0000000000000000")];
    let found = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    // One number for each nested namespace; the worker is the second process of its own.
    if tier == Tier::A && found("NSpid").is_some_and(|numbers| numbers.split_whitespace().nth(1) != Some("2")) {
        return Err(SandboxError::NotHolding("the child is in no process namespace of its own".into()));
    }
    for (name, value) in wanted {
        let found = found(name);
        if found.is_some_and(|found| found != value) {
            return Err(SandboxError::NotHolding(format!("{name} is {}", found.unwrap_or_default())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_status(status: &str) -> Result<(), SandboxError> {
        super::check_status(status, Tier::A)
    }

    #[test]
    fn a_child_in_the_namespace_of_the_host_is_noticed() {
        assert!(check_status("NSpid:\t812\t2\n").is_ok());
        assert!(check_status("NSpid:\t812\n").is_err());
    }

    #[test]
    fn a_child_without_a_filter_is_noticed() {
        assert!(check_status("Name:\tx\nNoNewPrivs:\t1\nSeccomp:\t2\n").is_ok());
        assert!(check_status("Name:\tx\nNoNewPrivs:\t1\nSeccomp:\t0\n").is_err());
        assert!(check_status("CapEff:\t000001ffffffffff\n").is_err());
    }
}
