//! Fail-closed: a step that fails is named, and no job is handed over.

use joute_sandbox::{LockStep, SandboxError, Tier};
use libtest_mimic::Trial;

use crate::linux::setting::{launcher, limits, tier, try_run};
use crate::linux::trial;

pub(crate) fn trials() -> Vec<Trial> {
    let of_tier_a = [LockStep::Namespaces, LockStep::IdentityMap, LockStep::Family, LockStep::EmptyRoot];
    let has_it = |step: &LockStep| *step != LockStep::Settings && (tier() == Tier::A || !of_tier_a.contains(step));
    let story = |step: LockStep| trial(&format!("fails_closed_at_{step}").replace(' ', "_"), move || closed(step));
    LockStep::ALL.into_iter().filter(has_it).map(story).collect()
}

fn closed(step: LockStep) {
    let error = try_run(&launcher().failing_at(step), "echo", "secret", &[], &limits()).unwrap_err();
    match &error {
        SandboxError::Lock { step: named, .. } => assert_eq!(*named, step),
        other => panic!("{other}"),
    }
    assert!(error.to_string().contains(&step.to_string()), "{error}");
}
