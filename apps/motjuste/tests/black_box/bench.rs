//! A scratch project, a fake vendor, and the binary as a person runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use testkit::{Config, FakeVendor, Stats};

/// A project folder whose vendor `fake` is a [`FakeVendor`] of its own.
pub struct Bench {
    dir: TempDir,
    pub vendor: FakeVendor,
}

/// A prompt that asks for the word back; the model `echo` gets it right, `fixed:` rarely.
pub const WORD: &str = "---\ntask: Repeat the word.\ninputs:\n  word: string\n---\n::: user\n{{ word }}\n";

impl Bench {
    pub fn new(config: Config) -> Bench {
        let vendor = FakeVendor::start_blocking(config).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let bench = Bench { dir, vendor };
        bench.file("motjuste.toml", settings(&bench.vendor.base_url()));
        bench
    }

    /// A project with `word.mot.md` and so many cases, each expecting its own word.
    pub fn words(config: Config, cases: usize) -> Bench {
        let bench = Bench::new(config);
        bench.file("word.mot.md", WORD);
        bench.file("word.cases.csv", word_cases(cases));
        bench
    }

    /// Waits until the vendor has seen this, a minute at most.
    #[track_caller]
    pub fn when(&self, seen: impl Fn(Stats) -> bool) {
        let started = Instant::now();
        while !seen(self.vendor.stats()) {
            assert!(started.elapsed() < Duration::from_secs(60), "{:?}", self.vendor.stats());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(name)).unwrap()
    }

    /// The command with nothing of this machine's environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_motjuste"));
        command.args(args).current_dir(self.dir.path()).env_clear().stdin(Stdio::null());
        command.env("MOTJUSTE_LANG", "en").env("TZ", "UTC").env("PATH", "/usr/bin:/bin");
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        Said::of(self.command(args).output().unwrap())
    }

    /// Runs with `--json` and reads the one document; the exit code must be the one expected.
    #[track_caller]
    pub fn json(&self, code: i32, args: &[&str]) -> Value {
        let said = self.run(&[args, &["--json"]].concat());
        assert_eq!(said.code, code, "{said:?}");
        serde_json::from_str(&said.out)
            .unwrap_or_else(|e| panic!("stdout is not one document: {e}: {said:?}"))
    }
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The command failed with this code and said all of this on stderr.
    #[track_caller]
    pub fn failed(&self, code: i32, needles: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for needle in needles {
            assert!(self.err.contains(needle), "{needle:?} was not said: {self:?}");
        }
    }
}

pub fn settings(base_url: &str) -> String {
    format!(
        "[vendors.fake]\nprotocol = \"openai-chat\"\nbase_url = \"{base_url}\"\nkey = \"optional\"\n\n\
         [[prices]]\nvendor = \"fake\"\nmodels = [\"*\"]\nfrom = \"2026-01-01\"\ncurrency = \"USD\"\n\
         input = \"1.00\"\ncached = \"0.10\"\ncache_write = \"1.25\"\noutput = \"4.00\"\nsource = \"test\"\n"
    )
}

pub fn word_cases(count: usize) -> String {
    let mut out = "word,expect\n".to_owned();
    (0..count).for_each(|i| out.push_str(&format!("word{i},word{i}\n")));
    out
}
