//! The older dialect: paths, queries and forms.
//!
//! Invariant: a handler here only names the one that does the work.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Data, Query};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use joute_services::access::{Right, Seat};
use serde_json::Value;

use super::answer::Dialect;
use super::call::Call;
use super::origin::origin_of;
use super::parameters::Parameters;
use super::{competitions, files, identity, leaderboard, submissions};
use crate::app::App;
use crate::problem::Problem;
use crate::web::Caller;
use crate::web::upload::text_fields;

/// A call in this dialect; `{slug}` in the address is its competition.
pub(crate) struct RestCall(Call);

impl FromRequest for RestCall {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request.app_data::<Data<App>>().cloned();
            let app = app.ok_or_else(|| Problem::not_found("address_not_found", "there is no such address"))?;
            let mut parameters = Parameters::default();
            let query = Query::<Vec<(String, String)>>::from_query(request.query_string());
            let query = query.map_err(|error| Problem::bad_request("bad_query", error))?.into_inner();
            for (name, value) in query.into_iter().chain(form(&request, payload).await?) {
                parameters.insert(&name, Value::from(value));
            }
            for (name, value) in request.match_info().iter() {
                parameters.insert(name, Value::from(value));
            }
            let viewer = request.extensions().get::<Caller>().and_then(|caller| caller.viewer.clone());
            let seat = request.extensions().get::<Rc<Seat>>().cloned();
            let origin = origin_of(&request, &app);
            Ok(Self(Call::new(app, viewer, origin, parameters).seated(seat)))
        })
    }
}

async fn form(request: &HttpRequest, payload: Payload) -> Result<Vec<(String, String)>, Problem> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("multipart/") {
        return Ok(Vec::new());
    }
    text_fields(Multipart::new(request.headers(), payload)).await
}

macro_rules! rest {
    ($($name:ident => $handler:path;)+) => {$(
        pub(crate) async fn $name(call: RestCall) -> Result<HttpResponse, Problem> {
            Ok($handler(call.0).await?.respond(Dialect::Rest))
        }
    )+};
}

rest! {
    hello => identity::hello;
    list_competitions => competitions::list;
    list_files => files::list;
    download_all => files::download_all;
    download_one => files::download_one;
    show_leaderboard => leaderboard::show;
    download_leaderboard => leaderboard::download;
    list_submissions => submissions::list;
    start_upload => submissions::start_upload;
    submit => submissions::submit;
    submit_code => submissions::submit_code;
}

/// kaggle 1.7 names the competition in a field of the form, as the newer dialect does.
pub(crate) async fn start_upload_by_form(call: RestCall) -> Result<HttpResponse, Problem> {
    let call = call.0.admitted(Right::Submit).await?;
    Ok(submissions::start_upload(call).await?.respond(Dialect::Rest))
}
