//! The keys of a person, beside the environment: in the system's keyring, or in a file closed by a passphrase.
//!
//! A key is bound to one place (scheme, host and port) and given to calls that go there, whatever a project's file calls
//! its vendor. It is never shown again but for its last four characters, never logged, and overwritten in memory when
//! the last owner lets go of it. The list of places is a plain file without a secret in it: knowing that there is no key
//! for a place costs neither a passphrase nor a question to the keyring.

mod error;
mod file;
mod keyring;
mod list;
mod store;
mod survey;

pub use error::KeysError;
pub use keyring::{Chest, SystemKeyring};
pub use list::Allowed;
pub use store::{Ask, Kept, Keys, Place, origin};
pub use survey::{VendorKey, survey};
