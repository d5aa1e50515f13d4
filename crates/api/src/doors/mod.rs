//! Every address of the house with its right: the table that routes are registered from.
//!
//! A line says method, address, right and handler. There is no other way to register a route (a test reads the sources),
//! so there is no route without a right; `keeper` asks `joute_services::access` before the handler's extractors run.
//!
//! Invariant: a handler is called only after its right was granted; a method without a line answers 405 with `Allow`.

mod api;
pub(crate) mod kaggle;
mod keeper;
mod machines;
mod pages;

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, FormConfig, ServiceConfig};
use actix_web::{HttpResponse, Route};
use joute_services::access::Right;

use crate::app::App;
use crate::kaggle::speak_plainly;
use crate::problem::Problem;
use crate::v1;
use crate::web::authenticate;

pub(crate) use api::BASE as API_BASE;

/// One address and method, and what one needs to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The method; what answers GET answers HEAD too.
    pub method: &'static str,
    /// The whole address, with the names of its parts in braces.
    pub path: String,
    /// The right that is asked for.
    pub right: Right,
}

/// How a line answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// GET, and HEAD without the body.
    Get,
    /// GET alone, for bodies without an end.
    Stream,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    fn methods(self) -> &'static [Method] {
        match self {
            Self::Get => &[Method::GET, Method::HEAD],
            Self::Stream => &[Method::GET],
            Self::Post => &[Method::POST],
            Self::Put => &[Method::PUT],
            Self::Patch => &[Method::PATCH],
            Self::Delete => &[Method::DELETE],
        }
    }
}

/// A line of a table.
struct Line {
    verb: Verb,
    path: &'static str,
    right: Right,
    route: fn(Method) -> Route,
    /// Largest form, where the usual 16 KiB do not do.
    form_max_bytes: Option<usize>,
}

/// Writes the lines of a table: `Method "address" Right handler;`, and `form up to BYTES` where forms are large.
macro_rules! doors {
    ($($verb:ident $path:literal $right:ident $handler:path $(, form up to $bytes:expr)?;)+) => {
        &[$($crate::doors::Line {
            verb: $crate::doors::Verb::$verb,
            path: $path,
            right: joute_services::access::Right::$right,
            route: |method| actix_web::web::method(method).to($handler),
            form_max_bytes: [$(Some($bytes),)? None][0],
        }),+]
    };
}
use doors;

/// Everything in the house, in the order of its tables.
pub fn all() -> Vec<Door> {
    let tables = [
        ("", machines::DOORS),
        ("", kaggle::SECRETS),
        (api::BASE, api::DOORS),
        (kaggle::BASE, kaggle::DOORS),
        ("", pages::DOORS),
    ];
    let door = |base: &str, line: &Line| {
        let method = line.verb.methods().first().map_or("", |method| match *method {
            Method::GET => "GET",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            _ => "DELETE",
        });
        Door { method, path: format!("{base}{}", line.path), right: line.right }
    };
    tables.iter().flat_map(|(base, lines)| lines.iter().map(move |line| door(base, line))).collect()
}

/// Registers everything, around `app`.
pub(crate) fn configure(config: &mut ServiceConfig, app: App) {
    config
        .app_data(Data::new(app))
        .configure(|config| register(config, machines::DOORS))
        .configure(|config| register(config, kaggle::SECRETS))
        .service(
            web::scope(api::BASE)
                .app_data(v1::query_config())
                .app_data(v1::path_config())
                .wrap(from_fn(authenticate::identify))
                .configure(|config| register(config, api::DOORS))
                .default_service(web::to(v1::missing)),
        )
        .service(
            web::scope(kaggle::BASE)
                .wrap(from_fn(authenticate::identify))
                .wrap(from_fn(speak_plainly))
                .configure(|config| register(config, kaggle::DOORS))
                .default_service(web::to(v1::missing)),
        )
        .service(
            web::scope("")
                .wrap(from_fn(authenticate::identify))
                .configure(|config| register(config, pages::DOORS))
                .default_service(web::to(crate::pages::missing)),
        );
}

/// Lines that follow each other with the same address become one resource.
fn register(config: &mut ServiceConfig, lines: &'static [Line]) {
    for lines in lines.chunk_by(|one, next| one.path == next.path) {
        let Some(first) = lines.first() else { continue };
        let mut resource = web::resource(first.path);
        if let Some(bytes) = lines.iter().find_map(|line| line.form_max_bytes) {
            resource = resource.app_data(FormConfig::default().limit(bytes));
        }
        let mut allowed = Vec::new();
        for line in lines {
            for method in line.verb.methods() {
                allowed.push(method.as_str());
                resource = resource.route((line.route)(method.clone()).wrap(keeper::keep(line.right)));
            }
        }
        let allowed = allowed.join(", ");
        config.service(resource.default_service(web::to(move || {
            let answer = wrong_method(&allowed);
            async move { answer }
        })));
    }
}

fn wrong_method(allowed: &str) -> HttpResponse {
    let detail = format!("this address answers {allowed}");
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail);
    let mut response = HttpResponse::from_error(problem);
    if let Ok(value) = HeaderValue::from_str(allowed) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use joute_services::access::{Object, rule};

    use super::*;

    #[test]
    fn no_address_and_method_is_written_twice() {
        let doors = all();
        let distinct: BTreeSet<_> = doors.iter().map(|door| (door.method, door.path.clone())).collect();
        assert_eq!(distinct.len(), doors.len());
        let mut paths: Vec<_> = doors.iter().map(|door| door.path.clone()).collect();
        let distinct: BTreeSet<_> = paths.iter().cloned().collect();
        paths.dedup();
        assert_eq!(paths.len(), distinct.len(), "the lines of one address belong together");
    }

    #[test]
    fn a_right_stands_where_the_address_names_what_it_is_about() {
        for door in all() {
            let named = match rule(door.right).object {
                Object::House => None,
                Object::Competition => Some("{slug}"),
                Object::Group => Some("{group}"),
            };
            for part in ["{slug}", "{group}"] {
                // A host names a group of the competition in a body, never in the address.
                assert_eq!(door.path.contains(part), named == Some(part), "{} {}", door.method, door.path);
            }
        }
    }

    #[test]
    fn routes_are_registered_from_the_table_alone() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        visit(&source, &mut |path, text| {
            let is_here = path.starts_with("doors");
            for way in [".route(", "web::resource", " resource(", "(resource(", "web::get()", "get().to(", "web::scope"]
            {
                assert!(is_here || !text.contains(way), "{} registers with `{way}`", path.display());
            }
        });
    }

    fn visit(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, look);
            } else {
                look(path.strip_prefix(&source).unwrap(), &fs::read_to_string(&path).unwrap());
            }
        }
    }
}
