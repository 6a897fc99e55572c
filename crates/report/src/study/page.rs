//! The page: self-contained, without a script, its one style sheet allowed by its hash, nothing fetched.

use std::io::Write;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use locale::Locale;
use sha2::{Digest, Sha256};

use super::{Block, Page, blocks};
use crate::ReportError;
use crate::html::escape::Esc;
use crate::html::shell::Shell;

const STYLE: &str = concat!(
    include_str!("../../assets/results.css"),
    include_str!("../../assets/base.css"),
    include_str!("../../assets/blocks.css"),
    include_str!("../../assets/study.css")
);

/// Content-Security-Policy of the page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
});

/// How parts of studies look, for a page that names the colours itself and has [`crate::html::RESULTS_STYLE`] too.
pub const BLOCKS_STYLE: &str = include_str!("../../assets/blocks.css");

/// Writes some parts of a page, to be put into another one.
///
/// # Errors
/// [`ReportError::Write`] when `out` refuses.
pub fn parts(blocks: &[Block], locale: &Locale, out: &mut dyn Write) -> Result<(), ReportError> {
    for (number, block) in blocks.iter().enumerate() {
        blocks::write(number, block, locale, out)?;
    }
    Ok(())
}

/// Writes a page in one language.
///
/// # Errors
/// [`ReportError::Write`] when `out` refuses.
pub fn write(page: &Page, locale: &Locale, out: &mut dyn Write) -> Result<(), ReportError> {
    let title = locale.text(&page.title);
    Shell { policy: &POLICY, title: &title, style: STYLE }.write(locale, out)?;
    write!(
        out,
        r##"<header class="top">
<p class="brand">Mot Juste</p>
<h1>{heading}</h1>
<p class="ended">{subject}</p>
</header>
<main>
"##,
        heading = Esc(&title),
        subject = Esc(&page.subject),
    )?;
    parts(&page.blocks, locale, out)?;
    write!(
        out,
        "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
        Esc(&locale.text(&page.cost))
    )?;
    Ok(())
}
