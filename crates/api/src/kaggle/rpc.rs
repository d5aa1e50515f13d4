//! The newer dialect: every request posts JSON to a method of a service.
//!
//! The methods stand in `doors::kaggle::METHODS`, each with its right, as routes do.
//!
//! Invariant: the right is asked for before the method's handler runs.

use std::future::Future;
use std::pin::Pin;

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use joute_services::access::Right;
use serde_json::{Map, Value};

use super::answer::{Answer, Dialect};
use super::call::Call;
use super::origin::origin_of;
use super::parameters::Parameters;
use crate::app::App;
use crate::doors::kaggle::METHODS;
use crate::problem::Problem;
use crate::web::Caller;

/// Largest body of a method, in bytes.
const BODY_MAX_BYTES: usize = 1 << 20;

/// What a method's handler gives, later.
pub(crate) type Pending = Pin<Box<dyn Future<Output = Result<Answer, Problem>>>>;

/// A method of a service.
pub(crate) struct Method {
    /// `Service/Method`.
    pub(crate) name: &'static str,
    /// What one needs to call it.
    pub(crate) right: Right,
    /// What it does.
    pub(crate) handler: fn(Call) -> Pending,
}

/// Calls the method that the address names.
pub(crate) async fn call(
    app: Data<App>,
    caller: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let (service, method) = path.into_inner();
    let name = format!("{service}/{method}");
    let method = METHODS.iter().find(|method| method.name == name).ok_or_else(|| {
        let detail = format!("this server has no {name}: competitions are served here, nothing else of Kaggle");
        Problem::not_found("method_not_found", detail)
    })?;
    let parameters = Parameters::from_object(read(body).await?);
    let origin = origin_of(&request, &app);
    let call = Call::new(app, caller.viewer, origin, parameters).admitted(method.right).await?;
    Ok((method.handler)(call).await?.respond(Dialect::Rpc))
}

async fn read(mut body: Payload) -> Result<Map<String, Value>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| Problem::bad_request("bad_body", error))?;
        if bytes.len() + chunk.len() > BODY_MAX_BYTES {
            return Err(Problem::bad_request("bad_body", format!("a request has at most {BODY_MAX_BYTES} bytes")));
        }
        bytes.extend_from_slice(&chunk);
    }
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::bad_request("bad_body", "a JSON object was expected")),
        Err(error) => Err(Problem::bad_request("bad_body", error)),
    }
}
