//! Bodies that arrive piece by piece, or do not arrive whole.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_stream::stream;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, future};
use joute_storage::{Sha256Hex, StorageError};
use joute_testkit::eventually;
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

use crate::backends::{Place, fresh_key, storage_test};

const MIB: usize = 1024 * 1024;

/// Chunks of one mebibyte, each filled with one letter.
fn letters(count: usize, letter: u8) -> impl Stream<Item = Result<Bytes, Infallible>> {
    futures_util::stream::iter((0..count).map(move |_| Ok(Bytes::from(vec![letter; MIB]))))
}

/// The same, giving way to other tasks after each chunk.
fn hesitant_letters(count: usize, letter: u8) -> impl Stream<Item = Result<Bytes, Infallible>> {
    letters(count, letter).then(async |chunk| {
        tokio::task::yield_now().await;
        chunk
    })
}

/// A chunk that counts how many of its like exist at the same time.
struct Counted {
    bytes: Vec<u8>,
    alive: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

storage_test! {
    /// No part of the path may gather the body: the chunks before the present one have already been let go.
    async fn a_large_body_streams_through_without_being_held(place: Place) {
        let key = fresh_key();
        let alive = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        let body = {
            let (alive, most) = (Arc::clone(&alive), Arc::clone(&most));
            futures_util::stream::iter(0..1024_usize).map(move |number| {
                let now = alive.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
                let bytes = vec![u8::try_from(number % 251).unwrap(); 64 * 1024];
                Ok::<_, Infallible>(Bytes::from_owner(Counted { bytes, alive: Arc::clone(&alive) }))
            })
        };
        let stored = place.storage.put(&key, body, u64::MAX).await.unwrap();
        assert_eq!(stored.size_bytes, 64 * 1024 * 1024);
        assert!(most.load(Ordering::SeqCst) <= 2, "{most:?} chunks were alive at once");
        assert_eq!(alive.load(Ordering::SeqCst), 0);

        let read = place.storage.read(&key, None).await.unwrap();
        let hasher = read.try_fold(Sha256::new(), async |hasher, chunk| Ok(hasher.chain_update(chunk))).await.unwrap();
        assert_eq!(hex::encode(hasher.finalize()), stored.sha256.as_str());
        assert_eq!(place.storage.size(&key).await.unwrap(), stored.size_bytes);
    }

    async fn a_body_may_be_as_long_as_the_limit(place: Place) {
        let key = fresh_key();
        let stored = place.storage.put(&key, letters(2, b'a'), 2 * 1024 * 1024).await.unwrap();
        assert_eq!(stored.size_bytes, 2 * 1024 * 1024);
    }

    async fn a_body_beyond_the_limit_is_refused_and_leaves_nothing(place: Place) {
        let key = fresh_key();
        let refused = place.storage.put(&key, letters(20, b'a'), 18 * 1024 * 1024).await.unwrap_err();
        assert!(matches!(refused, StorageError::TooLarge { limit } if limit == 18 * 1024 * 1024), "{refused}");
        assert_eq!(refused.kind().code(), "file_too_large");
        assert_eq!(place.visible().await, 0);
        assert_eq!(place.unfinished(), Vec::<PathBuf>::new());
    }

    /// A body without end is cut off, so a client cannot keep us busy by sending for ever.
    async fn a_body_without_end_is_read_no_further_than_the_limit(place: Place) {
        let endless = futures_util::stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(b"again and again")));
        let refused = place.storage.put(&fresh_key(), endless, 1000).await.unwrap_err();
        assert!(matches!(refused, StorageError::TooLarge { limit: 1000 }), "{refused}");
    }

    async fn a_body_that_breaks_off_leaves_nothing(place: Place) {
        for mebibytes in [0, 1, 20] {
            let broken = futures_util::stream::iter([Err("connection reset")]);
            let body = letters(mebibytes, b'a').map(|chunk| Ok(chunk.unwrap())).chain(broken);
            let refused = place.storage.put(&fresh_key(), body, u64::MAX).await.unwrap_err();
            assert!(refused.to_string().ends_with("had arrived: connection reset"), "{refused}");
            assert_eq!(refused.kind().code(), "upload_interrupted");
            assert_eq!(place.visible().await, 0);
            assert_eq!(place.unfinished(), Vec::<PathBuf>::new());
        }
    }

    async fn a_broken_second_upload_leaves_the_first_file_as_it_was(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"first")).await.unwrap();
        let body = letters(20, b'a').map(|chunk| Ok(chunk.unwrap())).chain(futures_util::stream::iter([Err("reset")]));
        place.storage.put(&key, body, u64::MAX).await.unwrap_err();
        assert_eq!(place.content(&key).await, b"first");
        assert_eq!(place.visible().await, 1);
    }

    /// The server drops the handler's future when the client goes away.
    async fn a_dropped_upload_leaves_nothing(place: Place) {
        for mebibytes in [1, 20] {
            let (arrived, has_arrived) = oneshot::channel();
            let storage = place.storage.clone();
            let upload = tokio::spawn(async move {
                let body = stream! {
                    for await chunk in letters(mebibytes, b'a') {
                        yield chunk;
                    }
                    arrived.send(()).unwrap();
                    future::pending::<()>().await;
                };
                storage.put(&fresh_key(), body, u64::MAX).await
            });
            has_arrived.await.unwrap();
            upload.abort();
            assert!(upload.await.unwrap_err().is_cancelled());
            eventually("the upload is cleared away", Duration::from_secs(20), async || {
                place.unfinished().is_empty().then_some(())
            })
            .await;
            assert_eq!(place.visible().await, 0);
        }
    }

    async fn of_two_writers_at_once_one_wins_whole(place: Place) {
        let key = fresh_key();
        let (one, two) = tokio::join!(
            place.storage.put(&key, hesitant_letters(18, b'a'), u64::MAX),
            place.storage.put(&key, hesitant_letters(17, b'b'), u64::MAX),
        );
        let checksums = [one.unwrap().sha256, two.unwrap().sha256];
        assert!(checksums.contains(&Sha256Hex::of(&place.content(&key).await)));
        assert_eq!(place.visible().await, 1);
    }

    /// A folder that a delete finds empty is removed; a writer that is about to publish into it makes it again.
    async fn writers_and_deleters_in_the_same_competition_do_not_disturb_each_other(place: Place) {
        let first = fresh_key();
        let rounds = (0..50).map(|_| {
            let (storage, mut key) = (place.storage.clone(), first.clone());
            key.submission = joute_domain::SubmissionId::new();
            tokio::spawn(async move {
                storage.put_bytes(&key, Bytes::from_static(b"x")).await.unwrap();
                storage.delete(&key).await.unwrap();
            })
        });
        for round in future::join_all(rounds).await {
            round.unwrap();
        }
        assert_eq!(place.visible().await, 0);
    }
}
