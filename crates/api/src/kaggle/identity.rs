//! Who a credential belongs to.
//!
//! Invariant: a bad token is answered as inactive, never with 401, on which the clients stumble.

use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use crate::problem::Problem;

/// The sign-in name of the caller.
pub(crate) async fn hello(call: Call) -> Result<Answer, Problem> {
    Ok(Answer::Object(json!({ "userName": call.viewer()?.handle.as_str() })))
}

/// Whether a token is good, and whose it is.
pub(crate) async fn introspect(call: Call) -> Result<Answer, Problem> {
    let token = call.parameters.text("token").unwrap_or_default();
    let viewer = call.app.house.recognise_bearer(token).await?;
    Ok(Answer::Object(match viewer {
        Some(viewer) => json!({
            "active": true,
            "username": viewer.handle.as_str(),
            "userId": viewer.id.number(),
            "clientId": "kagglesdk",
            "scope": "resources.admin:*",
        }),
        None => json!({ "active": false }),
    }))
}
