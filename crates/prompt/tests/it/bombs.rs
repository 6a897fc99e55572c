//! Templates and files made to exhaust the machine: each ends at once, in little memory, with an error that says
//! why. The first four are the ways around fuel alone (measured on minijinja 2.24 with fuel 50,000: 1.9 to
//! 2.5 GiB); `debug()` printed every value there.
//!
//! One test, so that the peak memory of this process means something.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use prompt::{Compiled, FileError, PromptError, parse};
use serde_json::{Map, Value, json};
use terms::Explain;

/// A tenth of a second; unoptimised code is given twenty times that, for it is some ten times slower and this is no
/// measure: a bomb that goes off takes minutes.
const AT_ONCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 100 });

/// Peak resident memory of this process in KiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// Time this thread has spent on a processor, where the system says it (a busy machine makes clocks lie).
fn spent(start: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match stat.split(' ').next().and_then(|ns| ns.parse().ok()) {
        Some(ns) => Duration::from_nanos(ns),
        None => start.elapsed(),
    }
}

fn run(text: &str, values: &Map<String, Value>, files: &HashMap<&str, String>) -> Result<usize, PromptError> {
    let (file, _) = parse("bomb.mot.md", text);
    let read = |path: &str| files.get(path).map(|t| t.clone().into_bytes()).ok_or(FileError::NotFound);
    let compiled = Compiled::new(&file, &read).map_err(|mut errors| errors.remove(0))?;
    Ok(compiled.render_with(values, &read)?.messages.iter().map(|m| m.plain().len()).sum())
}

