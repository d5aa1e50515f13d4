//! Every right in the house, by name.
//!
//! Invariant: what a right is for is said here, who has it in `table` alone.

macro_rules! rights {
    ($($(#[doc = $doc:literal])+ $name:ident => $text:literal),+ $(,)?) => {
        /// Something that a route does for somebody.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Right { $($(#[doc = $doc])+ $name),+ }

        impl Right {
            /// All rights, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The right's name in tables and translations.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

rights! {
    /// Ask whether the server is well.
    CheckHealth => "check-health",
    /// Load style sheets, scripts and pictures.
    ReadAsset => "read-asset",
    /// Open the pages without an object: home, lists, documents. Each shows what its reader may see.
    ReadHouse => "read-house",
    /// Choose language and theme.
    ChooseDisplay => "choose-display",
    /// Prove who one is, and stop being so.
    SignIn => "sign-in",
    /// Make oneself an account, where the house or an invitation allows it.
    SignUp => "sign-up",
    /// Make the first administrator with the one-time link.
    SetUpHouse => "set-up-house",
    /// Call the server from a Kaggle client.
    UseClients => "use-clients",
    /// Name a method of the newer clients; the method asks for its own right.
    CallMethod => "call-method",
    /// Use an address that carries its own secret; its owner is asked for the right.
    FollowSecret => "follow-secret",
    /// Look at where an invitation leads.
    FollowInvitation => "follow-invitation",
    /// See one's own account, tokens and sessions.
    SeeOwnAccount => "see-own-account",
    /// Change one's own account, make and revoke tokens, end sessions.
    ChangeOwnAccount => "change-own-account",
    /// Be let into a competition by an invitation.
    AcceptInvitation => "accept-invitation",
    /// Draft a competition.
    CreateCompetition => "create-competition",
    /// See the administration's front page and the state of the house.
    AdministerHouse => "administer-house",
    /// See all accounts, make them, change roles, close and open them.
    AdministerPeople => "administer-people",
    /// See all groups, make and change them and their members.
    AdministerGroups => "administer-groups",
    /// Search, check and export the audit log.
    ReadAuditLog => "read-audit-log",
    /// Read this table.
    ReadAccess => "read-access",
    /// See a group's members and where they stand.
    SeeGroup => "see-group",
    /// Read a competition's pages and boards.
    ReadCompetition => "read-competition",
    /// Download a competition's data.
    DownloadData => "download-data",
    /// See one's own team's submissions and allowance.
    SeeOwnSubmissions => "see-own-submissions",
    /// Have a file checked, or submit it.
    Submit => "submit",
    /// Change the notes on one's own team's submissions.
    ChangeOwnSubmissions => "change-own-submissions",
    /// See who takes part in a competition, under their own names.
    SeeParticipants => "see-participants",
    /// Invite people to a competition, by name or by link, and take that back.
    InvitePeople => "invite-people",
    /// Change a competition: settings, pages, files, solution, publication.
    EditCompetition => "edit-competition",
    /// Say who else hosts a competition, and which groups a restricted one is open to.
    ManageHosts => "manage-hosts",
}
