use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use locale::Locale;
use report::{Report, ReportError, by_extension, by_name};
use terms::{Explain, Kind, Lang};

use crate::fixture::{evaluation, trials};

/// A file on a disk that fills up after some bytes.
struct Full(usize, io::ErrorKind);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(self.1.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_with_what_to_do() {
    let (evaluation, locale) = (evaluation(), Locale::new(Lang::En));
    let report = Report::new(&evaluation, &locale);
    for exporter in report::EXPORTERS {
        let mut read = report::trials(trials().into_iter().map(Ok::<_, ReportError>));
        let error = exporter
            .write(&report, &mut read, &mut Full(100, io::ErrorKind::StorageFull))
            .expect_err(exporter.name());
        assert_eq!(error.kind(), Kind::Store, "{}", exporter.name());
        let text = locale.explain(&error);
        assert!(text.contains("could not be written") && text.contains("Free some space"), "{text}");
    }
}

#[test]
fn a_closed_pipe_is_nobodys_fault() {
    let (evaluation, locale) = (evaluation(), Locale::new(Lang::En));
    let report = Report::new(&evaluation, &locale);
    let mut read = report::trials(trials().into_iter().map(Ok::<_, ReportError>));
    let csv = by_name("csv").unwrap();
    let error = csv.write(&report, &mut read, &mut Full(0, io::ErrorKind::BrokenPipe)).unwrap_err();
    assert_eq!(error.kind(), Kind::Cancelled);
}

#[test]
fn a_trial_that_cannot_be_read_stops_the_report_with_its_own_words() {
    let (evaluation, locale) = (evaluation(), Locale::new(Lang::Fr));
    let report = Report::new(&evaluation, &locale);
    for exporter in report::EXPORTERS.into_iter().filter(|e| e.reads_trials()) {
        let broken = std::iter::once(Err(ReportError::UnknownFormat("x".to_owned())));
        let error = exporter.write(&report, &mut report::trials(broken), &mut io::sink()).unwrap_err();
        assert!(matches!(error, ReportError::Trials(_)), "{}", exporter.name());
        assert_eq!(error.kind(), Kind::User);
        assert_eq!(locale.text(&error.message()), "Aucun format de rapport ne s’appelle «\u{a0}x\u{a0}».");
        assert!(error.hint().is_some());
    }
}

#[test]
fn formats_are_found_by_name_and_by_extension() {
    for exporter in report::EXPORTERS {
        assert_eq!(by_name(exporter.name()).map(|e| e.name()), Some(exporter.name()));
        assert_eq!(by_extension(exporter.extension()).map(|e| e.name()), Some(exporter.name()));
    }
    assert_eq!(by_extension("HTML").map(|e| e.name()), Some("html"));
    assert!(by_name("pdf").is_none() && by_extension("pdf").is_none());
}

/// Letters of each answer; annotations quote answers of this length whole.
const LETTERS: usize = 200;

/// The letters written are counted while the trials are still being read.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<usize>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.0.borrow_mut() += bytes.iter().filter(|b| **b == b'z').count();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn trials_are_written_as_they_are_read() {
    let (evaluation, locale) = (evaluation(), Locale::new(Lang::En));
    let report = Report::new(&evaluation, &locale);
    for name in ["csv", "html", "annotations"] {
        let out = Shared::default();
        let (seen, mut most) = (out.clone(), 0);
        let failing = trials().into_iter().find(|t| t.case_id == "12").unwrap();
        let many = (0..2000u64).map(|number| {
            let mut trial = failing.clone();
            (trial.case, trial.case_id) = (number, format!("case-{number}"));
            trial.text = Some("z".repeat(LETTERS));
            // CSV keeps one buffer of 8 KiB
            most = most.max((number as usize * LETTERS).saturating_sub(*seen.0.borrow()));
            Ok::<_, ReportError>(trial)
        });
        let exporter: &dyn report::Exporter = match name {
            "annotations" => &report::annotations::Annotations { cap: 5000 },
            other => by_name(other).unwrap(),
        };
        exporter.write(&report, &mut report::trials(many), &mut out.clone()).unwrap();
        assert!(most <= 16_384, "{name}: {most} bytes were held back");
        assert_eq!(*out.0.borrow() / LETTERS, 2000, "{name}");
    }
}
