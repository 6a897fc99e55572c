//! Rows, keys and addresses: where calls go, and where they never go.
#![expect(clippy::unwrap_used, reason = "a fixture that does not read is a failed test")]

use terms::{Date, Explain, Kind, Message, ModelName};
use vendors::{Catalogue, KeyFound, KeyRing, Origin, Secret, Target, VendorError};

fn model(name: &str) -> ModelName {
    name.parse().unwrap()
}

fn resolve(catalogue: &Catalogue, name: &str, env: &[(&str, &str)]) -> Result<Target, VendorError> {
    let env: Vec<(String, String)> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    catalogue
        .resolve(&model(name), &move |name: &str| env.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()))
}

fn builtin(name: &str, env: &[(&str, &str)]) -> Result<Target, VendorError> {
    resolve(&Catalogue::builtin(), name, env)
}

fn with(project: &str, name: &str, env: &[(&str, &str)]) -> Result<Target, VendorError> {
    let mut catalogue = Catalogue::builtin();
    catalogue.extend(project, "motjuste.toml")?;
    resolve(&catalogue, name, env)
}

#[test]
fn our_own_table_reads() {
    let catalogue = Catalogue::builtin();
    let names: Vec<&str> = catalogue.vendors().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["anthropic", "local", "mistral", "ollama", "openai"]);
    for vendor in catalogue.vendors() {
        assert!(vendors::protocols::named(&vendor.protocol).is_some(), "{}", vendor.name);
        assert!(!vendor.usage.input.is_empty() && !vendor.usage.output.is_empty(), "{}", vendor.name);
    }
    assert!(catalogue.prices().count() >= 15);
    for price in catalogue.prices() {
        assert!(price.window.is_none_or(|window| window >= 100_000), "{:?}", price.models());
        assert!(price.from <= price.checked, "{}: checked before it began", price.models().join(" "));
        assert!(price.source.starts_with("https://"), "{}", price.models().join(" "));
        assert!(price.cached <= price.input && price.input <= price.output, "{}", price.models().join(" "));
        assert!(names.contains(&price.vendor.as_str()));
    }
}

#[test]
fn vendors_own_variables_are_honoured() {
    let target = builtin("openai/gpt-4o", &[("OPENAI_API_KEY", " sk-1\n")]).unwrap();
    assert_eq!(target.url, "https://api.openai.com/v1/chat/completions");
    assert_eq!(target.secret_header.unwrap().1.expose(), "Bearer sk-1");

    let env = [("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1/")];
    let target = builtin("openai/any-name", &env).unwrap();
    assert_eq!(target.url, "http://127.0.0.1:8080/v1/chat/completions");
    assert_eq!(target.endpoint(), "http://127.0.0.1:8080/v1");

    let target = builtin("anthropic/x", &[("ANTHROPIC_AUTH_TOKEN", "t"), ("ANTHROPIC_API_KEY", "")]).unwrap();
    let (header, value) = target.secret_header.clone().unwrap();
    assert_eq!((header, value.expose()), ("authorization", "Bearer t"));
    assert_eq!(target.endpoint(), "https://api.anthropic.com 2023-06-01");

    let target = builtin("ollama/qwen3:4b", &[("OLLAMA_HOST", "0.0.0.0:9")]).unwrap();
    assert_eq!(target.url, "http://127.0.0.1:9/v1/chat/completions");
    assert!(target.key.is_none());

    // further slashes belong to the model
    let target = with("[vendors.h]\nbase_url=\"https://h.example/v1\"", "h/org/model", &[]).unwrap();
    assert_eq!(target.model.model, "org/model");
}

#[test]
fn this_machine_needs_no_key_and_others_do() {
    let env = [("OPENAI_BASE_URL", "http://localhost:8080/v1")];
    assert!(builtin("openai/x", &env).unwrap().key.is_none());
    assert!(builtin("anthropic/x", &[("ANTHROPIC_BASE_URL", "http://[::1]:1")]).unwrap().key.is_none());
    let error = builtin("mistral/x", &[]).unwrap_err();
    assert!(matches!(&error, VendorError::NoKey { env, .. } if env == &["MISTRAL_API_KEY"]), "{error}");
    assert_eq!(error.kind(), Kind::Auth);
}

