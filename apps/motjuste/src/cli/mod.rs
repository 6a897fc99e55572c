//! The command line as types. Help texts are not here: `help` puts them in, in the person's language.

pub mod complain;
pub mod help;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "motjuste", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(long, global = true, value_name = "fr|en")]
    pub lang: Option<String>,
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(Demo),
    New(New),
    Render(Render),
    Run(Run),
    Eval(Eval),
    Compare(Compare),
    Race(Race),
    Optimise(Optimise),
    Trim(Trim),
    Ablate(Ablate),
    Vary(Vary),
    Runs(Runs),
    Show(Show),
    Cases(Cases),
    Models(Models),
    Keys(KeysArgs),
    Serve(Serve),
    Studio(Studio),
    Completions(Completions),
    Man(Man),
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "FOLDER", default_value = "motjuste-demo")]
    pub dir: PathBuf,
}

/// `keys`
#[derive(Debug, Args)]
pub struct KeysArgs {
    #[command(subcommand)]
    pub action: Option<KeysAction>,
}

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub enum KeysAction {
    Add(AddKey),
    Remove(OfKey),
    Allow(Variable),
    Forbid(Variable),
}

/// `keys add`
#[derive(Debug, Args)]
pub struct AddKey {
    #[arg(id = "key-of", value_name = "VENDOR|URL")]
    pub of: String,
    #[arg(long = "to", id = "key-to", value_name = "keyring|file")]
    pub key_to: Option<String>,
}

/// `keys remove`
#[derive(Debug, Args)]
pub struct OfKey {
    #[arg(id = "key-of", value_name = "VENDOR|URL")]
    pub of: String,
}

/// `keys allow`, `keys forbid`
#[derive(Debug, Args)]
pub struct Variable {
    #[arg(value_name = "VARIABLE")]
    pub variable: String,
    #[arg(id = "key-of", value_name = "VENDOR|URL")]
    pub of: String,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long, short, value_name = "petit|local/PATH", default_value = "petit")]
    pub model: String,
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub port: u16,
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
}

/// `new`
#[derive(Debug, Args)]
pub struct New {
    pub name: Option<String>,
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}

/// Values of a prompt's inputs.
#[derive(Debug, Args)]
pub struct Inputs {
    #[arg(long = "input", short = 'i', value_name = "NAME=VALUE")]
    pub inputs: Vec<String>,
}

/// `render`
#[derive(Debug, Args)]
pub struct Render {
    pub prompt: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    #[arg(long, value_name = "ID", conflicts_with = "inputs")]
    pub case: Option<String>,
    #[arg(long = "cases", value_name = "FILE")]
    pub cases_file: Option<PathBuf>,
    #[arg(long = "bare")]
    pub bare_only: bool,
}

/// `run`
#[derive(Debug, Args)]
pub struct Run {
    pub prompt: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    #[arg(long, short, value_name = "VENDOR/MODEL")]
    pub model: Option<String>,
    #[arg(long)]
    pub again: bool,
}

/// What is asked of which models: of every command that asks many questions.
#[derive(Debug, Default, Args)]
pub struct Bench {
    #[arg(required = true, value_name = "PROMPT|SUITE")]
    pub prompts: Vec<String>,
    #[arg(long = "cases", value_name = "FILE")]
    pub cases_file: Vec<PathBuf>,
    #[arg(long = "model", short, value_name = "VENDOR/MODEL")]
    pub models: Vec<String>,
    #[arg(long = "check", value_name = "CHECK")]
    pub checks: Vec<String>,
    #[arg(long, value_name = "N")]
    pub repeats: Option<u32>,
    #[arg(long, short = 'j', value_name = "N")]
    pub concurrency: Option<usize>,
    #[arg(long, value_name = "AMOUNT")]
    pub budget: Option<String>,
    #[arg(long, value_name = "CODE", requires = "budget")]
    pub currency: Option<String>,
    #[arg(long)]
    pub no_bare: bool,
    #[arg(long, value_name = "train|dev|test")]
    pub split: Option<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    #[arg(long)]
    pub stream: bool,
    #[arg(long)]
    pub structured: bool,
    #[arg(long, value_name = "SHARE")]
    pub margin: Option<f64>,
}

/// `eval`
#[derive(Debug, Default, Args)]
pub struct Eval {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long)]
    pub estimate: bool,
    #[arg(long, value_name = "N", requires = "estimate")]
    pub sample: Option<usize>,
    #[arg(long, value_name = "SHARE")]
    pub fail_under: Option<f64>,
    #[arg(long, short, value_name = "FILE")]
    pub out: Vec<PathBuf>,
    #[arg(long)]
    pub annotations: bool,
}

/// `compare`
#[derive(Debug, Args)]
pub struct Compare {
    #[command(flatten)]
    pub eval: Eval,
    #[arg(long, conflicts_with_all = ["estimate", "fail_under", "out", "annotations"])]
    pub until_sure: bool,
    #[arg(long, value_name = "SHARE", requires = "until_sure")]
    pub effect: Option<f64>,
    #[command(flatten)]
    pub page: Page,
}

