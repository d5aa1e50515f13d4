//! The child's side of the stories: one action for each role.
#![allow(unsafe_code, reason = "the attacks are raw calls")]

use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use joute_sandbox::{LockedJob, MappedFile, MappedFileMut, answer, enter, read_whole};
use rustix::net::{AddressFamily, RecvFlags, SocketType, recv, socket};

/// First argument of a child that locks itself.
pub(crate) const LOCKED: &str = "locked-child";
/// First argument of a child that starts a thread before it locks itself.
pub(crate) const THREADED: &str = "threaded-child";
/// First argument of a child that tries an action without any lock.
pub(crate) const UNLOCKED: &str = "unlocked-child";
/// Exit code of a child that does not know its role.
pub(crate) const UNKNOWN_ROLE: i32 = 64;
const LOCK_FAILED: u8 = 70;

pub(crate) fn with_a_thread_too_many() -> ExitCode {
    std::thread::spawn(std::thread::park);
    locked()
}

pub(crate) fn locked() -> ExitCode {
    match enter(warm_up) {
        Ok(job) => perform(job),
        Err(_) => ExitCode::from(LOCK_FAILED),
    }
}

/// Whether the job could be received during the warm-up.
static EARLY: AtomicBool = AtomicBool::new(false);

fn job_is_there_already() -> bool {
    let (flags, input) = (RecvFlags::DONTWAIT | RecvFlags::PEEK, std::io::stdin());
    recv(input, &mut [0; 8], flags).is_ok()
}

fn warm_up(role: &str) {
    match role {
        "panic in warm-up" => panic!("the warm-up went wrong"),
        "eat in warm-up" => eat(),
        "early" => EARLY.store(job_is_there_already(), Ordering::SeqCst),
        _ if role.starts_with("pool") => {
            rayon::ThreadPoolBuilder::new().build_global().unwrap();
            rayon::broadcast(|_| ());
        }
        _ => {}
    }
}

fn perform(job: LockedJob) -> ExitCode {
    let message = String::from_utf8_lossy(&job.message).into_owned();
    match job.role.as_str() {
        "echo" => answer(&[job.message, contents(&job.descriptors)].concat()),
        "map" => answer(&MappedFile::new(&job.descriptors[0]).unwrap()),
        "fill" => fill(job.descriptors),
        "write to file" => answer_whether(File::from(job.descriptors.into_iter().next().unwrap()).write(b"x").is_ok()),
        // Process numbers repeat in tier A; the seeds of hash tables are drawn once a process.
        "who" => answer(RandomState::new().hash_one(0).to_string().as_bytes()),
        "see" => answer(seen().as_bytes()),
        "early" => answer(if EARLY.load(Ordering::SeqCst) { b"too early" } else { b"not before the locks" }),
        "sleep" | "pool sleep" => sleep(),
        "spin" => spin(),
        "eat" => eat(),
        "eat at once" => eat_at_once(),
        "flood" => flood(std::io::stdout()),
        "flood diagnostics" => flood(std::io::stderr()),
        "chat" => chat(),
        "panic" | "pool panic" => panic!("the parser went wrong"),
        "exit" => return ExitCode::from(7),
        "abort" => std::process::abort(),
        "overflow" => answer(&[recurse(1)]),
        "fault" => fault(),
        "pool sum" => answer(pool_sum().to_string().as_bytes()),
        "pool try" => rayon::broadcast(|_| attempt(&message, "")).into_iter().for_each(answer_whether),
        "raw" => answer(super::escape::attempt::make(&message).to_string().as_bytes()),
        "pool raw" => {
            let strikes =
                rayon::broadcast(|thread| (thread.index() == 0).then(|| super::escape::attempt::make(&message)));
            answer(strikes.into_iter().flatten().next().unwrap_or_default().to_string().as_bytes());
        }
        "try" => {
            let (action, detail) = message.split_once(':').unwrap_or((&message, ""));
            answer_whether(attempt(action, detail));
        }
        _ => return ExitCode::from(u8::try_from(UNKNOWN_ROLE).unwrap()),
    }
    ExitCode::SUCCESS
}

pub(crate) fn unlocked(arguments: &[String]) -> ExitCode {
    if arguments[2] == "raw" {
        super::escape::attempt::open_a_file_as_3();
        print_now(&super::escape::attempt::make(&arguments[3]).to_string());
        return ExitCode::SUCCESS;
    }
    ExitCode::from(u8::from(!attempt(&arguments[2], &arguments[3])))
}

fn answer_whether(done: bool) {
    answer(if done { b"done" } else { b"refused" });
}

