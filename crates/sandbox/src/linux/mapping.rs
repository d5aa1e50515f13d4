//! Memory files as slices.
//!
//! Invariant: only files that can no longer shrink are mapped, and for reading only files that
//! nobody can change any more.
#![allow(unsafe_code, reason = "mapping memory is a raw system call")]

use std::io;
use std::ops::{Deref, DerefMut};
use std::os::fd::{AsFd, OwnedFd};
use std::ptr::NonNull;

use rustix::fs::{SealFlags, SeekFrom, fcntl_get_seals, seek};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

/// Read-only view of a sealed memory file ([`crate::seal_writes`], [`crate::sealed_copy`]).
#[derive(Debug)]
pub struct MappedFile(Mapping);

impl MappedFile {
    /// Maps the whole file. A file that could still change is refused with
    /// [`io::ErrorKind::PermissionDenied`]; read it with [`crate::read_whole`] instead.
    pub fn new(file: impl AsFd) -> io::Result<Self> {
        // Private, because kernels before 6.7 refuse a shared view of a file sealed against writes.
        let needed = SealFlags::WRITE | SealFlags::SHRINK;
        Mapping::new(file, needed, ProtFlags::READ, MapFlags::PRIVATE).map(Self)
    }
}

impl Deref for MappedFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// Writable view of a memory file made by [`crate::memory_file`], shared with whoever holds it.
///
/// One writer at a time: map a file once, in one process. The reader looks at it only after
/// [`crate::seal_writes`], which the kernel refuses while a view like this exists.
#[derive(Debug)]
pub struct MappedFileMut(Mapping);

impl MappedFileMut {
    /// Maps the whole file. A file that could shrink is refused with
    /// [`io::ErrorKind::PermissionDenied`]. Takes the descriptor, so that it is mapped once.
    pub fn new(file: impl Into<OwnedFd>) -> io::Result<Self> {
        let file = file.into();
        Mapping::new(file, SealFlags::SHRINK, ProtFlags::READ | ProtFlags::WRITE, MapFlags::SHARED).map(Self)
    }
}

impl Deref for MappedFileMut {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl DerefMut for MappedFileMut {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: the mapping is `length` bytes of readable and writable memory (asked for in
        // `new`), cannot fault since the file cannot shrink, lives as long as `self`, and by the
        // type's contract nobody else looks at it meanwhile.
        unsafe { std::slice::from_raw_parts_mut(self.0.start.as_ptr(), self.0.length) }
    }
}

/// Mapped bytes; a file of no bytes has none (the system refuses empty mappings).
#[derive(Debug)]
struct Mapping {
    start: NonNull<u8>,
    length: usize,
}

// SAFETY: the mapping belongs to the process, not to a thread, and is changed through `&mut` only.
unsafe impl Send for Mapping {}
// SAFETY: as above; shared references only read.
unsafe impl Sync for Mapping {}

impl Mapping {
    fn new(file: impl AsFd, needed: SealFlags, access: ProtFlags, kind: MapFlags) -> io::Result<Self> {
        if !fcntl_get_seals(&file).is_ok_and(|seals| seals.contains(needed)) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is not sealed"));
        }
        let length = usize::try_from(seek(&file, SeekFrom::End(0))?)
            .map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        if length == 0 {
            return Ok(Self { start: NonNull::dangling(), length });
        }
        // SAFETY: a new mapping at an address of the kernel's choice touches no existing memory.
        let start = unsafe { mmap(std::ptr::null_mut(), length, access, kind, &file, 0) }?;
        let start = NonNull::new(start.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { start, length })
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: `length` readable bytes that live as long as `self`; the seals checked in `new`
        // keep the file from shrinking, and a read-only view from changing.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        if self.length > 0 {
            // SAFETY: exactly the range that `new` mapped; no reference outlives `self`.
            // An error would leave the mapping in place, which harms nobody.
            let _ = unsafe { munmap(self.start.as_ptr().cast(), self.length) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{memory_file, seal_writes, sealed_copy};

    #[test]
    fn what_one_writes_the_other_reads_after_the_seal() {
        let file = memory_file("answer", 3).unwrap();
        let mut writer = MappedFileMut::new(file.try_clone().unwrap()).unwrap();
        writer.copy_from_slice(b"abc");
        assert!(MappedFile::new(&file).is_err(), "not sealed yet");
        assert_eq!(seal_writes(&file).unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        drop(writer);
        seal_writes(&file).unwrap();
        assert_eq!(&*MappedFile::new(&file).unwrap(), b"abc");
    }

    #[test]
    fn a_plain_file_is_refused() {
        let file = std::fs::File::open("/proc/self/exe").unwrap();
        assert_eq!(MappedFile::new(&file).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn a_file_of_no_bytes_is_an_empty_slice() {
        let file = sealed_copy("empty", &mut &b""[..], 0).unwrap();
        assert!(MappedFile::new(&file).unwrap().is_empty());
    }
}
