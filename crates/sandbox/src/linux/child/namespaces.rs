//! Tier A: namespaces of our own and an empty root.
//!
//! Invariant: after these steps no file, process, network or name of the host can be named any more; what was only
//! half done is an error, and the process is given up.

use std::io;
use std::path::Path;

use rustix::io::Errno;
use rustix::mount::{
    MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_change, mount_move, mount_remount, unmount,
};
use rustix::process::{DumpableBehavior, chdir, chroot, getgid, getuid, pivot_root, set_dumpable_behavior};
use rustix::thread::{UnshareFlags, unshare_unsafe};

/// Folders that every system has and that an empty one may be mounted on; nothing is changed in them.
const MOUNT_POINTS: [&str; 4] = ["/tmp", "/proc", "/dev", "/usr"];

/// The empty root: one page, two files at most, nobody may look.
const ROOT_OPTIONS: &std::ffi::CStr = c"size=4k,nr_inodes=2,mode=0";

/// Leaves every namespace of the host.
#[allow(unsafe_code, reason = "unsharing is unsafe where descriptor tables are shared, which is not asked for")]
pub(super) fn unshare_all() -> io::Result<()> {
    // Whoever changed his user is not dumpable, and then may not write his own maps.
    set_dumpable_behavior(DumpableBehavior::Dumpable)?;
    let all = UnshareFlags::NEWUSER
        | UnshareFlags::NEWNS
        | UnshareFlags::NEWPID
        | UnshareFlags::NEWNET
        | UnshareFlags::NEWIPC
        | UnshareFlags::NEWUTS
        | UnshareFlags::NEWCGROUP;
    // SAFETY: the process has one thread, and `FILES` is not among the flags.
    unsafe { unshare_unsafe(all) }?;
    Ok(set_dumpable_behavior(DumpableBehavior::Dumpable)?)
}

/// Maps one user and one group, onto themselves.
pub(super) fn map_identity(user: u32, group: u32) -> io::Result<()> {
    std::fs::write("/proc/self/setgroups", "deny")?;
    std::fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    std::fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    let is_mapped = getuid().as_raw() == user && getgid().as_raw() == group;
    if is_mapped { Ok(()) } else { Err(io::Error::other("the map does not hold")) }
}

/// Swaps the root for an empty, read-only one, and looks whether it is.
pub(super) fn empty_root() -> io::Result<()> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)?;
    let flags = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
    let place = mount_somewhere(flags)?;
    chdir(place)?;
    match pivot_root(".", ".") {
        Ok(()) => unmount(".", UnmountFlags::DETACH)?,
        // Docker's filter lets those mount who may, but nobody pivot.
        Err(Errno::PERM) => {
            mount_move(".", "/")?;
            chroot(".")?;
        }
        Err(errno) => return Err(errno.into()),
    }
    chdir("/")?;
    mount_remount("/", flags | MountFlags::RDONLY, c"")?;
    is_empty_and_sealed()
}

fn mount_somewhere(flags: MountFlags) -> io::Result<&'static str> {
    let mut last = Errno::NOENT;
    for place in MOUNT_POINTS {
        match mount("none", place, "tmpfs", flags, ROOT_OPTIONS) {
            Ok(()) => return Ok(place),
            Err(errno) => last = errno,
        }
    }
    Err(last.into())
}

fn is_empty_and_sealed() -> io::Result<()> {
    if std::fs::read_dir("/")?.next().is_some() || Path::new("/proc").exists() || Path::new("../proc").exists() {
        return Err(io::Error::other("the new root is not empty"));
    }
    match std::fs::create_dir("/x") {
        Err(error) if error.raw_os_error() == Some(Errno::ROFS.raw_os_error()) => Ok(()),
        _ => Err(io::Error::other("the new root can be written to")),
    }
}
