//! All that is known about vendors: our table, with the tables of a project's file laid over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use terms::{Date, ModelName, Place};

use crate::address::{self, Address, Origin};
use crate::policy::{Policy, Rule};
use crate::price::PriceRow;
use crate::protocols::{self, Counts};
use crate::row::VendorRow;
use crate::{Auth, KeyRing, KeyRule, Secret, Target, VendorError};

mod read;

/// Variables that a person names for this tool.
const OURS: &str = "MOTJUSTE_";
/// Of those, what opens closed keys: given to nobody.
const CLOSED: &str = "MOTJUSTE_KEYS";

/// Vendors, policies and prices. Cloning copies a few kilobytes.
#[derive(Clone, Default)]
pub struct Catalogue {
    /// Defaults of each wire format.
    protocols: BTreeMap<String, VendorRow>,
    vendors: BTreeMap<String, Entry>,
    rules: Vec<Rule>,
    prices: Vec<Priced>,
    /// Variables of our own vendors' keys, and where each may go.
    bound_keys: Vec<BoundKey>,
    /// Keys the person keeps beside the environment.
    keyring: Option<Arc<dyn KeyRing>>,
    /// How many files were laid over ours.
    files: u32,
    today: Option<Date>,
}

#[derive(Clone)]
struct Entry {
    row: Arc<VendorRow>,
    /// Where the base address is written, when a person's file says it.
    base_url_place: Option<Place>,
    /// The row that names the variables of its keys, when a person's file says them.
    key_place: Option<Place>,
}

/// Where the key of a vendor is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFound {
    /// In this variable of the environment.
    Variable(String),
    /// In this variable, which the project's file may not be given: nothing is sent.
    NotAllowed(String),
    /// Among the keys the person keeps, for this place.
    Kept,
    /// Nowhere.
    Nowhere,
}

#[derive(Clone)]
struct Priced {
    /// The file it comes from: 0 is ours, later ones win.
    file: u32,
    row: PriceRow,
}

#[derive(Clone)]
struct BoundKey {
    env: String,
    vendor: String,
    origin: Origin,
}

impl Catalogue {
    /// Our own table (`vendors.toml`), parsed on each call in well under a millisecond.
    pub fn builtin() -> Catalogue {
        let mut catalogue = Catalogue::default();
        // a table that does not read is refused by this crate's tests
        let _ = catalogue.read_builtin(include_str!("../vendors.toml"));
        catalogue
    }

    /// Lays the `[vendors.*]`, `[[policies]]` and `[[prices]]` tables of a project's file over what is known;
    /// its other tables are left alone. The file's rows win over ours, field by field.
    ///
    /// # Errors
    /// [`VendorError::Row`] with file, line and column; the catalogue is then as it was.
    pub fn extend(&mut self, toml: &str, file: &str) -> Result<(), VendorError> {
        let mut next = self.clone();
        next.files += 1;
        next.read_file(toml, file)?;
        *self = next;
        Ok(())
    }

    /// The same, with price rows that start after this day left out. Without a day the newest row counts.
    #[must_use]
    pub fn on(mut self, today: Date) -> Catalogue {
        self.today = Some(today);
        self
    }

    /// The same, with the keys that a person keeps beside the environment.
    #[must_use]
    pub fn with_keys(mut self, keyring: Arc<dyn KeyRing>) -> Catalogue {
        self.keyring = Some(keyring);
        self
    }

