//! The front matter as data: inputs, outputs, models, and their JSON Schemas. `jsonschema` is the judge of the
//! exported schemas: they are valid 2020-12, and they accept and refuse what the prompt accepts and refuses.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use prompt::{Compiled, FileError, PromptFile, Type, parse};
use serde_json::{Value, json};
use terms::{Output, Parameters};

fn file(front: &str) -> PromptFile {
    let (file, errors) = parse("a.mot.md", &format!("---\n{front}\n---\n::: user\nHi"));
    assert_eq!(errors, [], "{front}");
    file
}

fn compiled(front: &str) -> Compiled {
    Compiled::new(&file(front), &|_| Err(FileError::NotFound)).unwrap()
}

fn valid(schema: &Value, instance: &Value) -> bool {
    assert!(jsonschema::draft202012::meta::is_valid(schema), "{schema}");
    jsonschema::draft202012::is_valid(schema, instance)
}

#[test]
fn inputs_become_json_schema() {
    let prompt = compiled(
        "inputs:
  client: string, nom du client
  ton?: enum [cordial, ferme], par défaut cordial
  âge: integer
  prix?: number
  ok: boolean, default oui
  photo?: image
  tags(array, les étiquettes): string
  adresse(object): {rue: string, ville?: string}
  scores(object): {(*): number}
  libre?: any
  brut: {type: string, description: tel quel, default: x}",
    );
    let schema = prompt.input_schema();
    let expected = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "client": { "type": "string", "description": "nom du client" },
            "ton": { "type": "string", "enum": ["cordial", "ferme"], "default": "cordial" },
            "âge": { "type": "integer" },
            "prix": { "type": "number" },
            "ok": { "type": "boolean", "default": true },
            "photo": { "type": "string", "format": "uri-reference", "contentMediaType": "image/*" },
            "tags": { "type": "array", "items": { "type": "string" }, "description": "les étiquettes" },
            "adresse": {
                "type": "object",
                "properties": { "rue": { "type": "string" }, "ville": { "type": "string" } },
                "required": ["rue"],
                "additionalProperties": false
            },
            "scores": {
                "type": "object", "properties": {}, "required": [], "additionalProperties": { "type": "number" }
            },
            "libre": {},
            "brut": { "type": "string", "description": "tel quel", "default": "x" }
        },
        "required": ["client", "âge", "tags", "adresse", "scores"]
    });
    assert_eq!(schema, expected);
    let good = json!({
        "client": "A", "âge": 3, "tags": ["a"], "adresse": { "rue": "x" }, "scores": { "a": 1.5 }, "autre": 1
    });
    let mut checked = 0;
    assert!(valid(&schema, &good));
    assert!(prompt.render(good.as_object().unwrap()).is_ok());
    for (field, value) in [
        ("client", json!(["A"])),
        ("âge", json!(2.5)),
        ("ton", json!("sec")),
        ("tags", json!({})),
        ("tags", json!([1])),
        ("adresse", json!({})),
        ("adresse", json!({ "rue": 3 })),
        ("scores", json!({ "a": "b" })),
        ("prix", json!([])),
        ("ok", json!("peut-être")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(!valid(&schema, &bad), "{bad}");
        let error = prompt.render(bad.as_object().unwrap()).unwrap_err();
        assert!(error.field().unwrap().starts_with(field), "{error}");
        checked += 1;
    }
    assert_eq!(checked, 10);
}

#[test]
fn inputs_are_inferred_when_none_are_declared() {
    let text = "::: system\n{{ a }}\n::: user\n{% for x in b %}{{ x.c }}{% endfor %}{{ d|default('x') }}{% if e is defined %}{{ e }}{% endif %}";
    let (file, _) = parse("a.mot.md", text);
    let prompt = Compiled::new(&file, &|_| Err(FileError::NotFound)).unwrap();
    let shown: Vec<_> =
        prompt.inputs().iter().map(|i| (i.name.as_str(), i.kind.clone(), i.required)).collect();
    let expected =
        [("a", Type::Text, true), ("b", Type::Any, true), ("d", Type::Text, false), ("e", Type::Text, false)];
    assert_eq!(shown, expected);
}

#[test]
fn short_lists_and_bare_names_are_inputs() {
    let names = compiled("entrées: [client, ton?]");
    let shown: Vec<_> = names.inputs().iter().map(|i| (i.name.as_str(), i.required)).collect();
    assert_eq!(shown, [("client", true), ("ton", false)]);
    let map = compiled("inputs: {client: , ton: [a, b]}");
    assert_eq!(map.inputs()[0].kind, Type::Text);
    assert_eq!(map.inputs()[1].kind, Type::Choice(vec!["a".into(), "b".into()]));
}