#[test]
fn a_key_never_travels_in_clear_to_another_machine() {
    for url in ["http://api.openai.com/v1", "http://192.168.1.9/v1", "http://127.0.0.1.evil.example/v1"] {
        let error = builtin("openai/x", &[("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", url)]).unwrap_err();
        assert!(matches!(error, VendorError::ClearTextKey { .. }), "{url}: {error}");
    }
    // without a key there is nothing to protect: a model on the local network
    let error = builtin("openai/x", &[("OPENAI_BASE_URL", "http://192.168.1.9/v1")]).unwrap_err();
    assert!(matches!(error, VendorError::NoKey { .. }), "{error}");
    let row = "[vendors.lan]\nbase_url = \"http://192.168.1.9:8000/v1\"";
    assert!(with(row, "lan/x", &[]).unwrap().key.is_none());
}

#[test]
fn a_projects_file_cannot_send_our_vendors_keys_elsewhere() {
    let env = [("OPENAI_API_KEY", "sk-1"), ("MOTJUSTE_PROXY", "p-1")];
    let stray = [
        "[vendors.openai]\nbase_url = \"https://evil.example/v1\"",
        "[vendors.x]\nbase_url = \"https://evil.example/v1\"\nkey_env = \"OPENAI_API_KEY\"",
        "[vendors.x]\nlike = \"openai\"\nbase_url = \"https://evil.example\"\nkey_env = [\"OPENAI_API_KEY\"]",
        "[vendors.x]\nbase_url = \"https://api.openai.com:444/v1\"\nkey_env = \"OPENAI_API_KEY\"",
    ];
    for project in stray {
        let name = if project.contains("vendors.x") { "x/m" } else { "openai/m" };
        let error = with(project, name, &env).unwrap_err();
        assert!(
            matches!(&error, VendorError::StrayKey { owner, .. } if owner == "openai"),
            "{project}: {error}"
        );
        assert_eq!(error.place().map(|p| p.file).as_deref(), Some("motjuste.toml"));
    }
    // in one chain of rows too
    let chain = "[vendors.a]\nlike=\"b\"\n[vendors.b]\nlike=\"openai\"\nbase_url=\"https://evil.example\"";
    assert!(with(chain, "a/m", &env).unwrap().key.is_none());

    let fine = [
        ("[vendors.openai]\ndefault_max_tokens = 5", "openai/m", Some("sk-1")),
        ("[vendors.x]\nlike = \"openai\"\nbase_url = \"https://proxy.example/v1\"", "x/m", None),
        (
            "[vendors.x]\nlike = \"openai\"\nbase_url = \"https://proxy.example/v1\"\nkey_env = \"MOTJUSTE_PROXY\"",
            "x/m",
            Some("p-1"),
        ),
        ("[vendors.x]\nlike = \"openai\"", "x/m", Some("sk-1")),
        ("[vendors.openai]\nbase_url = \"http://127.0.0.1:4000/v1\"", "openai/m", Some("sk-1")),
    ];
    for (project, name, key) in fine {
        let target = with(project, name, &env).unwrap();
        assert_eq!(target.key.as_ref().map(|k| k.expose()), key, "{project}");
    }
    // the environment is the person's own word, whatever the file says
    let env = [("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", "https://mine.example/v1")];
    let target = with("[vendors.openai]\nbase_url = \"https://evil.example/v1\"", "openai/m", &env).unwrap();
    assert_eq!(target.base_url, "https://mine.example/v1");
}

/// Keys a person keeps, and what that person allows.
struct Ring;

