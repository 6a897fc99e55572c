//! The keys of the front matter: canonical English names and the French aliases that are read.

/// Canonical names with their aliases.
pub(crate) type Keys = &'static [(&'static str, &'static [&'static str])];

pub(crate) const TOP: Keys = &[
    ("title", &["titre"]),
    ("task", &["tâche", "tache"]),
    ("audience", &["public"]),
    ("constraints", &["contraintes"]),
    ("tags", &["mots-clés", "mots-cles"]),
    ("lang", &["langue"]),
    ("inputs", &["entrées", "entrees"]),
    ("output", &["sortie"]),
    ("model", &["modèle", "modele"]),
];

pub(crate) const OUTPUT: Keys = &[
    ("format", &[]),
    ("labels", &["étiquettes", "etiquettes"]),
    ("schema", &["schéma"]),
    ("tolerance", &["tolérance"]),
    ("max_words", &["max_mots", "mots_max"]),
];

pub(crate) const MODEL: Keys = &[
    ("prefer", &["préférer", "preferer", "préférence", "preference"]),
    ("params", &["paramètres", "parametres"]),
];

pub(crate) const PARAMETERS: Keys = &[
    ("temperature", &["température"]),
    ("top_p", &[]),
    ("top_k", &[]),
    ("max_tokens", &[]),
    ("stop", &[]),
    ("seed", &[]),
    ("frequency_penalty", &[]),
    ("presence_penalty", &[]),
    ("reasoning_effort", &[]),
    ("logprobs", &[]),
    ("extra", &[]),
];

/// The canonical name of a key.
pub(crate) fn canonical(keys: Keys, key: &str) -> Option<&'static str> {
    keys.iter().find(|(name, aliases)| *name == key || aliases.contains(&key)).map(|(name, _)| *name)
}

/// Every spelling, for "did you mean".
pub(crate) fn spellings(keys: Keys) -> impl Iterator<Item = &'static str> {
    keys.iter().flat_map(|(name, aliases)| std::iter::once(*name).chain(aliases.iter().copied()))
}
