//! `language`: the reply is in this language. A text too short to tell is unscored.

use std::collections::HashMap;
use std::sync::LazyLock;

use terms::Message;
use whatlang::{Detector, Lang};

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

/// Letters below which nothing is said.
const FEWEST_LETTERS: usize = 20;
/// Confidence of the trigrams below which they are not believed. Measured on short business sentences in French
/// and English: right above .2, a coin toss under .1.
const CONFIDENCE: f64 = 0.2;
/// Function words by which a language must lead to decide alone.
const LEAD: usize = 2;
/// Lead that makes trigrams needless.
const CERTAIN: usize = 3;
/// The beginning of a text tells its language.
const MOST_BYTES: usize = 4096;

/// The commonest function words. In a short sentence they tell more than trigrams; a word shared by two
/// languages counts for both and so decides nothing.
const WORDS: &[(Lang, &str)] = &[
    (
        Lang::Fra,
        "le la les un une des du de et est à au aux en dans pour par sur avec que qui ne pas ce cette ces il elle ils \
         elles je tu nous vous votre vos notre mon ma mes son sa ses ou où mais donc si plus sont être avoir a ont été",
    ),
    (
        Lang::Eng,
        "the a an of and is are was were be been to in on at for by with from that which who this these those it he she \
         they we you i your our my his her their not no or but so if as has have had will would can do does",
    ),
    (
        Lang::Deu,
        "der die das ein eine einen dem den des und ist sind war zu in im auf für mit von aus dass nicht ich du er sie \
         es wir ihr ihre unser mein sein oder aber wenn auch wird werden haben hat",
    ),
    (
        Lang::Spa,
        "el la los las un una unos de del y es son está en por para con sin que no se su sus mi tu nuestro yo él ella \
         usted o pero si más como este esta ha han ser al lo le",
    ),
    (
        Lang::Ita,
        "il lo la i gli le un una di del della dei e è sono in nel per con che non si suo sua mio tuo nostro io tu lui \
         lei noi voi o ma se più come questo questa ha hanno essere al da",
    ),
    (
        Lang::Por,
        "o a os as um uma de do da dos das e é são em no na por para com que não se seu sua meu nosso eu ele ela você \
         ou mas mais como este esta tem ser ao foi",
    ),
    (
        Lang::Nld,
        "de het een van en is zijn was in op te voor met dat die niet ik je u hij zij wij ons uw mijn of maar als ook \
         wordt worden heeft hebben aan bij",
    ),
];

/// ISO 639-1 codes of the languages told apart. Rare languages are left out on purpose: the more there are, the
/// more a French sentence looks like a language nobody speaks in the office.
const LANGUAGES: &[(&str, Lang)] = &[
    ("fr", Lang::Fra),
    ("en", Lang::Eng),
    ("de", Lang::Deu),
    ("es", Lang::Spa),
    ("it", Lang::Ita),
    ("pt", Lang::Por),
    ("nl", Lang::Nld),
    ("ca", Lang::Cat),
    ("ro", Lang::Ron),
    ("pl", Lang::Pol),
    ("cs", Lang::Ces),
    ("sk", Lang::Slk),
    ("sl", Lang::Slv),
    ("hr", Lang::Hrv),
    ("hu", Lang::Hun),
    ("da", Lang::Dan),
    ("nb", Lang::Nob),
    ("sv", Lang::Swe),
    ("fi", Lang::Fin),
    ("et", Lang::Est),
    ("lv", Lang::Lav),
    ("lt", Lang::Lit),
    ("tr", Lang::Tur),
    ("vi", Lang::Vie),
    ("id", Lang::Ind),
    ("el", Lang::Ell),
    ("ru", Lang::Rus),
    ("uk", Lang::Ukr),
    ("bg", Lang::Bul),
    ("sr", Lang::Srp),
    ("ar", Lang::Ara),
    ("fa", Lang::Pes),
    ("ur", Lang::Urd),
    ("he", Lang::Heb),
    ("hi", Lang::Hin),
    ("bn", Lang::Ben),
    ("ta", Lang::Tam),
    ("te", Lang::Tel),
    ("th", Lang::Tha),
    ("ko", Lang::Kor),
    ("ja", Lang::Jpn),
    ("zh", Lang::Cmn),
];

