//! A scratch project: settings, a prompt, cases, and the command on them.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;
use tempfile::TempDir;

use crate::Bench;
use crate::child::{self, Used};
use crate::vendor::Vendor;

/// What every question of the benchmarks says before the case's own words: the bare client sends the same.
pub const SYSTEM: &str = "You repeat the words of the customer exactly as they are, without a quotation mark, \
    a full stop or any word of your own. This is an exercise in spelling.";

/// A project in a folder of its own.
pub struct Project {
    dir: TempDir,
    motjuste: PathBuf,
}

impl Project {
    /// A project of so many cases, answered by this vendor.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(bench: &Bench, vendor: &Vendor, cases: u64) -> Result<Project> {
        let dir = tempfile::tempdir_in(&bench.dir)?;
        let settings = format!(
            "[vendors.fake]\nprotocol = \"openai-chat\"\nbase_url = \"{}\"\nkey = \"optional\"\n\n\
             [[prices]]\nvendor = \"fake\"\nmodels = [\"*\"]\nfrom = \"2026-01-01\"\ncurrency = \"USD\"\n\
             input = \"1.00\"\ncached = \"0.10\"\ncache_write = \"1.25\"\noutput = \"4.00\"\nsource = \"fake\"\n",
            vendor.base_url()
        );
        std::fs::write(dir.path().join("motjuste.toml"), settings)?;
        let prompt = format!(
            "---\ntask: Repeat the words.\ninputs:\n  words: string\n---\n::: system\n{SYSTEM}\n::: user\n{{{{ words }}}}\n"
        );
        std::fs::write(dir.path().join("p.mot.md"), prompt)?;
        let mut out = BufWriter::new(std::fs::File::create(dir.path().join("p.cases.csv"))?);
        out.write_all(b"words,expect\n")?;
        let mut row = String::new();
        for i in 0..cases {
            row.clear();
            let words = words(i);
            writeln!(row, "{words},{words}")?;
            out.write_all(row.as_bytes())?;
        }
        out.flush()?;
        Ok(Project { dir, motjuste: bench.motjuste.clone() })
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Its ledger.
    pub fn ledger(&self) -> PathBuf {
        self.dir.path().join(".motjuste/ledger.db")
    }

    /// Bytes of the ledger and of its log.
    pub fn ledger_bytes(&self) -> u64 {
        let size = |name: &str| std::fs::metadata(self.path().join(name)).map_or(0, |meta| meta.len());
        size(".motjuste/ledger.db") + size(".motjuste/ledger.db-wal")
    }

    /// Arguments of an evaluation with two checks.
    pub fn eval_args(at_once: u64) -> Vec<String> {
        let args = ["eval", "p.mot.md", "--model", "fake/echo", "--no-bare", "--json", "-j"];
        let checks = ["--check", "equals", "--check", "{type: length, max: 200}"];
        let at_once = at_once.to_string();
        args.into_iter().chain([at_once.as_str()]).chain(checks).map(str::to_owned).collect()
    }

    /// Evaluates with two checks and says what it took.
    ///
    /// # Errors
    /// The evaluation fails.
    pub fn eval(&self, at_once: u64, more: &[&str]) -> Result<Used> {
        let args = Project::eval_args(at_once);
        let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
        self.run(&args)
    }

    /// Runs the command in the project.
    ///
    /// # Errors
    /// It ends with a code that is not 0.
    pub fn run(&self, args: &[&str]) -> Result<Used> {
        child::run(&self.motjuste, args, self.path())
    }

    /// Forgets everything that was answered.
    ///
    /// # Errors
    /// The ledger's folder cannot be removed.
    pub fn forget(&self) -> Result<()> {
        let folder = self.path().join(".motjuste");
        if folder.exists() { Ok(std::fs::remove_dir_all(folder)?) } else { Ok(()) }
    }
}

/// The words of a case: as long as a short customer message, different in every case.
pub fn words(case: u64) -> String {
    const SAID: [&str; 5] =
        ["my invoice is wrong", "the parcel is late", "it does not start", "thank you", "cancel it"];
    format!("message {case}: {} (since {} days)", SAID[(case % 5) as usize], case % 97)
}
