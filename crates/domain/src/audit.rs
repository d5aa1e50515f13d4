//! What the audit log can tell: who did what to which object, from where.
//!
//! Invariant: an action's code is stable once released; what is said beside it holds no secret and no personal data.

use std::fmt;
use std::net::IpAddr;

use crate::{Handle, UserId};

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person; `None` for somebody who is not signed in, for a command and for the house itself.
    pub person: Option<(UserId, Handle)>,
    /// What they were recognised by.
    pub via: AuditVia,
    /// The identifier of the session or token that was used.
    pub credential: Option<String>,
    /// The network address, as far as it is known.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// Somebody at the server's own terminal.
    pub fn command() -> Self {
        Self { person: None, via: AuditVia::Command, credential: None, address: None }
    }

    /// The house itself.
    pub fn house() -> Self {
        Self { via: AuditVia::House, ..Self::command() }
    }

    /// Somebody who is not signed in.
    pub fn visitor(address: Option<IpAddr>) -> Self {
        Self { via: AuditVia::Visitor, address, ..Self::command() }
    }
}

macro_rules! names {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stored name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

names! {
    /// What somebody was recognised by.
    pub enum AuditVia {
        /// A browser session.
        Session => "session",
        /// A personal token.
        Token => "token",
        /// A short-lived bearer token.
        Jwt => "jwt",
        /// A name and a password in the same request.
        Password => "password",
        /// A download link, which stands for its owner.
        Link => "link",
        /// A command on the server's own terminal.
        Command => "command",
        /// Nobody was recognised.
        Visitor => "visitor",
        /// The house itself: a worker or a job of the night.
        House => "house",
    }
}

names! {
    /// What was done. The code is `object.verb`.
    pub enum AuditAction {
        /// An account was made.
        AccountCreate => "account.create",
        /// The first administrator was made from the setup link.
        AccountSetup => "account.setup",
        /// Name or address changed.
        AccountChange => "account.change",
        /// An account was closed.
        AccountDisable => "account.disable",
        /// A closed account was opened again.
        AccountEnable => "account.enable",
        /// A person changed their own password.
        PasswordChange => "password.change",
        /// A password was replaced for somebody.
        PasswordReset => "password.reset",

        /// Somebody signed in.
        SessionOpen => "session.open",
        /// A sign-in was refused.
        SessionRefuse => "session.refuse",
        /// A session was ended by its person.
        SessionEnd => "session.end",
        /// A replaced session token was used again, and the session ended.
        SessionSteal => "session.steal",

        /// A personal token was made.
        TokenIssue => "token.issue",
        /// A personal token was revoked.
        TokenRevoke => "token.revoke",
        /// A short-lived bearer token was made.
        JwtIssue => "jwt.issue",

        /// A competition was drafted.
        CompetitionCreate => "competition.create",
        /// Settings changed.
        CompetitionChange => "competition.change",
        /// It was published.
        CompetitionPublish => "competition.publish",
        /// It was taken back to a draft.
        CompetitionUnpublish => "competition.unpublish",
        /// It was closed for good.
        CompetitionArchive => "competition.archive",
        /// A page was written or emptied.
        PageWrite => "page.write",
        /// A data file was put or replaced.
        FilePut => "file.put",
        /// A data file was removed.
        FileRemove => "file.remove",
        /// A data file was downloaded.
        FileDownload => "file.download",
        /// All data files were downloaded.
        DataDownload => "data.download",
        /// The hidden truth was put or replaced.
        SolutionPut => "solution.put",

        /// A team of one was made for a first submission.
        TeamCreate => "team.create",
        /// A submission was taken.
        SubmissionAccept => "submission.accept",
        /// A submission was refused by a rule: deadline or allowance.
        SubmissionRefuse => "submission.refuse",
        /// A submission failed its check.
        SubmissionReject => "submission.reject",
        /// A submission could not be scored, by our fault.
        SubmissionGiveUp => "submission.give_up",
        /// The note on a submission changed.
        SubmissionChange => "submission.change",
        /// A submitted file was downloaded.
        SubmissionDownload => "submission.download",

        /// The audit log was checked.
        AuditVerify => "audit.verify",
        /// The audit log was taken away.
        AuditExport => "audit.export",
    }
}

names! {
    /// What it was done to.
    pub enum AuditObject {
        /// A person with an account.
        Person => "person",
        /// A browser session.
        Session => "session",
        /// A personal token.
        Token => "token",
        /// A competition.
        Competition => "competition",
        /// A data file.
        File => "file",
        /// A version of the hidden truth.
        Solution => "solution",
        /// A team.
        Team => "team",
        /// A submission.
        Submission => "submission",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_name_an_object_and_a_verb() {
        let codes: BTreeSet<_> = AuditAction::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(codes.len(), AuditAction::ALL.len());
        for code in codes {
            let is_plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || b"._".contains(&byte));
            assert!(is_plain && code.matches('.').count() == 1, "{code}");
        }
    }
}
