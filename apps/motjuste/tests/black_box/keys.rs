//! Keys kept beside the environment: given to their place, shown to nobody.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use testkit::Config;

use crate::bench::{Bench, Said};

const KEY: &str = "sk-canary-000000-wxyz";
const PASSPHRASE: &str = "le cheval bleu dort";

/// A project whose vendor asks for the key, and a folder of settings of its own.
fn bench() -> Bench {
    Bench::words(Config { keys: vec![KEY.to_owned()], ..Config::default() }, 2)
}

fn with(bench: &Bench, args: &[&str], env: &[(&str, &str)]) -> Command {
    let mut command = bench.command(args);
    command.env("MOTJUSTE_CONFIG", bench.path().join("person")).envs(env.iter().copied());
    command
}

fn ran(bench: &Bench, args: &[&str], env: &[(&str, &str)]) -> Said {
    Said::of(with(bench, args, env).output().unwrap())
}

fn given(bench: &Bench, args: &[&str], line: &str) -> Said {
    let mut command = with(bench, args, &[("MOTJUSTE_KEYS_PASSPHRASE", PASSPHRASE)]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{line}").unwrap();
    Said::of(child.wait_with_output().unwrap())
}

/// Every byte below a folder.
fn everything(folder: &Path, out: &mut Vec<u8>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { everything(&path, out) } else { out.extend(std::fs::read(path).unwrap()) }
    }
}

#[test]
fn a_kept_key_is_sent_to_its_vendor_and_written_nowhere() {
    let bench = bench();
    let open = [("MOTJUSTE_KEYS_PASSPHRASE", PASSPHRASE)];
    let eval = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];
    // given no key, the vendor refuses
    assert_eq!(ran(&bench, &eval, &open).code, 4);
    let mut said = vec![given(&bench, &["keys", "add", "fake", "--to", "file"], KEY)];
    assert_eq!(said[0].code, 0, "{said:?}");
    said.push(ran(&bench, &eval, &open));
    assert_eq!(said[1].code, 0, "{said:?}");
    // closed, and nobody to ask
    let closed = ran(&bench, &eval, &[]);
    closed.failed(4, &["file of keys is closed", "MOTJUSTE_KEYS_PASSPHRASE"]);
    ran(&bench, &eval, &[("MOTJUSTE_KEYS_PASSPHRASE", "another phrase")]).failed(4, &["not the passphrase"]);

    let listed = ran(&bench, &["keys", "--json"], &open);
    let document: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    let vendors = document["vendors"].as_array().unwrap();
    let fake = vendors.iter().find(|row| row["vendor"] == "fake").unwrap();
    assert_eq!((fake["found"].as_str(), fake["kept"]["place"].as_str()), (Some("kept"), Some("file")));
    said.push(listed);
    said.push(ran(&bench, &["keys"], &open));
    said.push(ran(&bench, &["show", "latest"], &open));
    assert!(said[3].out.contains("closed file"), "a list asks for no passphrase: {said:?}");
    let mut bytes = Vec::new();
    everything(bench.path(), &mut bytes);
    let texts = [String::from_utf8_lossy(&bytes).into_owned(), format!("{said:?}")];
    for text in texts {
        assert!(!text.contains("canary") && !text.contains(PASSPHRASE), "a secret was written down");
    }

    assert_eq!(ran(&bench, &["keys", "remove", "fake"], &open).code, 0);
    assert_eq!(
        ran(&bench, &["run", "word.mot.md", "-i", "word=x", "--model", "fake/echo", "--again"], &open).code,
        4
    );
    given(&bench, &["keys", "add", "http://192.168.1.9/v1", "--to", "file"], KEY).failed(3, &["clear text"]);
    given(&bench, &["keys", "add", "nobody", "--to", "file"], KEY).failed(2, &["nobody"]);
}

#[test]
fn a_projects_file_gets_no_variable_that_is_not_allowed() {
    let bench = bench();
    let row = format!("base_url = \"{}\"\nkey_env = \"COMPANY_SECRET\"", bench.vendor.base_url());
    let settings =
        bench.read("motjuste.toml").replace(&format!("base_url = \"{}\"", bench.vendor.base_url()), &row);
    bench.file("motjuste.toml", settings);
    let env = [("COMPANY_SECRET", KEY)];
    let run = ["run", "word.mot.md", "-i", "word=x", "--model", "fake/echo"];
    let refused = ran(&bench, &run, &env);
    refused.failed(
        3,
        &["COMPANY_SECRET", "motjuste.toml:1", "motjuste keys allow COMPANY_SECRET http://127.0.0.1:"],
    );
    assert_eq!(bench.vendor.stats().requests, 0, "nothing left");
    assert_eq!(ran(&bench, &["keys", "allow", "COMPANY_SECRET", "fake"], &env).code, 0);
    assert_eq!(ran(&bench, &run, &env).code, 0);
    assert_eq!(ran(&bench, &["keys", "forbid", "COMPANY_SECRET", "fake"], &env).code, 0);
    ran(&bench, &run, &env).failed(3, &["COMPANY_SECRET"]);
    ran(&bench, &["keys", "allow", "MOTJUSTE_KEYS_PASSPHRASE", "fake"], &env)
        .failed(2, &["MOTJUSTE_KEYS_PASSPHRASE"]);
}
