//! What parent and child say to each other: the settings (an argument), the report of the locks
//! (first bytes of the child's output) and the packet that carries the job (over a socket).
//!
//! Invariant: fixed layouts, little-endian, checked in full before use.

use serde::{Deserialize, Serialize};

use crate::{Limits, LockStep, Tier};

/// Role of the child of [`crate::probe`]; [`crate::enter`] answers it by itself.
pub(super) const PROBE_ROLE: &str = "joute-sandbox-probe";

/// What the child must know before it locks itself; appended to its arguments as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) role: String,
    /// Process id of the parent, to notice a parent that died before the death signal was armed.
    pub(super) parent: i32,
    pub(super) limits: Limits,
    pub(super) tier: Tier,
    /// Whether to wait for [`GO_PACKET`] first.
    pub(super) grouped: bool,
    /// A step to fail at, for tests.
    pub(super) fail_at: Option<LockStep>,
}

/// From the parent: the control group has been entered, go on.
pub(super) const GO_PACKET: [u8; 2] = *b"GO";

/// From the init of a child of tier A, with a handle of the worker.
pub(super) const FAMILY_PACKET: [u8; 2] = *b"FA";

/// Length of an encoded [`Report`].
pub(super) const REPORT_BYTES: usize = 16;
const REPORT_MAGIC: [u8; 8] = *b"JOUTEBOX";
const REPORT_VERSION: u8 = 1;

/// The child's word on its locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// The last lock is on.
    Locked { landlock: Option<u8> },
    /// A step failed; the child is about to exit.
    Failed { step: LockStep, errno: i32 },
}

impl Report {
    pub(super) fn encode(self) -> [u8; REPORT_BYTES] {
        let (kind, detail, errno) = match self {
            Self::Locked { landlock } => (0, landlock.unwrap_or(0), 0),
            Self::Failed { step, errno } => (1, step_number(step), errno),
        };
        let mut bytes = [0; REPORT_BYTES];
        let (magic, rest) = bytes.split_at_mut(REPORT_MAGIC.len());
        magic.copy_from_slice(&REPORT_MAGIC);
        let [a, b, c, d] = errno.to_le_bytes();
        rest.copy_from_slice(&[REPORT_VERSION, kind, detail, 0, a, b, c, d]);
        bytes
    }

    pub(super) fn decode(bytes: [u8; REPORT_BYTES]) -> Option<Self> {
        let (magic, rest) = bytes.split_at(REPORT_MAGIC.len());
        match (magic == REPORT_MAGIC, rest) {
            (true, &[REPORT_VERSION, 0, landlock, 0, 0, 0, 0, 0]) => {
                Some(Self::Locked { landlock: (landlock > 0).then_some(landlock) })
            }
            (true, &[REPORT_VERSION, 1, step, 0, a, b, c, d]) => Some(Self::Failed {
                step: *LockStep::ALL.get(usize::from(step))?,
                errno: i32::from_le_bytes([a, b, c, d]),
            }),
            _ => None,
        }
    }
}

fn step_number(step: LockStep) -> u8 {
    let place = LockStep::ALL.iter().position(|one| *one == step).unwrap_or(0);
    u8::try_from(place).unwrap_or(0)
}

/// Length of the packet's own header.
pub(super) const PACKET_HEADER_BYTES: usize = 2;
const PACKET_VERSION: u8 = 1;

/// First bytes of the packet of a job that carries `descriptors`.
pub(super) fn packet_header(descriptors: usize) -> [u8; PACKET_HEADER_BYTES] {
    [PACKET_VERSION, u8::try_from(descriptors).unwrap_or(u8::MAX)]
}

/// The message in a packet, when its header fits the descriptors that came with it.
pub(super) fn packet_message(packet: &[u8], descriptors: usize) -> Option<&[u8]> {
    packet.strip_prefix(&packet_header(descriptors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_survives_the_way() {
        for report in [
            Report::Locked { landlock: Some(7) },
            Report::Locked { landlock: None },
            Report::Failed { step: LockStep::CallFilter, errno: 22 },
            Report::Failed { step: LockStep::Settings, errno: 0 },
        ] {
            assert_eq!(Report::decode(report.encode()), Some(report));
        }
    }

    #[test]
    fn a_damaged_report_is_refused() {
        let good = Report::Locked { landlock: Some(7) }.encode();
        for place in (0..REPORT_BYTES).filter(|place| *place != 10) {
            let mut bad = good;
            bad[place] ^= 0x40;
            assert_eq!(Report::decode(bad), None, "byte {place}");
        }
    }

    #[test]
    fn a_packet_must_have_as_many_descriptors_as_it_says() {
        let packet = [packet_header(2).as_slice(), b"hello"].concat();
        assert_eq!(packet_message(&packet, 2), Some(b"hello".as_slice()));
        assert_eq!(packet_message(&packet, 1), None);
        assert_eq!(packet_message(&[], 0), None);
    }
}
