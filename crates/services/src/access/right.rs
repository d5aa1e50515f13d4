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
    /// Make the first administrator with the one-time link.
    SetUpHouse => "set-up-house",
    /// Call the server from a Kaggle client.
    UseClients => "use-clients",
    /// Name a method of the newer clients; the method asks for its own right.
    CallMethod => "call-method",
    /// Use an address that carries its own secret; its owner is asked for the right.
    FollowSecret => "follow-secret",
    /// See one's own account, tokens and sessions.
    SeeOwnAccount => "see-own-account",
    /// Change one's own account, make and revoke tokens, end sessions.
    ChangeOwnAccount => "change-own-account",
    /// Draft a competition.
    CreateCompetition => "create-competition",
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
    /// Change a competition: settings, pages, files, solution, publication.
    EditCompetition => "edit-competition",
}