#[test]
fn bombs_end_at_once_in_little_memory() {
    let repeat = |piece: &str, n: usize| piece.repeat(n);
    let big = "é".repeat(500_000);
    let long_list: Vec<u32> = (0..50_000).collect();
    let values = json!({ "big": big, "list": long_list, "x": "x", "p": "gif", "huge": "h".repeat(60 << 20) });
    let values = values.as_object().unwrap();
    let none = HashMap::new();
    let b = repeat("{% include \"b\" %}", 10);
    let includes: HashMap<&str, String> = [
        ("a", b.clone()),
        ("b", b.replace('b', "c")),
        ("c", b.replace('b', "d")),
        ("d", repeat("{{ x }}", 300)),
        ("gif", "GIF89a".to_owned() + &repeat("x", 40_000)),
        ("long", repeat("x ", 150_000)),
        ("deep0", "{% include \"deep1\" %}".to_owned()),
        ("deep1", "{% include \"deep2\" %}".to_owned()),
        ("deep2", "{% include \"deep3\" %}".to_owned()),
        ("deep3", "{% include \"deep4\" %}".to_owned()),
        ("deep4", "{% include \"deep5\" %}".to_owned()),
        ("deep5", "x".to_owned()),
    ]
    .into();
    let nested_loops = repeat("{% for i in range(10000) %}", 20) + "x" + &repeat("{% endfor %}", 20);
    let doubling = "{% set s = x ~ x %}".to_owned() + &repeat("{% set s = s ~ s %}", 40) + "{{ s }}";
    let lists = "{% set a = [x, x] %}".to_owned() + &repeat("{% set a = [a, a, a, a] %}", 14);
    let deep_list = "{% set a = [x] %}".to_owned() + &repeat("{% set a = [a] %}", 10_000);
    let bombs: Vec<(&str, String, &str)> = vec![
        // 1. doubling by ~
        ("doubling", doubling, "prompt-out-of-memory"),
        // 2. one filter that pads: indent, center, format and their like do not exist
        ("indent", "{{ x | indent(1000000000) }}".into(), "prompt-unknown-filter"),
        // 3. one format: neither the filter nor the operator
        ("format filter", "{{ '%0999999999d' | format(1) }}".into(), "prompt-unknown-filter"),
        ("format operator", "{{ '%0999999999d' % 1 }}".into(), "prompt-wrong-operand"),
        // 4. what prints everything
        ("debug", "{{ debug() }}".into(), "prompt-unknown-function"),
        ("debug tag", "{% debug %}".into(), "prompt-forbidden-tag"),
        // and the environment, objects, other templates
        ("env", "{{ env('HOME') }}".into(), "prompt-unknown-function"),
        ("env variable", "---\ninputs: {x: string}\n---\n{{ env.HOME }}".into(), "prompt-unknown-variable"),
        ("method", "{{ x.upper() }}".into(), "prompt-unknown-function"),
        ("macro", "{% macro m() %}{{ m() }}{% endmacro %}".into(), "prompt-forbidden-tag"),
        ("include out", "{% include \"../../etc/passwd\" %}".into(), "prompt-bad-path"),
        // loops
        ("nested loops", nested_loops.clone(), "prompt-out-of-steps"),
        ("silent loops", nested_loops.replace('x', ""), "prompt-out-of-steps"),
        ("range", "{% for i in range(100000000) %}x{% endfor %}".into(), "prompt-range-too-big"),
        (
            "range ends",
            "{% for i in range(-9223372036854775807, 9223372036854775807, 1) %}x{% endfor %}".into(),
            "prompt-range-too-big",
        ),
        (
            "recursive",
            "{% for i in list recursive %}{{ loop(list) }}{% endfor %}".into(),
            "prompt-forbidden-tag",
        ),
        // output
        (
            "long text",
            format!("{{% for i in range(9000) %}}{}{{% endfor %}}", repeat("y", 2_000)),
            "prompt-message-too-big",
        ),
        ("long value", "{% for i in range(9000) %}{{ big }}{% endfor %}".into(), "prompt-message-too-big"),
        ("many messages", repeat("::: user\n{{ big }}\n", 40), "prompt-message-too-big"),
        ("a 60 MB cell", "{{ huge }}".into(), "prompt-message-too-big"),
        ("upper of a 60 MB cell", "{{ huge|upper }}".into(), "prompt-out-of-memory"),
        // operators and filters that scan or make text
        ("repeat", "{{ 'a' * 1000000000 }}".into(), "prompt-wrong-operand"),
        ("replace", "{{ big | replace('é', big) }}".into(), "prompt-out-of-memory"),
        ("join", "{{ list | join(big) }}".into(), "prompt-out-of-memory"),
        (
            "upper",
            "{% for i in range(9000) %}{% set z = big | upper %}{% endfor %}".into(),
            "prompt-out-of-memory",
        ),
        (
            "length",
            "{% for i in range(9000) %}{% if big | length > 1 %}{% endif %}{% endfor %}".into(),
            "prompt-out-of-steps",
        ),
        (
            "contains",
            "{% for i in range(9000) %}{% if 'z' in big %}{% endif %}{% endfor %}".into(),
            "prompt-out-of-steps",
        ),
        (
            "list contains",
            "{% for i in range(9000) %}{% if -1 in list %}{% endif %}{% endfor %}".into(),
            "prompt-out-of-steps",
        ),
        (
            "equality",
            "{% for i in range(9000) %}{% if list == list and list is sequence %}{% endif %}{% endfor %}"
                .into(),
            "prompt-out-of-steps",
        ),
        ("chars", "{{ huge | list }}".into(), "prompt-out-of-memory"),
        // lists in lists
        ("list tree", format!("{lists}{{{{ a }}}}"), "prompt-out-of-steps"),
        (
            "list tree compared",
            format!("{lists}{{% set b = [a] %}}{{% set c = [a] %}}{{% if b == c %}}{{% endif %}}"),
            "prompt-out-of-steps",
        ),
        ("list tower", format!("{deep_list}{{{{ a }}}}"), "prompt-too-deep"),
        // readers that recurse
        (
            "parentheses",
            format!("{{{{ {}x{} }}}}", repeat("(", 50_000), repeat(")", 50_000)),
            "prompt-too-deep",
        ),
        ("not", format!("{{{{ {}x }}}}", repeat("not ", 50_000)), "prompt-too-deep"),
        ("minus", format!("{{{{ {}x }}}}", repeat("-", 50_000)), "prompt-too-deep"),
        ("attributes", format!("{{{{ x{} }}}}", repeat(".a", 50_000)), "prompt-too-deep"),
        ("filters", format!("{{{{ x{} }}}}", repeat("|upper", 50_000)), "prompt-too-deep"),
        ("chain", format!("{{{{ x{} }}}}", repeat(" ~ x", 50_000)), "prompt-too-deep"),
        ("choices", format!("{{{{ x{} }}}}", repeat(" if x else x", 50_000)), "prompt-too-deep"),
        ("blocks", repeat("{% if x %}", 50_000), "prompt-too-deep"),
        ("names", (0..50_000).map(|i| format!("{{% set n{i} = x %}}")).collect(), "prompt-too-many-names"),
        // readers that might be quadratic
        ("raw", format!("{{% raw %}}{}", repeat("{%", 200_000)), "prompt-unclosed-block"),
        ("unclosed", repeat("{{", 200_000), "prompt-unclosed-delimiter"),
        (
            "unknown names",
            (0..20_000).map(|i| format!("{{{{ v{i} }}}}\n")).collect::<String>() + "{% if %}",
            "prompt-too-many-names",
        ),
        ("sections", repeat("::: nobody\n", 30_000), "prompt-unknown-role"),
        (
            "attributes of a section",
            format!("::: user {{{}}}", (0..50_000).map(|i| format!("a{i} ")).collect::<String>()),
            "prompt-bad-attributes",
        ),
        (
            "inputs",
            format!(
                "---\ninputs:\n{}---\nx",
                (0..15_000).map(|i| format!("  i{i}: string\n")).collect::<String>()
            ),
            "prompt-",
        ),
        // includes
        ("include tree", "{% include \"a\" %}".into(), "prompt-too-many-includes"),
        ("long includes", repeat("{% include \"long\" %}", 10), "prompt-file-too-big"),
        ("include tower", "{% include \"deep0\" %}".into(), "prompt-include-too-deep"),
        // pictures
        (
            "pictures in a loop",
            "---\ninputs: {p: image}\n---\n{% for i in range(9000) %}{{ p }}{% endfor %}".into(),
            "prompt-too-many-pictures",
        ),
        (
            "own pictures in a loop",
            "{% for i in range(9000) %}\n![](gif)\n{% endfor %}".into(),
            "prompt-too-many-pictures",
        ),
        ("lines of pictures", repeat("![](gif)\n", 9_000), "prompt-too-many-pictures"),
        (
            "documents",
            (0..9_000).map(|i| format!("::: context {{src=doc{i}}}\n")).collect(),
            "prompt-file-not-found",
        ),
        // sections again
        (
            "examples",
            (0..30_000).map(|i| format!("::: user {{example={i}}}\n")).collect(),
            "prompt-example-incomplete",
        ),
        ("histories", repeat("::: history\n", 30_000), "prompt-history-twice"),
        // YAML
        ("aliases", "---\na: &a [x, x]\nb: [*a, *a]\n---\nx".into(), "prompt-yaml-anchor"),
        ("deep flow", format!("---\na: {}\n---\nx", repeat("[", 50_000)), "prompt-"),
        ("long front", format!("---\n{}---\nx", repeat("a: b\n", 100_000)), "prompt-front-matter-too-big"),
        // the values
        ("arithmetic", format!("{{{{ 9{} }}}}", repeat(" * 9", 30)), "prompt-number-too-big"),
        ("division", "{{ 1 % 0 }}".into(), "prompt-division-by-zero"),
    ];
    let before = peak();
    for (name, text, expected) in bombs {
        // best of three: the first one also pays for memory the process did not have yet
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            let before = spent(start);
            let result = run(&text, values, &includes);
            best = best.min(spent(start).saturating_sub(before));
            match result {
                Ok(bytes) => panic!("{name} went through: {bytes} bytes"),
                Err(error) => {
                    let key = error.message().key;
                    assert!(key.starts_with(expected), "{name}: {error}, not {expected}");
                    assert!(error.place().is_some(), "{name}: no place");
                }
            }
            if best < AT_ONCE {
                break;
            }
        }
        assert!(best < AT_ONCE, "{name} took {best:?}");
        let grown = peak().saturating_sub(before) / 1024;
        assert!(grown < 96, "{name}: {grown} MiB");
    }
    // and honest prompts go through
    let honest = "{% for i in list %}{{ i }}, {% endfor %}{{ big|upper|length }}";
    assert!(run(honest, values, &none).unwrap() > 300_000);
}
