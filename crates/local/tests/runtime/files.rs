//! Models come back from their files as they were.

use std::io::Cursor;

use candle_core::quantized::GgmlDType;
use local::files::{Model, gguf};
use local::model::{Cache, Config, Decoder, Part, Rotation, Wants, Workspace};
use local::{FileProblem, LocalError};

use crate::made;
use crate::tiny::{Extras, Weights, apart};

const TOKENS: [u32; 9] = [3, 14, 15, 9, 26, 5, 35, 8, 9];

fn logits(decoder: &Decoder) -> Vec<f32> {
    let mut cache = Cache::new(decoder.config());
    let mut parts = [Part { tokens: &TOKENS, cache: &mut cache, wants: Wants::All }];
    decoder.read(&mut parts, &mut Workspace::default()).unwrap().to_vec()
}

fn expected(config: Config, mut weights: Weights) -> Vec<f32> {
    logits(&Decoder::load(config, &mut weights).unwrap())
}

#[test]
fn a_folder_comes_back_as_it_was() {
    let c = made::sizes();
    let families = [
        ("llama", c.clone(), Extras::default()),
        ("llama", Config { tied: false, ..c.clone() }, Extras::default()),
        ("qwen2", c.clone(), Extras { biases: true, head_norms: false }),
        ("qwen3", c, Extras { biases: false, head_norms: true }),
    ];
    for (family, c, extras) in families {
        let weights = Weights::random(&c, extras, 5);
        for half in [false, true] {
            let at = tempfile::tempdir().unwrap();
            made::folder(at.path(), &c, &weights, family, half);
            let model = Model::open(at.path()).unwrap();
            assert_eq!(model.decoder.config(), &c);
            let off = apart(&logits(&model.decoder), &expected(c.clone(), weights.clone()));
            assert!(off <= if half { 0.05 } else { 0.0 }, "{family}: {off}");
            assert_eq!(model.words.ends(), [1]);
            let text = "le total est de 151 € <|end|>";
            let tokens = model.words.encode(text).unwrap();
            let own: Vec<u32> = made::tokenizer().encode(text).into_iter().map(u32::from).collect();
            assert_eq!(tokens, own);
            assert_eq!(model.words.decode(&tokens), text);
        }
    }
}

#[test]
fn the_export_to_gguf_computes_the_same() {
    let c = made::sizes();
    let weights = Weights::random(&c, Extras::default(), 5);
    let plain = expected(c.clone(), weights.clone());
    for (store, most) in [(gguf::Store::F32, 1e-4), (gguf::Store::F16, 0.05), (gguf::Store::Q8_0, 0.3)] {
        let mut file = Cursor::new(Vec::new());
        let tokenizer = made::tokenizer();
        gguf::write(&mut file, &c, &mut weights.clone(), &tokenizer, made::TEMPLATE, store).unwrap();
        let model = gguf::read(file, "made").unwrap();
        assert_eq!(model.decoder.config().rotation, Rotation::Pairs);
        let off = apart(&logits(&model.decoder), &plain);
        assert!(off < most, "{store:?}: {off}");
        let text = "the total: 151 €\n\"x\"";
        let own: Vec<u32> = tokenizer.encode(text).into_iter().map(u32::from).collect();
        assert_eq!(model.words.encode(text).unwrap(), own);
        assert_eq!(model.words.ends(), [1]);
        assert!(model.template.is_some());
    }
}

