//! A scratch project, a fake vendor, a studio over both, and a client that can lie about anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use engine::{Engine, Project, Stop};
use guard::Guard;
use keys::KeysError;
use studio::{Setup, Studio};
use tempfile::TempDir;
use terms::Lang;
use testkit::{Config, FakeVendor};
use tokio::sync::oneshot;
use vendors::Secret;
use vendors::transport::Transport;

/// A prompt that asks for the word back; the model `echo` gets it right.
pub const WORD: &str = "---\ntitle: The word\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n";

/// A machine without a keyring.
struct NoKeyring;

impl keys::Chest for NoKeyring {
    fn is_there(&self) -> bool {
        false
    }
    fn get(&self, _: &str) -> Result<Option<Secret>, KeysError> {
        Ok(None)
    }
    fn put(&self, _: &str, _: &Secret) -> Result<(), KeysError> {
        Err(KeysError::Keyring { cause: "no keyring".to_owned() })
    }
    fn remove(&self, _: &str) -> Result<(), KeysError> {
        Ok(())
    }
}

/// The environment of the studio: a secret that no project may be given.
fn env(name: &str) -> Option<String> {
    (name == "COMPANY_SECRET").then(|| "company-secret".to_owned())
}

pub struct Bench {
    dir: TempDir,
    pub vendor: FakeVendor,
    pub port: u16,
    pub token: String,
    /// The cookie of whoever came in by the token.
    pub cookie: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// An answer as it came.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }

    #[track_caller]
    pub fn says(self, needles: &[&str]) -> Reply {
        for needle in needles {
            assert!(self.body.contains(needle), "{needle:?} is not said:\n{}", self.body);
        }
        self
    }

    #[track_caller]
    pub fn hides(self, needles: &[&str]) -> Reply {
        for needle in needles {
            assert!(!self.body.contains(needle), "{needle:?} is said:\n{}", self.body);
        }
        self
    }
}

impl Bench {
    pub fn new() -> Bench {
        Bench::over(Config::default())
    }

    fn over(config: Config) -> Bench {
        let vendor = FakeVendor::start_blocking(config).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let settings = format!(
            "[vendors.fake]\nprotocol = \"openai-chat\"\nbase_url = \"{}\"\nkey = \"optional\"\n\n\
             [[prices]]\nvendor = \"fake\"\nmodels = [\"*\"]\nfrom = \"2026-01-01\"\ncurrency = \"USD\"\n\
             input = \"1.00\"\ncached = \"0.10\"\ncache_write = \"1.25\"\noutput = \"4.00\"\nsource = \"test\"\n",
            vendor.base_url()
        );
        std::fs::write(dir.path().join("motjuste.toml"), settings).unwrap();
        let root = dir.path().to_owned();
        let person = dir.path().join(".person");
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.unwrap().block_on(async {
                let project = Project::open(&root).unwrap();
                let store = ledger::open(&project.ledger_path(), &ledger::Options::default()).unwrap();
                let transport = Transport::new(vendors::transport::Options::default()).unwrap();
                let engine = Arc::new(Engine::new(store, transport, Guard::new(Vec::new())));
                let keys = keys::Keys::with_chest(Some(person), Box::new(NoKeyring), Box::new(|| None));
                let setup = Setup { root, engine, env, keys: Arc::new(keys), lang: Lang::En };
                let studio = Studio::bind(setup, Some(0)).await.unwrap();
                tell.send(studio.address()).unwrap();
                let stop = Stop::default();
                let gently = stop.gently.clone();
                tokio::spawn(async move {
                    let _ = stopped.await;
                    gently.cancel();
                });
                studio.serve(stop).await.unwrap();
            });
        });
        let address: String = told.recv().unwrap();
        let (port, token) =
            address.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split_once("/?token=")).unwrap();
        let (port, token) = (port.parse().unwrap(), token.to_owned());
        let mut bench =
            Bench { dir, vendor, port, token, cookie: String::new(), stop: Some(stop), thread: Some(thread) };
        let entered = bench.send("GET", &format!("/?token={}", bench.token), &[], "").is(303);
        let cookie = entered.header("set-cookie").unwrap();
        bench.cookie = cookie.split(';').next().unwrap().to_owned();
        bench
    }

    /// A project with `word.mot.md` and so many cases, each expecting its own word.
    pub fn words(cases: usize) -> Bench {
        Bench::of(cases, Config::default())
    }

    /// The same over a vendor that behaves like this.
    pub fn of(cases: usize, config: Config) -> Bench {
        let bench = Bench::over(config);
        bench.file("word.mot.md", WORD);
        let rows: String = (0..cases).map(|i| format!("word{i},word{i}\n")).collect();
        bench.file("word.cases.csv", &format!("word,expect\n{rows}"));
        bench
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(name)).unwrap()
    }

    /// A page as the person's browser asks for it.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[&format!("Cookie: {}", self.cookie), "Sec-Fetch-Site: same-origin"], "")
    }

    /// The same with a further cookie.
    pub fn get_as(&self, path: &str, cookie: &str) -> Reply {
        self.send("GET", path, &[&format!("Cookie: {}; {cookie}", self.cookie)], "")
    }

    /// A form of ours sent by the person's browser: `no-referrer` makes its origin `null`.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form(fields);
        let cookie = format!("Cookie: {}", self.cookie);
        self.send("POST", path, &[&cookie, "Origin: null", "Sec-Fetch-Site: same-origin"], &body)
    }

    /// A form with a file, as a browser sends it.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Reply {
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (name, text) = file.unwrap_or(("", ""));
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{text}\r\n--edge--\r\n"
        ));
        let cookie = format!("Cookie: {}", self.cookie);
        let kind = "Content-Type: multipart/form-data; boundary=edge";
        self.send("POST", path, &[&cookie, "Origin: null", "Sec-Fetch-Site: same-origin", kind], &body)
    }

    /// A request with these headers and no others but what HTTP needs.
    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Reply {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        let named = headers.iter().any(|h| h.starts_with("Host:"));
        let mut lines: Vec<&str> = if named { Vec::new() } else { vec![&host] };
        lines.extend(headers);
        if !headers.iter().any(|h| h.starts_with("Content-Type:")) {
            lines.push("Content-Type: application/x-www-form-urlencoded");
        }
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            lines.join("\r\n"),
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Evaluates `word.mot.md` on these models and gives the address of the result.
    #[track_caller]
    pub fn evaluate(&self, models: &str) -> String {
        let started = self
            .post("/evaluate/word.mot.md", &[("model", models), ("repeats", "1"), ("do", "evaluate")])
            .is(303);
        let live = started.header("location").unwrap().to_owned();
        self.ended(&live)
    }

    /// Waits for the page of a job to lead to its run.
    #[track_caller]
    pub fn ended(&self, live: &str) -> String {
        let begun = Instant::now();
        loop {
            let reply = self.get(live);
            if let Some(location) = reply.header("location") {
                return location.to_owned();
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{}", reply.body);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Stops the studio as Ctrl-C does.
impl Drop for Bench {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String {
        let byte = |b: u8| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect::<Vec<_>>().join("&")
}
