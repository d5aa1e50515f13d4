//! An S3 server that is missing, or that does not want us.

use bytes::Bytes;
use joute_storage::{ErrorKind, Kind, Location, S3Location, Storage};
use joute_testkit::free_port;
use joute_testkit::s3::Server;

use crate::backends::{fresh_key, location};

async fn refusal_of_check(location: S3Location) -> ErrorKind {
    Storage::open(&Location::S3(location)).unwrap().check().await.unwrap_err().kind()
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_unavailable() {
    let server = Server::start();
    let mut location = location(&server.create_bucket());
    location.endpoint = Some(format!("http://127.0.0.1:{}", free_port()).parse().unwrap());
    assert_eq!(refusal_of_check(location).await, ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_wrong_secret_is_denied() {
    let server = Server::start();
    let mut location = location(&server.create_bucket());
    location.credentials.as_mut().unwrap().secret_key = "guess".to_owned().into();
    assert_eq!(refusal_of_check(location).await, ErrorKind::Denied);
}

#[tokio::test]
async fn a_missing_bucket_is_unavailable_and_not_an_absent_file() {
    let server = Server::start();
    let mut location = location(&server.create_bucket());
    location.bucket = "no-such-bucket".to_owned();
    assert_eq!(refusal_of_check(location).await, ErrorKind::Unavailable);
}

#[tokio::test]
async fn plain_http_needs_leave() {
    let server = Server::start();
    let mut location = location(&server.create_bucket());
    location.allow_http = false;
    assert_eq!(refusal_of_check(location).await, ErrorKind::Unavailable);
}

#[tokio::test]
async fn installations_that_share_a_bucket_under_prefixes_do_not_see_each_other() {
    let server = Server::start();
    let bucket = location(&server.create_bucket());
    let under = |prefix: &str| {
        let location = S3Location { prefix: Some(prefix.to_owned()), ..bucket.clone() };
        Storage::open(&Location::S3(location)).unwrap()
    };
    let (sales, finance) = (under("sales/joute"), under("finance"));
    let key = fresh_key();
    sales.put_bytes(&key, Bytes::from_static(b"x")).await.unwrap();
    assert_eq!(sales.list(Kind::Submissions).await.unwrap().len(), 1);
    assert!(finance.list(Kind::Submissions).await.unwrap().is_empty());
    assert!(finance.size(&key).await.unwrap_err().is_absent());
}
