//! The files of a job as bytes: mapped where they are sealed, read otherwise.
//!
//! Invariant: bytes that are borrowed from here do not change while they are borrowed.

use std::alloc::{Layout, handle_alloc_error};
use std::ops::Deref;
use std::os::fd::OwnedFd;

use joute_sandbox::{MappedFile, read_whole};

use crate::findings::Refused;

/// Bytes of a file of the platform: ids, truth, predictions.
#[derive(Debug)]
pub(crate) enum Held {
    Mapped(MappedFile),
    Read(Vec<u8>),
}

impl Deref for Held {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(file) => file,
            Self::Read(bytes) => bytes,
        }
    }
}

/// The next descriptor of the job.
pub(crate) fn next(files: &mut impl Iterator<Item = OwnedFd>) -> Result<OwnedFd, Refused> {
    files.next().ok_or_else(|| Refused::Job("the job lacks a file".to_owned()))
}

/// The bytes of the next file, which the platform wrote.
pub(crate) fn hold(files: &mut impl Iterator<Item = OwnedFd>) -> Result<Held, Refused> {
    let file = next(files)?;
    match MappedFile::new(&file) {
        Ok(mapped) => Ok(Held::Mapped(mapped)),
        Err(_) => Ok(Held::Read(read_whole(file, u64::MAX)?)),
    }
}

/// The bytes of the next file, which somebody uploaded; `None` if there are more than `most`.
pub(crate) fn read_upload(file: OwnedFd, most: u64) -> Result<Vec<u8>, Refused> {
    read_whole(file, most).map_err(|error| {
        end_if_out_of_memory(&error);
        if error.kind() != std::io::ErrorKind::FileTooLarge {
            return Refused::from(error);
        }
        let message = format!("The file is larger than {most} bytes, the most that is accepted here.");
        Refused::from(crate::findings::told(joute_domain::ErrorCode::TooLarge, message))
    })
}

/// Ends the process as any failed allocation does, so that the parent knows which limit was met.
pub(crate) fn end_if_out_of_memory(error: &std::io::Error) {
    if error.kind() == std::io::ErrorKind::OutOfMemory {
        handle_alloc_error(Layout::new::<u8>());
    }
}
