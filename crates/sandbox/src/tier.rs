//! Which locks hold on a machine, and why not more.
//!
//! Invariant: a tier is the outcome of a whole lock-down in a throw-away child, never a guess; whatever is missing
//! comes with its reason.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ControlGroup;

/// How much of the machine a child can still touch; the greater, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// System call filter, resource limits and, where the kernel has it, Landlock.
    B,
    /// The same in namespaces of its own, below an empty root.
    A,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "a",
            Self::B => "b",
        })
    }
}

/// A word that names no tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a nor b")]
pub struct UnknownTier(String);

impl FromStr for Tier {
    type Err = UnknownTier;
    fn from_str(text: &str) -> Result<Self, UnknownTier> {
        match text {
            "a" | "A" => Ok(Self::A),
            "b" | "B" => Ok(Self::B),
            other => Err(UnknownTier(other.to_owned())),
        }
    }
}

/// What [`crate::probe`] found out.
#[derive(Debug, Clone)]
pub struct Probed {
    /// The highest tier that holds.
    pub tier: Tier,
    /// Landlock's version in force; `None` where the kernel lacks it.
    pub landlock: Option<u8>,
    /// Where children get a control group each; `None` where none can be had.
    pub group: Option<ControlGroup>,
    /// Why not tier A.
    pub why_not_a: Option<String>,
    /// Why no control group.
    pub why_no_group: Option<String>,
}

/// A machine whose jail is weaker than demanded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tier {wanted} is demanded but only tier {found} holds here: {reason}")]
pub struct TierTooLow {
    /// The demand.
    pub wanted: Tier,
    /// What holds.
    pub found: Tier,
    /// Why no more than that.
    pub reason: String,
}

impl Probed {
    /// Refuses a tier below `wanted`.
    pub fn demand(&self, wanted: Tier) -> Result<(), TierTooLow> {
        if self.tier >= wanted {
            return Ok(());
        }
        let reason = self.why_not_a.clone().unwrap_or_default();
        Err(TierTooLow { wanted, found: self.tier, reason })
    }
}

impl fmt::Display for Probed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let namespaces = if self.tier == Tier::A { "namespaces, empty root, " } else { "" };
        write!(f, "tier {} ({namespaces}system call filter, resource limits, ", self.tier)?;
        match self.landlock {
            Some(version) => write!(f, "Landlock version {version}, ")?,
            None => f.write_str("no Landlock, ")?,
        }
        match &self.group {
            Some(group) => write!(f, "{group})"),
            None => f.write_str("no control group)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probed(tier: Tier) -> Probed {
        let why_not_a = (tier == Tier::B).then(|| "user namespaces are switched off".to_owned());
        Probed { tier, landlock: Some(7), group: None, why_not_a, why_no_group: None }
    }

    #[test]
    fn a_demand_below_the_tier_is_met() {
        assert!(probed(Tier::A).demand(Tier::B).is_ok());
        assert!(probed(Tier::A).demand(Tier::A).is_ok());
        assert!(probed(Tier::B).demand(Tier::B).is_ok());
    }

    #[test]
    fn a_demand_above_the_tier_is_refused_with_the_reason() {
        let refused = probed(Tier::B).demand(Tier::A).unwrap_err();
        assert!(refused.to_string().contains("user namespaces are switched off"), "{refused}");
    }

    #[test]
    fn tiers_are_read_as_they_are_written() {
        for tier in [Tier::A, Tier::B] {
            assert_eq!(tier.to_string().parse(), Ok(tier));
        }
        assert!("c".parse::<Tier>().is_err());
    }
}
