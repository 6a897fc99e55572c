//! The template language gives what Jinja gives: minijinja 3 (strict undefined, no escaping) is the oracle, on
//! templates drawn at random from the dialect. Deliberate differences are in the last test.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use minijinja::{Environment, UndefinedBehavior};
use prompt::{Compiled, FileError, parse};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn values() -> Map<String, Value> {
    let values = json!({
        "s": "Été à la Mer", "t": "a-b (c)", "vide": "", "n": 7, "z": -3, "f": 2.75,
        "l": ["un", "deux", "trois"], "nums": [3, 1, 2], "rien": [],
        "o": { "nom": "Zoé", "ville": "Lyon" }, "objets": [{ "k": "a", "v": 1 }, { "k": "b", "v": 2 }],
    });
    values.as_object().unwrap().clone()
}

/// What the oracle writes, or nothing where it fails.
fn oracle(template: &str) -> Option<String> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    env.set_fuel(Some(100_000));
    env.render_str(template, minijinja::value::Serde(values())).ok()
}

fn ours(template: &str) -> Option<String> {
    let names = values().keys().map(|name| format!("  {name}: any\n")).collect::<String>();
    let text = format!("---\ninputs:\n{names}---\n::: user\n{template}");
    let (file, _) = parse("a.mot.md", &text);
    let compiled = Compiled::new(&file, &|_| Err(FileError::NotFound)).ok()?;
    Some(compiled.render(&values()).ok()?.messages[0].plain())
}

fn check(template: &str) {
    assert_eq!(ours(template), oracle(template), "{template}");
}

/// Expressions by the kind of their value, so that most drawn templates mean something.
fn text_expr() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "s",
        "t",
        "vide",
        "o.nom",
        "o['ville']",
        "l[0]",
        "l[-1]",
        "'a\\'b'",
        "\"é\\n\"",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (
                inner.clone(),
                prop::sample::select(vec!["upper", "lower", "trim", "title", "capitalize", "first|upper"])
            )
                .prop_map(|(e, f)| format!("({e})|{f}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} ~ {b}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a})|replace({b}, {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} if {b} else 'no')")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            inner.clone().prop_map(|e| format!("l|join({e})")),
            inner.prop_map(|e| format!("({e})|default('d', true)")),
        ]
    })
}

fn number_expr() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["n", "z", "f", "2", "0.5", "l|length", "s|length", "nums|last", "nums[1]"])
            .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "-", "*", "/", "//", "%"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            inner.clone().prop_map(|e| format!("-{e}")),
            inner.prop_map(|e| format!("({e})|round(1)")),
        ]
    })
}

fn condition() -> impl Strategy<Value = String> {
    let comparison = prop_oneof![
        (number_expr(), prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]), number_expr())
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (text_expr(), prop::sample::select(vec!["==", "!=", "<", ">", "in", "not in"]), text_expr())
            .prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
        (text_expr(), prop::sample::select(vec!["l", "o"])).prop_map(|(a, b)| format!("({a}) in {b}")),
        prop::sample::select(vec![
            "s is string",
            "n is odd",
            "n is number",
            "z is even",
            "l is sequence",
            "o is mapping",
            "f is integer",
            "n is integer",
            "s is defined",
            "o.nom is defined",
            "o.pays is defined",
            "o.pays is undefined",
            "rien",
            "vide",
            "not l",
            "1 < n < 10",
            "2 in nums",
            "s is not none",
        ])
        .prop_map(str::to_owned),
    ];
    comparison.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

