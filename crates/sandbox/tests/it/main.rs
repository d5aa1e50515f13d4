//! The sandbox's promises, each tried from inside a locked child.
//!
//! Invariant: this binary is also its own child, so `main` looks at its arguments before anything
//! else; every "cannot" has a control that shows that an unlocked child can.
#![allow(clippy::unwrap_used, reason = "a failed assumption of a test is its failure")]

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

/// Elsewhere there is one promise: to refuse.
#[cfg(not(target_os = "linux"))]
fn main() {
    use joute_sandbox::{Launcher, SandboxError, probe};
    assert!(matches!(probe(&Launcher::current_executable("child")), Err(SandboxError::Unsupported)));
}
