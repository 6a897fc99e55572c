//! Words that tell one answer from the others, and how alike two texts are.

use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::fold;

/// Words too common to tell anything, folded.
const COMMON: [&str; 92] = [
    "the", "and", "for", "that", "this", "with", "you", "your", "are", "was", "not", "but", "have", "has",
    "had", "from", "they", "will", "can", "all", "been", "were", "there", "what", "when", "which", "would",
    "about", "just", "any", "does", "did", "how", "why", "since", "than", "then", "them", "more", "some",
    "very", "also", "still", "please", "les", "des", "une", "est", "que", "qui", "dans", "pour", "par",
    "pas", "vous", "nous", "votre", "vos", "mon", "mes", "sur", "avec", "plus", "mais", "ont", "suis",
    "sont", "etre", "fait", "tout", "tous", "bien", "cette", "ces", "son", "ses", "leur", "depuis", "comme",
    "sans", "elle", "ils", "aux", "merci", "bonjour", "quand", "encore", "toujours", "jamais", "hello",
    "thanks", "avez",
];

/// The words of a text that may tell something, folded: three letters at least, no digits.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        word.chars().count() >= 3 && word.chars().all(char::is_alphabetic) && !COMMON.contains(word)
    });
    words.map(str::to_owned).collect()
}

/// For each answer, the words that tell it best from the others: at most `most`, in two of its texts at least, by the
/// log-odds of a text of this answer holding the word against one of another, half a text added to each count. The word
/// is given as it is written most often.
pub(super) fn keywords(texts: &[(String, String)], most: usize) -> BTreeMap<String, Vec<String>> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let mut counts: BTreeMap<String, BTreeMap<&str, f64>> = BTreeMap::new();
    for (answer, text) in texts {
        *totals.entry(answer).or_default() += 1.0;
        for word in words(text) {
            *counts.entry(word).or_default().entry(answer).or_default() += 1.0;
        }
    }
    let all: f64 = totals.values().sum();
    let mut best: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for (word, by_answer) in &counts {
        let total: f64 = by_answer.values().sum();
        for (answer, count) in by_answer {
            let (inside, outside) = (totals[answer], all - totals[answer]);
            let odds = |hits: f64, of: f64| (hits + 0.5) / (of - hits + 0.5);
            let score = (odds(*count, inside) / odds(total - count, outside)).ln();
            if *count >= 2.0 && score > 1.0 {
                // a rare word with high odds tells of few texts: weigh by how many
                best.entry(answer).or_default().push((score * count.sqrt(), word));
            }
        }
    }
    let spelled = spellings(texts);
    let keywords = best.into_iter().map(|(answer, mut ranked)| {
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let words = ranked.into_iter().take(most);
        let words = words.map(|(_, word)| spelled.get(word).cloned().unwrap_or_else(|| word.to_owned()));
        (answer.to_owned(), words.collect())
    });
    keywords.collect()
}

/// How each folded word is written most often, in lower case.
fn spellings(texts: &[(String, String)]) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (_, text) in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *seen.entry(fold(word)).or_default().entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let most = |forms: BTreeMap<String, usize>| {
        forms.into_iter().max_by_key(|(_, count)| *count).map(|(form, _)| form)
    };
    seen.into_iter().filter_map(|(word, forms)| Some((word, most(forms)?))).collect()
}

/// Share of words in common (Jaccard), 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_tell_answers_apart_and_name_nobody() {
        let texts: Vec<(String, String)> = [
            ("facturation", "Le remboursement de ma facture pour Zoé"),
            ("facturation", "Une facture payée deux fois, remboursement ?"),
            ("facturation", "Ma facture est fausse"),
            ("livraison", "Mon colis n’est pas là"),
            ("livraison", "Le colis est abîmé, le transporteur rit"),
            ("livraison", "Quel transporteur pour ce colis ?"),
        ]
        .map(|(answer, text)| (answer.to_owned(), text.to_owned()))
        .to_vec();
        let found = keywords(&texts, 3);
        assert_eq!(found["facturation"], ["facture", "remboursement"]);
        assert_eq!(found["livraison"], ["colis", "transporteur"]);
    }

    #[test]
    fn likeness_is_a_share_of_words() {
        assert_eq!(likeness("colis perdu", "Colis PERDU !"), 1.0);
        assert_eq!(likeness("colis perdu", "facture payée"), 0.0);
        assert_eq!(likeness("", ""), 0.0);
    }
}
