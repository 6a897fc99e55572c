//! The few hundred words the apprentice knows, without accents, as beginnings of words: `factur` is found in
//! *facture*, *facturée* and *facturation*.

/// Subjects the apprentice can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theme {
    Billing,
    Delivery,
    Technical,
    Cancellation,
    Other,
    Positive,
    Negative,
    Neutral,
    French,
    English,
    Yes,
    No,
}

/// How a label's name betrays its theme.
const NAMES: &[(Theme, &[&str])] = &[
    (Theme::Billing, &["factur", "paiement", "billing", "payment", "invoice", "compta"]),
    (Theme::Delivery, &["livraison", "expedition", "delivery", "shipping", "logisti"]),
    (Theme::Technical, &["techni", "bug", "support", "panne", "depannage"]),
    (Theme::Cancellation, &["resiliation", "annulation", "cancel", "churn", "desabonnement", "depart"]),
    (Theme::Other, &["autre", "other", "divers", "general", "misc", "aucun", "none"]),
    (Theme::Positive, &["positi", "content", "satisf", "happy", "good"]),
    (Theme::Negative, &["negati", "mecontent", "insatisf", "unhappy", "bad"]),
    (Theme::Neutral, &["neutr", "mixte", "mixed"]),
    (Theme::French, &["fr", "francais", "french"]),
    (Theme::English, &["en", "anglais", "english"]),
    (Theme::Yes, &["oui", "yes", "vrai", "true"]),
    (Theme::No, &["non", "no", "faux", "false"]),
];

/// The theme of a label, from its folded name.
pub(super) fn theme_of(label: &str) -> Option<Theme> {
    let is = |stem: &&str| if stem.len() <= 4 { label == *stem } else { label.starts_with(*stem) };
    NAMES.iter().find(|(_, stems)| stems.iter().any(is)).map(|(theme, _)| *theme)
}

const BILLING: &[(i32, &str)] = &[
    (3, "factur|invoice|bill|charged|overcharg"),
    (
        2,
        "paye|paiement|preleve|debit|rembours|tarif|montant|carte bancaire|carte bleue|virement|\
         code promo|reduction|iban|rib|tva|echeance|mensualite|devis|cheque|refund|payment|paid|\
         discount|voucher|receipt|vat|direct debit|money|argent|l avoir|bank account",
    ),
    (
        1,
        "prix|euros|frais|double|deux fois|price|my card|bank|fee|twice|somme|regler|banque|credit|instalment",
    ),
];

const DELIVERY: &[(i32, &str)] = &[
    (3, "livr|colis|deliver|parcel|package|shipp"),
    (
        2,
        "expedi|transporteur|numero de suivi|point relais|boite aux lettres|coursier|courier|\
         tracking|doorstep|dispatch|manque|missing|renvoyer|send it on|depot|do you ship|\
         ship to",
    ),
    (
        1,
        "retard|mon retour|adresse|recu|reception|commande|emballage|casse|abime|carton|arrive|\
         late|address|order|damaged|the box|envoi|send|return|\
         hold",
    ),
];

const TECHNICAL: &[(i32, &str)] = &[
    (3, "mot de passe|bug|login|log in|password|crash"),
    (
        2,
        "connect|connexion|plante|ecran|appli|ne marche|marche pas|marche plus|fonctionne p|\
         mise a jour|telecharg|install|wifi|bluetooth|code de verification|panne|redemarr|\
         navigateur|s allume|error|app|screen|update|t work|stopped working|freez|sync|browser|\
         verification code|firmware|doesnt work|relier|detect|too hot|chauffe",
    ),
    (
        1,
        "erreur|site|page|bloque|website|won t|switch on|impossible de|cannot|bouton|button|\
         camera|thermostat|telecommande|remote|volets|shutters|prise|plug|heater|assistant",
    ),
];

const CANCELLATION: &[(i32, &str)] = &[
    (
        4,
        "resili|desabonn|arreter mon abonnement|arreter l abonnement|supprimer mon compte|\
         fermer mon compte|unsubscrib|close my account|delete my account",
    ),
    (
        3,
        "desinscri|mettre fin|cloturer|je vous quitte|cancel my subscription|terminate|put an end|mettre un terme|i am leaving|\
         plus besoin de vos|not need your|ne renouvelez|do not renew",
    ),
    (2, "stopper|cancel|end my|stop my"),
    (1, "abonnement|renouvel|annul|subscription|renew|membership"),
    (-2, "sans abonnement|without a subscription|mon abonnement|my subscription"),
    (-4, "not want to cancel"),
    (-5, "pas resili"),
];

const POSITIVE: &[(i32, &str)] = &[
    (3, "excellent|ravi|genial|adore|pas decu|love|amazing"),
    (2, "super|parfait|content|bravo|recommande|great|perfect|happy|recommend|not bad"),
    (1, "merci|rapide|aime|bon|thank|good|fast"),
];

const NEGATIVE: &[(i32, &str)] = &[
    (4, "pas content|not happy"),
    (3, "decu|horrible|scandal|inadmissible|honte|terrible|awful|disappoint|worst|hate"),
    (2, "nul|mauvais|pire|bad|broken"),
    (1, "jamais|lent|probleme|cher|never|slow|problem|expensive"),
    (-2, "not bad"),
    (-3, "pas decu"),
];

const FRENCH: &[(i32, &str)] =
    &[(1, "le |la |les |est |je |vous |une |des |et |pas |que |mon |ce |pour |sur |avec ")];

const ENGLISH: &[(i32, &str)] =
    &[(1, "the |is |i |you |a |and |not |that |my |this |for |of |to |with |it |have ")];

/// What a word weighs for a theme, and the words that weigh so, between bars.
fn words(theme: Theme) -> &'static [(i32, &'static str)] {
    match theme {
        Theme::Billing => BILLING,
        Theme::Delivery => DELIVERY,
        Theme::Technical => TECHNICAL,
        Theme::Cancellation => CANCELLATION,
        Theme::Positive => POSITIVE,
        Theme::Negative => NEGATIVE,
        Theme::French => FRENCH,
        Theme::English => ENGLISH,
        Theme::Other | Theme::Neutral | Theme::Yes | Theme::No => &[],
    }
}

/// What a padded, folded text (see [`super::fold::words`]) says of a theme.
pub(super) fn score(theme: Theme, text: &str) -> i32 {
    let found = |stems: &str| stems.split('|').filter(|stem| begins_a_word(text, stem)).count();
    words(theme).iter().map(|(weight, stems)| weight * i32::try_from(found(stems)).unwrap_or(0)).sum()
}

/// Whether a word (or the words) of the padded text begin so.
pub(super) fn begins_a_word(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| text.as_bytes()[..at].last() == Some(&b' '))
}
