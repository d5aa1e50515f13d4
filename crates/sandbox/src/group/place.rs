//! Which folder of the control groups' file systems is our own.
//!
//! Invariant: the folder is our own group or, where the service manager put us in a part of what it delegated, the
//! group above by the agreed name; never another.

use std::path::{Path, PathBuf};

use super::GroupVersion;

/// Name of the part of a delegated group in which the service manager starts the server (`DelegateSubgroup=`).
const OWN_PART: &str = "server";

/// A mounted hierarchy.
#[derive(Debug, PartialEq, Eq)]
struct Mount {
    /// What of the hierarchy is mounted.
    root: String,
    point: PathBuf,
    /// Controllers of version 1; `None` for version 2.
    controllers: Option<Vec<String>>,
}

pub(super) fn find() -> Result<(GroupVersion, Vec<PathBuf>), String> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let (groups, mounts) = (read("/proc/self/cgroup")?, mounts(&read("/proc/self/mountinfo")?));
    version_2(&groups, &mounts).or_else(|second| {
        version_1(&groups, &mounts).map_err(|first| format!("version 2: {second}; version 1: {first}"))
    })
}

fn version_2(groups: &str, mounts: &[Mount]) -> Result<(GroupVersion, Vec<PathBuf>), String> {
    let mount = mounts.iter().find(|mount| mount.controllers.is_none()).ok_or("not mounted")?;
    let own = groups.lines().find_map(|line| line.strip_prefix("0::")).ok_or("we are in no group")?;
    let own = inside(mount, own).ok_or("our group is not below the mount")?;
    let parent = match own.parent() {
        Some(above) if own.file_name().is_some_and(|name| name == OWN_PART) => above.to_owned(),
        _ => own,
    };
    let controllers = std::fs::read_to_string(parent.join("cgroup.controllers")).map_err(|error| error.to_string())?;
    for wanted in ["memory", "pids"] {
        if !controllers.split_whitespace().any(|controller| controller == wanted) {
            return Err(format!("the controller `{wanted}` is not given to our group"));
        }
    }
    std::fs::write(parent.join("cgroup.subtree_control"), "+memory +pids")
        .map_err(|error| format!("controllers cannot be passed on to a leaf: {error}"))?;
    Ok((GroupVersion::V2, vec![parent]))
}

fn version_1(groups: &str, mounts: &[Mount]) -> Result<(GroupVersion, Vec<PathBuf>), String> {
    let mut folders = Vec::new();
    for wanted in ["memory", "pids"] {
        let has = |names: &Vec<String>| names.iter().any(|name| name == wanted);
        let mount = mounts.iter().find(|mount| mount.controllers.as_ref().is_some_and(has));
        let mount = mount.ok_or_else(|| format!("the controller `{wanted}` is not mounted"))?;
        let own = own_group(groups, wanted).ok_or_else(|| format!("we are in no group of `{wanted}`"))?;
        let own = inside(mount, own).ok_or_else(|| format!("our group of `{wanted}` is not below the mount"))?;
        if !folders.contains(&own) {
            folders.push(own);
        }
    }
    Ok((GroupVersion::V1, folders))
}

/// Our group in the hierarchy of a controller of version 1: `4:memory:/path`.
fn own_group<'t>(groups: &'t str, controller: &str) -> Option<&'t str> {
    groups.lines().find_map(|line| {
        let (_, rest) = line.split_once(':')?;
        let (controllers, path) = rest.split_once(':')?;
        controllers.split(',').any(|one| one == controller).then_some(path)
    })
}

/// The folder of a group, if what is mounted holds it.
fn inside(mount: &Mount, group: &str) -> Option<PathBuf> {
    let below = Path::new(group).strip_prefix(&mount.root).ok()?;
    let is_plain = !below.components().any(|part| part.as_os_str() == "..");
    is_plain.then(|| if below.as_os_str().is_empty() { mount.point.clone() } else { mount.point.join(below) })
}

/// The hierarchies in the kernel's list of mounts.
fn mounts(list: &str) -> Vec<Mount> {
    let mount = |line: &str| {
        let (left, right) = line.split_once(" - ")?;
        let mut left = left.split(' ').skip(3);
        let (root, point) = (left.next()?.to_owned(), PathBuf::from(left.next()?));
        let mut right = right.split(' ');
        let controllers = match right.next()? {
            "cgroup2" => None,
            "cgroup" => Some(right.next_back()?.split(',').map(str::to_owned).collect()),
            _ => return None,
        };
        Some(Mount { root, point, controllers })
    };
    list.lines().filter_map(mount).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "11 32 31 0:29 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n\
        35 31 0:32 /jail /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n\
        36 31 0:33 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw\n";

    #[test]
    fn mounts_of_both_generations_are_found() {
        let found = mounts(MOUNTS);
        assert_eq!(found.len(), 2);
        assert!(found[0].controllers.as_ref().is_some_and(|names| names.iter().any(|name| name == "memory")));
        assert_eq!(found[1].controllers, None);
    }

    #[test]
    fn our_group_is_looked_for_below_what_is_mounted() {
        let found = mounts(MOUNTS);
        assert_eq!(inside(&found[0], "/jail/a"), Some("/sys/fs/cgroup/memory/a".into()));
        assert_eq!(inside(&found[0], "/jail"), Some("/sys/fs/cgroup/memory".into()));
        assert_eq!(inside(&found[0], "/other"), None);
        assert_eq!(inside(&found[1], "/../escape"), None);
        assert_eq!(own_group("9:name=systemd:/\n4:cpu,memory:/jail/a\n0::/", "memory"), Some("/jail/a"));
    }
}
