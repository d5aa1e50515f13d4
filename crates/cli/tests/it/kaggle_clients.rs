//! The published Kaggle clients against a running house: every generation, the happy path and the refusals.

use std::path::{Path, PathBuf};
use std::process::Output;

use joute_domain::Role;
use joute_testkit::kaggle::clients;
use reqwest::Method;
use serde_json::json;
use tokio::process::Command;

use crate::house::{TestHouse, binary, fixtures, house_test};

/// The command lines, oldest first.
const COMMAND_LINES: [&str; 4] = ["1.5.16", "1.6.17", "1.7.4.5", "2.2.4"];

/// A person's machine with one version of a client.
struct Machine {
    client: PathBuf,
    folder: tempfile::TempDir,
    server: String,
    username: String,
    token: String,
}

impl Machine {
    /// Runs `joute` with this person's account, in this machine's folder.
    async fn joute(&self, arguments: &[&str]) -> Output {
        Command::new(binary())
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.folder.path())
            .env("LANG", "C.UTF-8")
            .env("JOUTE_CLIENT_SERVER", &self.server)
            .env("JOUTE_CLIENT_USERNAME", &self.username)
            .env("JOUTE_CLIENT_TOKEN", &self.token)
            .current_dir(self.folder.path())
            .output()
            .await
            .unwrap()
    }

    /// Runs the client's command line; everything it says, without the bodies that version 1.7 prints.
    async fn kaggle(&self, arguments: &[&str]) -> String {
        let client = self.client.join("bin/kaggle");
        let mut all = vec!["kaggle", "--client", client.to_str().unwrap(), "--", "competitions"];
        all.extend(arguments);
        said(&self.joute(&all).await)
    }

    /// Runs a script with the client's Python.
    async fn python(&self, script: &str) -> String {
        let python = self.client.join("bin/python");
        said(&self.joute(&["relay", "--", python.to_str().unwrap(), "-c", script]).await)
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap_or_default()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
    }
}

/// Both streams; no client may ever stumble.
fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    assert!(!text.contains("Traceback"), "{text}");
    text
}

/// A house with a running and a closed competition, and a way to equip people with clients.
struct Stage<'a> {
    house: &'a TestHouse,
    clients: PathBuf,
}

impl<'a> Stage<'a> {
    async fn set(house: &'a TestHouse) -> Option<Self> {
        let clients = clients()?;
        let host = house.person("hana", Role::Host).await;
        host.host_fixture("penguins").await;
        host.draft_fixture("flight-delay").await;
        Some(Self { house, clients })
    }

    /// Somebody with a token and this client.
    async fn machine(&self, handle: &str, client: &str) -> Machine {
        let person = self.house.person(handle, Role::Member).await;
        let issued = person.send(Method::POST, "/tokens", Some(json!({ "name": "client" }))).await.ok();
        Machine {
            client: self.clients.join(client),
            folder: tempfile::tempdir().unwrap(),
            server: self.house.url(""),
            username: handle.to_owned(),
            token: issued["token"].as_str().unwrap().to_owned(),
        }
    }
}

fn penguins(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins").join(name)).unwrap()
}

