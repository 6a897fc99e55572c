//! The other language, where the lexicon knows how to say a sentence in it.

use prompt::tree::{Edit, Level, Tree};
use terms::Lang;

use crate::propose::lexicon::Lexicon;

/// Every sentence the lexicon knows, said in the other language.
pub(crate) fn translated(tree: &Tree) -> Option<Edit> {
    let lexicon = Lexicon::ours();
    let edits: Vec<Edit> = tree
        .walk()
        .into_iter()
        .filter(|(_, node)| node.level == Level::Sentence)
        .filter_map(|(at, node)| {
            let found = lexicon.find(&node.words())?;
            let lang = if found.lang == Lang::En { Lang::Fr } else { Lang::En };
            let words = lexicon.others(&found, lang).into_iter().next()?;
            Some(Edit::SwitchPhrase { at, words, lang })
        })
        .collect();
    (!edits.is_empty()).then_some(Edit::All { edits })
}
