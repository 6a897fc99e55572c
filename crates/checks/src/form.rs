use terms::Score;

/// Reasons that say of a reply that it lacks the promised form, whatever its content.
const REASONS: [&str; 16] = [
    "checks-empty",
    "checks-finish-cut",
    "checks-json-around",
    "checks-json-cut",
    "checks-json-fenced",
    "checks-json-invalid",
    "checks-json-not-array",
    "checks-json-not-object",
    "checks-label-none",
    "checks-label-right-form",
    "checks-label-several",
    "checks-label-wrong-form",
    "checks-number-none",
    "checks-number-several",
    "checks-one-of-form",
    "checks-one-of-none",
];

/// Whether the checks found that a reply lacks the promised form: not a label alone, no number, no JSON or not the
/// promised one.
pub fn breaks_form(scores: &[Score]) -> bool {
    let lacks = |key: &str| REASONS.contains(&key) || key.starts_with("checks-schema-");
    scores.iter().filter_map(|score| score.reason.as_ref()).any(|reason| lacks(&reason.key))
}

#[cfg(test)]
mod tests {
    use terms::{Message, Outcome};

    use super::*;

    fn score(reason: Option<&'static str>) -> Score {
        Score {
            check: "label".to_owned(),
            outcome: if reason.is_some() { Outcome::Fail } else { Outcome::Pass },
            value: Some(0.0),
            weight: 1.0,
            reason: reason.map(Message::new),
        }
    }

    #[test]
    fn a_wrong_answer_in_the_right_form_has_its_form() {
        assert!(!breaks_form(&[]) && !breaks_form(&[score(None), score(Some("checks-label-other"))]));
        for reason in ["checks-label-right-form", "checks-schema-type", "checks-number-none"] {
            assert!(breaks_form(&[score(None), score(Some(reason))]), "{reason}");
        }
    }
}