#[test]
fn gguf_files_of_every_family_and_type_give_what_their_numbers_say() {
    let base = Config { vocabulary: 300, width: 256, hidden: 256, head: 64, ..made::sizes() };
    for (family, rotation, extras) in [
        ("llama", Rotation::Pairs, Extras::default()),
        ("qwen2", Rotation::Halves, Extras { biases: true, head_norms: false }),
        ("qwen3", Rotation::Halves, Extras { biases: false, head_norms: true }),
    ] {
        let c = Config { rotation, ..base.clone() };
        for kind in [
            GgmlDType::F32,
            GgmlDType::F16,
            GgmlDType::BF16,
            GgmlDType::Q8_0,
            GgmlDType::Q4_0,
            GgmlDType::Q4K,
            GgmlDType::Q6K,
        ] {
            let mut weights = Weights::random(&c, extras, 5);
            let file = made::gguf(&c, &mut weights, family, kind);
            let model = gguf::read(Cursor::new(file), "made").unwrap();
            let off = apart(&logits(&model.decoder), &expected(c.clone(), weights));
            assert!(off < 1e-3, "{family} {kind:?}: {off}");
        }
    }
}

#[test]
fn large_quantised_models_stay_quantised_and_compute_the_same() {
    // past 16 million numbers the matrices are multiplied as they are
    let c = Config { vocabulary: 66_000, width: 256, hidden: 256, head: 64, layers: 1, ..made::sizes() };
    let mut weights = Weights::random(&c, Extras::default(), 5);
    let file = made::gguf(&c, &mut weights, "qwen2", GgmlDType::Q8_0);
    let model = gguf::read(Cursor::new(file), "made").unwrap();
    let (got, expected) = (logits(&model.decoder), expected(c, weights));
    // the other factor is rounded to eight bits too
    assert!(apart(&got, &expected) < 0.3, "{}", apart(&got, &expected));
}

#[test]
fn what_would_be_computed_otherwise_is_refused() {
    let c = made::sizes();
    let said: serde_json::Value = serde_json::from_str(&made::config_json(&c, "llama")).unwrap();
    let check = |key: &str, value: serde_json::Value, problem: FileProblem| {
        let mut said = said.clone();
        said[key] = value;
        assert_eq!(Config::from_json(said.to_string().as_bytes()), Err(problem));
    };
    check("model_type", "gpt2".into(), FileProblem::Family("gpt2".into()));
    check("hidden_act", "gelu".into(), FileProblem::Unknown("hidden_act".into()));
    check("use_sliding_window", true.into(), FileProblem::Unknown("use_sliding_window".into()));
    let yarn = serde_json::json!({"rope_type": "yarn", "factor": 4.0});
    check("rope_scaling", yarn, FileProblem::Unknown("rope_scaling yarn".into()));
    check("num_key_value_heads", 3.into(), FileProblem::Sizes("kv_heads".into()));
    check("hidden_size", 0.into(), FileProblem::Sizes("width".into()));
    check("vocab_size", (1_u64 << 40).into(), FileProblem::Sizes("vocabulary".into()));
    assert!(Config::from_json(said.to_string().as_bytes()).is_ok());
}

#[test]
fn files_that_lack_something_say_what() {
    let c = made::sizes();
    let problem = |result: Result<Model, LocalError>| match result {
        Err(LocalError::File { problem, .. }) => problem,
        other => panic!("{:?}", other.err()),
    };
    let at = tempfile::tempdir().unwrap();
    assert_eq!(problem(Model::open(at.path())), FileProblem::NoModel);
    let mut weights = Weights::random(&c, Extras::default(), 5);
    let (_, mut kept) = weights.0.remove_entry("model.norm.weight").unwrap();
    made::folder(at.path(), &c, &weights, "llama", false);
    assert_eq!(problem(Model::open(at.path())), FileProblem::Missing("model.norm.weight".into()));
    kept.0 = vec![16, 2];
    weights.0.insert("model.norm.weight".to_owned(), kept);
    made::folder(at.path(), &c, &weights, "llama", false);
    assert_eq!(problem(Model::open(at.path())), FileProblem::Shape("model.norm.weight".into()));
    let file = at.path().join("notes.txt");
    std::fs::write(&file, "hello").unwrap();
    assert_eq!(problem(Model::open(&file)), FileProblem::NoModel);
    assert!(matches!(Model::open(&at.path().join("nothing.gguf")), Err(LocalError::Read { .. })));
}
