//! The checklist as the editor shows it.
//!
//! Invariant: publishing refuses exactly while a required point is open here.

use joute_domain::{FileKind, UploadReport};
use joute_services::CompetitionFile;
use joute_services::competitions::ChecklistItem;
use serde::Serialize;

/// One point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct PointView {
    code: &'static str,
    done: bool,
    required: bool,
    detail: String,
}

/// The points that publishing asks for, and the training data, which it does not.
pub(super) fn points(items: &[ChecklistItem], files: &[CompetitionFile]) -> Vec<PointView> {
    let mut points: Vec<_> = items
        .iter()
        .map(|item| PointView {
            code: item.point.as_str(),
            done: item.is_done,
            required: true,
            detail: item.report.as_ref().map(first_message).unwrap_or_default(),
        })
        .collect();
    let done = files.iter().any(|file| file.kind == FileKind::Train);
    points.push(PointView { code: "train_file", done, required: false, detail: String::new() });
    points
}

/// True if nothing required is open.
pub(super) fn is_ready(points: &[PointView]) -> bool {
    points.iter().all(|point| point.done || !point.required)
}

fn first_message(report: &UploadReport) -> String {
    report.errors.first().map(|error| error.message.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use joute_domain::ErrorCode;
    use joute_services::competitions::ChecklistPoint;

    use super::*;

    #[test]
    fn an_open_point_says_why_and_the_training_data_may_be_missing() {
        let report = UploadReport::of(ErrorCode::MissingIds, "3 ids are missing");
        let item = |is_done, report| ChecklistItem { point: ChecklistPoint::SampleSubmission, is_done, report };
        let open = points(&[item(false, Some(report))], &[]);
        assert_eq!(open[0].detail, "3 ids are missing");
        assert!(!is_ready(&open));
        assert!(is_ready(&points(&[item(true, None)], &[])));
    }
}
