//! The JSON API. Each line is also an operation of the OpenAPI document (a test compares).

use super::{Line, doors};
use crate::v1::competitions::{pages, publication, settings};
use crate::v1::files::{archive, change, download, view};
use crate::v1::people::{session, tokens};
use crate::v1::submissions::{check, events, read, submit};
use crate::v1::{audit_log, leaderboard, metrics, openapi, solution};

/// Where the API lies.
pub(crate) const BASE: &str = "/api/joute/v1";

#[rustfmt::skip]
pub(super) const DOORS: &[Line] = doors! {
    Get    "/openapi.json"                            ReadHouse            openapi::serve;
    Get    "/metrics"                                 ReadHouse            metrics::list;

    Post   "/session"                                 SignIn               session::sign_in;
    Delete "/session"                                 SignIn               session::sign_out;
    Post   "/jwt"                                     SignIn               session::issue_jwt;
    Get    "/me"                                      SeeOwnAccount        session::me;
    Get    "/tokens"                                  SeeOwnAccount        tokens::list;
    Post   "/tokens"                                  ChangeOwnAccount     tokens::issue;
    Delete "/tokens/{id}"                             ChangeOwnAccount     tokens::revoke;

    Get    "/audit-log"                               ReadAuditLog         audit_log::list;
    Post   "/audit-log/verification"                  ReadAuditLog         audit_log::verify;

    Get    "/competitions"                            ReadHouse            settings::list;
    Post   "/competitions"                            CreateCompetition    settings::create;
    Get    "/competitions/{slug}"                     ReadCompetition      settings::read;
    Patch  "/competitions/{slug}"                     EditCompetition      settings::change;
    Get    "/competitions/{slug}/checklist"           EditCompetition      publication::checklist;
    Post   "/competitions/{slug}/publish"             EditCompetition      publication::publish;
    Post   "/competitions/{slug}/unpublish"           EditCompetition      publication::unpublish;
    Post   "/competitions/{slug}/archive"             EditCompetition      publication::archive;
    Get    "/competitions/{slug}/pages"               ReadCompetition      pages::list;
    Put    "/competitions/{slug}/pages/{name}"        EditCompetition      pages::put;

    Get    "/competitions/{slug}/files"               DownloadData         view::list;
    Post   "/competitions/{slug}/files"               EditCompetition      change::post;
    Stream "/competitions/{slug}/files.zip"           DownloadData         archive::download;
    Get    "/competitions/{slug}/files/{name}"        DownloadData         download::download;
    Put    "/competitions/{slug}/files/{name}"        EditCompetition      change::put;
    Delete "/competitions/{slug}/files/{name}"        EditCompetition      change::remove;
    Put    "/competitions/{slug}/solution"            EditCompetition      solution::put;
    Post   "/competitions/{slug}/solution"            EditCompetition      solution::post;

    Get    "/competitions/{slug}/submissions"         SeeOwnSubmissions    read::list;
    Post   "/competitions/{slug}/submissions"         Submit               submit::submit;
    Get    "/competitions/{slug}/submissions/{id}"    SeeOwnSubmissions    read::read;
    Patch  "/competitions/{slug}/submissions/{id}"    ChangeOwnSubmissions read::change;
    Get    "/competitions/{slug}/submissions/{id}/file" SeeOwnSubmissions  read::download;
    Post   "/competitions/{slug}/check"               Submit               check::check;
    Get    "/competitions/{slug}/allowance"           SeeOwnSubmissions    submit::allowance;
    Stream "/competitions/{slug}/events"              SeeOwnSubmissions    events::follow;
    Get    "/competitions/{slug}/leaderboard"         ReadCompetition      leaderboard::json;
    Get    "/competitions/{slug}/leaderboard.csv"     ReadCompetition      leaderboard::csv;
};
