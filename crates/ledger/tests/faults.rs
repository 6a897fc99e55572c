//! Folders, disks and files that are not what they should be: a clear error, and nothing finished lost.
#![expect(clippy::unwrap_used, reason = "a test; its helpers too")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ledger::conformance::{answered, at, grant, intent, key, new_run, trial};
use ledger::{
    CallFilter, Claim, LedgerError, Options, Prune, Scope, Select, Settled, Store, TrialFilter, TrialOrder,
    open, open_read_only,
};
use rusqlite::Connection;
use tempfile::tempdir;
use terms::{CallState, Explain, Kind};

fn opened(path: &Path) -> Result<Arc<dyn Store>, LedgerError> {
    open(path, &Options { wait: Duration::from_millis(200), ..Options::default() })
}

fn error_of<T>(result: Result<T, LedgerError>) -> LedgerError {
    let error = result.err().unwrap();
    assert_eq!(error.kind(), Kind::Store);
    assert!(error.hint().is_some(), "{error} says what to do");
    assert!(error.place().is_some(), "{error} says where");
    error
}

/// A byte that does not compress.
fn noise(i: u64, n: u64) -> u8 {
    (((i + 1) * (n + 7)).wrapping_mul(2_654_435_761) >> 16) as u8
}

async fn one_answer(path: &Path) {
    let store = opened(path).unwrap();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    let call = Settled { trial: Some(trial(at(0, 0, 0), Some(1))), ..answered(1) };
    store.settle(run, vec![call]).await.unwrap();
}

#[test]
fn a_ledger_makes_its_folder_and_is_whole_in_one_file_once_closed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("deep/er/project.ledger");
    drop(opened(&path).unwrap());
    drop(opened(&path).unwrap());
    let files: Vec<_> = path.parent().unwrap().read_dir().unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, ["project.ledger"]);
}

#[test]
fn what_is_not_a_ledger_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let text = folder.path().join("cases.csv");
    std::fs::write(&text, "message,expect\n".repeat(1000)).unwrap();
    assert_eq!(error_of(opened(&text)), LedgerError::NotALedger { path: text.clone() });
    assert_eq!(std::fs::read_to_string(&text).unwrap(), "message,expect\n".repeat(1000));

    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("create table mine (x)").unwrap();
    let before = std::fs::read(&other).unwrap();
    for result in [opened(&other), open_read_only(&other, &Options::default())] {
        assert_eq!(error_of(result), LedgerError::NotALedger { path: other.clone() });
    }
    assert_eq!(std::fs::read(&other).unwrap(), before);
}

#[test]
fn a_ledger_of_a_later_version_is_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    drop(opened(&path).unwrap());
    Connection::open(&path).unwrap().execute_batch("pragma user_version = 99").unwrap();
    for result in [opened(&path), open_read_only(&path, &Options::default())] {
        assert_eq!(error_of(result), LedgerError::Newer { path: path.clone(), found: 99, known: 3 });
    }
}

