/// Name of the file (and prefix of its keys), English text, French text.
pub const CATALOGUES: &[(&str, &str, &str)] = &[
    ("cli", include_str!("../locales/en/cli.ftl"), include_str!("../locales/fr/cli.ftl")),
    ("prompt", include_str!("../locales/en/prompt.ftl"), include_str!("../locales/fr/prompt.ftl")),
    ("table", include_str!("../locales/en/table.ftl"), include_str!("../locales/fr/table.ftl")),
    ("checks", include_str!("../locales/en/checks.ftl"), include_str!("../locales/fr/checks.ftl")),
    ("guard", include_str!("../locales/en/guard.ftl"), include_str!("../locales/fr/guard.ftl")),
    ("vendors", include_str!("../locales/en/vendors.ftl"), include_str!("../locales/fr/vendors.ftl")),
    ("keys", include_str!("../locales/en/keys.ftl"), include_str!("../locales/fr/keys.ftl")),
    ("local", include_str!("../locales/en/local.ftl"), include_str!("../locales/fr/local.ftl")),
    ("ledger", include_str!("../locales/en/ledger.ftl"), include_str!("../locales/fr/ledger.ftl")),
    ("engine", include_str!("../locales/en/engine.ftl"), include_str!("../locales/fr/engine.ftl")),
    ("brief", include_str!("../locales/en/brief.ftl"), include_str!("../locales/fr/brief.ftl")),
    ("studies", include_str!("../locales/en/studies.ftl"), include_str!("../locales/fr/studies.ftl")),
    ("people", include_str!("../locales/en/people.ftl"), include_str!("../locales/fr/people.ftl")),
    ("report", include_str!("../locales/en/report.ftl"), include_str!("../locales/fr/report.ftl")),
    ("studio", include_str!("../locales/en/studio.ftl"), include_str!("../locales/fr/studio.ftl")),
];
