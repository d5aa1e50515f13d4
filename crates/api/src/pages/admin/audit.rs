//! The audit log: who did what to which object, from where; searched, checked, taken away.
//!
//! Invariant: an entry is shown as it was recorded; only the words for its codes are the reader's.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Query;
use joute_domain::{Actor, AuditAction, UserId, Zone};
use joute_services::audit::{AuditRow, ExportFormat, Filter, Head};
use serde::{Deserialize, Serialize};

use super::audit_filter::TypedFilter;
use crate::pages::PageResult;
use crate::pages::format::{Count, Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::v1::saved_as;
use crate::web::SignedIn;

/// Entries on a page.
const PAGE: u32 = 50;

#[derive(Debug, Serialize)]
struct AuditPage {
    page: Shell,
    filter: TypedFilter,
    active: bool,
    actions: Vec<ActionFamily>,
    chain: ChainView,
    entries: Vec<EntryView>,
    older: String,
    newest: String,
}

/// The end of the chain and what the last check said.
#[derive(Debug, Serialize)]
struct ChainView {
    entries: Count,
    hash: String,
    checked: Option<CheckView>,
}

#[derive(Debug, Serialize)]
struct CheckView {
    at: Time,
    sound: bool,
    detail: String,
}

/// The codes of one kind of object, for the filter.
#[derive(Debug, Serialize)]
struct ActionFamily {
    prefix: String,
    label: String,
    actions: Vec<ActionView>,
}

#[derive(Debug, Serialize)]
struct ActionView {
    code: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct EntryView {
    number: String,
    at: Time,
    action: ActionView,
    actor: String,
    actor_id: String,
    object_kind: String,
    object: String,
    object_id: String,
    via: String,
    address: String,
    detail: Vec<DetailView>,
}

#[derive(Debug, Serialize)]
struct DetailView {
    name: String,
    value: String,
}

impl Page for AuditPage {
    const TEMPLATE: &'static str = "admin/audit.html.tera";
}

/// `GET /admin/audit`
pub(crate) async fn show(visit: Visit, filter: Query<TypedFilter>) -> PageResult {
    let (house, filter) = (&visit.app.house, filter.into_inner());
    let mut rows = house.search_audit_log(filter.filter(), filter.before(), PAGE + 1).await.map_err(internal)?;
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let older = rows.last().filter(|_| has_more).and_then(|row| row.sequence);
    let ids: Vec<UserId> = rows.iter().filter_map(|row| row.actor_id.clone()).collect();
    let names = house.display_names(ids).await.map_err(internal)?;
    let head = house.audit_head().await.map_err(internal)?;
    let checks = Filter { action: Some(AuditAction::AuditVerify.to_string()), ..Filter::default() };
    let check = house.search_audit_log(checks, None, 1).await.map_err(internal)?.pop();
    let page = AuditPage::of(visit.shell("admin"), &visit.format(), filter, &rows, &names)
        .with_chain(&visit.format(), &head, check.as_ref())
        .with_older(older);
    visit.page(&page)
}

/// `POST /admin/audit/verify`: walks the whole chain and goes back to the page, which tells what was found.
pub(crate) async fn verify(visit: Visit, viewer: SignedIn) -> PageResult {
    visit.app.house.verify_audit_log(&Actor::from(&*viewer), None).await.map_err(internal)?;
    Ok(visit.go("/admin/audit", None))
}

#[derive(Debug, Deserialize)]
pub(crate) struct WantedFormat {
    #[serde(default)]
    format: String,
}

/// `GET /admin/audit/export?format=csv`
pub(crate) async fn export(visit: Visit, viewer: SignedIn, wanted: Query<WantedFormat>) -> PageResult {
    let format = wanted.format.parse().unwrap_or(ExportFormat::JsonLines);
    let pages = visit.app.house.export_audit_log(&Actor::from(&*viewer), format).await.map_err(internal)?;
    let name = format!("audit-{}.{}", visit.app.house.clock().now().utc().format("%Y-%m-%d"), format.as_str());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format.media_type()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(saved_as(&name))
        .streaming(pages))
}

#[allow(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
fn internal(error: joute_services::DatabaseError) -> Problem {
    Problem::internal(&error)
}

impl AuditPage {
    fn of(
        page: Shell,
        format: &Format<'_>,
        filter: TypedFilter,
        rows: &[AuditRow],
        names: &HashMap<UserId, String>,
    ) -> Self {
        let chain = ChainView { entries: format.count(0), hash: String::new(), checked: None };
        let entries = rows.iter().map(|row| EntryView::of(format, row, names)).collect();
        let (active, newest) = (filter.is_active(), address(&filter, None));
        Self { page, active, actions: families(format), chain, entries, older: String::new(), newest, filter }
    }

    fn with_chain(mut self, format: &Format<'_>, head: &Head, check: Option<&AuditRow>) -> Self {
        let checked = check.map(|row| {
            let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
            let broken = detail.get("broken").and_then(|text| text.as_str()).map(str::to_owned);
            let at = format.time(row.occurred_at, Zone::UTC);
            CheckView { at, sound: broken.is_none(), detail: broken.unwrap_or_default() }
        });
        self.chain = ChainView { entries: format.count(head.sequence), hash: head.hash.clone(), checked };
        self
    }

    fn with_older(mut self, before: Option<u64>) -> Self {
        self.older = before.map(|before| address(&self.filter, Some(before))).unwrap_or_default();
        self
    }
}

impl EntryView {
    fn of(format: &Format<'_>, row: &AuditRow, names: &HashMap<UserId, String>) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let present = row.actor_id.as_ref().and_then(|id| names.get(id).cloned());
        let kind = row.object_kind.as_deref().map(|kind| word(format, "audit-object", kind));
        Self {
            number: format.number(row.sequence.unwrap_or_default()),
            at: format.time(row.occurred_at, Zone::UTC),
            action: action(format, &row.action),
            actor: row.actor_name.clone().or(present).unwrap_or_default(),
            actor_id: row.actor_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            object_kind: kind.unwrap_or_default(),
            object: text(&row.object_name),
            object_id: text(&row.object_id),
            via: word(format, "audit-via", &row.via),
            address: text(&row.address),
            detail: details(&row.detail),
        }
    }
}

/// The parts of a detail as text, those that say nothing left out.
fn details(detail: &str) -> Vec<DetailView> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(detail).unwrap_or_default();
    let shown = fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        DetailView { name, value }
    });
    shown.collect()
}

