//! The pages, for people with a browser.

use super::{Line, doors};
use crate::pages::account::{self, profile, profile_forms, setup, sign_in};
use crate::pages::admin::audit;
use crate::pages::competition::{data, evaluation, leaderboard, overview, rules, submission, submit, submit_form};
use crate::pages::editor::{self, FORM_MAX_BYTES, edit, files, new, publication, save};
use crate::pages::{api_docs, competitions, home, switches};

#[rustfmt::skip]
pub(super) const DOORS: &[Line] = doors! {
    Get    "/"                                   ReadHouse            home::show;
    Get    "/api"                                ReadHouse            api_docs::show;
    Post   "/language"                           ChooseDisplay        switches::choose_language;
    Post   "/theme"                              ChooseDisplay        switches::choose_theme;

    Get    "/sign-in"                            SignIn               sign_in::show;
    Post   "/sign-in"                            SignIn               sign_in::submit;
    Post   "/sign-out"                           SignIn               sign_in::sign_out;
    Get    "/setup"                              SetUpHouse           setup::show;
    Post   "/setup"                              SetUpHouse           setup::submit;
    Get    "/profile"                            SeeOwnAccount        profile::show;
    Post   "/profile"                            ChangeOwnAccount     profile_forms::change_profile;
    Get    "/profile/password"                   SeeOwnAccount        account::back;
    Post   "/profile/password"                   ChangeOwnAccount     profile_forms::change_password;
    Get    "/profile/tokens"                     SeeOwnAccount        account::back;
    Post   "/profile/tokens"                     ChangeOwnAccount     profile_forms::create_token;
    Post   "/profile/tokens/{id}/revoke"         ChangeOwnAccount     profile_forms::revoke_token;
    Post   "/profile/sessions/{id}/revoke"       ChangeOwnAccount     profile_forms::end_session;

    Get    "/admin/audit"                        ReadAuditLog         audit::show;
    Post   "/admin/audit/verify"                 ReadAuditLog         audit::verify;
    Stream "/admin/audit/export"                 ReadAuditLog         audit::export;

    Get    "/competitions"                       ReadHouse            competitions::show;
    Get    "/competitions/new"                   CreateCompetition    new::show;
    Post   "/competitions/new"                   CreateCompetition    new::submit, form up to FORM_MAX_BYTES;

    Get    "/c/{slug}"                           ReadCompetition      overview::show;
    Get    "/c/{slug}/evaluation"                ReadCompetition      evaluation::show;
    Get    "/c/{slug}/data"                      ReadCompetition      data::show;
    Get    "/c/{slug}/rules"                     ReadCompetition      rules::show;
    Get    "/c/{slug}/leaderboard"               ReadCompetition      leaderboard::show;
    Get    "/c/{slug}/submit"                    ReadCompetition      submit::show;
    Post   "/c/{slug}/submit"                    Submit               submit_form::send;
    Post   "/c/{slug}/check"                     Submit               submit_form::check;
    Get    "/c/{slug}/submissions/{id}"          SeeOwnSubmissions    submission::show;
    Post   "/c/{slug}/submissions/{id}/note"     ChangeOwnSubmissions submission::change_note;

    Get    "/c/{slug}/edit"                      EditCompetition      edit::show;
    Post   "/c/{slug}/edit"                      EditCompetition      save::submit, form up to FORM_MAX_BYTES;
    Get    "/c/{slug}/edit/files"                EditCompetition      editor::back;
    Post   "/c/{slug}/edit/files"                EditCompetition      files::add;
    Post   "/c/{slug}/edit/files/{id}/remove"    EditCompetition      files::remove;
    Get    "/c/{slug}/edit/solution"             EditCompetition      editor::back;
    Post   "/c/{slug}/edit/solution"             EditCompetition      files::put_solution;
    Get    "/c/{slug}/edit/publish"              EditCompetition      editor::back;
    Post   "/c/{slug}/edit/publish"              EditCompetition      publication::publish;
    Get    "/c/{slug}/edit/unpublish"            EditCompetition      editor::back;
    Post   "/c/{slug}/edit/unpublish"            EditCompetition      publication::unpublish;
    Get    "/c/{slug}/edit/archive"              EditCompetition      editor::back;
    Post   "/c/{slug}/edit/archive"              EditCompetition      publication::archive;
};