fn unpacked(machine: &Machine, archive: &str, member: &str) -> Vec<u8> {
    let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";
    let path: &Path = &machine.folder.path().join(archive);
    let output = std::process::Command::new("python3").args(["-c", script]).arg(path).arg(member).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What everybody does on the first day, with this version of the command line.
async fn first_day(machine: &Machine, version: &str) {
    let list = machine.kaggle(&["list"]).await;
    assert!(list.contains("/competitions/penguins"), "{version}: {list}");
    assert!(!list.contains("flight-delay"), "{version} lists a draft: {list}");
    let files = machine.kaggle(&["files", "penguins"]).await;
    assert!(files.contains("train.csv") && files.contains("sample_submission.csv"), "{version}: {files}");

    machine.kaggle(&["download", "-c", "penguins"]).await;
    assert_eq!(unpacked(machine, "penguins.zip", "train.csv"), penguins("train.csv"), "{version}");
    let again = machine.kaggle(&["download", "-c", "penguins"]).await;
    assert!(again.contains("Skipping"), "{version} downloads what it has: {again}");
    machine.kaggle(&["download", "-c", "penguins", "-f", "test.csv"]).await;
    assert_eq!(machine.file("test.csv"), penguins("test.csv"), "{version}");

    machine.write("sub.csv", &penguins("submissions/masse-seule.csv"));
    let sent = machine.kaggle(&["submit", "penguins", "-f", "sub.csv", "-m", "first try"]).await;
    assert!(sent.contains("Successfully submitted to"), "{version}: {sent}");
    let mine = machine.kaggle(&["submissions", "penguins"]).await;
    assert!(mine.contains("sub.csv") && mine.contains("first try"), "{version}: {mine}");

    machine.kaggle(&["leaderboard", "penguins", "--download"]).await;
    let shown = machine.kaggle(&["leaderboard", "penguins", "--show"]).await;
    assert!(shown.contains(&machine.username) || shown.contains("No results"), "{version}: {shown}");
}

/// What goes wrong, told in the terminal.
async fn refusals(machine: &Machine, version: &str) {
    // This version shows no message of any server.
    let is_mute = version == "1.7.4.5";
    let bad = String::from_utf8(penguins("submissions/masse-seule.csv")).unwrap().replacen("\nP", "\nDodo", 1);
    machine.write("bad.csv", bad.as_bytes());
    let refused = machine.kaggle(&["submit", "penguins", "-f", "bad.csv", "-m", "bad"]).await;
    assert!(!refused.contains("Successfully"), "{version}: {refused}");
    assert!(is_mute || (refused.contains("`Dodo") && refused.contains("line 2")), "{version}: {refused}");
    let missing = machine.kaggle(&["files", "no-such-competition"]).await;
    assert!(missing.contains("404") || missing.contains("no such competition"), "{version}: {missing}");
    let hidden = machine.kaggle(&["files", "flight-delay"]).await;
    assert!(hidden.contains("404") || hidden.contains("no such competition"), "{version}: {hidden}");
}

house_test! {
    /// Four generations of the command line download, submit and read their scores.
    async fn every_generation_of_the_command_line_takes_part(house: TestHouse) {
        let Some(stage) = Stage::set(&house).await else { return };
        let mut machines = Vec::new();
        for (number, version) in COMMAND_LINES.iter().enumerate() {
            machines.push((stage.machine(&format!("user{number}"), &format!("kaggle-{version}")).await, *version));
        }
        futures_util::future::join_all(machines.iter().map(async |(machine, version)| {
            first_day(machine, version).await;
            refusals(machine, version).await;
            let quota = machine.kaggle(&["submit", "penguins", "-f", "sub.csv", "-m", "again"]).await;
            assert!(quota.contains("Successfully"), "{version}: {quota}");
        }))
        .await;
    }
}

house_test! {
    /// The allowance is told with the time of the next submission; a stranger's token is refused in words.
    async fn what_is_used_up_or_unknown_is_told(house: TestHouse) {
        let Some(stage) = Stage::set(&house).await else { return };
        let mut machine = stage.machine("milo", "kaggle-2.2.4").await;
        machine.write("sub.csv", &penguins("submissions/masse-seule.csv"));
        let mut last = String::new();
        for _ in 0..12 {
            last = machine.kaggle(&["submit", "penguins", "-f", "sub.csv", "-m", "again"]).await;
            if !last.contains("Successfully") {
                break;
            }
        }
        assert!(last.contains("submissions of today are used") && last.contains("00:00"), "{last}");

        machine.token = format!("{}0", machine.token);
        let refused = machine.kaggle(&["list"]).await;
        assert!(refused.contains("Authentication required") || refused.contains("unknown"), "{refused}");
    }
}

house_test! {
    /// Notebooks: who one is, all files, one file, and no access to what is hidden.
    async fn kagglehub_downloads(house: TestHouse) {
        let Some(stage) = Stage::set(&house).await else { return };
        for (number, version) in ["kagglehub-0.3.13", "kagglehub-1.0.2"].iter().enumerate() {
            let handle = format!("user{number}");
            let machine = stage.machine(&handle, version).await;
            let script = "import kagglehub, os\n\
                print(kagglehub.whoami())\n\
                print(sorted(os.listdir(kagglehub.competition_download('penguins'))))\n\
                print(open(kagglehub.competition_download('penguins', path='test.csv', force_download=True)).readline())\n\
                try:\n    kagglehub.competition_download('flight-delay')\n\
                except Exception as error:\n    print('refused:', type(error).__name__)\n";
            let text = machine.python(script).await;
            assert!(text.contains(&handle), "{version}: {text}");
            assert!(text.contains("['sample_submission.csv', 'test.csv', 'train.csv']"), "{version}: {text}");
            assert!(text.contains("refused: "), "{version}: {text}");
        }
    }
}

house_test! {
    /// Refusals have an integer code and a message; an upload goes on where it stopped.
    async fn the_clients_are_refused_in_their_own_form(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        host.host_fixture("penguins").await;
        let milo = house.person("milo", Role::Member).await;
        let service = "/api/v1/competitions.CompetitionApiService";
        let named = json!({ "competitionName": "penguins", "contentLength": 4, "fileName": "sub.csv" });
        let start = milo.request(Method::POST, &format!("{service}/StartSubmissionUpload")).json(&named);
        let ticket: serde_json::Value = start.send().await.unwrap().json().await.unwrap();
        let submit = json!({ "competitionName": "penguins", "blobFileTokens": ticket["token"] });
        for (path, body, status, part) in [
            ("/api/v1/x.Y/Z".to_owned(), json!({}), 404, "x.Y/Z"),
            (format!("{service}/ListSubmissions"), json!([]), 400, "object"),
            (format!("{service}/ListSubmissions"), json!({ "competitionName": "nowhere" }), 404, "no such competition"),
            (format!("{service}/CreateCodeSubmission"), named.clone(), 400, "otebooks"),
            (format!("{service}/CreateSubmission"), submit, 409, "0 of 4 bytes"),
        ] {
            let answer = milo.request(Method::POST, &path).json(&body).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path}");
            let problem: serde_json::Value = answer.json().await.unwrap();
            assert_eq!(problem["code"], status, "{path}: {problem}");
            assert!(problem["message"].as_str().unwrap().contains(part), "{path}: {problem}");
        }

        let address = ticket["createUrl"].as_str().unwrap();
        let upload = &address[address.find("/upload/").unwrap()..];
        for (path, range, body, status) in [
            ("/upload/nobody-knows", None, "ab", 404),
            (upload, Some("lines 1-2"), "ab", 400),
            (upload, Some("bytes */4"), "", 308),
            (upload, Some("bytes 0-1/4"), "ab", 308),
            (upload, Some("bytes 3-3/4"), "d", 409),
            (upload, Some("bytes 2-3/4"), "cd", 200),
            (upload, Some("bytes */4"), "", 200),
        ] {
            let mut request = milo.request(Method::PUT, path).body(body);
            if let Some(range) = range {
                request = request.header("content-range", range);
            }
            assert_eq!(request.send().await.unwrap().status().as_u16(), status, "{path} {range:?}");
        }
        let link = milo.request(Method::GET, "/dl/nobody-knows/train.csv").send().await.unwrap();
        assert_eq!(link.status().as_u16(), 404);
    }
}