/// Every action, by the kind of object that its code begins with.
fn families(format: &Format<'_>) -> Vec<ActionFamily> {
    let mut families: Vec<ActionFamily> = Vec::new();
    for code in AuditAction::ALL.iter().map(|action| action.as_str()) {
        let family = code.split('.').next().unwrap_or_default();
        let prefix = format!("{family}.");
        if families.last().is_none_or(|last| last.prefix != prefix) {
            let label = word(format, "audit-family", family);
            families.push(ActionFamily { prefix, label, actions: Vec::new() });
        }
        if let Some(last) = families.last_mut() {
            last.actions.push(action(format, code));
        }
    }
    families
}

fn action(format: &Format<'_>, code: &str) -> ActionView {
    ActionView { code: code.to_owned(), label: word(format, "audit-action", code) }
}

/// The word for a code; the code itself if there is none, as after a step back to an older version.
fn word(format: &Format<'_>, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{}", code.replace(['.', '_'], "-"));
    if format.words.has(&key) { format.words.plain(&key) } else { code.to_owned() }
}

/// The page with this filter, going on below a number.
fn address(filter: &TypedFilter, before: Option<u64>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let fields = [
        ("q", &filter.q),
        ("actor", &filter.actor),
        ("action", &filter.action),
        ("object", &filter.object),
        ("from", &filter.from),
        ("until", &filter.until),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    if let Some(before) = before {
        query.append_pair("before", &before.to_string());
    }
    let query = query.finish();
    if query.is_empty() { "/admin/audit".to_owned() } else { format!("/admin/audit?{query}") }
}

#[cfg(test)]
mod tests {
    use joute_domain::{AuditEntryId, AuditObject, AuditVia, Language};

    use super::*;
    use crate::pages::samples;
    use crate::words::{LANGUAGES, Words};

    fn row() -> AuditRow {
        AuditRow {
            id: AuditEntryId::new(),
            sequence: Some(1_234),
            occurred_at: samples::now(),
            actor_id: Some(UserId::new()),
            action: "token.issue".to_owned(),
            object_kind: Some("token".to_owned()),
            object_id: Some("t1".to_owned()),
            via: "session".to_owned(),
            detail: "{\"expires_at\":null,\"scopes\":[\"read\"]}".to_owned(),
            actor_name: Some("Amélie <Fontaine>".to_owned()),
            object_name: Some("laptop".to_owned()),
            address: Some("192.0.2.1".to_owned()),
            names_salt: None,
            names_hash: String::new(),
            search_text: String::new(),
            previous_hash: None,
            hash: None,
        }
    }

    #[test]
    fn an_entry_is_shown_with_everything_that_is_known() {
        let filter = TypedFilter { q: "\"x<".to_owned(), actor: "amelie".to_owned(), ..TypedFilter::default() };
        let head = Head { sequence: 1_234, hash: "ab".repeat(32) };
        let pages = samples::render_all(|page, format, _| {
            AuditPage::of(page, format, filter.clone(), &[row()], &HashMap::new())
                .with_chain(format, &head, None)
                .with_older(Some(1_234))
        });
        for page in pages {
            assert!(page.contains("Amélie &lt;Fontaine&gt;") && page.contains("192.0.2.1"));
            assert!(page.contains("before=1234") && page.contains("value=\"&quot;x&lt;\""), "{page}");
            assert!(page.contains("scopes") && !page.contains("expires_at"), "what says nothing is left out");
        }
    }

    #[test]
    fn a_broken_chain_is_said_loudly_and_an_empty_search_offers_to_be_cleared() {
        let broken = AuditRow { detail: "{\"broken\":\"entry 3 is missing\"}".to_owned(), ..row() };
        let head = Head { sequence: 0, hash: String::new() };
        let filter = TypedFilter { q: "x".to_owned(), ..TypedFilter::default() };
        let pages = samples::render_all(|page, format, _| {
            AuditPage::of(page, format, filter.clone(), &[], &HashMap::new()).with_chain(format, &head, Some(&broken))
        });
        for page in pages {
            assert!(page.contains("entry 3 is missing") && page.contains("alert-danger"), "{page}");
            assert!(page.contains("href=\"/admin/audit\""));
        }
    }

    #[test]
    fn every_code_has_its_words() {
        for language in LANGUAGES {
            let words = Words::load(language).unwrap();
            let format = Format::new(&words, language, samples::now());
            for code in AuditAction::ALL.iter().map(|action| action.as_str()) {
                assert_ne!(word(&format, "audit-action", code), code, "{language:?}");
                let family = code.split('.').next().unwrap();
                assert!(words.has(&format!("audit-family-{family}")), "{family}, {language:?}");
            }
            for object in AuditObject::ALL {
                assert!(words.has(&format!("audit-object-{object}")), "{object}, {language:?}");
            }
            for via in AuditVia::ALL {
                assert!(words.has(&format!("audit-via-{via}")), "{via}, {language:?}");
            }
        }
        let words = Words::load(Language::En).unwrap();
        assert_eq!(word(&Format::new(&words, Language::En, samples::now()), "audit-action", "odd.thing"), "odd.thing");
    }
}
