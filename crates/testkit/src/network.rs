//! Ports and readiness of processes under test.
//!
//! Invariant: waiting always has a deadline and always names what it waited for.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(20);

/// A TCP port of the loopback address that nobody listened on a moment ago.
///
/// Another process may take it before the caller does, so prefer port 0 wherever the server reports its port.
///
/// # Panics
///
/// When the machine has no free port.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the loopback address has a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// Asks `probe` until it answers, for at most `limit`. For processes only: inside one process await a future instead.
///
/// # Panics
///
/// When `limit` passes without an answer.
pub fn wait_until<T>(what: &str, limit: Duration, mut probe: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = probe() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {limit:?} in vain: {what}");
        std::thread::sleep(PAUSE);
    }
}

/// Like [`wait_until`], for probes that are futures.
///
/// # Panics
///
/// When `limit` passes without an answer.
pub async fn eventually<T>(what: &str, limit: Duration, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = probe().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {limit:?} in vain: {what}");
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_bound() {
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, free_port())).is_ok());
    }

    #[test]
    #[should_panic(expected = "in vain: the kettle boils")]
    fn waiting_ends_at_its_deadline() {
        wait_until("the kettle boils", Duration::ZERO, || None::<()>);
    }

    #[tokio::test]
    async fn waiting_ends_with_the_first_answer() {
        let mut asked = 0;
        let answer = eventually("the third question", Duration::from_secs(10), async || {
            asked += 1;
            (asked == 3).then_some(asked)
        });
        assert_eq!(answer.await, 3);
    }
}