impl KeyRing for Ring {
    fn key(&self, origin: &Origin) -> Result<Option<Secret>, (Message, Option<Message>)> {
        match origin.to_string().as_str() {
            "https://api.openai.com:443" => Ok(Some(Secret::new("sk-kept".to_owned()))),
            "https://closed.example:443" => Err((Message::new("keys-locked"), None)),
            _ => Ok(None),
        }
    }

    fn has(&self, origin: &Origin) -> bool {
        !matches!(self.key(origin), Ok(None))
    }

    fn allows(&self, variable: &str, origin: &Origin) -> bool {
        (variable, origin.to_string().as_str()) == ("COMPANY_SECRET", "https://llm.company.example:443")
    }
}

fn ringed(project: &str, name: &str, env: &[(&str, &str)]) -> Result<Target, VendorError> {
    let mut catalogue = Catalogue::builtin().with_keys(std::sync::Arc::new(Ring));
    catalogue.extend(project, "motjuste.toml")?;
    resolve(&catalogue, name, env)
}

#[test]
fn a_projects_file_is_not_given_any_variable_it_names() {
    let env = [
        ("AWS_SECRET_ACCESS_KEY", "aws"),
        ("COMPANY_SECRET", "c-1"),
        ("GROQ_API_KEY", "g-1"),
        ("MOTJUSTE_X", "x-1"),
    ];
    let row = |url: &str, key: &str| format!("[vendors.x]\nbase_url = \"{url}\"\nkey_env = \"{key}\"\n");
    for (url, key) in [
        ("https://evil.example/v1", "AWS_SECRET_ACCESS_KEY"),
        // a server of this machine may belong to another person
        ("http://127.0.0.1:9/v1", "AWS_SECRET_ACCESS_KEY"),
        ("https://evil.example/v1", "COMPANY_SECRET"),
        ("https://evil.example/v1", "MOTJUSTE_KEYS_PASSPHRASE"),
    ] {
        let env = [env.as_slice(), &[("MOTJUSTE_KEYS_PASSPHRASE", "p")]].concat();
        let error = ringed(&row(url, key), "x/m", &env).unwrap_err();
        assert!(matches!(&error, VendorError::OtherKey { env, .. } if env == key), "{key}: {error}");
        assert_eq!(error.place().unwrap().to_string(), "motjuste.toml:1:10");
        assert!(error.hint().is_some());
    }
    let bearer = row("https://evil.example/v1", "UNSET")
        .replace("key_env", "bearer_env = \"COMPANY_SECRET\"\nkey_env");
    assert!(matches!(ringed(&bearer, "x/m", &env), Err(VendorError::OtherKey { .. })));
    let like = format!("{}[vendors.y]\nlike = \"x\"\n", row("https://evil.example/v1", "COMPANY_SECRET"));
    assert!(matches!(ringed(&like, "y/m", &env), Err(VendorError::OtherKey { .. })));
    // a known key goes to its own vendor only
    let error = ringed(&row("https://evil.example/v1", "GROQ_API_KEY"), "x/m", &env).unwrap_err();
    assert!(matches!(error, VendorError::StrayKey { .. }), "{error}");
    for (url, key, value) in [
        ("https://api.groq.com/openai/v1", "GROQ_API_KEY", "g-1"),
        ("https://anything.example/v1", "MOTJUSTE_X", "x-1"),
        ("https://llm.company.example/v1", "COMPANY_SECRET", "c-1"),
    ] {
        let target = ringed(&row(url, key), "x/m", &env).unwrap();
        assert_eq!(target.key.unwrap().expose(), value);
    }
}