struct Language {
    detector: Detector,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let given = args.text("value")?;
    let expected = match given {
        Some(code) if find(&code).is_none() => {
            return Err(Problem::Choice {
                check: args.check.to_owned(),
                key: "value".to_owned(),
                value: code,
                choices: LANGUAGES.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", "),
            });
        }
        Some(code) => Expected::given(code),
        None => Expected::of_case(args.columns.clone()),
    };
    let detector = Detector::with_allowlist(LANGUAGES.iter().map(|(_, lang)| *lang).collect());
    Ok(Box::new(Language { detector, expected }))
}

/// `fr`, `FR`, `fr-CA`.
fn find(tag: &str) -> Option<Lang> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    LANGUAGES.iter().find(|(code, _)| *code == primary).map(|(_, lang)| *lang)
}

fn code(lang: Lang) -> &'static str {
    LANGUAGES.iter().find(|(_, l)| *l == lang).map_or(lang.code(), |(code, _)| code)
}

/// The language of a text, when it can be told.
fn detect(detector: &Detector, text: &str, wanted: Lang) -> Option<Lang> {
    let text = &text[..text.floor_char_boundary(MOST_BYTES)];
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count();
    if letters < FEWEST_LETTERS {
        return None;
    }
    let known = |lang: Lang| WORDS.iter().any(|(l, _)| *l == lang);
    let words = by_words(text);
    // trigrams cost fifty times as much as words
    if let Some((lang, lead)) = words
        && lead >= CERTAIN
        && known(wanted)
    {
        return Some(lang);
    }
    let info = detector.detect(text)?;
    let sure = info.confidence() >= CONFIDENCE;
    match words {
        // Catalan has words of Spanish, Danish of Dutch
        _ if sure && !known(info.lang()) => Some(info.lang()),
        Some((lang, lead)) if lead >= LEAD || lang == info.lang() => Some(lang),
        Some(_) => None,
        None => sure.then_some(info.lang()),
    }
}

/// The function words of all languages, each with one bit for every language that has it.
static INDEX: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (bit, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split(' ') {
            *index.entry(word).or_default() |= 1 << bit;
        }
    }
    index
});

/// The language whose function words lead, and by how many.
fn by_words(text: &str) -> Option<(Lang, usize)> {
    const MOST: usize = 300;
    // longer than any function word
    const LONGEST: usize = 12;
    let mut counts = [0usize; WORDS.len()];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    for word in words.take(MOST).filter(|w| w.len() <= LONGEST) {
        if let Some(bits) = INDEX.get(word.to_lowercase().as_str()) {
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += usize::from(bits >> bit & 1 == 1);
            }
        }
    }
    let best = (0..counts.len()).max_by_key(|i| counts[*i])?;
    let second = (0..counts.len()).filter(|i| *i != best).map(|i| counts[i]).max().unwrap_or(0);
    (counts[best] > second).then(|| (WORDS[best].0, counts[best] - second))
}

impl Rule for Language {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(tag) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let Some(wanted) = find(tag) else {
            return Judgement::Unscored(
                Message::new("checks-language-not-expected").with("expected", shorten(tag)),
            );
        };
        match detect(&self.detector, seen.text, wanted) {
            Some(found) => Judgement::when(found == wanted, || {
                Message::new("checks-language-other")
                    .with("found", code(found))
                    .with("expected", code(wanted))
                    .with("text", shorten(seen.text))
            }),
            None => {
                Judgement::Unscored(Message::new("checks-language-unsure").with("text", shorten(seen.text)))
            }
        }
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-language").with("value", self.expected.describe())
    }
}
