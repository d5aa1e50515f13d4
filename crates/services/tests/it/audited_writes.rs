//! The law that every use case which writes records itself, read off the sources.

use std::path::Path;

/// Writes that nobody did, or that tell nothing by themselves; and why.
const UNTOLD: [(&str, &str); 20] = [
    ("accounts.rotate_session", "the same session goes on"),
    ("accounts.note_token_use", "the time of the last use"),
    ("accounts.setup_link", "printed at every start; using it is told"),
    ("accounts.signing_key", "drawn by the first process that needs it"),
    ("audit.seal", "the log itself"),
    ("scoring.claim", "a worker's lease"),
    ("scoring.renew_lease", "a worker's lease"),
    ("scoring.release", "another try"),
    ("upkeep.sessions", "sessions that had ended by themselves"),
    ("competitions.note_crc32", "a checksum of what is there"),
    ("transfers.start_upload", "a file on its way in; what it becomes is told"),
    ("transfers.begin", "a file on its way in; what it becomes is told"),
    ("transfers.append", "a file on its way in; what it becomes is told"),
    ("transfers.complete_upload", "a file on its way in; what it becomes is told"),
    ("transfers.claim_upload", "the submission or file that it becomes is told"),
    ("transfers.release_upload", "the refusal is told"),
    ("transfers.drop_parts", "bytes that were used or given up"),
    ("transfers.forget", "an upload that had ended by itself"),
    ("transfers.link", "an address for a download, which is told when it begins"),
    ("transfers.forget_links", "links that had ended by themselves"),
];

/// The text from an opening parenthesis to the one that closes it.
fn enclosed(text: &str) -> &str {
    let mut depth = 0_usize;
    for (place, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..=place];
        }
    }
    text
}

fn visit(folder: &Path, look: &mut impl FnMut(&str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, look);
        } else {
            look(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_write_is_told_or_excused() {
    let (mut told, mut silent) = (0, Vec::new());
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |source| {
        for (place, _) in source.match_indices(".write(") {
            let call = enclosed(&source[place + ".write".len()..]);
            let Some(name) = call.split('"').nth(1).filter(|name| name.contains('.')) else { continue };
            // Either the entry is appended here, or it is handed to the function that does.
            let tells = call.contains("audit_log::append(") || call.contains("entry)");
            if tells {
                told += 1;
            } else if !UNTOLD.iter().any(|(untold, _)| *untold == name) {
                silent.push(name.to_owned());
            }
        }
    });
    assert!(told > 20, "the sources were read");
    assert!(silent.is_empty(), "these writes leave nothing in the audit log: {silent:?}");
}
