//! The Python wheel that points the Kaggle clients of an environment at this house.
//!
//! Invariant: the same house gives the same bytes, so that a hash in somebody's lock file stays true. Format: the binary
//! distribution format of the Python packaging specifications (wheel 1.0).

use std::io::{self, Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const PACKAGE: &str = include_str!("../../../../web/python/joute_kaggle/__init__.py");
const START: &str = include_str!("../../../../web/python/joute_kaggle.pth");

/// The version of the wheel: that of the server that hands it out.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name that pip demands the file to have.
pub fn file_name() -> String {
    format!("joute_kaggle-{VERSION}-py3-none-any.whl")
}

/// The wheel for the house at `origin` (scheme, host and port, no slash at the end).
pub fn build(origin: &str) -> io::Result<Vec<u8>> {
    let folder = format!("joute_kaggle-{VERSION}.dist-info");
    let files = [
        ("joute_kaggle/__init__.py".to_owned(), PACKAGE.to_owned()),
        ("joute_kaggle/house.py".to_owned(), house(origin)),
        ("joute_kaggle.pth".to_owned(), START.to_owned()),
        (format!("{folder}/METADATA"), metadata(origin)),
        (
            format!("{folder}/WHEEL"),
            "Wheel-Version: 1.0\nGenerator: joute\nRoot-Is-Purelib: true\nTag: py3-none-any\n".to_owned(),
        ),
    ];
    let mut record = String::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in &files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()));
        record += &[name, ",sha256=", &hash, ",", &text.len().to_string(), "\n"].concat();
    }
    let name = format!("{folder}/RECORD");
    record += &[&name, ",,\n"].concat();
    zip.start_file(&name, options)?;
    zip.write_all(record.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

/// The module that names the house; JSON's strings are Python's.
fn house(origin: &str) -> String {
    let origin = serde_json::Value::from(origin);
    format!("\"\"\"The house this wheel was downloaded from.\"\"\"\n\nSERVER = {origin}\n")
}

fn metadata(origin: &str) -> String {
    format!(
        "Metadata-Version: 2.1\nName: joute-kaggle\nVersion: {VERSION}\nSummary: Points the Kaggle clients of this \
         environment at {origin}\nRequires-Python: >=3.8\nLicense: MIT OR Apache-2.0\n"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use std::io::Read;

    use super::*;

    #[test]
    fn a_wheel_names_its_house_and_records_every_file() {
        let bytes = build("https://joute.example.org").unwrap();
        assert_eq!(bytes, build("https://joute.example.org").unwrap(), "the same bytes each time");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(text("joute_kaggle/house.py").contains("SERVER = \"https://joute.example.org\""));
        let record = text(&format!("joute_kaggle-{VERSION}.dist-info/RECORD"));
        assert_eq!(record.lines().count(), zip.len());
        for name in zip.file_names().map(Result::unwrap) {
            assert!(record.contains(&format!("{name},")), "{name}");
        }
    }

    #[test]
    fn an_address_cannot_become_code() {
        let text = house("https://x\"\nimport os");
        assert!(text.contains(r#"SERVER = "https://x\"\nimport os""#), "{text}");
    }
}