/// The page of a study.
#[derive(Debug, Default, Args)]
pub struct Page {
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// `race`
#[derive(Debug, Args)]
pub struct Race {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long, value_name = "N")]
    pub calls: Option<u64>,
    #[arg(long, value_name = "rejects|halving|equal|until-sure")]
    pub rule: Option<String>,
    #[command(flatten)]
    pub page: Page,
}

/// `optimise`
#[derive(Debug, Args)]
pub struct Optimise {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long = "calls", id = "most-calls", value_name = "N")]
    pub calls: Option<u64>,
    #[arg(long, value_name = "VENDOR/MODEL")]
    pub proposer: Option<String>,
    #[arg(long, value_name = "N", requires = "proposer")]
    pub proposer_calls: Option<u64>,
    #[arg(long = "rule", id = "search-rule", value_name = "gate|halving")]
    pub rule: Option<String>,
    #[arg(long = "forms", id = "mean-forms", value_name = "N", default_value_t = 0)]
    pub forms: usize,
    #[arg(long = "write", value_name = "FILE")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub page: Page,
}

/// `trim`
#[derive(Debug, Args)]
pub struct Trim {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long = "out", short = 'o', value_name = "FILE")]
    pub short_out: Option<PathBuf>,
    #[arg(long = "proposer", id = "short-proposer", value_name = "VENDOR/MODEL")]
    pub proposer: Option<String>,
    #[arg(
        long = "proposer-calls",
        id = "short-proposer-calls",
        value_name = "N",
        requires = "short-proposer"
    )]
    pub proposer_calls: Option<u64>,
    #[command(flatten)]
    pub page: Page,
}

/// `ablate`
#[derive(Debug, Args)]
pub struct Ablate {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long, value_name = "blocks|items|sentences|phrases")]
    pub parts: Option<String>,
    #[arg(long, value_name = "loo|shapley")]
    pub by: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub orders: usize,
    #[command(flatten)]
    pub page: Page,
}

/// `vary`
#[derive(Debug, Args)]
pub struct Vary {
    #[command(flatten)]
    pub bench: Bench,
    #[arg(long, value_name = "N")]
    pub forms: Option<usize>,
    #[command(flatten)]
    pub page: Page,
}

/// `runs`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Runs {
    #[command(subcommand)]
    pub action: Option<RunsAction>,
    #[arg(long, value_name = "N")]
    pub last: Option<usize>,
}

/// What can be done with the runs of the ledger.
#[derive(Debug, Subcommand)]
pub enum RunsAction {
    Prune(Prune),
    Check(Check),
    Export(Export),
}

/// `runs prune`
#[derive(Debug, Args)]
pub struct Prune {
    #[arg(long, value_name = "DAYS", required_unless_present = "keep")]
    pub older_than: Option<u64>,
    #[arg(long, value_name = "N", conflicts_with = "older_than")]
    pub keep: Option<u64>,
    #[arg(long)]
    pub payloads_only: bool,
}

/// `runs check`
#[derive(Debug, Args)]
pub struct Check {}

/// `runs export`
#[derive(Debug, Args)]
pub struct Export {
    #[arg(value_name = "RUN")]
    pub run: String,
    #[arg(long, short, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// `show`
#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "RUN|CALL", default_value = "latest")]
    pub what: String,
    #[arg(long, value_name = "ID")]
    pub case: Option<String>,
    #[arg(long)]
    pub failing: bool,
    #[arg(long, value_name = "N")]
    pub arm: Option<u32>,
    #[arg(long, conflicts_with_all = ["case", "failing", "arm"])]
    pub people: bool,
    #[arg(long, short, value_name = "FILE")]
    pub out: Vec<PathBuf>,
}

/// `cases`
#[derive(Debug, Args)]
pub struct Cases {
    #[command(subcommand)]
    pub action: CasesAction,
    #[arg(long, global = true, value_name = "utf-8|latin1")]
    pub encoding: Option<String>,
}

/// What can be done with a cases file.
#[derive(Debug, Subcommand)]
pub enum CasesAction {
    Describe(Describe),
    Split(Split),
    Dedupe(Dedupe),
}

/// `cases describe`
#[derive(Debug, Args)]
pub struct Describe {
    pub file: PathBuf,
}

/// `cases split`
#[derive(Debug, Args)]
pub struct Split {
    pub file: PathBuf,
    #[arg(long, value_name = "TRAIN,DEV,TEST", default_value = "0.6,0.2,0.2")]
    pub ratios: String,
    #[arg(long, short, value_name = "FILE")]
    pub to: PathBuf,
}

/// `cases dedupe`
#[derive(Debug, Args)]
pub struct Dedupe {
    pub file: PathBuf,
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub near: f64,
    #[arg(long, short, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// `models`
#[derive(Debug, Args)]
pub struct Models {
    pub vendor: Option<String>,
}

/// `studio`
#[derive(Debug, Args)]
pub struct Studio {
    pub folder: Option<PathBuf>,
    #[arg(long = "port", id = "studio-port", value_name = "PORT")]
    pub port: Option<u16>,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    pub shell: clap_complete::Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct Man {
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}
