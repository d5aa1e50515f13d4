//! The machine's Chromium behind its driver.
//!
//! Invariant: the browser writes into the driver's temporary folder only, and no browser outlives its driver.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::network::wait_until;
use crate::process::{GuardedProcess, Launch};

/// Names the Chromium program that is used instead of one from `PATH`.
pub const CHROMIUM_VARIABLE: &str = "JOUTE_TEST_CHROMIUM";
/// Names the `chromedriver` program that is used instead of one from `PATH`.
pub const DRIVER_VARIABLE: &str = "JOUTE_TEST_CHROMEDRIVER";

const START_LIMIT: Duration = Duration::from_mins(1);

/// Tests look at our pages alone: no first-run pages, no updates, no calls to the outside.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--metrics-recording-only",
];

/// A running `WebDriver` server; dropping it stops the server and all its browsers.
#[derive(Debug)]
pub struct Browser {
    chromium: PathBuf,
    port: u16,
    profiles: AtomicU64,
    driver: GuardedProcess,
}

impl Browser {
    /// Starts the driver; `None` records the present test as skipped because the machine has no browser.
    ///
    /// # Panics
    ///
    /// When the programs are there but the driver does not start, or when they are missing although demanded.
    pub fn start() -> Option<Self> {
        let (chromium, driver) = crate::require("browser", find())?;
        Some(Self::launch(chromium, driver))
    }

    fn launch(chromium: PathBuf, driver: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("joute-browser-").tempdir().expect("a folder can be made").keep();
        let home = ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"];
        let launch = Launch {
            program: driver,
            arguments: vec!["--port=0".into()],
            environment: home.iter().map(|name| (name.into(), folder.clone().into())).collect(),
            signal: "TERM",
        };
        let driver = GuardedProcess::spawn(&folder, &launch).expect("a shell can be started");
        let port = wait_until("chromedriver listens", START_LIMIT, || {
            assert!(!driver.has_ended(), "chromedriver ended: {}", driver.output());
            announced_port(&driver.output())
        });
        Self { chromium, port, profiles: AtomicU64::new(0), driver }
    }

    /// The address of the `WebDriver` server.
    pub fn webdriver_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The browser's program, for `goog:chromeOptions`' `binary`.
    pub fn chromium(&self) -> &Path {
        &self.chromium
    }

    /// Command line arguments for one session, with an empty profile of its own; for `goog:chromeOptions`' `args`.
    pub fn arguments(&self) -> Vec<String> {
        let number = self.profiles.fetch_add(1, Ordering::Relaxed);
        let profile = self.driver.folder().join(format!("profile-{number}"));
        let profile = format!("--user-data-dir={}", profile.display());
        ARGUMENTS.iter().map(|argument| (*argument).to_owned()).chain([profile]).collect()
    }
}

/// Reads the port from `ChromeDriver was started successfully on port 41234.`
fn announced_port(output: &str) -> Option<u16> {
    let (_, rest) = output.split_once("started successfully on port ")?;
    let (port, _) = rest.split_once('.')?;
    port.parse().ok()
}

fn find() -> Result<(PathBuf, PathBuf), String> {
    let chromium = program(CHROMIUM_VARIABLE, &["chromium", "chromium-browser", "google-chrome"])?;
    let driver = program(DRIVER_VARIABLE, &["chromedriver", "chromium.chromedriver"])?;
    Ok((chromium, driver))
}

fn program(variable: &str, names: &[&str]) -> Result<PathBuf, String> {
    if let Some(chosen) = std::env::var_os(variable) {
        let chosen = PathBuf::from(chosen);
        let missing = format!("no program at {variable}={}", chosen.display());
        return chosen.is_file().then_some(chosen).ok_or(missing);
    }
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let mut candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.find(|path| path.is_file()).ok_or_else(|| format!("no {} in PATH", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    /// Asks for a session and gives the answer's head and body.
    fn open_session(browser: &Browser) -> String {
        let quoted: Vec<String> = browser.arguments().iter().map(|argument| format!("{argument:?}")).collect();
        let options = format!(r#"{{"binary":{:?},"args":[{}]}}"#, browser.chromium(), quoted.join(","));
        let body = format!(r#"{{"capabilities":{{"alwaysMatch":{{"goog:chromeOptions":{options}}}}}}}"#);
        let mut stream = TcpStream::connect(("127.0.0.1", browser.port)).unwrap();
        let head = format!("Host: 127.0.0.1\r\nContent-Length: {}\r\nConnection: close", body.len());
        write!(stream, "POST /session HTTP/1.1\r\n{head}\r\n\r\n{body}").unwrap();
        // The driver keeps the connection open, so read no further than the line that proves the session.
        let mut answer = Vec::new();
        let mut chunk = [0; 4096];
        while !String::from_utf8_lossy(&answer).contains("}}") {
            let length = stream.read(&mut chunk).unwrap();
            answer.extend_from_slice(&chunk[..length]);
            if length == 0 {
                break;
            }
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn processes_that_name(folder: &Path) -> usize {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let lines = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
        lines.filter(|line| String::from_utf8_lossy(line).contains(&*folder.to_string_lossy())).count()
    }

    #[test]
    fn a_session_opens_and_no_browser_outlives_its_driver() {
        let Some(browser) = Browser::start() else { return };
        let answer = open_session(&browser);
        assert!(answer.contains("\"sessionId\""), "{answer}");
        let folder = browser.driver.folder().to_owned();
        assert!(processes_that_name(&folder) > 1);
        drop(browser);
        assert_eq!(processes_that_name(&folder), 0);
        assert!(!folder.exists());
    }

    #[test]
    fn sessions_share_no_profile() {
        let Some(browser) = Browser::start() else { return };
        assert_ne!(browser.arguments().last(), browser.arguments().last());
    }

    #[test]
    fn the_port_is_read_from_the_drivers_greeting() {
        let greeting = "Starting ChromeDriver 156.0\nChromeDriver was started successfully on port 41234.\n";
        assert_eq!(announced_port(greeting), Some(41234));
        assert_eq!(announced_port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