/// A file of the first layout, as its own program left it.
#[tokio::test]
async fn a_ledger_of_the_first_layout_is_brought_up_to_date() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/sqlite/migrations/001.sql")).unwrap();
    old.execute_batch(
        "insert into run (id, name, kind, plan, cases, title, started_ms, ended_ms, ended, trials, done)
            values (1, '1h2j3k4m5n0', 'eval', zeroblob(16), zeroblob(16), 'old', 1, 2, 0, 3, 2);
         insert into paper values (1, '{}', '{}');
         insert into model values (1, 'fake/echo');
         insert into price values (1, 'USD', '2026-01-01');
         insert into call (id, key, run, model, arm, state, tries, started_ms, total_us, input, output, cached, cache_write,
                reasoning, cost, price)
            values (1, zeroblob(16), 1, 1, 0, 1, 1, 1, 5000, 10, 2, 0, 0, 0, 70, 1),
                   (2, x'01010101010101010101010101010101', 1, 1, 0, 1, 1, 1, 9000, 10, 2, 0, 0, 0, 30, 1);
         insert into item values (1, 0, 'a', 1.0, null, null), (1, 1, 'b', 1.0, null, null), (1, 2, 'c', 1.0, null, null);
         insert into trial values (1, 0, 0, 0, 1, 2, 0, null, x'00', null), (1, 1, 0, 0, 2, 2, 0, null, x'00', null),
                   (1, 2, 0, 0, null, 2, 0, null, x'00', null);
         pragma user_version = 1;
         pragma application_id = 0x4d6f744a;",
    )
    .unwrap();
    drop(old);
    let store = opened(&path).unwrap();
    let run = store.run("latest").await.unwrap().summary.id;
    let cases = async |order| -> Vec<u64> {
        let page = store.sorted_page(run, TrialFilter::default(), order, None, 9).await.unwrap();
        page.trials.iter().map(|trial| trial.case).collect()
    };
    assert_eq!(cases(TrialOrder::Slowest).await, [1, 0]);
    assert_eq!(cases(TrialOrder::Dearest).await, [0, 1]);
    assert_eq!(cases(TrialOrder::Case).await, [0, 1, 2]);
    let bills = store.bills(Scope::All).await.unwrap();
    assert_eq!((bills.len(), bills[0].done, bills[0].input), (1, 2, 20));
    assert_eq!(bills[0].spent.unwrap().pico, 100);
    assert_eq!(store.calls(CallFilter::default(), None, 9).await.unwrap().calls.len(), 2);
}

#[test]
fn a_ledger_of_the_first_layout_is_brought_up_to_date_and_keeps_what_it_had() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let connection = Connection::open(&path).unwrap();
    let first = include_str!("../src/sqlite/migrations/001.sql");
    connection.execute_batch(first).unwrap();
    connection
        .execute_batch(
            "insert into look (dataset, run) values (x'01', '0abcdefghjk');
             pragma application_id = 1299149898; pragma user_version = 1",
        )
        .unwrap();
    drop(connection);
    drop(opened(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        (one("pragma user_version"), one("select count(*) from look"), one("select count(*) from rating")),
        (3, 1, 0)
    );
}

#[test]
fn a_folder_that_cannot_be_is_an_error() {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let result = opened(&folder.path().join("file/project.ledger"));
    assert!(matches!(error_of(result), LedgerError::Open { .. }));
    let missing = open_read_only(&folder.path().join("none.ledger"), &Options::default());
    assert!(matches!(error_of(missing), LedgerError::Open { .. }));
    assert!(!folder.path().join("none.ledger").exists());
}

/// Not even the superuser writes in /sys, so this holds whoever runs the tests.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_an_error() {
    let path = Path::new("/sys/project.ledger");
    assert_eq!(error_of(opened(path)), LedgerError::ReadOnly { path: path.to_owned() });
}

#[tokio::test]
async fn a_ledger_opened_to_be_looked_at_is_read_and_not_written() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    one_answer(&path).await;
    let before = std::fs::read(&path).unwrap();
    let store = open_read_only(&path, &Options::default()).unwrap();
    let run = store.run("latest").await.unwrap().summary;
    assert_eq!(store.trials(run.id, ledger::TrialFilter::default()).count(), 1);
    let refused = LedgerError::ReadOnly { path: path.clone() };
    assert_eq!(store.begin(new_run(2)).await, Err(refused.clone()));
    assert_eq!(store.adopt(run.id).await, Err(refused.clone()));
    let prune = Prune { select: Select::KeepLast(0), depth: ledger::Depth::Runs };
    assert_eq!(store.prune(prune).await, Err(refused));
    drop(store);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_locked_ledger_is_an_error_in_time_and_writable_once_let_go() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let store = opened(&path).unwrap();
    let run = store.begin(new_run(1)).await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let error = error_of(store.send(run, vec![intent(1)]).await);
    assert_eq!(error, LedgerError::Locked { path: path.clone(), waited_ms: 200 });
    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [None], "it can be read meanwhile");
    other.execute_batch("commit").unwrap();
    assert_eq!(store.send(run, vec![intent(1)]).await.unwrap(), [Claim::Granted { attempt: 1 }]);

    // a new one waits its turn to be opened too
    let fresh = folder.path().join("fresh.ledger");
    let other = Connection::open(&fresh).unwrap();
    other.execute_batch("begin exclusive; create table t (x)").unwrap();
    assert!(matches!(error_of(opened(&fresh)), LedgerError::Locked { .. }));
}

