//! The client's address, seen through proxies that are listed in the configuration.
//!
//! Invariant: a forwarding header counts only as far as listed proxies wrote it; everybody else's is ignored.

use std::net::IpAddr;

use actix_web::HttpRequest;
use ipnet::IpNet;

/// The header in which each proxy appends the address it was asked from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Where the request came from.
pub(crate) fn client_address(request: &HttpRequest, proxies: &[IpNet]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let headers = request.headers().get_all(FORWARDED_FOR);
    let lines: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).collect();
    Some(behind(peer, &lines.join(","), proxies))
}

/// The nearest address that is no listed proxy, reading `forwarded` from its end; the last proxy if a text is no address.
fn behind(peer: IpAddr, forwarded: &str, proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut nearest = peer;
    for text in forwarded.rsplit(',') {
        if !is_proxy(&nearest) {
            break;
        }
        let Ok(address) = text.trim().parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str) -> String {
        let proxies: Vec<IpNet> = ["10.0.0.0/8", "::1/128"].iter().map(|text| text.parse().unwrap()).collect();
        behind(peer.parse().unwrap(), forwarded, &proxies).to_string()
    }

    #[test]
    fn only_listed_proxies_are_believed() {
        assert_eq!(seen("203.0.113.9", "198.51.100.1"), "203.0.113.9", "a stranger names somebody else");
        assert_eq!(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("::1", "198.51.100.1, 10.1.2.3"), "198.51.100.1", "two proxies in a row");
        assert_eq!(seen("10.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1", "what the client wrote itself");
        assert_eq!(seen("10.0.0.1", ""), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
