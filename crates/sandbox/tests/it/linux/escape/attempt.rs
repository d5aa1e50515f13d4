//! The attacker's side: one system call with the arguments that a line of words says.
#![allow(unsafe_code, reason = "the attacks are raw calls")]

use std::ffi::CString;
use std::os::fd::AsRawFd;

const BUFFER: usize = 8192;

/// Makes the call and says what came of it: the result, or a minus and the error number.
pub(crate) fn make(line: &str) -> i64 {
    let mut words = line.split('\t');
    let number: i64 = words.next().unwrap().parse().unwrap();
    if number == INT80 {
        return int80();
    }
    let mut held: Vec<Vec<u8>> = Vec::new();
    let mut values = [0_i64; 6];
    let arguments = words.next().unwrap_or_default();
    for (value, word) in values.iter_mut().zip(arguments.split(' ').filter(|word| !word.is_empty())) {
        *value = argument(word, &mut held);
    }
    let [first, second, third, fourth, fifth, sixth] = values;
    // SAFETY: not safe by design; the process exists for this one call and ends after it. Pointers are to `held`.
    let result = unsafe { libc::syscall(number, first, second, third, fourth, fifth, sixth) };
    if result == 0 && forks(number) {
        // SAFETY: the new process has nothing to do.
        unsafe { libc::_exit(0) };
    }
    if result == -1 { -i64::from(std::io::Error::last_os_error().raw_os_error().unwrap_or(1)) } else { result }
}

/// In place of a call's number: a call through the 32-bit gate.
pub(crate) const INT80: i64 = -80;

#[cfg(target_arch = "x86_64")]
fn int80() -> i64 {
    let result: i64;
    // SAFETY: the 32-bit getpid touches no memory.
    unsafe { std::arch::asm!("int 0x80", inlateout("rax") 20_i64 => result) };
    result
}

#[cfg(not(target_arch = "x86_64"))]
fn int80() -> i64 {
    0
}

fn forks(number: i64) -> bool {
    #[cfg(target_arch = "x86_64")]
    if number == libc::SYS_fork {
        return true;
    }
    number == libc::SYS_clone || number == libc::SYS_clone3
}

fn argument(word: &str, held: &mut Vec<Vec<u8>>) -> i64 {
    let pointer = |bytes: Vec<u8>, held: &mut Vec<Vec<u8>>| {
        held.push(bytes);
        i64::try_from(held.last().unwrap().as_ptr().expose_provenance()).unwrap()
    };
    match word {
        "buf" => pointer(vec![0; BUFFER], held),
        "page" => {
            let start = pointer(vec![0; BUFFER * 2], held);
            (start + 4095) / 4096 * 4096
        }
        // SAFETY: these three calls have no arguments and cannot fail.
        "ppid" => unsafe { libc::getppid() }.into(),
        "pid" => std::process::id().into(),
        // SAFETY: as above.
        "tid" => unsafe { libc::gettid() }.into(),
        word => match word.strip_prefix("str=") {
            Some(text) => pointer(CString::new(text).unwrap().into_bytes_with_nul(), held),
            None => word.parse().unwrap(),
        },
    }
}

/// Gives an unlocked process a file as descriptor 3, like a job's.
pub(crate) fn open_a_file_as_3() {
    let file = rustix::fs::memfd_create("given", rustix::fs::MemfdFlags::ALLOW_SEALING).unwrap();
    rustix::fs::ftruncate(&file, 4096).unwrap();
    if file.as_raw_fd() != 3 {
        // SAFETY: the number is not used by anything in this process, which ends after one call.
        unsafe { libc::dup2(file.as_raw_fd(), 3) };
    }
    std::mem::forget(file);
}
