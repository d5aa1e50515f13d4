//! What the Kaggle clients call: the paths of the older dialect, the methods of the newer one, and the addresses that
//! carry their own secret.
//!
//! Invariant: a method has its right in its line, as a route has, and is asked for it in the same table.

use super::{Line, doors};
use crate::kaggle::rpc::Method;
use crate::kaggle::{competitions, files, host, identity, leaderboard, rest, rpc, submissions};
use crate::kaggle::{download_wheel, follow, put};

/// Where the clients look.
pub(crate) const BASE: &str = "/api/v1";

#[rustfmt::skip]
pub(super) const DOORS: &[Line] = doors! {
    Get  "/hello"                                                  UseClients        rest::hello;
    Get  "/competitions/list"                                      UseClients        rest::list_competitions;
    Get  "/competitions/data/list/{slug}"                          DownloadData      rest::list_files;
    Get  "/competitions/data/download-all/{slug}"                  DownloadData      rest::download_all;
    Get  "/competitions/data/download/{slug}/{fileName:.*}"        DownloadData      rest::download_one;
    Get  "/competitions/submissions/list/{slug}"                   SeeOwnSubmissions rest::list_submissions;
    Post "/competitions/submissions/submit/{slug}"                 Submit            rest::submit;
    Post "/competitions/submissions/submit-notebook/{slug}"        Submit            rest::submit_code;
    Post "/competitions/submission-url"                            UseClients        rest::start_upload_by_form;
    Get  "/competitions/{slug}/leaderboard/view"                   ReadCompetition   rest::show_leaderboard;
    Get  "/competitions/{slug}/leaderboard/download"               ReadCompetition   rest::download_leaderboard;
    Post "/competitions/{slug}/submissions/url/{contentLength}/{lastModified}" Submit rest::start_upload;
    // Asks for the right of the method, below.
    Post "/{service}/{method}"                                     CallMethod        rpc::call;
};

/// Addresses that are their own credential, and the wheel; outside of the clients' base.
#[rustfmt::skip]
pub(super) const SECRETS: &[Line] = doors! {
    Get "/dl/{secret}/{name}"  FollowSecret follow;
    Put "/upload/{secret}"     FollowSecret put;
    Get "/python/{name}"       ReadAsset    download_wheel;
};

macro_rules! methods {
    ($($name:literal $right:ident $handler:path;)+) => {
        &[$(Method {
            name: $name,
            right: joute_services::access::Right::$right,
            handler: |call| Box::pin($handler(call)),
        }),+]
    };
}

/// The methods of the newer dialect.
#[rustfmt::skip]
pub(crate) const METHODS: &[Method] = methods! {
    "api.v1.DiagnosticsService/Hello"                                   UseClients        identity::hello;
    "security.OAuthService/IntrospectToken"                             CallMethod        identity::introspect;

    "competitions.CompetitionApiService/ListCompetitions"               UseClients        competitions::list;
    "competitions.CompetitionApiService/GetCompetition"                 ReadCompetition   competitions::get;
    "competitions.CompetitionApiService/ListCompetitionPages"           ReadCompetition   competitions::list_pages;
    "competitions.CompetitionApiService/ListCompetitionTopics"          ReadCompetition   competitions::list_topics;
    "competitions.CompetitionApiService/ListDataFiles"                  DownloadData      files::list;
    "competitions.CompetitionApiService/DownloadDataFiles"              DownloadData      files::download_all;
    "competitions.CompetitionApiService/DownloadDataFile"               DownloadData      files::download_one;
    "competitions.CompetitionApiService/GetLeaderboard"                 ReadCompetition   leaderboard::show;
    "competitions.CompetitionApiService/DownloadLeaderboard"            ReadCompetition   leaderboard::download;

    "competitions.CompetitionApiService/StartSubmissionUpload"          Submit            submissions::start_upload;
    "competitions.CompetitionApiService/CreateSubmission"               Submit            submissions::submit;
    "competitions.CompetitionApiService/CreateCodeSubmission"           Submit            submissions::submit_code;
    "competitions.CompetitionApiService/ListSubmissions"                SeeOwnSubmissions submissions::list;
    "competitions.CompetitionApiService/GetSubmission"                  SeeOwnSubmissions submissions::get;
    "competitions.CompetitionApiService/DownloadSubmission"             SeeOwnSubmissions submissions::download;
    "competitions.CompetitionApiService/GetSubmissionLimits"            SeeOwnSubmissions submissions::limits;

    "competitions.CompetitionApiService/CreateCompetition"              CreateCompetition host::create;
    "blobs.BlobApiService/StartBlobUpload"                              CreateCompetition host::start_blob;
    "competitions.CompetitionApiService/CreateCompetitionData"          EditCompetition   host::replace_data;
    "competitions.CompetitionApiService/CreateCompetitionSolution"      EditCompetition   host::replace_solution;
    "competitions.CompetitionApiService/GetCompetitionSolutionStatus"   EditCompetition   host::solution_status;
    "competitions.CompetitionApiService/GetCompetitionSettings"         EditCompetition   host::settings;
    "competitions.CompetitionApiService/UpdateCompetitionSettings"      EditCompetition   host::change_settings;
    "competitions.CompetitionApiService/LaunchCompetition"              EditCompetition   host::launch;
    "competitions.CompetitionApiService/CreateCompetitionPage"          EditCompetition   host::put_page;
    "competitions.CompetitionApiService/UpdateCompetitionPage"          EditCompetition   host::put_page;
    "competitions.CompetitionApiService/DeleteCompetitionPage"          EditCompetition   host::delete_page;
};
