//! The relay between a plain client and a server behind TLS.
//!
//! Invariant: real sockets and real certificates on both sides.

#![allow(clippy::unwrap_used, reason = "a story that cannot be told has failed")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use joute_relay::{Relay, Server};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A house behind TLS with a certificate of its own.
struct House {
    address: SocketAddr,
    certificate: String,
}

impl House {
    async fn start() -> Self {
        let key = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let private = PrivatePkcs8KeyDer::from(key.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone()], private.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let service = service_fn(move |request| house_answer(request, address));
                    let connection = hyper::server::conn::http1::Builder::new();
                    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { address, certificate: key.cert.pem() }
    }

    fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// A relay that trusts this house.
    async fn relay(&self) -> Relay {
        Relay::start(Server::new(&self.url(), Some(self.certificate.as_bytes())).unwrap()).await.unwrap()
    }
}

/// Echoes what arrives, and names addresses of its own.
async fn house_answer(request: Request<Incoming>, address: SocketAddr) -> Result<Response<Full<Bytes>>, Infallible> {
    let own = format!("https://localhost:{}", address.port());
    let path = request.uri().path_and_query().unwrap().to_string();
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let seen = serde_json::json!({
        "path": path,
        "host": header("host"),
        "authorization": header("authorization"),
        "proxyAuthorization": header("proxy-authorization"),
        "acceptEncoding": header("accept-encoding"),
        "createUrl": format!("{own}/upload/secret"),
    });
    if path.starts_with("/dl") {
        let response = Response::builder().status(302).header("location", format!("{own}/file.csv"));
        return Ok(response.body(Full::default()).unwrap());
    }
    if path == "/length" {
        let length = request.into_body().collect().await.unwrap().to_bytes().len();
        return Ok(Response::new(Full::from(length.to_string())));
    }
    Ok(Response::new(Full::from(seen.to_string())))
}

/// A client that takes the relay for its proxy, as the Kaggle clients are told to.
fn client(relay: &Relay) -> reqwest::Client {
    let proxy = reqwest::Proxy::http(format!("http://{}", relay.address())).unwrap();
    reqwest::Client::builder().proxy(proxy).redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

#[tokio::test]
async fn a_plain_request_reaches_the_house_over_tls_and_the_answer_leads_back_to_the_relay() {
    let house = House::start().await;
    let relay = house.relay().await;
    let request = client(&relay)
        .post("http://localhost/api/v1/competitions.CompetitionApiService/StartSubmissionUpload?x=%2F")
        .header("authorization", "Basic eDp5")
        .header("accept-encoding", "gzip, deflate")
        .header("proxy-authorization", "Basic cHJpdmF0ZQ==");
    let seen: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(seen["path"], "/api/v1/competitions.CompetitionApiService/StartSubmissionUpload?x=%2F");
    assert_eq!(seen["host"], format!("localhost:{}", house.address.port()), "the house's own name");
    assert_eq!(seen["authorization"], "Basic eDp5");
    assert_eq!(seen["proxyAuthorization"], serde_json::Value::Null);
    assert_eq!(seen["createUrl"], "http://localhost/upload/secret");
    assert_eq!(seen["acceptEncoding"], serde_json::Value::Null, "a compressed answer could not be rewritten");

    let redirect = client(&relay).get("http://localhost/dl/file").send().await.unwrap();
    assert_eq!(redirect.headers()["location"], "http://localhost/file.csv");
}

#[tokio::test]
async fn other_answers_pass_untouched_and_uploads_keep_their_length() {
    let house = House::start().await;
    let relay = house.relay().await;
    let seen: serde_json::Value =
        client(&relay).get("http://localhost/api/v1/hello").send().await.unwrap().json().await.unwrap();
    assert_eq!(seen["createUrl"], format!("{}/upload/secret", house.url()), "not an answer about uploads");

    let body = vec![7_u8; 3_000_000];
    let answer = client(&relay).put("http://localhost/length").body(body).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "3000000");
}

#[tokio::test]
async fn a_house_with_an_unknown_certificate_gets_nothing() {
    let house = House::start().await;
    let relay = Relay::start(Server::new(&house.url(), None).unwrap()).await.unwrap();
    let answer = client(&relay).get("http://localhost/api/v1/hello").send().await.unwrap();
    assert_eq!(answer.status(), 502);
    let problem: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], 502, "a number, or the clients crash");
    let message = problem["message"].as_str().unwrap().to_lowercase();
    assert!(message.contains("certificate") || message.contains("unknownissuer"), "{message}");
}

#[tokio::test]
async fn the_relay_is_no_way_to_other_hosts() {
    let house = House::start().await;
    let relay = house.relay().await;
    let answer = client(&relay).get("http://www.kaggle.com/api/v1/hello").send().await.unwrap();
    assert_eq!(answer.status(), 421);
    let message = answer.json::<serde_json::Value>().await.unwrap()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("www.kaggle.com") && message.contains("LOCALHOST"), "{message}");
}

#[tokio::test]
async fn a_dropped_relay_no_longer_listens() {
    let house = House::start().await;
    let relay = house.relay().await;
    let address = relay.address();
    assert!(address.ip().is_loopback());
    drop(relay);
    // The listener closes when its task is next polled.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
