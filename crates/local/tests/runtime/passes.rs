//! The fast pass and the one with gradients compute the same; batches, caches and chunks change nothing.

use candle_core::{Device, Tensor as Candle};
use local::model::{Cache, Decoder, Differentiable, Part, Wants, Workspace};

use crate::tiny::{self, apart};

const TOKENS: [u32; 12] = [3, 14, 15, 9, 26, 5, 35, 8, 9, 7, 9, 32];

fn read(decoder: &Decoder, tokens: &[u32], cache: &mut Cache, wants: Wants) -> Vec<f32> {
    let mut workspace = Workspace::default();
    decoder.read(&mut [Part { tokens, cache, wants }], &mut workspace).unwrap().to_vec()
}

fn all_logits(decoder: &Decoder, tokens: &[u32]) -> Vec<f32> {
    read(decoder, tokens, &mut Cache::new(decoder.config()), Wants::All)
}

fn slow_logits(model: &Differentiable, tokens: &[u32]) -> Candle {
    let tokens = Candle::from_slice(tokens, (1, tokens.len()), &Device::Cpu).unwrap();
    model.logits(&model.embed(&tokens).unwrap()).unwrap()
}

#[test]
fn both_passes_give_the_same_logits_in_every_family() {
    for (name, config, mut weights) in tiny::families() {
        let fast = Decoder::load(config.clone(), &mut weights).unwrap();
        let slow = Differentiable::load(config, &mut weights).unwrap();
        let expected: Vec<f32> = slow_logits(&slow, &TOKENS).flatten_all().unwrap().to_vec1().unwrap();
        let got = all_logits(&fast, &TOKENS);
        assert!(apart(&got, &expected) < 1e-4, "{name}: {}", apart(&got, &expected));
        // and they are not all alike
        assert!(apart(&got[..50], &got[50..100]) > 0.1, "{name}");
    }
}

#[test]
fn a_cache_changes_nothing() {
    for (name, config, mut weights) in tiny::families() {
        let decoder = Decoder::load(config, &mut weights).unwrap();
        let whole = all_logits(&decoder, &TOKENS);
        for chunk in [1, 5] {
            let mut cache = Cache::new(decoder.config());
            let parts = TOKENS.chunks(chunk);
            let pieces: Vec<f32> =
                parts.flat_map(|tokens| read(&decoder, tokens, &mut cache, Wants::All)).collect();
            assert_eq!(cache.length(), TOKENS.len());
            assert!(apart(&pieces, &whole) < 1e-4, "{name}, {chunk} at a time");
        }
    }
}

#[test]
fn a_cache_that_is_cut_back_reads_on_as_if_nothing_had_followed() {
    let (_, config, mut weights) = tiny::families().remove(0);
    let decoder = Decoder::load(config, &mut weights).unwrap();
    let mut cache = Cache::new(decoder.config());
    read(&decoder, &[3, 14, 15, 40, 41, 42], &mut cache, Wants::Nothing);
    cache.truncate(3);
    let rest = read(&decoder, &TOKENS[3..], &mut cache, Wants::Last);
    let whole = all_logits(&decoder, &TOKENS);
    assert!(apart(&rest, &whole[whole.len() - rest.len()..]) < 1e-4);
}

#[test]
fn a_batch_of_unlike_lengths_gives_what_each_sequence_gives_alone() {
    for (name, config, mut weights) in tiny::families() {
        let vocabulary = config.vocabulary;
        let decoder = Decoder::load(config, &mut weights).unwrap();
        let mut caches: Vec<Cache> = (0..4).map(|_| Cache::new(decoder.config())).collect();
        // the second has read something before, the third wants nothing yet, the fourth its states
        read(&decoder, &TOKENS[..4], &mut caches[1], Wants::Nothing);
        let wants = [Wants::Last, Wants::Last, Wants::Nothing, Wants::All];
        let tokens = [&TOKENS[..7], &TOKENS[4..5], &TOKENS[..9], &TOKENS[..2]];
        let mut parts: Vec<Part<'_>> = caches
            .iter_mut()
            .zip(tokens)
            .zip(wants)
            .map(|((cache, tokens), wants)| Part { tokens, cache, wants })
            .collect();
        let mut workspace = Workspace::default();
        let got = decoder.read(&mut parts, &mut workspace).unwrap().to_vec();
        let after = |n: usize| all_logits(&decoder, &TOKENS[..n]).split_off((n - 1) * vocabulary);
        let expected = [after(7), after(5), all_logits(&decoder, &TOKENS[..2])].concat();
        assert!(apart(&got, &expected) < 1e-4, "{name}");
        let next = read(&decoder, &TOKENS[9..10], &mut caches[2], Wants::Last);
        assert!(apart(&next, &after(10)) < 1e-4, "{name}");
    }
}