#[test]
fn outputs_are_read_in_every_form() {
    let labels =
        |labels: &[&str]| Output::Labels { labels: labels.iter().map(|l| (*l).to_owned()).collect() };
    for (front, expected) in [
        ("title: x", Output::Text),
        ("output: text", Output::Text),
        ("sortie: texte", Output::Text),
        ("output: number", Output::Number { tolerance: 0.0 }),
        ("output: nombre, une note sur 20", Output::Number { tolerance: 0.0 }),
        ("output: {format: number, tolerance: 0.01}", Output::Number { tolerance: 0.01 }),
        ("output: {tolerance: 1}", Output::Number { tolerance: 1.0 }),
        ("output: json", Output::Json { schema: None }),
        ("output: enum [a, b c]", labels(&["a", "b c"])),
        ("output: [oui, non, oui]", labels(&["oui", "non"])),
        ("output: {labels: [1, 2.50, no, true]}", labels(&["1", "2.50", "no", "true"])),
        ("output: {format: étiquettes, étiquettes: [a]}", labels(&["a"])),
        ("output: boolean", labels(&["true", "false"])),
    ] {
        assert_eq!(file(front).output(), &expected, "{front}");
    }
    assert_eq!(compiled("output: {max_mots: 120}").max_words(), Some(120));
}

#[test]
fn output_schemas_judge_answers() {
    let check = |front: &str, good: Value, bad: Value| {
        let schema = compiled(front).output_schema();
        assert!(valid(&schema, &good), "{front}: {schema} refuses {good}");
        assert!(!valid(&schema, &bad), "{front}: {schema} accepts {bad}");
    };
    check("output: text", json!("x"), json!(1));
    check("output: enum [a, b]", json!("b"), json!("c"));
    check("output: number", json!(1.5), json!("1.5"));
    let pico = "output:\n  schema:\n    verdict(enum, le verdict): [oui, non]\n    type: string\n    points(array): {titre: string, poids?: number}";
    let good = json!({ "verdict": "oui", "type": "x", "points": [{ "titre": "a" }] });
    check(pico, good.clone(), json!({ "verdict": "peut-être", "type": "x", "points": [] }));
    check(pico, good.clone(), json!({ "verdict": "oui", "type": "x" }));
    check(pico, good, json!({ "verdict": "oui", "type": "x", "points": [], "autre": 1 }));
    // JSON Schema passes as it is
    let raw = "output: {schema: {type: object, properties: {n: {type: integer, minimum: 3}}, required: [n]}}";
    check(raw, json!({ "n": 3, "more": true }), json!({ "n": 2 }));
    check("output: {schema: {anyOf: [{type: string}, {type: 'null'}]}}", json!(null), json!(1));
    check("output: {schema: string}", json!("a"), json!(1));
}

#[test]
fn models_and_parameters_are_read() {
    let prompt = compiled(
        "titre: T
tâche: >
  Une ligne
  pliée.
public: tous
contraintes: [court, poli]
langue: fr
auteur: {nom: Zoé, âge: 3}
modèle:
  préférer: [openai/gpt-x, mistral-large-latest]
  paramètres:
    temperature: 0
    top_p: 0.9
    top_k: 40
    max_tokens: 400
    stop: [\"\\n\\n\", END]
    seed: -7
    frequency_penalty: 0.5
    presence_penalty: -0.5
    reasoning_effort: low
    logprobs: 5
    extra: {safe_prompt: true}",
    );
    assert_eq!(prompt.model_preferences(), ["openai/gpt-x", "mistral-large-latest"]);
    let expected = Parameters {
        temperature: Some(0.0),
        top_p: Some(0.9),
        top_k: Some(40),
        max_tokens: Some(400),
        stop: vec!["\n\n".to_owned(), "END".to_owned()],
        seed: Some(-7),
        frequency_penalty: Some(0.5),
        presence_penalty: Some(-0.5),
        reasoning_effort: Some("low".to_owned()),
        logprobs: Some(5),
        extra: [("safe_prompt".to_owned(), json!(true))].into(),
    };
    assert_eq!(prompt.parameters(), &expected);
    let meta = prompt.meta();
    assert_eq!((prompt.title(), prompt.lang()), (Some("T"), Some("fr")));
    assert_eq!(prompt.task(), Some("Une ligne pliée."));
    assert_eq!(
        (meta.audience.as_deref(), meta.constraints.as_slice()),
        (Some("tous"), &["court".to_owned(), "poli".to_owned()][..])
    );
    assert_eq!(meta.other, [("auteur".to_owned(), json!({ "nom": "Zoé", "âge": 3 }))]);
    assert_eq!(compiled("model: openai/gpt-x").model_preferences(), ["openai/gpt-x"]);
}