/// Tries an action that a locked child must not be able to do. Whether it worked.
fn attempt(action: &str, detail: &str) -> bool {
    match action {
        "open" => File::open(detail).is_ok(),
        "stat" => std::fs::metadata(detail).is_ok(),
        "list" => std::fs::read_dir(detail).is_ok(),
        "create" => File::create(detail).is_ok(),
        "unlink" => rustix::fs::unlink(detail) != Err(rustix::io::Errno::PERM),
        "thread" => std::thread::Builder::new().spawn(|| ()).is_ok(),
        "socket" => socket(AddressFamily::UNIX, SocketType::STREAM, None).is_ok(),
        "connect" => std::net::TcpStream::connect(detail).is_ok(),
        "execute" => Command::new(detail).status().is_ok(),
        "fork" => fork(),
        "signal" => rustix::process::test_kill_process(rustix::process::getppid().unwrap()).is_ok(),
        "memory file" => rustix::fs::memfd_create("x", rustix::fs::MemfdFlags::CLOEXEC).is_ok(),
        "executable memory" => executable_memory(),
        "shared memory" => shared_memory(),
        "limits" => raise_a_limit(),
        "privileges" => rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::Dumpable).is_ok(),
        "descriptor" => descriptor_exists(detail.parse().unwrap()),
        _ => panic!("no such action: {action}"),
    }
}

fn fork() -> bool {
    // SAFETY: the child does nothing but leave.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        // SAFETY: takes no memory and does not return.
        unsafe { libc::_exit(0) };
    }
    pid > 0
}

fn executable_memory() -> bool {
    let access = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
    map_anonymous(access, libc::MAP_PRIVATE)
}

fn shared_memory() -> bool {
    map_anonymous(libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED)
}

fn map_anonymous(access: i32, kind: i32) -> bool {
    // SAFETY: a new mapping touches no existing memory.
    let start = unsafe { libc::mmap(std::ptr::null_mut(), 4096, access, kind | libc::MAP_ANONYMOUS, -1, 0) };
    start != libc::MAP_FAILED
}

fn raise_a_limit() -> bool {
    use rustix::process::{Resource, getrlimit, setrlimit};
    setrlimit(Resource::Nofile, getrlimit(Resource::Nofile)).is_ok()
}

fn descriptor_exists(number: i32) -> bool {
    // SAFETY: asks about a number; owns nothing.
    unsafe { libc::fcntl(number, libc::F_GETFD) != -1 }
}

fn contents(files: &[OwnedFd]) -> Vec<u8> {
    files.iter().flat_map(|file| read_whole(file, 1 << 20).unwrap()).collect()
}

fn fill(files: Vec<OwnedFd>) {
    for file in files {
        MappedFileMut::new(file).unwrap().fill(b'x');
    }
    answer(b"filled");
}

/// Every descriptor and environment variable there is.
fn seen() -> String {
    let descriptors: Vec<String> = (0..4096).filter(|n| descriptor_exists(*n)).map(|n| n.to_string()).collect();
    let mut variables: Vec<String> = std::env::vars().map(|(name, _)| name).collect();
    variables.sort();
    format!("{};{}", descriptors.join(" "), variables.join(" "))
}

fn sleep() {
    // Says who it is, then waits for ever.
    print_now(&rustix::process::getpid().as_raw_nonzero().to_string());
    loop {
        std::thread::sleep(Duration::from_hours(1));
    }
}

fn print_now(text: &str) {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes()).unwrap();
    out.flush().unwrap();
}

fn spin() {
    loop {
        std::hint::spin_loop();
    }
}

fn eat() {
    let mut eaten = Vec::new();
    loop {
        eaten.push(std::hint::black_box(vec![1_u8; 1 << 20]));
    }
}

fn eat_at_once() {
    std::hint::black_box(vec![1_u8; 50 << 30]);
}

fn flood(mut into: impl Write) {
    while into.write_all(&[b'x'; 4096]).is_ok() {}
}

/// A little more diagnostics than is kept, but not much more.
fn chat() {
    std::io::stderr().write_all(&vec![b'x'; 100 << 10]).unwrap();
    answer(b"said");
}

fn recurse(depth: u64) -> u8 {
    let frame = std::hint::black_box([1_u8; 4096]);
    if depth == 0 { frame[0] } else { frame[1].wrapping_add(recurse(depth.wrapping_add(1))) }
}

fn fault() {
    // SAFETY: not safe at all; the fault is the point.
    unsafe { std::ptr::without_provenance_mut::<u8>(64).write_volatile(1) };
}

fn pool_sum() -> u64 {
    use rayon::prelude::*;
    (0..1_000_000_u64).into_par_iter().sum()
}
