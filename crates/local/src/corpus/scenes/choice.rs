use terms::Lang;

use crate::corpus::content::{Ask, Content, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::{Gender, a_or_an};
use crate::corpus::lexicon::lexicon;
use crate::corpus::task::Task;

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let lexicon = lexicon();
    let n = 2 + d.below(2 + usize::from(wish.difficulty));
    let odd = wish.task == Task::Odd;
    let mut kinds: Vec<usize> = (0..lexicon.categories.len()).collect();
    d.shuffle(&mut kinds);
    let noun = |d: &mut Draw, kind: usize| {
        let range = &lexicon.categories[kind].nouns;
        lexicon.nouns[range.start + d.below(range.len())].name(wish.lang)
    };
    // the right one first, then the others: of one other kind for the odd one out, of several otherwise
    let mut options: Vec<&str> = vec![noun(d, kinds[0])];
    let mut tries = 0;
    while options.len() < n.max(if odd { 3 } else { 2 }) && tries < 60 {
        tries += 1;
        let option = noun(d, if odd { kinds[1] } else { kinds[options.len() % kinds.len()] });
        if !options.contains(&option) {
            options.push(option);
        }
    }
    let right = options[0];
    d.shuffle(&mut options);
    let at = options.iter().position(|o| *o == right).unwrap_or_default();
    let lettered = d.below(5);
    let letter = |i: usize| char::from(b'A' + i as u8);
    let text = match lettered {
        0 => lines(&options, |i, o| format!("{}) {o}", letter(i))),
        1 => lines(&options, |i, o| format!("{}. {o}", letter(i))),
        2 => options.join(" / "),
        _ => options.join(", "),
    };
    let gold = if lettered < 2 { letter(at).to_string() } else { right.to_owned() };
    let category = &lexicon.categories[kinds[0]];
    let x = match wish.asked_in {
        Lang::En => [a_or_an(&category.en), &category.en].concat(),
        Lang::Fr => [if category.gender == Gender::M { "un " } else { "une " }, &category.fr].concat(),
    };
    let ask = if odd { Ask::text(Task::Odd, gold) } else { Ask::text(Task::Belongs, gold).with(x, "") };
    Content { text, lang: wish.lang, difficulty: wish.difficulty, asks: vec![ask] }
}

fn lines(options: &[&str], line: impl Fn(usize, &str) -> String) -> String {
    options.iter().enumerate().map(|(i, o)| line(i, o)).collect::<Vec<_>>().join("\n")
}