#[tokio::test]
async fn a_full_disk_loses_nothing_finished_and_the_ledger_goes_on_with_space() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let options = Options { most_bytes: Some(400_000), ..Options::default() };
    let store = open(&path, &options).unwrap();
    let run = store.begin(new_run(1)).await.unwrap();
    let mut finished = Vec::new();
    let mut full = None;
    for n in 0..2000 {
        let body: Vec<u8> = (0..2000u64).map(|i| noise(i, n)).collect();
        let mut call = answered(n);
        call.evidence.response_body = body.into();
        let sent = store.send(run, vec![intent(n)]).await;
        match sent {
            Ok(_) => match store.settle(run, vec![call]).await {
                Ok(()) => finished.push(n),
                Err(error) => full = Some(error),
            },
            Err(error) => full = Some(error),
        }
        if full.is_some() {
            break;
        }
    }
    assert_eq!(full, Some(LedgerError::Full { path: path.clone() }));
    assert!(finished.len() > 20, "{}", finished.len());
    error_of(
        store.begin(new_run(2)).await.map(drop).and(Err::<(), _>(LedgerError::Full { path: path.clone() })),
    );

    // the writer is alive: reading works, and removing makes room
    let totals = store.totals(Scope::Run(run)).await.unwrap();
    assert_eq!(totals.done, finished.len() as u64);
    drop(store);
    let store = opened(&path).unwrap();
    let known = store.known(finished.iter().map(|n| key(*n)).collect()).await.unwrap();
    assert!(known.iter().all(|known| known.as_ref().is_some_and(|known| known.state == CallState::Done)));
    store.adopt(run).await.unwrap();
    grant(&*store, run, 5000).await;
    store.settle(run, vec![answered(5000)]).await.unwrap();
    assert_eq!(store.check().await.unwrap().problems, []);
}

#[tokio::test]
async fn a_writer_that_met_a_full_disk_writes_again_when_there_is_room() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let store = open(&path, &Options { most_bytes: Some(308_192), ..Options::default() }).unwrap();
    let old = store.begin(new_run(1)).await.unwrap();
    let fill = async |run, from: u64| {
        for n in from.. {
            let mut big = answered(n);
            let body = (0..40_000u64).map(|i| noise(i, n));
            big.evidence.response_body = body.collect::<Vec<u8>>().into();
            grant(&*store, run, n).await;
            if let Err(error) = store.settle(run, vec![big]).await {
                return (n, error);
            }
        }
        unreachable!()
    };
    let (last, error) = fill(old, 0).await;
    assert_eq!(error, LedgerError::Full { path: path.clone() });
    // what was in flight is in flight still: it can be settled without its weight
    store.settle(old, vec![answered(last)]).await.unwrap();
    store.finish(old, terms::evaluation::Ended::Interrupted, serde_json::json!({}), 0).await.unwrap();
    let report =
        store.prune(Prune { select: Select::KeepLast(0), depth: ledger::Depth::Runs }).await.unwrap();
    assert!(report.bytes_after * 2 < report.bytes_before, "{report:?}");
    let new = store.begin(new_run(2)).await.unwrap();
    let (more, _) = fill(new, 1000).await;
    assert!(more > 1002);
    assert_eq!(store.check().await.unwrap().problems, []);
}

