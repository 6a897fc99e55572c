use std::io::BufReader;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use reqwest::header::{COOKIE, SET_COOKIE};
use serde::Deserialize;
use serde_json::Value;

use crate::Bench;
use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "studio";
const TIMES: usize = 20;
/// The longest reply that passes: some of the cases are longer, so that there are failing trials to page through.
const LONGEST: usize = 48;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(1_000_000);
    let vendor = Vendor::start(bench, 0.0)?;
    let project = Project::new(bench, &vendor, trials)?;
    let failing = format!("{{type: length, max: {LONGEST}}}");
    project.eval(256, &["--check", &failing])?;
    let studio = Studio::start(bench, project.path())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let browser = Browser::enter(&studio.address).await?;
        let (list, _) = browser.get("/api/runs").await?;
        let list: Value = serde_json::from_str(&list)?;
        let run = list["runs"][0]["id"].as_str().context("no run in /api/runs")?.to_owned();
        let middle = format!("after={}.0.0", trials / 2);
        // what is looked at, where it is, what must stand on it
        let trial = format!("/run/{run}/trial/");
        let views = [
            ("home", "/".to_owned(), "/prompt/p.mot.md"),
            ("a prompt", "/prompt/p.mot.md".to_owned(), "/edit/p.mot.md"),
            ("all runs", "/runs".to_owned(), &*run),
            ("its results", format!("/run/{run}"), "<svg"),
            ("trials, first page", format!("/run/{run}/trials"), &trial),
            ("trials, page in the middle", format!("/run/{run}/trials?{middle}"), &trial),
            ("failing trials, middle", format!("/run/{run}/trials?outcome=failed&{middle}"), &trial),
            ("trials by time, slowest", format!("/run/{run}/trials?sort=slowest"), &trial),
            (
                "trials by time, from one in the middle",
                format!("/run/{run}/trials?sort=slowest&{middle}"),
                &trial,
            ),
            (
                "failing trials by price, dearest",
                format!("/run/{run}/trials?sort=dearest&outcome=failed"),
                &trial,
            ),
            ("case by case, middle", format!("/run/{run}/matrix?after={}", trials / 2), &trial),
            ("one trial to the last byte", format!("/run/{run}/trial/{}/0/0", trials / 2), "message "),
            ("calls, newest", "/calls".to_owned(), "/call/"),
            ("calls of one model, middle", format!("/calls?model=fake/echo&after={}", trials / 2), "/call/"),
            ("calls that failed (none)", "/calls?state=failed".to_owned(), "<main"),
            ("the same trials as JSON, middle", format!("/api/runs/{run}/trials?{middle}"), "\"trials\":[{"),
        ];
        let mut worst: f64 = 0.0;
        for (what, path, there) in views {
            let mut times = Vec::new();
            for _ in 0..TIMES {
                let (body, ms) = browser.get(&path).await.with_context(|| path.clone())?;
                ensure!(body.contains(there), "{path}: {there} is not on the page");
                times.push(ms);
            }
            worst = times.iter().copied().fold(worst, f64::max);
            let of = format!("page of the studio, {trials} trials: {what}");
            figures.judge(PART, of, median(times), "ms", Goal::AtMost(200.0));
        }
        figures.judge(PART, "the slowest of all these", worst, "ms", Goal::AtMost(200.0));
        Ok(())
    })
}

/// A running studio; ends when dropped.
struct Studio {
    child: Child,
    address: String,
}

impl Studio {
    fn start(bench: &Bench, folder: &Path) -> Result<Studio> {
        let mut child = Command::new(&bench.motjuste)
            .args(["studio", "--port", "0", "--json"])
            .current_dir(folder)
            .env_clear()
            .env("MOTJUSTE_LANG", "en")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("failed to start the studio")?;
        let stdout = child.stdout.take().context("the studio has no stdout")?;
        let mut documents = serde_json::Deserializer::from_reader(BufReader::new(stdout));
        let opened = Value::deserialize(&mut documents).context("the studio said no address")?;
        let address = opened["address"].as_str().context("the studio said no address")?.to_owned();
        Ok(Studio { child, address })
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whoever came in by the token.
struct Browser {
    client: reqwest::Client,
    origin: String,
    cookie: String,
}

impl Browser {
    async fn enter(address: &str) -> Result<Browser> {
        let (origin, _) = address.split_once("/?token=").context("the studio's address has no token")?;
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let entered = client.get(address).send().await?;
        let cookies = entered.headers().get_all(SET_COOKIE).iter().filter_map(|each| each.to_str().ok());
        let named: Vec<&str> = cookies.filter_map(|each| each.split(';').next()).collect();
        ensure!(!named.is_empty(), "the studio let nobody in");
        Ok(Browser { client, origin: origin.to_owned(), cookie: named.join("; ") })
    }

    /// A page, and the milliseconds until its last byte.
    async fn get(&self, path: &str) -> Result<(String, f64)> {
        let url = format!("{}{path}", self.origin);
        let clock = Instant::now();
        let answer = self.client.get(url).header(COOKIE, &self.cookie).send().await?;
        let answer = answer.error_for_status()?;
        let body = answer.text().await?;
        Ok((body, clock.elapsed().as_secs_f64() * 1000.0))
    }
}
