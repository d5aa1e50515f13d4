//! A local folder on a disk that fills up, and in places where no folder can be.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use joute_storage::{ErrorKind, Kind, Location, Storage};
use joute_testkit::on_small_disk;
use tokio::runtime::Runtime;

use crate::backends::{files_below, fresh_key};

#[test]
fn an_upload_that_fills_the_disk_is_refused_in_words_and_frees_its_room() {
    on_small_disk(1024 * 1024, |disk| Runtime::new().unwrap().block_on(fill(disk)));
}

async fn fill(disk: &Path) {
    let storage = Storage::open(&Location::Folder(disk.join("files"))).unwrap();
    let kept = fresh_key();
    storage.put_bytes(&kept, Bytes::from_static(b"kept")).await.unwrap();

    let chunk = Bytes::from(vec![7; 64 * 1024]);
    let body = futures_util::stream::iter((0..64).map(|_| Ok::<_, Infallible>(chunk.clone())));
    let refused = storage.put(&fresh_key(), body, u64::MAX).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Full, "{refused:?}");
    assert_eq!(refused.to_string(), "the storage is full");
    assert_eq!(files_below(disk).len(), 1);

    let fitting = Bytes::from(vec![7; 512 * 1024]);
    storage.put_bytes(&fresh_key(), fitting).await.unwrap();
    assert_eq!(storage.size(&kept).await.unwrap(), 4);
    assert_eq!(storage.list(Kind::Submissions).await.unwrap().len(), 2);
}

#[test]
fn a_place_where_no_folder_can_be_is_refused_at_the_start() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let refused = Storage::open(&Location::Folder(file.path().join("below a file"))).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Misconfigured);
}

#[tokio::test]
async fn a_folder_that_was_removed_meanwhile_is_unavailable_and_not_an_absent_file() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(&Location::Folder(folder.path().join("files"))).unwrap();
    std::fs::remove_dir_all(folder.path()).unwrap();
    let refused = storage.put_bytes(&fresh_key(), Bytes::from_static(b"x")).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unavailable);
}

/// The truth lies in the folder, so other accounts of the machine have no business there.
#[tokio::test]
async fn stored_files_are_for_our_account_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let root: PathBuf = folder.path().join("files");
    let storage = Storage::open(&Location::Folder(root.clone())).unwrap();
    storage.put_bytes(&fresh_key(), Bytes::from_static(b"x")).await.unwrap();
    for path in files_below(&root).into_iter().chain([root]) {
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}
