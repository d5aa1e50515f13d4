//! The child's two channels: the job comes in on descriptor 0, the answer leaves on 1.
//!
//! Invariant: only calls that the filter lets through; one packet is received, never a second.
#![allow(unsafe_code, reason = "leaving without exit handlers is a raw call")]

use std::io::{self, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;

use rustix::io::Errno;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, recv, recvmsg};

use super::standard;
use crate::linux::wire::{GO_PACKET, PACKET_HEADER_BYTES, packet_message};
use crate::{MESSAGE_MOST_BYTES, MOST_DESCRIPTORS};

/// Sends the answer and ends the process with success. An answer that cannot be sent ends it with
/// exit code 1.
///
/// No exit handler and no destructor runs: pool threads may still be at work.
pub fn answer(bytes: &[u8]) -> ! {
    let code = i32::from(write_all(bytes).is_err());
    // SAFETY: takes no memory and does not return.
    unsafe { libc::_exit(code) }
}

pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(standard(1), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

/// Waits for the parent's word that this process is in its control group.
pub(super) fn wait_for_go() -> io::Result<()> {
    let mut packet = [0; 8];
    let (_, count) = rustix::io::retry_on_intr(|| recv(standard(0), &mut packet, RecvFlags::empty()))?;
    if packet.get(..count) == Some(&GO_PACKET) { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Waits for the packet of the job.
pub(super) fn receive() -> io::Result<(Vec<u8>, Vec<OwnedFd>)> {
    let mut packet = vec![0; PACKET_HEADER_BYTES + MESSAGE_MOST_BYTES];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let received = rustix::io::retry_on_intr(|| {
        recvmsg(standard(0), &mut [IoSliceMut::new(&mut packet)], &mut ancillary, RecvFlags::CMSG_CLOEXEC)
    })?;
    let mut descriptors = Vec::new();
    for message in ancillary.drain() {
        if let RecvAncillaryMessage::ScmRights(files) = message {
            descriptors.extend(files);
        }
    }
    let whole = !received.flags.intersects(ReturnFlags::TRUNC | ReturnFlags::CTRUNC);
    packet.truncate(received.bytes);
    let message = packet_message(&packet, descriptors.len()).filter(|_| whole);
    let message = message.ok_or(io::ErrorKind::UnexpectedEof)?.to_vec();
    Ok((message, descriptors))
}
