//! Files that live in memory, to hand data to a child and to get a large answer back.
//!
//! Invariant: a file of fixed size is sealed against growing and shrinking, so a mapping of it can
//! never fault; a file that is to be trusted is sealed against writing first.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{MemfdFlags, SealFlags, SeekFrom, fcntl_add_seals, ftruncate, memfd_create, seek};
use rustix::io::Errno;

/// A file of exactly `bytes` zero bytes in memory, sealed against growing and shrinking. `name`
/// shows up in the system's lists only.
///
/// The child fills it through a [`crate::MappedFileMut`]; it cannot write to files otherwise.
pub fn memory_file(name: &str, bytes: u64) -> io::Result<File> {
    let file = unsealed(name)?;
    ftruncate(&file, bytes)?;
    fcntl_add_seals(&file, SealFlags::GROW | SealFlags::SHRINK)?;
    Ok(file.into())
}

/// A file in memory with the bytes of `from`, sealed against every change. More than `most` bytes
/// are an error of kind [`io::ErrorKind::FileTooLarge`].
pub fn sealed_copy(name: &str, from: &mut impl Read, most: u64) -> io::Result<File> {
    let mut file = File::from(unsealed(name)?);
    let copied = io::copy(&mut from.take(most.saturating_add(1)), &mut file)?;
    if copied > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    seal_writes(&file)?;
    seek(&file, SeekFrom::Start(0))?;
    Ok(file)
}

/// Forbids every further change of a memory file, for everybody and for good.
///
/// Fails with [`io::ErrorKind::ResourceBusy`] while any process still has it mapped for writing, so
/// call it after the child's end.
pub fn seal_writes(file: &File) -> io::Result<()> {
    let all = SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
    Ok(fcntl_add_seals(file, all)?)
}

/// Reads a whole file from its start, with the few calls a locked child has. More than `most` bytes
/// are an error of kind [`io::ErrorKind::FileTooLarge`].
pub fn read_whole(file: impl AsFd, most: u64) -> io::Result<Vec<u8>> {
    let size = seek(&file, SeekFrom::End(0))?;
    seek(&file, SeekFrom::Start(0))?;
    let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
    if size > most {
        return Err(too_large());
    }
    // One more byte than expected, so that a file that grows meanwhile is noticed.
    let room = usize::try_from(size).ok().and_then(|size| size.checked_add(1)).ok_or_else(too_large)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(room).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    while bytes.len() < room {
        match rustix::io::read(&file, rustix::buffer::spare_capacity(&mut bytes)) {
            Ok(0) => return Ok(bytes),
            Ok(_) | Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Err(too_large())
}

/// An empty memory file that can be sealed, never executable where the kernel (6.3) can promise it.
fn unsealed(name: &str) -> io::Result<OwnedFd> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    match memfd_create(name, flags | MemfdFlags::NOEXEC_SEAL) {
        Err(Errno::INVAL) => Ok(memfd_create(name, flags)?),
        made => Ok(made?),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_memory_file_keeps_its_size() {
        let mut file = memory_file("size", 4).unwrap();
        file.write_all(b"1234").unwrap();
        assert!(file.write_all(b"5").is_err());
        assert!(file.set_len(2).is_err());
        assert_eq!(read_whole(&file, 4).unwrap(), b"1234");
    }

    #[test]
    fn a_sealed_file_cannot_be_changed() {
        let file = sealed_copy("copy", &mut &b"truth"[..], 5).unwrap();
        assert!((&file).write_all(b"x").is_err());
        assert_eq!(read_whole(&file, 5).unwrap(), b"truth");
    }

    #[test]
    fn a_source_that_is_too_long_is_refused() {
        let refused = sealed_copy("copy", &mut &b"123456"[..], 5).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::FileTooLarge);
        let file = sealed_copy("copy", &mut &b"12345"[..], 5).unwrap();
        assert_eq!(read_whole(&file, 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
