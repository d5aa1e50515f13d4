//! Answers, and the form in which each dialect wants them.
//!
//! Invariant: fields that are not known are left out, never null; a list has its name in RPC, and in REST where the
//! client of the time expects it.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, LAST_MODIFIED, LOCATION};
use joute_domain::Timestamp;
use serde_json::{Map, Value};

use crate::v1::files::{http_date, saved_as};

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Rest,
    Rpc,
}

/// What a call gives.
#[derive(Debug)]
pub(crate) enum Answer {
    /// An object.
    Object(Value),
    /// A page of a list.
    List {
        name: &'static str,
        items: Vec<Value>,
        next: Option<String>,
        /// True if REST sends the items alone.
        is_bare: bool,
    },
    /// A download elsewhere; the last part of the address is the file's name.
    Redirect(String),
    /// A small file made on the spot.
    File { name: String, media_type: &'static str, bytes: Vec<u8>, changed_at: Timestamp },
}

impl Answer {
    /// An answer of a method without a result.
    pub(crate) fn nothing() -> Self {
        Self::Object(Value::Object(Map::new()))
    }

    pub(crate) fn respond(self, dialect: Dialect) -> HttpResponse {
        match self {
            Self::Object(object) => HttpResponse::Ok().json(object),
            Self::List { items, is_bare: true, .. } if dialect == Dialect::Rest => HttpResponse::Ok().json(items),
            Self::List { name, items, next, .. } => {
                let mut object = Map::new();
                object.insert(name.to_owned(), items.into());
                object.insert("nextPageToken".to_owned(), next.unwrap_or_default().into());
                HttpResponse::Ok().json(object)
            }
            // Not 307 or 308, which would repeat a POST.
            Self::Redirect(address) => HttpResponse::Found().insert_header((LOCATION, address)).finish(),
            Self::File { name, media_type, bytes, changed_at } => HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, media_type))
                .insert_header((CONTENT_ENCODING, "identity"))
                .insert_header((LAST_MODIFIED, http_date(changed_at)))
                .insert_header(saved_as(&name))
                .body(bytes),
        }
    }
}
