//! The files that participants download.
//!
//! Invariant: bytes stream in both directions; a download is the stored file itself, never compressed on the way.

pub(crate) mod archive;
pub(crate) mod change;
pub(crate) mod download;
pub(crate) mod outgoing;
pub(crate) mod transfer;
pub(crate) mod view;

pub(crate) use archive::parcel as archive_parcel;
pub(crate) use change::FileForm;
pub(crate) use download::parcel as file_parcel;
pub(crate) use outgoing::{percent_decoded, percent_encoded, saved_as};
pub(crate) use transfer::{Parcel, http_date, send};
