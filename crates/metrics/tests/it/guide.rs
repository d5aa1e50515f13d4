//! What people read of a metric.

use joute_metrics::catalogue;

#[test]
fn every_metric_has_a_formula_and_an_example_of_equal_ids() {
    for metric in catalogue() {
        assert!(metric.formula().is_some(), "{} has no formula", metric.name);
        let example = metric.example();
        let ids =
            |table: &str| table.lines().map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(example.solution), ids(example.submission), "{}", metric.name);
    }
}
