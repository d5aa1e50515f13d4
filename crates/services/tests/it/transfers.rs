//! Files that arrive in parts.

use bytes::Bytes;
use futures_util::StreamExt;
use joute_database::db_test;
use joute_domain::UploadPurpose;
use joute_services::UploadBody;
use joute_services::transfers::{NewUpload, PutOutcome, PutRange, TransferError};

use crate::house::{TestHouse, minutes};

fn arriving(chunks: Vec<Result<&'static [u8], std::io::Error>>) -> UploadBody {
    Box::pin(futures_util::stream::iter(chunks.into_iter().map(|chunk| chunk.map(Bytes::from_static))))
}

fn whole(bytes: &'static [u8]) -> UploadBody {
    arriving(vec![Ok(bytes)])
}

fn cut(bytes: &'static [u8]) -> UploadBody {
    arriving(vec![Ok(bytes), Err(std::io::Error::other("the line was cut"))])
}

fn announced(user: &joute_services::User, size_bytes: u64) -> NewUpload {
    NewUpload {
        user: user.id.clone(),
        competition: None,
        purpose: UploadPurpose::Data,
        file_name: "train.csv".to_owned(),
        size_bytes,
    }
}

async fn gathered(mut body: UploadBody) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.extend_from_slice(&chunk.unwrap());
    }
    bytes
}

db_test! {
    async fn an_interrupted_upload_goes_on_where_it_stopped(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let user = house.person("camille").await;
        let ticket = house.start_upload(announced(&user, 10)).await.unwrap();
        let secret = ticket.secret.reveal();
        assert!(house.put_upload(secret, PutRange::From(0), cut(b"01234")).await.is_err());
        assert_eq!(house.put_upload(secret, PutRange::Status, whole(b"")).await.unwrap(), PutOutcome::Partial(5));
        assert!(matches!(house.find_upload(&user.id, ticket.id.clone()).await, Err(TransferError::Incomplete { .. })));

        let wrong = house.put_upload(secret, PutRange::From(7), whole(b"789")).await;
        assert!(matches!(wrong, Err(TransferError::OutOfPlace { received: 5 })));
        assert_eq!(house.put_upload(secret, PutRange::From(5), whole(b"56789")).await.unwrap(), PutOutcome::Complete);
        let upload = house.find_upload(&user.id, ticket.id).await.unwrap();
        assert_eq!(gathered(house.read_upload(&upload).await.unwrap()).await, b"0123456789");
    }
}

db_test! {
    async fn a_whole_file_replaces_what_was_there_and_may_come_again(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let user = house.person("camille").await;
        let ticket = house.start_upload(announced(&user, 4)).await.unwrap();
        let secret = ticket.secret.reveal();
        assert!(house.put_upload(secret, PutRange::Whole, cut(b"xx")).await.is_err());
        for _ in 0..2 {
            assert_eq!(house.put_upload(secret, PutRange::Whole, whole(b"abcd")).await.unwrap(), PutOutcome::Complete);
        }
        let upload = house.find_upload(&user.id, ticket.id).await.unwrap();
        assert_eq!(gathered(house.read_upload(&upload).await.unwrap()).await, b"abcd");
    }
}

db_test! {
    async fn more_or_less_than_announced_is_no_file(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let user = house.person("camille").await;
        let ticket = house.start_upload(announced(&user, 3)).await.unwrap();
        for bytes in [&b"ab"[..], b"abcd"] {
            let refused = house.put_upload(ticket.secret.reveal(), PutRange::Whole, arriving(vec![Ok(bytes)])).await;
            assert!(matches!(refused, Err(TransferError::WrongLength { expected: 3, .. })), "{refused:?}");
        }
        let huge = house.start_upload(announced(&user, u64::MAX)).await;
        assert!(matches!(huge, Err(TransferError::TooLarge { .. })));
    }
}

db_test! {
    async fn an_upload_is_its_owners_and_ends(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (owner, other) = (house.person("camille").await, house.person("bakary").await);
        let ticket = house.start_upload(announced(&owner, 0)).await.unwrap();
        let secret = ticket.secret.reveal();
        assert_eq!(house.put_upload(secret, PutRange::Whole, whole(b"")).await.unwrap(), PutOutcome::Complete);
        assert!(matches!(house.find_upload(&other.id, ticket.id.clone()).await, Err(TransferError::NotFound)));
        let guess = house.put_upload("no such secret", PutRange::Status, whole(b"")).await;
        assert!(matches!(guess, Err(TransferError::NotFound)));

        assert_eq!(house.forget_expired_uploads().await.unwrap(), 0);
        house.pass(minutes(8 * 24 * 60));
        assert!(matches!(house.find_upload(&owner.id, ticket.id).await, Err(TransferError::NotFound)));
        assert_eq!(house.forget_expired_uploads().await.unwrap(), 1);
    }
}
