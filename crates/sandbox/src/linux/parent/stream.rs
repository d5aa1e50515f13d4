//! One pipe from the child, read without blocking and without trust.
//!
//! Invariant: keeps at most `keep` bytes however much the child writes, and says when it wrote
//! more than `most`.

use std::io;
use std::os::fd::OwnedFd;

use rustix::io::Errno;

/// How much of the end of the stream is remembered, to read a dying child's last words.
const END_BYTES: usize = 512;

/// Reads of one turn, so that a flood cannot hold back the deadline.
const READS_A_TURN: usize = 16;

#[derive(Debug)]
pub(super) struct Stream {
    /// `None` after the end of the stream.
    pub(super) pipe: Option<OwnedFd>,
    kept: Vec<u8>,
    end: Vec<u8>,
    seen: u64,
    keep: u64,
    most: u64,
}

impl Stream {
    pub(super) fn new(pipe: OwnedFd, keep: u64, most: u64) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&pipe, true)?;
        Ok(Self { pipe: Some(pipe), kept: Vec::new(), end: Vec::new(), seen: 0, keep, most })
    }

    /// Takes what is there now; stops early when it is too much.
    pub(super) fn take(&mut self) -> io::Result<()> {
        let mut buffer = [0; 16 << 10];
        for _ in 0..READS_A_TURN {
            let Some(pipe) = self.pipe.as_ref().filter(|_| !self.too_long()) else { return Ok(()) };
            match rustix::io::read(pipe, &mut buffer) {
                Ok(0) => self.pipe = None,
                Ok(count) => self.note(buffer.get(..count).unwrap_or_default()),
                Err(Errno::AGAIN) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
        Ok(())
    }

    /// Takes all that a dead child left in the pipe.
    pub(super) fn take_rest(&mut self) -> io::Result<()> {
        let mut before = None;
        while before != Some(self.seen) {
            before = Some(self.seen);
            self.take()?;
        }
        Ok(())
    }

    fn note(&mut self, bytes: &[u8]) {
        let room = self.keep.saturating_sub(self.seen);
        let room = usize::try_from(room).unwrap_or(usize::MAX).min(bytes.len());
        self.kept.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.seen = self.seen.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.end.extend_from_slice(bytes);
        let surplus = self.end.len().saturating_sub(END_BYTES);
        self.end.drain(..surplus);
    }

    pub(super) fn too_long(&self) -> bool {
        self.seen > self.most
    }

    pub(super) fn kept(&self) -> &[u8] {
        &self.kept
    }

    pub(super) fn end(&self) -> &[u8] {
        &self.end
    }

    pub(super) fn into_kept(self) -> Vec<u8> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use rustix::pipe::pipe;

    use super::*;

    fn stream_of(bytes: &[u8], keep: u64, most: u64) -> Stream {
        let (reader, writer) = pipe().unwrap();
        rustix::io::write(&writer, bytes).unwrap();
        drop(writer);
        let mut stream = Stream::new(reader, keep, most).unwrap();
        stream.take_rest().unwrap();
        stream
    }

    #[test]
    fn what_fits_is_kept_whole() {
        let stream = stream_of(b"answer", 6, 6);
        assert!(!stream.too_long());
        assert_eq!(stream.into_kept(), b"answer");
    }

    #[test]
    fn one_byte_too_many_is_noticed() {
        let stream = stream_of(b"answer!", 6, 6);
        assert!(stream.too_long());
        assert_eq!(stream.into_kept(), b"answer");
    }

    #[test]
    fn the_end_of_a_long_text_is_remembered() {
        let text = [vec![b'x'; 40_000], b"the end".to_vec()].concat();
        let stream = stream_of(&text, 10, 1 << 20);
        assert!(!stream.too_long());
        assert!(stream.end().ends_with(b"the end"));
        assert_eq!(stream.kept(), [b'x'; 10]);
    }
}
