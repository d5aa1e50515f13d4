//! The sample submission against settings and solution: its columns and ids; its values are examples.
//!
//! Invariant: a sample that passes is what every submission must look like.

use joute_domain::ErrorCode;
use joute_evaluation::{Bounds, Schema, Separator};

use crate::check::{align, check_names};
use crate::findings::{Findings, Refused, told};
use crate::ids::IdIndex;
use crate::table::{Opened, Reading, Separators, open};

/// Checks the sample; answers what stands between its cells, if it is text.
pub(super) fn check(
    upload: Vec<u8>,
    schema: &Schema,
    ids: &IdIndex<'_>,
    bounds: &Bounds,
) -> Result<Option<Separator>, Refused> {
    let header = schema.header();
    look(upload, schema, &header, ids, bounds).map_err(about_the_sample)
}

fn look(
    upload: Vec<u8>,
    schema: &Schema,
    header: &[&str],
    ids: &IdIndex<'_>,
    bounds: &Bounds,
) -> Result<Option<Separator>, Refused> {
    let mut findings = Findings::default();
    let table = open(upload, bounds, Separators::CommaOrTab { columns: header.len() })?;
    let separator = table.separator();
    check_names(table.names(), header, &mut findings);
    let reading = |name: &String| if *name == schema.id { Reading::Text } else { Reading::Skip };
    let readings: Vec<Reading> = table.names().iter().map(reading).collect();
    let sheet = match table {
        Opened::Columnar(table) => table.read(&readings)?,
        Opened::Text(table) => match table.read_fast(&readings) {
            Some(sheet) => sheet,
            None => table.read_carefully(&mut findings)?,
        },
    };
    if sheet.rows == 0 {
        findings.push(told(ErrorCode::NoRows, "The file has a header and no rows."));
    } else {
        align(&sheet, &schema.id, ids, &mut findings);
    }
    findings.into_result()?;
    Ok(separator)
}

fn about_the_sample(refused: Refused) -> Refused {
    match refused {
        Refused::Upload(mut report) => {
            for error in &mut report.errors {
                error.message = format!("Sample submission: {}", error.message);
            }
            Refused::Upload(report)
        }
        other @ Refused::Job(_) => other,
    }
}
