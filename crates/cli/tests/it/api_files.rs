//! Files over the API: whole, in part, unchanged, zipped, replaced, removed.

use std::process::{Command, Stdio};

use joute_domain::Role;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response};

use crate::house::{TestHouse, fixtures, house_test};
use crate::person::Person;

const FILE: &str = "/api/joute/v1/competitions/penguins/files/train.csv";

async fn asked(person: &Person, method: Method, path: &str, headers: &[(&'static str, &str)]) -> Response {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    person.request(method, path).headers(map).send().await.unwrap()
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn train() -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins/train.csv")).unwrap()
}

async fn penguins(house: &TestHouse) -> (Person, Person) {
    let host = house.person("hana", Role::Host).await;
    host.host_fixture("penguins").await;
    (host, house.person("milo", Role::Member).await)
}

house_test! {
    /// The whole file comes under its name, with its length, uncompressed; HEAD says the same without the bytes.
    async fn a_file_comes_as_it_was_uploaded(house: TestHouse) {
        let (_, member) = penguins(&house).await;
        let compressing = [("accept-encoding", "gzip")];
        let head = asked(&member, Method::HEAD, FILE, &compressing).await;
        let whole = asked(&member, Method::GET, FILE, &compressing).await;
        for answer in [&head, &whole] {
            assert_eq!(answer.status(), 200);
            assert_eq!(header(answer, "content-length"), train().len().to_string());
            assert_eq!(header(answer, "content-disposition"), "attachment; filename=\"train.csv\"");
            assert_eq!(header(answer, "content-encoding"), "identity");
            assert_eq!(header(answer, "accept-ranges"), "bytes");
            assert!(header(answer, "content-type").starts_with("text/csv"));
        }
        assert!(head.bytes().await.unwrap().is_empty());
        let files = member.get("/competitions/penguins/files").await.ok();
        let train_file = files["files"].as_array().unwrap().iter().find(|file| file["name"] == "train.csv").unwrap();
        assert_eq!(header(&whole, "etag"), format!("\"{}\"", train_file["sha256"].as_str().unwrap()));
        assert_eq!(whole.bytes().await.unwrap(), train());
        assert_eq!(train_file["table"]["columns"][8]["name"], "species");
        assert!(train_file["table"]["rows"].as_u64().unwrap() > 100);
        assert_eq!(train_file["table"]["first_rows"][0][0], "P001");
    }
}

house_test! {
    /// A download that broke off goes on where it stopped, and only with the same file.
    async fn a_part_of_a_file_is_sent_as_asked(house: TestHouse) {
        let (_, member) = penguins(&house).await;
        let bytes = train();
        let size = bytes.len();
        let rest = asked(&member, Method::GET, FILE, &[("range", "bytes=100-")]).await;
        assert_eq!(rest.status(), 206);
        assert_eq!(header(&rest, "content-range"), format!("bytes 100-{}/{size}", size - 1));
        let tag = header(&rest, "etag");
        assert_eq!(rest.bytes().await.unwrap(), bytes[100..]);
        let part = asked(&member, Method::GET, FILE, &[("range", "bytes=5-9"), ("if-range", &tag)]).await;
        assert_eq!((part.status().as_u16(), header(&part, "content-length").as_str()), (206, "5"));
        assert_eq!(part.bytes().await.unwrap(), bytes[5..10]);
        let other = asked(&member, Method::GET, FILE, &[("range", "bytes=5-9"), ("if-range", "\"other\"")]).await;
        assert_eq!(other.status(), 200);
        let outside = asked(&member, Method::GET, FILE, &[("range", &format!("bytes={size}-"))]).await;
        assert_eq!(outside.status(), 416);
        assert_eq!(header(&outside, "content-range"), format!("bytes */{size}"));
        assert!(outside.text().await.unwrap().contains("range_not_satisfiable"));
    }
}

house_test! {
    /// What somebody has already is not sent again, until the host replaces it.
    async fn an_unchanged_file_is_not_sent_again(house: TestHouse) {
        let (host, member) = penguins(&house).await;
        let tag = header(&asked(&member, Method::HEAD, FILE, &[]).await, "etag");
        let known = asked(&member, Method::GET, FILE, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status().as_u16(), header(&known, "etag")), (304, tag.clone()));
        assert!(known.bytes().await.unwrap().is_empty());

        let path = format!("{FILE}?kind=train");
        let replaced = host.request(Method::PUT, &path).body("id,x\nP1,2\n").send().await.unwrap();
        assert_eq!(replaced.status(), 200);
        let fresh = asked(&member, Method::GET, FILE, &[("if-none-match", &tag)]).await;
        assert_eq!(fresh.text().await.unwrap(), "id,x\nP1,2\n");
        assert_eq!(member.get("/competitions/penguins/files").await.ok()["files"].as_array().unwrap().len(), 3);
    }
}

house_test! {
    /// A name with accents and spaces survives the address, the header and the listing.
    async fn a_name_with_accents_survives(house: TestHouse) {
        let (host, member) = penguins(&house).await;
        let path = "/api/joute/v1/competitions/penguins/files/donn%C3%A9es%20d%27%C3%A9t%C3%A9.md";
        let put = host.request(Method::PUT, &format!("{path}?kind=other")).body("# Été").send().await.unwrap();
        assert_eq!((put.status().as_u16(), header(&put, "location").as_str()), (201, path));
        let got = asked(&member, Method::GET, path, &[]).await;
        let saved = header(&got, "content-disposition");
        assert!(saved.contains("filename*=UTF-8''donn%C3%A9es%20d%27%C3%A9t%C3%A9.md"), "{saved}");
        assert_eq!(got.text().await.unwrap(), "# Été");
        let removed = host.request(Method::DELETE, path).send().await.unwrap();
        assert_eq!(removed.status(), 204);
        assert_eq!(asked(&member, Method::GET, path, &[]).await.status(), 404);
    }
}

/// Reads a zip with a program that is not ours.
fn unzipped(zip: &[u8], name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.zip");
    std::fs::write(&file, zip).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                  sys.stdout.buffer.write(z.read(sys.argv[2]))";
    let mut python = Command::new("python3");
    let output = python.args(["-c", script]).arg(&file).arg(name).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success());
    output.stdout
}

house_test! {
    /// All files come as one zip whose members are the files.
    async fn all_files_come_as_one_zip(house: TestHouse) {
        let (_, member) = penguins(&house).await;
        let path = "/api/joute/v1/competitions/penguins/files.zip";
        let answer = asked(&member, Method::GET, path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(header(&answer, "content-type"), "application/zip");
        assert_eq!(header(&answer, "content-encoding"), "identity");
        assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"penguins.zip\"");
        let zip = answer.bytes().await.unwrap();
        assert_eq!(unzipped(&zip, "train.csv"), train());
    }
}