/// Bytes in the middle of the file are overwritten, wherever they are: never a crash, never a wrong answer said
/// to be right.
#[tokio::test]
async fn a_damaged_file_is_said_to_be() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let store = opened(&path).unwrap();
    let run = store.begin(new_run(1)).await.unwrap();
    for n in 0..200 {
        grant(&*store, run, n).await;
        let call = Settled { trial: Some(trial(at(n, 0, 0), Some(n))), ..answered(n) };
        store.settle(run, vec![call]).await.unwrap();
    }
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let pages = sound.len() / 4096;
    let mut found = 0;
    for page in 1..pages {
        let mut bytes = sound.clone();
        bytes[page * 4096..][..600].fill(0xa5);
        std::fs::write(&path, &bytes).unwrap();
        let said = match opened(&path) {
            Err(error) => matches!(error, LedgerError::Corrupt { .. }),
            Ok(store) => match store.check().await {
                Ok(report) => !report.problems.is_empty(),
                Err(error) => matches!(error, LedgerError::Corrupt { .. }),
            },
        };
        found += usize::from(said);
    }
    // a page that holds nothing any more may be overwritten unseen
    let free: usize = {
        std::fs::write(&path, &sound).unwrap();
        Connection::open(&path).unwrap().query_row("pragma freelist_count", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(found + free, pages - 1);
}

#[tokio::test]
async fn a_check_finds_what_disagrees() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let problem = async |sql: &str| {
        let _ = std::fs::remove_file(&path);
        one_answer(&path).await;
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let report = opened(&path).unwrap().check().await.unwrap();
        report.problems.iter().map(|problem| problem.key.to_string()).collect::<Vec<_>>().join(" ")
    };
    let again = "insert into call (key, run, model, arm, state, tries, started_ms, total_us, cost, price, block, slot)
        select key, run, model, arm, state, tries, started_ms, total_us, 0, price, block, slot from call;
        update run set done = done + 1 where id > 0";
    assert_eq!(problem("select 1").await, "");
    assert_eq!(problem("update trial set call = 9").await, "ledger-check-trials-without-call");
    assert_eq!(problem("delete from item").await, "ledger-check-trials-without-case");
    assert_eq!(
        problem("update block set replies = null, evidence = null").await,
        "ledger-check-calls-without-reply"
    );
    assert_eq!(problem("update call set slot = 7").await, "ledger-check-payloads");
    assert_eq!(problem("update block set evidence = x'00'").await, "ledger-check-payloads");
    assert_eq!(problem("update account set spent = spent + 1").await, "ledger-check-money");
    assert_eq!(problem("delete from account").await, "ledger-check-money");
    assert_eq!(problem("update run set failed = 3 where id > 0").await, "ledger-check-counts");
    assert_eq!(problem("delete from trial").await, "ledger-check-counts");
    assert_eq!(problem(again).await, "ledger-check-paid-twice");
}

/// The superuser writes everywhere, so it hands this to somebody who does not: this same test, run again.
#[cfg(unix)]
#[tokio::test]
async fn a_ledger_in_a_folder_where_nothing_can_be_written_is_read_and_not_written() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    const FOLDER: &str = "MOTJUSTE_TEST_READ_ONLY";
    let test = "a_ledger_in_a_folder_where_nothing_can_be_written_is_read_and_not_written";
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    if let Some(folder) = std::env::var_os(FOLDER) {
        for (name, writable) in [("closed.ledger", false), ("open.ledger", true)] {
            let path = Path::new(&folder).join(name);
            assert_eq!(std::fs::OpenOptions::new().append(true).open(&path).is_ok(), writable);
            assert_eq!(error_of(opened(&path)), LedgerError::ReadOnly { path: path.clone() }, "{name}");
            let store = open_read_only(&path, &Options::default()).unwrap();
            let run = store.run("latest").await.unwrap().summary.id;
            let page = store.trial_page(run, ledger::TrialFilter::default(), None, 9).await.unwrap();
            assert_eq!(page.trials[0].text, answered(1).reply.map(|reply| reply.text));
            assert_eq!(store.check().await.unwrap().problems, []);
        }
        return;
    }
    let folder = tempdir().unwrap();
    for (name, bits) in [("closed.ledger", 0o444), ("open.ledger", 0o666)] {
        one_answer(&folder.path().join(name)).await;
        mode(&folder.path().join(name), bits);
    }
    mode(folder.path(), 0o555);
    let program = tempdir().unwrap();
    mode(program.path(), 0o755);
    let copy = program.path().join("test");
    std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    let mut again = std::process::Command::new(copy);
    again.args(["--exact", test]).env(FOLDER, folder.path()).current_dir("/");
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        again.uid(NOBODY).gid(NOBODY);
    }
    let said = again.output().unwrap();
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains("1 passed"), "{text}");
    mode(folder.path(), 0o755);
}
