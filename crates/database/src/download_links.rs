//! Addresses that let their holder download something for a while.
//!
//! Invariant: the secret in the address is kept as a hash only; whose link it is stays known.

use diesel::prelude::*;
use joute_domain::{CompetitionId, DownloadLinkId, LinkKind, Timestamp, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::download_links;

record! { download_links =>
    /// A link.
    pub struct DownloadLink {
        /// Identifier.
        pub id: DownloadLinkId,
        /// SHA-256 of the secret in its address, hexadecimal.
        pub secret_hash: String,
        /// For whom it was made.
        pub user_id: UserId,
        /// The competition.
        pub competition_id: CompetitionId,
        /// What it opens.
        pub kind: LinkKind,
        /// Identifier of the file or submission.
        pub object: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// Until when it works.
        pub expires_at: Timestamp,
    }
}

/// Adds a link.
pub fn insert(conn: &mut Conn, link: &DownloadLink) -> Result<()> {
    let values = link.values()?;
    each!(conn, c => diesel::insert_into(download_links::table).values(values).execute(c))?;
    Ok(())
}

/// The link whose address carries this secret.
pub fn find_by_secret_hash(conn: &mut Conn, hash: &str) -> Result<Option<DownloadLink>> {
    let query = download_links::table.select(DownloadLink::columns()).filter(download_links::secret_hash.eq(hash));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Removes the links that no longer work and says how many there were.
pub fn delete_expired(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    let change = diesel::delete(download_links::table.filter(download_links::expires_at.le(now.naive_utc())));
    Ok(u64::try_from(each!(conn, c => change.execute(c))?).unwrap_or(u64::MAX))
}