/// Templates on one line: white space around tags is where the dialects differ on purpose.
fn template() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z]{1,3}".prop_map(|t| t),
        text_expr().prop_map(|e| format!("{{{{ {e} }}}}")),
        number_expr().prop_map(|e| format!("{{{{ {e} }}}}")),
        Just("{# x #}".to_owned()),
        Just("a {{- s -}} b".to_owned()),
        Just("{% raw %}{{ s }}{% endraw %}".to_owned()),
    ];
    let body = leaf.prop_recursive(3, 16, 4, |inner| {
        let many = prop::collection::vec(inner, 1..3).prop_map(|v| v.concat());
        prop_oneof![
            (condition(), many.clone(), many.clone())
                .prop_map(|(c, a, b)| format!("{{% if {c} %}}{a}{{% else %}}{b}{{% endif %}}")),
            (condition(), condition(), many.clone()).prop_map(|(c, d, a)| {
                format!("{{% if {c} %}}1{{% elif {d} %}}{a}{{%- else -%}}3{{% endif %}}")
            }),
            (prop::sample::select(vec!["l", "nums", "rien", "range(3)", "range(5, 0, -2)", "['x', n]"]), many.clone())
                .prop_map(|(l, a)| {
                    format!("{{% for x in {l} %}}{{{{ loop.index }}}}/{{{{ loop.length }}}}{{{{ x }}}}{a}{{% else %}}-{{% endfor %}}")
                }),
            many.clone().prop_map(|a| format!("{{% for k, v in o|items %}}{{{{ k ~ v }}}}{a}{{% endfor %}}")),
            many.clone().prop_map(|a| {
                format!("{{% for x in objets if x.v > 1 %}}{{{{ x.k }}}}{{{{ loop.length }}}}{a}{{% endfor %}}")
            }),
            (text_expr(), many).prop_map(|(e, a)| format!("{{% set w = {e} %}}{{{{ w }}}}{a}{{{{ w|upper }}}}")),
        ]
    });
    // text at both ends: the ends of a message are trimmed of blank lines, Jinja's are not
    body.prop_map(|body| format!("<{body}>"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn templates_give_what_jinja_gives(template in template()) {
        let expected = oracle(&template);
        prop_assert_eq!(ours(&template), expected, "{}", template);
    }

    #[test]
    fn plain_insertions_give_what_jinja_gives(pieces in prop::collection::vec(
        prop_oneof![
            "[a-zé \\{\\}]{0,6}".prop_filter("no delimiter", |t: &String| !t.contains("{{") && !t.ends_with('{')),
            prop::sample::select(vec!["{{ s }}", "{{t}}", "{{ n }}", "{{ f }}", "{{ vide }}", "{{ o.nom }}"])
                .prop_map(str::to_owned),
        ], 0..8))
    {
        let template = format!("<{}>", pieces.concat());
        prop_assert_eq!(ours(&template), oracle(&template), "{}", template);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn no_soup_of_marks_makes_it_panic(marks in prop::collection::vec(prop::sample::select(vec![
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "{%+", "+}}", "\n", " ", "'", "\"", "\\", "é", "\u{1f600}", "s", "l", "o",
        "if", "else", "endif", "for", "x", "in", "endfor", "set", "=", "raw", "endraw", "include", "|", "upper",
        "join", "(", ")", "[", "]", ".", ",", "1", "0.5", "9é", "-", "~", "not", "is", "defined", "loop", "range",
        "{% if s %}", "{% endif %}", "{% for x in l %}", "{% endfor %}", "{{ x }}", "![](a)",
    ]), 0..24)) {
        let _ = ours(&marks.concat());
        let _ = ours(&marks.join(" "));
    }
}

#[test]
fn corners_give_what_jinja_gives() {
    for template in [
        "{{ -f|round }} {{ 2 + 3 * 4 }} {{ (2 + 3) * 4 }} {{ 10 - 2 - 3 }} {{ 'a' ~ 1 ~ 1 }}",
        "{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7.5 // 2 }} {{ 1 / 4 }} {{ 4 / 2 }}",
        "{{ 'x' if n }}{{ 'x' if vide }}|{% if not n == 7 %}non{% else %}oui{% endif %}",
        "{% for x in l %}{% set y = x %}{{ y }}{{ loop.first and 'F' or 'N' }}{% endfor %}",
        "{% set x = 'dehors' %}{% for i in nums %}{% set x = i %}{% endfor %}{{ x }}",
        "{% if n > 5 %}{% set q = 'grand' %}{% endif %}{{ q }}",
        "{% for i in nums %}{% for j in nums if j > i %}{{ loop.index }}{{ loop.revindex0 }}{% endfor %};{% endfor %}",
        "{{ o.pays|default('?') }}{{ rien|first|default('vide') }}",
        "{{ '%}' }}{{ \"}}\" }}",
        "{{ s|replace('', '-') }}",
        "{{ l|join }}|{{ nums|join(', ') }}",
        "{{ '{{ s }}' }}",
    ] {
        assert!(oracle(template).is_some(), "the oracle refuses {template}");
        check(template);
    }
    // what Jinja refuses under strict undefined, we refuse
    for template in
        ["{{ o.pays }}", "{% if o.pays %}x{% endif %}", "{{ inconnu.x }}", "{{ l[9] }}", "{{ 1 // 0 }}"]
    {
        assert_eq!((ours(template), oracle(template)), (None, None), "{template}");
    }
}

#[test]
fn what_differs_from_jinja_differs_on_purpose() {
    // lists, objects, booleans and null are written as JSON, which is what models read best
    assert_eq!(
        ours("{{ l }} {{ o }} {{ n == 7 }} {{ none }}").unwrap(),
        "[\"un\",\"deux\",\"trois\"] {\"nom\":\"Zoé\",\"ville\":\"Lyon\"} true null"
    );
    // `+` does not put texts together, and `*` repeats nothing
    assert_eq!((ours("{{ s + t }}"), ours("{{ s * 3 }}")), (None, None));
    // a line of tags disappears
    assert_eq!(ours("a\n{% if n %}\nb\n{% endif %}\nc").unwrap(), "a\nb\nc");
    // neither environment, nor other templates, nor definitions
    for template in [
        "{{ debug() }}",
        "{{ namespace() }}",
        "{{ dict() }}",
        "{% macro m() %}{% endmacro %}",
        "{% import 'x' as y %}",
        "{{ self }}",
    ] {
        assert!(ours(template).is_none(), "{template}");
    }
}
