//! Download links: the address alone opens the download, for a while.
//!
//! Clients that resume a download send no credentials to the place they were redirected to.
//!
//! Invariant: a link opens nothing that its owner could not download at that moment.

use std::time::Duration;

use joute_database::download_links::{self, DownloadLink};
use joute_database::{competitions, users};
use joute_domain::{DownloadLinkId, FileId, LinkKind, Scopes, SubmissionId};

use super::TransferError;
use crate::access::{Right, Seat, Via, Viewer};
use crate::accounts::Secret;
use crate::{House, accounts};

/// How long a link works: retries and resumes use it again.
const LIFETIME: Duration = Duration::from_hours(12);

/// What a new link is to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewLink {
    /// One file of the competition's data.
    File(FileId),
    /// All of them as one zip.
    Archive,
    /// One's own submission.
    Submission(SubmissionId),
}

/// A download that a link opened.
#[derive(Debug)]
pub struct LinkedDownload {
    /// The competition as the link's owner stands to it, allowed for the download.
    pub seat: Seat,
    /// What was linked to.
    pub target: NewLink,
}

impl House {
    /// Makes a link for a seat that has the right to the download.
    pub async fn link(&self, seat: &Seat, target: NewLink) -> Result<Secret, TransferError> {
        let (kind, object) = match target {
            NewLink::File(file) => (LinkKind::File, Some(file.to_string())),
            NewLink::Archive => (LinkKind::Archive, None),
            NewLink::Submission(submission) => (LinkKind::Submission, Some(submission.to_string())),
        };
        let (secret, now) = (Secret::draw(""), self.clock.now());
        let row = DownloadLink {
            id: DownloadLinkId::new(),
            secret_hash: secret.hash(),
            user_id: seat.signed_in()?.id.clone(),
            competition_id: seat.competition.id.clone(),
            kind,
            object,
            created_at: now,
            expires_at: now.plus(LIFETIME),
        };
        self.database.write("transfers.link", move |tx| download_links::insert(tx, &row)).await?;
        Ok(secret)
    }

    /// Opens a link: finds its owner and asks for their right anew.
    pub async fn follow_link(&self, secret: &str) -> Result<LinkedDownload, TransferError> {
        let (hash, now) = (accounts::hash_of_secret(secret), self.clock.now());
        let found = self
            .database
            .read("transfers.follow_link", move |conn| {
                let link = download_links::find_by_secret_hash(conn, &hash)?.filter(|link| link.expires_at > now);
                let Some(link) = link else { return Ok(None) };
                let owner = users::find(conn, &link.user_id)?.filter(|user| user.disabled_at.is_none());
                let competition = competitions::find(conn, &link.competition_id)?;
                Ok::<_, joute_database::DatabaseError>(
                    owner.zip(competition).map(|(user, found)| (link, user, found.slug)),
                )
            })
            .await?;
        let (link, owner, slug) = found.ok_or(TransferError::NotFound)?;
        let (right, target) = target(&link).ok_or(TransferError::NotFound)?;
        let viewer = Viewer::new(owner, Via::Link, Scopes::ALL);
        let seat = self.seat(Some(viewer), slug, right).await?;
        Ok(LinkedDownload { seat, target })
    }

    /// Removes links that no longer work, and answers how many.
    pub async fn forget_expired_links(&self) -> Result<u64, TransferError> {
        let now = self.clock.now();
        Ok(self.database.write("transfers.forget_links", move |tx| download_links::delete_expired(tx, now)).await?)
    }
}

fn target(link: &DownloadLink) -> Option<(Right, NewLink)> {
    let object = link.object.as_deref();
    Some(match link.kind {
        LinkKind::File => (Right::DownloadData, NewLink::File(object?.parse().ok()?)),
        LinkKind::Archive => (Right::DownloadData, NewLink::Archive),
        LinkKind::Submission => (Right::SeeOwnSubmissions, NewLink::Submission(object?.parse().ok()?)),
    })
}
