//! The search behind `docs/petit/search.md`, at a size that says nothing about the weights.

#[path = "../../examples/search/search.rs"]
mod search;

use local::corpus::Task;
use search::{Sizes, petit, search};
use terms::Lang;

const SIZES: Sizes = Sizes { prompts: 6, dev: 8, test: 20 };

#[test]
fn the_best_on_dev_is_proved_on_as_many_sealed_cases_as_asked() {
    let model = petit().unwrap();
    for (task, lang) in [(Task::Intent, Lang::Fr), (Task::Total, Lang::En)] {
        let found = search(&model, 3, task, lang, SIZES).unwrap();
        assert_eq!(found.dev.len() as u64, 1 + SIZES.prompts);
        let best = *found.dev.iter().max().unwrap();
        assert_eq!(found.on_dev.both + found.on_dev.only_a, best);
        assert_eq!(found.on_dev.both + found.on_dev.only_b, found.dev[0]);
        assert_eq!((found.on_dev.n(), found.on_test.n()), (SIZES.dev, SIZES.test));
        assert_eq!(found.dev.iter().position(|right| *right == best), Some(found.chosen as usize));
        assert_eq!(search(&model, 3, task, lang, SIZES).unwrap(), found, "the same search again");
    }
}
