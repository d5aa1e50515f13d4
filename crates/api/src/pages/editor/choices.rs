//! What the settings offer: metrics and time zones.
//!
//! Invariant: every metric of the catalogue can be chosen, in its order.

use std::sync::LazyLock;

use joute_domain::Direction;
use serde::Serialize;

use crate::words::Words;

/// A metric to choose.
#[derive(Debug, Serialize)]
pub(super) struct MetricChoice {
    name: &'static str,
    title: String,
    direction: &'static str,
    params: String,
}

/// All metrics.
pub(super) fn metrics(words: &Words) -> Vec<MetricChoice> {
    let choices = joute_metrics::catalogue().iter().map(|metric| {
        let key = format!("metric-{}", metric.name);
        MetricChoice {
            name: metric.name,
            title: if words.has(&key) { words.plain(&key) } else { metric.summary.to_owned() },
            direction: if metric.direction == Direction::LowerIsBetter { "min" } else { "max" },
            params: metric.parameters.iter().map(|parameter| parameter.name).collect::<Vec<_>>().join(", "),
        }
    });
    choices.collect()
}

/// Zones by place, without the names that only repeat others.
pub(super) fn zones() -> &'static [&'static str] {
    static ZONES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        const AREAS: [&str; 10] = [
            "Africa/",
            "America/",
            "Antarctica/",
            "Arctic/",
            "Asia/",
            "Atlantic/",
            "Australia/",
            "Europe/",
            "Indian/",
            "Pacific/",
        ];
        let named = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let places = named.filter(|name| AREAS.iter().any(|area| name.starts_with(area)));
        std::iter::once("UTC").chain(places).collect()
    });
    &ZONES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_that_is_offered_is_accepted() {
        assert!(zones().contains(&"Europe/Paris") && zones().contains(&"UTC"));
        assert!(zones().iter().all(|zone| zone.parse::<joute_domain::Zone>().is_ok()));
    }
}
