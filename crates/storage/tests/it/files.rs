//! Writing, reading, listing and removing whole files.

use std::io::{Read, Seek, Write};

use bytes::Bytes;
use joute_domain::{CompetitionId, FileId, SolutionId, Timestamp};
use joute_storage::{CompetitionFile, Kind, PublicIdsFile, Sha256Hex, StorageError, StoredKey, TruthFile};

use crate::backends::{Place, collect, fresh_key, storage_test};

storage_test! {
    async fn a_file_comes_back_as_it_was_stored(place: Place) {
        let key = fresh_key();
        let content = Bytes::from_static(b"id,price\n1,2.5\n");
        let stored = place.storage.put_bytes(&key, content.clone()).await.unwrap();
        assert_eq!(stored.size_bytes, 15);
        assert_eq!(stored.sha256, Sha256Hex::of(&content));
        assert_eq!(place.storage.size(&key).await.unwrap(), 15);
        assert_eq!(place.content(&key).await, content);
    }

    async fn an_empty_file_is_a_file(place: Place) {
        let key = fresh_key();
        let stored = place.storage.put_bytes(&key, Bytes::new()).await.unwrap();
        assert_eq!((stored.size_bytes, stored.sha256), (0, Sha256Hex::of(b"")));
        assert_eq!(place.content(&key).await, b"");
        assert_eq!(place.storage.size(&key).await.unwrap(), 0);
    }

    async fn a_second_file_under_the_same_key_takes_the_place_of_the_first(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"a longer first attempt")).await.unwrap();
        place.storage.put_bytes(&key, Bytes::from_static(b"second")).await.unwrap();
        assert_eq!(place.content(&key).await, b"second");
        assert_eq!(place.visible().await, 1);
    }

    async fn a_local_file_is_stored_from_where_it_stands(place: Place) {
        let key = fresh_key();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"header,body").unwrap();
        file.seek(std::io::SeekFrom::Start(7)).unwrap();
        let stored = place.storage.put_file(&key, file).await.unwrap();
        assert_eq!(stored.sha256, Sha256Hex::of(b"body"));
        assert_eq!(place.content(&key).await, b"body");
    }

    async fn a_range_gives_its_bytes_and_is_cut_at_the_end(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"0123456789")).await.unwrap();
        let read = async |range| collect(place.storage.read(&key, Some(range)).await.unwrap()).await;
        assert_eq!(read(0..1).await, b"0");
        assert_eq!(read(3..7).await, b"3456");
        assert_eq!(read(8..1_000).await, b"89");
        assert_eq!(read(0..u64::MAX).await, b"0123456789");
    }

    async fn a_range_behind_the_end_is_refused_with_the_size(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"0123456789")).await.unwrap();
        let refused = place.storage.read(&key, Some(10..12)).await.err().unwrap();
        assert!(matches!(refused, StorageError::OutsideFile { start: 10, size_bytes: 10, .. }), "{refused}");
        assert_eq!(refused.kind().code(), "range_outside_file");
    }

    async fn a_missing_file_is_absent_however_it_is_asked_for(place: Place) {
        let key = fresh_key();
        assert!(place.storage.size(&key).await.unwrap_err().is_absent());
        assert!(place.storage.read(&key, None).await.err().unwrap().is_absent());
        assert!(place.storage.read(&key, Some(0..1)).await.err().unwrap().is_absent());
        assert!(place.storage.fetch(&key).await.unwrap_err().is_absent());
    }

    async fn a_fetched_file_is_read_from_its_start_and_cannot_be_written(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"truth")).await.unwrap();
        let mut file = place.storage.fetch(&key).await.unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        assert_eq!(content, "truth");
        assert!(file.write_all(b"x").is_err());
        assert_eq!(place.content(&key).await, b"truth");
    }

    async fn a_fetched_file_stays_readable_after_it_was_deleted(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"still here")).await.unwrap();
        let mut file = place.storage.fetch(&key).await.unwrap();
        place.storage.delete(&key).await.unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        assert_eq!(content, "still here");
    }

    async fn a_deleted_file_is_gone_and_deleting_it_again_is_fine(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"x")).await.unwrap();
        place.storage.delete(&key).await.unwrap();
        place.storage.delete(&key).await.unwrap();
        assert!(place.storage.size(&key).await.unwrap_err().is_absent());
        assert_eq!(place.visible().await, 0);
        assert_eq!(place.unfinished(), Vec::<std::path::PathBuf>::new());
    }

    async fn a_listing_shows_the_files_of_its_kind_with_their_keys(place: Place) {
        let before = Timestamp::now().minus(std::time::Duration::from_mins(1));
        let competition = CompetitionId::new();
        let file = CompetitionFile { competition: competition.clone(), file: FileId::new() };
        let truth = TruthFile { competition: competition.clone(), solution: SolutionId::new() };
        let public = PublicIdsFile { competition, solution: truth.solution.clone() };
        place.storage.put_bytes(&file, Bytes::from_static(b"data")).await.unwrap();
        place.storage.put_bytes(&truth, Bytes::from_static(b"the truth")).await.unwrap();
        place.storage.put_bytes(&public, Bytes::from_static(b"ids")).await.unwrap();

        let truths = place.storage.list(Kind::Truths).await.unwrap();
        assert_eq!(truths.len(), 1);
        assert_eq!(truths[0].key, StoredKey::Truth(truth));
        assert_eq!(truths[0].size_bytes, 9);
        assert!(truths[0].stored_at > before);
        assert!(place.storage.list(Kind::Submissions).await.unwrap().is_empty());

        for listed in place.storage.list(Kind::CompetitionFiles).await.unwrap() {
            place.storage.delete(&listed.key).await.unwrap();
        }
        assert_eq!(place.visible().await, 2);
    }

    async fn identifiers_in_other_spellings_name_the_same_file(place: Place) {
        let key = fresh_key();
        place.storage.put_bytes(&key, Bytes::from_static(b"x")).await.unwrap();
        let mut shouted = key.clone();
        shouted.submission = key.submission.as_str().to_uppercase().parse().unwrap();
        shouted.team = format!("{{{}}}", key.team).parse().unwrap();
        assert_eq!(place.content(&shouted).await, b"x");
    }

    async fn a_usable_place_passes_its_check_and_keeps_nothing_of_it(place: Place) {
        place.storage.check().await.unwrap();
        assert_eq!(place.visible().await, 0);
        assert_eq!(place.unfinished(), Vec::<std::path::PathBuf>::new());
    }
}