#[test]
fn a_kept_key_goes_to_its_place_only_and_the_environment_comes_first() {
    let key = |project: &str, name: &str, env: &[(&str, &str)]| {
        ringed(project, name, env).map(|target| target.key.map(|key| key.expose().to_owned()))
    };
    assert_eq!(key("", "openai/m", &[]).unwrap().as_deref(), Some("sk-kept"));
    assert_eq!(key("", "openai/m", &[("OPENAI_API_KEY", "sk-env")]).unwrap().as_deref(), Some("sk-env"));
    for elsewhere in ["https://api.openai.com:444/v1", "https://evil.example/v1"] {
        let env = [("OPENAI_BASE_URL", elsewhere)];
        assert!(matches!(key("", "openai/m", &env), Err(VendorError::NoKey { .. })), "{elsewhere}");
        let row = format!("[vendors.openai]\nbase_url = \"{elsewhere}\"");
        assert!(matches!(key(&row, "openai/m", &[]), Err(VendorError::NoKey { .. })), "{elsewhere}");
    }
    // not even in clear to the same name
    let env = [("OPENAI_BASE_URL", "http://api.openai.com:443/v1")];
    assert!(key("", "openai/m", &env).is_err());
    let row = "[vendors.c]\nbase_url = \"https://closed.example/v1\"";
    let error = key(row, "c/m", &[]).unwrap_err();
    assert!(matches!(error, VendorError::UnreadKey { .. }), "{error}");

    let mut catalogue = Catalogue::builtin().with_keys(std::sync::Arc::new(Ring));
    catalogue
        .extend("[vendors.x]\nbase_url = \"https://h.example\"\nkey_env = \"HOME\"", "motjuste.toml")
        .unwrap();
    let set = |name: &str| ["HOME", "MISTRAL_API_KEY"].contains(&name).then(|| "v".to_owned());
    let found = |vendor: &str| catalogue.key_found(vendor, &set).unwrap().1;
    assert_eq!(found("openai"), KeyFound::Kept);
    assert_eq!(found("mistral"), KeyFound::Variable("MISTRAL_API_KEY".to_owned()));
    assert_eq!(found("anthropic"), KeyFound::Nowhere);
    assert_eq!(found("x"), KeyFound::NotAllowed("HOME".to_owned()));
}

#[test]
fn keys_that_cannot_be_a_header_are_refused() {
    for bad in ["sk 1", "sk-\r\nx: y", "clé", "a\u{0}b"] {
        let error = builtin("openai/x", &[("OPENAI_API_KEY", bad)]).unwrap_err();
        assert!(matches!(error, VendorError::BadKey { .. }), "{bad:?}: {error}");
        assert!(!format!("{error:?}").contains(bad));
    }
}

