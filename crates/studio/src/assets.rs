//! The files of the pages, inside the binary. Their addresses carry a stamp of their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Name, type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("studio.css", CSS, include_str!("../assets/studio.css")),
    ("pages.css", CSS, include_str!("../assets/pages.css")),
    ("results.css", CSS, report::html::RESULTS_STYLE),
    ("blocks.css", CSS, report::study::BLOCKS_STYLE),
    ("rate.css", CSS, include_str!("../assets/rate.css")),
    ("cases.js", JS, include_str!("../assets/cases.js")),
    ("editor.js", JS, include_str!("../assets/editor.js")),
    ("keep.js", JS, include_str!("../assets/keep.js")),
    ("live.js", JS, include_str!("../assets/live.js")),
    ("rate.js", JS, include_str!("../assets/rate.js")),
    ("try.js", JS, include_str!("../assets/try.js")),
    ("merge.js", JS, include_str!("../assets/merge.js")),
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
];

static STAMPS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let stamp = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
    FILES.iter().map(|(_, _, text)| stamp(text)).collect()
});

/// The address of a file.
pub fn address(name: &str) -> String {
    let stamp = FILES.iter().position(|(n, _, _)| *n == name).and_then(|i| STAMPS.get(i));
    format!("/assets/{name}?{}", stamp.map_or("", String::as_str))
}

/// A file; kept by the browser, since its address changes with its content.
pub async fn file(Path(name): Path<String>) -> Result<Response, Fault> {
    let found = FILES.iter().find(|(n, _, _)| *n == name).ok_or_else(|| Fault::missing("studio-no-page"))?;
    let headers = [(header::CONTENT_TYPE, found.1), (header::CACHE_CONTROL, "private, max-age=31536000")];
    Ok((headers, found.2).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_has_a_way_to_parse_text_as_html_or_code() {
        for (name, _, text) in FILES.iter().filter(|(_, kind, _)| *kind == JS) {
            for sink in
                ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
            {
                assert!(!text.contains(sink), "{name}: {sink}");
            }
        }
    }

    #[test]
    fn no_file_asks_another_server_for_anything() {
        for (name, _, text) in FILES {
            let own = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!own.contains("://") && !own.contains("@import"), "{name}");
        }
    }
}