#[test]
fn states_are_what_the_head_turns_into_logits() {
    let (_, config, mut weights) = tiny::families().remove(0);
    let decoder = Decoder::load(config.clone(), &mut weights).unwrap();
    let states = read(&decoder, &TOKENS[..3], &mut Cache::new(&config), Wants::States);
    let logits = all_logits(&decoder, &TOKENS[..3]);
    let embedding = &weights.0["model.embed_tokens.weight"].1;
    for (state, logits) in states.chunks(config.width).zip(logits.chunks(config.vocabulary)) {
        let products = embedding.chunks(config.width).map(|row| row.iter().zip(state).map(|(a, b)| a * b));
        let products: Vec<f32> = products.map(|p| p.sum()).collect();
        assert!(apart(logits, &products) < 1e-4);
    }
}

#[test]
fn several_threads_give_what_one_gives() {
    let config = local::model::Config { width: 512, hidden: 1024, vocabulary: 3000, ..tiny::config() };
    let mut weights = tiny::Weights::random(&config, tiny::Extras::default(), 3);
    let decoder = Decoder::load(config, &mut weights).unwrap();
    let mut workspace = Workspace::default();
    workspace.share(3);
    let mut cache = Cache::new(decoder.config());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let together = pool.install(|| {
        let mut parts = [Part { tokens: &TOKENS, cache: &mut cache, wants: Wants::All }];
        decoder.read(&mut parts, &mut workspace).unwrap().to_vec()
    });
    // the same sums in the same order
    assert_eq!(together, all_logits(&decoder, &TOKENS));
}

/// Mean of -ln P of each token after those before it.
fn loss(model: &Differentiable) -> Candle {
    let logits = slow_logits(model, &TOKENS[..TOKENS.len() - 1]).squeeze(0).unwrap();
    let next = Candle::from_slice(&TOKENS[1..], TOKENS.len() - 1, &Device::Cpu).unwrap();
    candle_nn::loss::cross_entropy(&logits, &next).unwrap()
}

#[test]
fn gradients_are_those_of_small_steps() {
    for (name, config, mut weights) in tiny::families() {
        let model = Differentiable::load(config, &mut weights).unwrap();
        let gradients = loss(&model).backward().unwrap();
        for (tensor, var) in model.weights() {
            let gradient = gradients.get(var).unwrap_or_else(|| panic!("{name}: no gradient of {tensor}"));
            let kept: Vec<f32> = var.flatten_all().unwrap().to_vec1().unwrap();
            let gradient: Vec<f32> = gradient.flatten_all().unwrap().to_vec1().unwrap();
            // along the gradient itself: the largest change there is, far above rounding
            let size = gradient.iter().map(|g| f64::from(*g).powi(2)).sum::<f64>().sqrt();
            // a bias of the keys moves all scores of a query alike: it has no effect and no gradient
            let step = 5e-3 / size.max(1e-3);
            let at = |sign: f64| {
                let moved: Vec<f32> = kept
                    .iter()
                    .zip(&gradient)
                    .map(|(w, g)| w + (sign * step * f64::from(*g)) as f32)
                    .collect();
                var.set(&Candle::from_vec(moved, var.shape(), &Device::Cpu).unwrap()).unwrap();
                f64::from(loss(&model).to_scalar::<f32>().unwrap())
            };
            let slope = (at(1.0) - at(-1.0)) / (2.0 * step);
            var.set(&Candle::from_vec(kept, var.shape(), &Device::Cpu).unwrap()).unwrap();
            let off = (slope - size * size).abs();
            assert!(off <= 0.02 * size * size + 1e-3 * size, "{name}, {tensor}: {slope} and {}", size * size);
        }
    }
}

#[test]
fn after_one_step_every_tensor_has_moved_and_the_loss_has_fallen() {
    for (name, config, mut weights) in tiny::families() {
        let model = Differentiable::load(config.clone(), &mut weights).unwrap();
        let before = loss(&model);
        let gradients = before.backward().unwrap();
        for (tensor, var) in model.weights() {
            let gradient = gradients.get(var).unwrap();
            let old: Vec<f32> = var.flatten_all().unwrap().to_vec1().unwrap();
            var.set(&(var.as_tensor() - (gradient * 0.01).unwrap()).unwrap()).unwrap();
            let new: Vec<f32> = var.flatten_all().unwrap().to_vec1().unwrap();
            if !tensor.ends_with("k_proj.bias") {
                assert!(apart(&old, &new) > 1e-6, "{name}: {tensor} did not move");
            }
        }
        let (before, after) = (before.to_scalar::<f32>().unwrap(), loss(&model).to_scalar::<f32>().unwrap());
        assert!(after < before, "{name}: {before} to {after}");
        // what was tuned runs in the fast pass
        let tuned = Decoder::load(model.config().clone(), &mut &model).unwrap();
        let slow: Vec<f32> = slow_logits(&model, &TOKENS).flatten_all().unwrap().to_vec1().unwrap();
        assert!(apart(&all_logits(&tuned, &TOKENS), &slow) < 1e-4, "{name}");
    }
}

#[test]
fn a_token_past_the_vocabulary_is_an_error() {
    let (_, config, mut weights) = tiny::families().remove(0);
    let decoder = Decoder::load(config.clone(), &mut weights).unwrap();
    let mut workspace = Workspace::default();
    let mut cache = Cache::new(&config);
    let mut parts = [Part { tokens: &[50], cache: &mut cache, wants: Wants::Last }];
    assert!(decoder.read(&mut parts, &mut workspace).is_err());
}
