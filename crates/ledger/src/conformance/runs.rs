//! Lists of runs, looks, exports.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use terms::evaluation::Ended;

use super::calls::grant;
use super::{Keep, NOW, answered, at, new_run, trial};
use crate::{LedgerError, NewRun, RunFilter, RunId, Settled};

/// The whole list, whatever the size of the pages.
pub async fn runs_are_listed_newest_first_in_pages(keep: &dyn Keep) {
    let store = keep.open();
    let mut begun = Vec::new();
    for n in 0..5u8 {
        let kind = if n == 2 { "compare" } else { "eval" };
        let run = NewRun { kind: kind.to_owned(), started_ms: NOW + i64::from(n / 2), ..new_run(n) };
        begun.push(store.begin(run).await.unwrap());
    }
    let mut sorted = begun.clone();
    sorted.sort();
    assert_eq!(sorted, begun, "names sort by time, and by order within a millisecond");
    assert_eq!(begun[4].started_ms(), NOW + 2);
    begun.reverse();

    for limit in [1, 2, 3, 5, 9] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = store.runs(RunFilter::default(), after, limit).await.unwrap();
            assert!(page.runs.len() <= limit);
            seen.extend(page.runs.into_iter().map(|run| run.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, begun, "in pages of {limit}");
    }
    let compared = RunFilter { kind: Some("compare".to_owned()), ..RunFilter::default() };
    let page = store.runs(compared, None, 10).await.unwrap();
    assert_eq!(page.runs.iter().map(|run| run.id).collect::<Vec<_>>(), [begun[2]]);
    let planned = RunFilter { plan: Some(new_run(3).plan), ..RunFilter::default() };
    let page = store.runs(planned, None, 10).await.unwrap();
    let summary = &page.runs[0];
    assert_eq!((page.runs.len(), summary.id, &summary.title), (1, begun[1], &new_run(3).title));
    assert_eq!((summary.plan, summary.cases_hash), (new_run(3).plan, new_run(3).cases_hash));
}

/// A unique beginning, letters that look like digits, or `latest`.
pub async fn a_run_is_found_by_what_a_person_types(keep: &dyn Keep) {
    let store = keep.open();
    assert!(matches!(store.run("latest").await, Err(LedgerError::UnknownRun { .. })));
    // far apart in time, so that their names differ early
    let old = store.begin(NewRun { started_ms: 1 << 40, ..new_run(1) }).await.unwrap();
    let new = store.begin(NewRun { started_ms: (1 << 40) + (1 << 35), ..new_run(2) }).await.unwrap();
    let newer = store.begin(NewRun { started_ms: (1 << 40) + (1 << 35) + 1, ..new_run(3) }).await.unwrap();

    assert_eq!(store.run(&old.as_str()[..4]).await.unwrap().summary.id, old);
    assert_eq!(store.run(new.as_str()).await.unwrap().document, new_run(2).document);
    assert_eq!(store.run("latest").await.unwrap().summary.id, newer);
    let typed = old.as_str().to_uppercase().replace('0', "O").replace('1', "l");
    assert_eq!(store.run(&typed).await.unwrap().summary.id, old);
    let ambiguous = LedgerError::AmbiguousRun { id: new.as_str()[..4].to_owned(), matches: 2 };
    assert_eq!(store.run(&new.as_str()[..4]).await, Err(ambiguous));
    for nobody in ["zzz", "", "é", "!", "0000000000000000", "%"] {
        assert_eq!(store.run(nobody).await, Err(LedgerError::UnknownRun { id: nobody.to_owned() }));
    }
    assert!("00000000000".parse::<RunId>().is_ok());
    assert!(matches!(store.run("00000000000").await, Err(LedgerError::UnknownRun { .. })));
}

/// Looking again is not another look; another run is.
pub async fn looks_at_a_sealed_split_are_counted_once_a_run(keep: &dyn Keep) {
    let store = keep.open();
    let first = store.begin(new_run(1)).await.unwrap();
    let second = store.begin(new_run(2)).await.unwrap();
    assert_eq!(store.look([1; 16], first).await.unwrap(), 1);
    assert_eq!(store.look([1; 16], first).await.unwrap(), 1);
    assert_eq!(store.look([1; 16], second).await.unwrap(), 2);
    assert_eq!(store.look([2; 16], second).await.unwrap(), 1);
    let nobody = "00000000001".parse().unwrap();
    assert!(matches!(store.look([1; 16], nobody).await, Err(LedgerError::UnknownRun { .. })));
}

/// Each line stands alone, and bytes that are not text can be had back.
pub async fn an_export_holds_every_byte(keep: &dyn Keep) {
    let store = keep.open();
    let first = store.begin(new_run(1)).await.unwrap();
    grant(&*store, first, 7).await;
    store.settle(first, vec![answered(7)]).await.unwrap();
    let run = store.begin(new_run(2)).await.unwrap();
    for n in 0..3 {
        grant(&*store, run, n).await;
        let call = Settled { trial: Some(trial(at(n, 0, 0), Some(n))), ..answered(n) };
        store.settle(run, vec![call]).await.unwrap();
    }
    // one trial rests on a call of another run
    store.record(run, vec![trial(at(3, 1, 0), Some(7)), trial(at(4, 0, 0), None)]).await.unwrap();
    store.finish(run, Ended::Completed, json!({"arms": 1}), NOW).await.unwrap();

    let mut bytes = Vec::new();
    let lines = store.export(run, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let values: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(values.len() as u64, lines);
    let of = |kind: &str| values.iter().filter(|v| v["type"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!((of("run").len(), of("trial").len(), of("call").len()), (1, 5, 4));
    assert_eq!(values[0]["evaluation"], json!({"arms": 1}));
    assert_eq!(values[0]["ended"], "completed");
    let cases: Vec<_> = of("trial").iter().map(|v| v["case"].as_u64().unwrap()).collect();
    assert_eq!(cases, [0, 1, 2, 3, 4]);
    let calls = of("call");
    let keys: BTreeSet<_> = calls.iter().map(|v| v["key"].as_str().unwrap().to_owned()).collect();
    assert_eq!(keys, [0, 1, 2, 7].map(|n| super::key(n).to_string()).into());
    let seven = calls.iter().find(|v| v["run"] == first.as_str()).unwrap();
    assert_eq!(seven["reply"]["text"], json!(answered(7).reply.unwrap().text));
    assert_eq!(seven["evidence"]["request_body"], "{\"n\":7}");
    // 0xff 0x00 0x07
    assert_eq!(seven["evidence"]["response_body"], json!({"base64": "/wAH"}));

    let nobody = "00000000001".parse().unwrap();
    assert!(matches!(store.export(nobody, &mut Vec::new()), Err(LedgerError::UnknownRun { .. })));
    struct Shut;
    impl std::io::Write for Shut {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(matches!(store.export(run, &mut Shut), Err(LedgerError::Export { .. })));
}