#[test]
fn a_vendor_misspelt_is_suggested() {
    for (name, suggestion) in
        [("opanai/x", Some("openai")), ("antropic/x", Some("anthropic")), ("zzzzzzz/x", None)]
    {
        match builtin(name, &[]).unwrap_err() {
            VendorError::UnknownVendor { suggestion: got, known, .. } => {
                assert_eq!(got.as_deref(), suggestion);
                assert_eq!(known.len(), 5);
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn wrong_rows_are_named_with_their_place() {
    let check = |toml: &str, at: &str, key: &str| {
        let mut catalogue = Catalogue::builtin();
        let error = catalogue.extend(toml, "motjuste.toml").unwrap_err();
        assert_eq!(error.place().unwrap().to_string(), format!("motjuste.toml:{at}"), "{toml}: {error}");
        assert!(error.to_string().starts_with(key), "{toml}: {error}");
        assert_eq!(error.kind(), Kind::Config);
        assert_eq!(catalogue.vendors().count(), 5, "a refused file changes nothing");
    };
    let price = |line: &str| {
        format!(
            "[[prices]]\nvendor = \"openai\"\nmodels = [\"m\"]\nfrom = 2026-01-01\ncurrency = \"USD\"\n\
             output = 1\n{line}\n"
        )
    };
    check("[vendors.x]\nbase_ur = \"http://a\"\n", "2:1", "vendors-row-unreadable");
    check("a = \n", "1:5", "vendors-row-unreadable");
    check("[vendors.x]\nprotocol = \"gopher\"\nbase_url=\"http://a\"", "2:12", "vendors-row-protocol");
    check("# é\n[vendors.x]\n", "2:10", "vendors-row-no-url");
    check("[vendors.x]\nbase_url = \"https://u:p@h/v1\"", "2:12", "vendors-bad-url");
    check("[vendors.x]\nlike = \"y\"\nbase_url=\"http://a\"", "2:8", "vendors-row-like");
    check("[vendors.x]\nlike=\"y\"\n[vendors.y]\nlike=\"x\"", "2:6", "vendors-row-like");
    check("[vendors.x]\nbase_url=\"https://a\"\npath = \"@evil.example/\"", "3:8", "vendors-row-path");
    check("[vendors.x]\nbase_url=\"https://a\"\npath = \"/a b\"", "3:8", "vendors-row-path");
    check(
        "[vendors.x]\nbase_url=\"https://a\"\n[vendors.x.headers]\nAuthorization = \"k\"",
        "4:1",
        "vendors-row-header",
    );
    check(
        "[vendors.x]\nbase_url=\"https://a\"\n[vendors.x.headers]\nX-A = \"a\\nb\"",
        "4:1",
        "vendors-row-header-value",
    );
    check(&price("input = \"1,5\""), "7:9", "vendors-row-amount");
    check(&price("input = -1"), "7:9", "vendors-row-amount");
    check(&price("input = 0.0000001"), "7:9", "vendors-row-amount");
    check(&price("input = 1").replace("2026-01-01", "\"2026-13-01\""), "4:8", "vendors-row-date");
    check(&price("input = 1").replace("USD", "dollar"), "5:12", "vendors-row-currency");
}

#[test]
fn the_newest_price_in_force_counts_and_a_projects_own_wins() {
    let mut catalogue = Catalogue::builtin();
    let row = |vendor: &str, from: &str, input: &str| {
        format!(
            "[[prices]]\nvendor = \"{vendor}\"\nmodels = [\"gpt-4o\"]\nfrom = {from}\ncurrency = \"EUR\"\n\
             input = {input}\noutput = 9\n"
        )
    };
    let input = |catalogue: &Catalogue| catalogue.price(&model("openai/gpt-4o")).map(|p| p.input);
    assert_eq!(input(&catalogue), Some(2_500_000));
    catalogue.extend(&row("other", "2030-01-01", "7"), "motjuste.toml").unwrap();
    assert_eq!(input(&catalogue), Some(2_500_000), "another vendor's price");

    let rows = row("openai", "2020-01-01", "1.0") + &row("openai", "2027-01-01", "3.25");
    catalogue.extend(&rows, "motjuste.toml").unwrap();
    assert_eq!(input(&catalogue), Some(3_250_000));
    assert_eq!(input(&catalogue.clone().on(Date::new(2026, 12, 31).unwrap())), Some(1_000_000));
    assert_eq!(input(&catalogue.clone().on(Date::new(2019, 1, 1).unwrap())), None);
    assert_eq!(catalogue.price(&model("openai/gpt-4o-audio")), None);
}

#[test]
fn a_new_vendor_is_a_row() {
    let project = r#"
        [vendors.chez-moi]
        base_url = "https://llm.example.fr/api/v1/"
        key_env = ["MOTJUSTE_CHEZ_MOI", "MOTJUSTE_AUTRE"]
        auth = "api-key"
        base_url_env = "CHEZ_MOI_URL"
        path = "/chat/completions?api-version=2026-01-01"
        max_tokens_field = "max_completion_tokens"

        [guard]
        allow = ["x"]
    "#;
    let target = with(project, "chez-moi/grand", &[("MOTJUSTE_AUTRE", "k-2")]).unwrap();
    assert_eq!(target.url, "https://llm.example.fr/api/v1/chat/completions?api-version=2026-01-01");
    let (header, value) = target.secret_header.as_ref().unwrap();
    assert_eq!((*header, value.expose()), ("api-key", "k-2"));
    assert_eq!(target.protocol.name(), "openai-chat");
    assert!(target.price.is_none());
    assert!(matches!(with(project, "chez-moi/grand", &[]), Err(VendorError::NoKey { .. })));
}