    /// Where the calls of a vendor go, and where their key is found; the key itself is not read.
    ///
    /// # Errors
    /// [`VendorError::UnknownVendor`], [`VendorError::BadUrl`].
    pub fn key_found(
        &self,
        vendor: &str,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(Origin, KeyFound), VendorError> {
        let entry = self.vendors.get(vendor).ok_or_else(|| self.unknown(vendor))?;
        let env = |name: &str| env(name).filter(|value| !value.trim().is_empty());
        let (address, _) = base_address(entry, &env)?;
        let mut names = entry.row.key_env.iter().chain(&entry.row.bearer_env);
        let found = match names.find(|name| env(name).is_some()) {
            Some(name) if self.may_send(entry, name, &address.origin) => KeyFound::Variable(name.clone()),
            Some(name) => KeyFound::NotAllowed(name.clone()),
            None if self.keyring.as_ref().is_some_and(|keys| keys.has(&address.origin)) => KeyFound::Kept,
            None => KeyFound::Nowhere,
        };
        Ok((address.origin, found))
    }

    /// Whether a variable may be a vendor's key: a project's file, which may come from anyone, is given those that are
    /// known to hold such keys (each for its own vendor's address, see `bound_keys`), those that a person named for it
    /// (`MOTJUSTE_…`), and those that the person allowed.
    fn may_send(&self, entry: &Entry, variable: &str, origin: &Origin) -> bool {
        let named = variable.starts_with(OURS) && !variable.starts_with(CLOSED);
        entry.key_place.is_none()
            || named
            || self.bound_keys.iter().any(|bound| bound.env == variable)
            || self.is_allowed(variable, origin)
    }

    fn is_allowed(&self, variable: &str, origin: &Origin) -> bool {
        self.keyring.as_ref().is_some_and(|keys| keys.allows(variable, origin))
    }

    /// The newest day on which a price was compared with its source: the date of the catalogue. 1 January 1970
    /// without any price.
    pub fn date(&self) -> Date {
        self.prices.iter().map(|p| p.row.checked).max().unwrap_or(Date::EPOCH)
    }

    /// All vendors, by name.
    pub fn vendors(&self) -> impl Iterator<Item = &VendorRow> {
        self.vendors.values().map(|entry| &*entry.row)
    }

    /// All price rows, ours first.
    pub fn prices(&self) -> impl Iterator<Item = &PriceRow> {
        self.prices.iter().map(|p| &p.row)
    }

    /// The price row in force for a model, when there is one.
    pub fn price(&self, model: &ModelName) -> Option<&PriceRow> {
        let started = |p: &&Priced| self.today.is_none_or(|today| p.row.from <= today);
        let about = |p: &&Priced| p.row.vendor == model.vendor && p.row.models.matches(&model.model);
        let mut best: Option<&Priced> = None;
        for priced in self.prices.iter().filter(started).filter(about) {
            if best.is_none_or(|b| (priced.file, priced.row.from) >= (b.file, b.row.from)) {
                best = Some(priced);
            }
        }
        best.map(|p| &p.row)
    }

    /// Where the calls of a model go, with its key. `env` reads the environment (an empty value counts as
    /// unset).
    ///
    /// # Errors
    /// [`VendorError::UnknownVendor`], [`VendorError::BadUrl`], [`VendorError::NoKey`],
    /// [`VendorError::BadKey`], and when the key would go where it must not: [`VendorError::ClearTextKey`],
    /// [`VendorError::StrayKey`].
    pub fn resolve(
        &self,
        model: &ModelName,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Target, VendorError> {
        let entry = self.vendors.get(&model.vendor).ok_or_else(|| self.unknown(&model.vendor))?;
        let row = &entry.row;
        let env = |name: &str| env(name).filter(|value| !value.trim().is_empty());
        let (address, overridden) = base_address(entry, &env)?;
        let key = self.key(entry, &address, overridden, &env)?;
        let Some(protocol) = protocols::named(&row.protocol) else {
            // rows are refused at reading when their protocol is not known
            return Err(self.unknown(&model.vendor));
        };
        let mut policy = Policy::new(&row.name, row.api_version.as_deref(), &model.model);
        for rule in self.rules.iter().filter(|rule| applies(rule, row, &model.model)) {
            policy.add(rule);
        }
        let (key, auth) = match key {
            Some((key, auth)) => (Some(key), auth),
            None => (None, row.auth),
        };
        let secret_header = key.as_ref().map(|key| match auth {
            Auth::Bearer => ("authorization", Secret::new(format!("Bearer {}", key.expose()))),
            Auth::XApiKey => ("x-api-key", key.clone()),
            Auth::ApiKey => ("api-key", key.clone()),
        });
        let mut endpoint = address.url.clone();
        if let Some(version) = &row.api_version {
            endpoint.push(' ');
            endpoint.push_str(version);
        }
        Ok(Target {
            model: model.clone(),
            vendor: Arc::clone(row),
            url: join(&address.url, &row.path),
            base_url: address.url,
            key,
            secret_header,
            auth,
            protocol,
            price: self.price(model).cloned(),
            policy: Arc::new(policy),
            counts: Arc::new(Counts::new(&row.usage)),
            endpoint,
        })
    }

    fn unknown(&self, vendor: &str) -> VendorError {
        let near = |known: &&String| strsim::damerau_levenshtein(known, vendor) <= 2;
        VendorError::UnknownVendor {
            vendor: vendor.to_owned(),
            suggestion: self.vendors.keys().find(near).cloned(),
            known: self.vendors.keys().cloned().collect(),
        }
    }

    /// The key of a vendor, checked against where it would go.
    fn key(
        &self,
        entry: &Entry,
        address: &Address,
        overridden: bool,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<(Secret, Auth)>, VendorError> {
        let row = &entry.row;
        let plain = row.key_env.iter().map(|name| (name, row.auth));
        let bearer = row.bearer_env.iter().map(|name| (name, Auth::Bearer));
        let found = plain.chain(bearer).find_map(|(name, auth)| Some((name, auth, env(name)?)));
        let Some((name, auth, value)) = found else {
            let kept = self.keyring.as_ref().map_or(Ok(None), |keys| keys.key(&address.origin));
            let unread = |(why, hint)| VendorError::UnreadKey { vendor: row.name.clone(), why, hint };
            if let Some(key) = kept.map_err(unread)? {
                return Ok(Some((key, row.auth)));
            }
            if row.key == KeyRule::Optional || address.origin.is_loopback() {
                return Ok(None);
            }
            let env = row.key_env.iter().chain(&row.bearer_env).cloned().collect();
            return Err(VendorError::NoKey { vendor: row.name.clone(), env });
        };
        if !self.may_send(entry, name, &address.origin) {
            return Err(VendorError::OtherKey {
                vendor: row.name.clone(),
                env: name.clone(),
                origin: address.origin.to_string(),
                place: entry.key_place.clone(),
            });
        }
        let value = value.trim();
        if !value.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(VendorError::BadKey { vendor: row.name.clone(), env: name.clone() });
        }
        if !address.origin.is_loopback() {
            if !address.origin.is_https() {
                return Err(VendorError::ClearTextKey {
                    vendor: row.name.clone(),
                    url: address.url.clone(),
                    env: name.clone(),
                });
            }
            // a project's file may come from anyone: it cannot send our vendors' keys elsewhere. The variables of
            // the environment are the person's own
            if let (Some(place), false) = (&entry.base_url_place, overridden) {
                let mut owners = self.bound_keys.iter().filter(|bound| bound.env == *name).peekable();
                if let Some(owner) = owners.peek().map(|bound| bound.vendor.clone())
                    && !owners.any(|bound| bound.origin == address.origin)
                    && !self.is_allowed(name, &address.origin)
                {
                    return Err(VendorError::StrayKey {
                        owner,
                        env: name.clone(),
                        url: address.url.clone(),
                        place: Some(place.clone()),
                    });
                }
            }
        }
        Ok(Some((Secret::new(value.to_owned()), auth)))
    }
}

/// The base address in force, and whether the environment says it.
fn base_address(entry: &Entry, env: &dyn Fn(&str) -> Option<String>) -> Result<(Address, bool), VendorError> {
    let row = &entry.row;
    for name in &row.base_url_env {
        if let Some(text) = env(name) {
            let address = address::read(&text, row.base_url_style).ok_or_else(|| VendorError::BadUrl {
                vendor: row.name.clone(),
                url: text,
                env: Some(name.clone()),
                place: None,
            })?;
            return Ok((address, true));
        }
    }
    let address =
        address::read(&row.base_url, crate::BaseUrlStyle::Url).ok_or_else(|| VendorError::BadUrl {
            vendor: row.name.clone(),
            url: row.base_url.clone(),
            env: None,
            place: entry.base_url_place.clone(),
        })?;
    Ok((address, false))
}

fn applies(rule: &Rule, row: &VendorRow, model: &str) -> bool {
    rule.vendor.as_ref().is_none_or(|vendor| row.kin.contains(vendor))
        && rule.protocol.as_ref().is_none_or(|protocol| *protocol == row.protocol)
        && rule.version.as_ref().is_none_or(|version| row.api_version.as_ref() == Some(version))
        && rule.models.matches(model)
}

/// Base address and path; a version written in both is written once (`…/v1` + `/v1/messages`).
fn join(base: &str, path: &str) -> String {
    let path = match base.rsplit_once('/') {
        Some((_, last)) => {
            path.strip_prefix('/').and_then(|p| p.strip_prefix(last)).filter(|p| p.starts_with('/'))
        }
        None => None,
    }
    .unwrap_or(path);
    format!("{base}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_written_once() {
        assert_eq!(
            join("https://api.anthropic.com", "/v1/messages"),
            "https://api.anthropic.com/v1/messages"
        );
        assert_eq!(join("http://127.0.0.1:1/v1", "/v1/messages"), "http://127.0.0.1:1/v1/messages");
        assert_eq!(
            join("http://127.0.0.1:1/v1", "/chat/completions"),
            "http://127.0.0.1:1/v1/chat/completions"
        );
    }
}
