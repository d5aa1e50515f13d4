//! Pages of lists, and values as the clients print them.
//!
//! Invariant: a page starts at 1, whatever smaller number was sent; a token is the place where the next page begins.

use joute_domain::Timestamp;

use super::parameters::Parameters;

/// Items on a page unless said otherwise.
const PAGE: usize = 20;
/// Most items on a page.
const PAGE_MAX: usize = 200;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    start: usize,
    size: usize,
}

impl Paging {
    pub(crate) fn of(parameters: &Parameters) -> Self {
        let number = |name| parameters.number(name).and_then(|number| usize::try_from(number).ok());
        let size = number("pageSize").filter(|size| *size > 0).unwrap_or(PAGE).min(PAGE_MAX);
        let page = number("page").unwrap_or(1).max(1);
        let start = number("pageToken").unwrap_or_else(|| (page - 1).saturating_mul(size));
        Self { start, size }
    }

    /// The wanted items, and where the next page begins.
    pub(crate) fn cut<T>(self, items: Vec<T>) -> (Vec<T>, Option<String>) {
        let end = self.start.saturating_add(self.size);
        let next = (end < items.len()).then(|| end.to_string());
        (items.into_iter().skip(self.start).take(self.size).collect(), next)
    }
}

/// An instant as every generation of the clients reads it.
pub(crate) fn date(at: Timestamp) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paging(value: &serde_json::Value) -> Paging {
        Paging::of(&Parameters::from_object(value.as_object().cloned().unwrap_or_default()))
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let items: Vec<u32> = (0..45).collect();
        let (first, next) = paging(&json!({})).cut(items.clone());
        assert_eq!((first.len(), next.as_deref()), (20, Some("20")));
        let (last, next) = paging(&json!({ "pageToken": "40" })).cut(items.clone());
        assert_eq!((last, next), (vec![40, 41, 42, 43, 44], None));
        assert_eq!(paging(&json!({ "page": -1 })), paging(&json!({ "page": 1 })));
        assert_eq!(paging(&json!({ "page": 99 })).cut(items).0, Vec::<u32>::new());
        assert_eq!(paging(&json!({ "pageSize": 9_999 })).size, PAGE_MAX);
    }

    #[test]
    fn dates_end_with_z() {
        assert_eq!(date("2027-02-01T01:00:00.1234+01:00".parse().unwrap()), "2027-02-01T00:00:00.123Z");
    }
}
