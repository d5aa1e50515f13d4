//! The escape suite: each attack in its own locked child, from the main thread and from a pool thread, with its
//! control and its expected verdict; at the end a table of attack, tier and verdict.

pub(crate) mod attempt;
mod calls;
mod layers;
mod steps;
mod table;
mod worlds;

use std::process::Command;
use std::sync::LazyLock;

use joute_sandbox::{Ending, Run, sealed_copy};
use libtest_mimic::{Failed, Trial};

use super::child::UNLOCKED;
use super::setting::{limits, run_with, text};
use calls::{Call, Control, Expected};

pub(crate) use layers::{LAYER, enter_layer};
pub(crate) use table::{note, print as print_table, take_over};
pub(crate) use worlds::{WORLD, enter_world};

/// The role of a child that attacks from its main thread, and the one from a pool thread.
const ROLES: [&str; 2] = ["raw", "pool raw"];

pub(crate) fn trials() -> Vec<Trial> {
    let groups = ["files", "network", "processes", "others", "kernel", "mounts", "memory", "descriptors", "undo"];
    let mut trials: Vec<Trial> =
        groups.into_iter().map(|group| Trial::test(format!("escape_{group}"), move || attack_group(group))).collect();
    if cfg!(target_arch = "x86_64") {
        trials.push(Trial::test("escape_through_the_32_bit_gate", through_the_32_bit_gate));
    }
    trials.extend(steps::trials());
    trials.extend(worlds::trials());
    trials.extend(layers::trials());
    trials
}

static CALLS: LazyLock<Vec<Call>> = LazyLock::new(calls::all);

fn attack_group(group: &str) -> Result<(), Failed> {
    let calls = CALLS.iter().filter(|call| call.group == group);
    let wrong: Vec<String> = calls.filter_map(|call| attack(call).err()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn attack(call: &Call) -> Result<(), String> {
    control(call)?;
    for role in ROLES {
        let verdict = verdict(&strike(role, call.number, call.arguments));
        note(call.group, call.name, &verdict);
        let expected = match call.expected {
            Expected::Killed => "killed".to_owned(),
            Expected::Refused(number) => refused(number),
        };
        if verdict != expected {
            return Err(format!("{role} {}: {verdict}, not {expected}", call.name));
        }
    }
    Ok(())
}

/// Makes the call in a locked child that holds a sealed file.
fn strike(role: &str, number: i64, arguments: &str) -> Run {
    let file = sealed_copy("given", &mut &[7_u8; 4096][..], 4096).unwrap();
    run_with(role, &format!("{number}\t{arguments}"), &[&file], &limits())
}

fn refused(number: i32) -> String {
    std::io::Error::from_raw_os_error(number).kind().to_string() + &format!(" ({number})")
}

/// What came of a call, as seen from outside.
fn verdict(run: &Run) -> String {
    match (run.ending, text(&run.output).parse::<i32>()) {
        (Ending::ForbiddenCall, _) => "killed".to_owned(),
        (Ending::Finished, Ok(result)) if result < 0 => refused(-result),
        (Ending::Finished, Ok(result)) => format!("DONE: {result}"),
        (ending, _) => format!("{ending}: {}", text(&run.diagnostics)),
    }
}

/// The same call in a child without locks.
fn control(call: &Call) -> Result<(), String> {
    if call.control == Control::Untried {
        return Ok(());
    }
    let line = format!("{}\t{}", call.number, call.arguments);
    let output = Command::new("/proc/self/exe").args([UNLOCKED, "raw", &line]).output().unwrap();
    let executed = call.number == libc::SYS_execve && output.status.success() && output.stdout.is_empty();
    let result = text(&output.stdout).parse::<i64>();
    match (call.control, result) {
        _ if executed => Ok(()),
        (Control::Works, Ok(0..)) | (Control::Reaches, Ok(_)) => Ok(()),
        (_, result) => Err(format!("control of {}: {result:?} {:?}", call.name, output.status)),
    }
}

fn through_the_32_bit_gate() -> Result<(), Failed> {
    for role in ROLES {
        let verdict = verdict(&strike(role, attempt::INT80, ""));
        note("kernel", "getpid through int 0x80", &verdict);
        if verdict != "killed" {
            return Err(verdict.into());
        }
    }
    Ok(())
}
