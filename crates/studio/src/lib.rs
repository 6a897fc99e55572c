//! `motjuste studio`: the workbench in the browser.
//!
//! Pages are made on the server and read without a script; two small modules of ours add what only a script can do
//! (drafts, live problems, live progress). Nothing is fetched from anywhere else. There is no business rule here:
//! what a page says comes from the crates below, and every call to a model goes through `engine`.
//!
//! The door (`door.rs`) comes before every page: loopback only, a token for each launch, the host and the origin of
//! every request, a strict policy.

mod api;
mod app;
mod assets;
mod curve;
mod diff;
mod door;
mod error;
mod fault;
mod files;
mod history;
mod jobs;
mod merge;
mod page;
mod pages;
mod routes;
mod sheet;
mod spreadsheet;
mod versions;

pub use app::Setup;
pub use error::StudioError;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use engine::Stop;
use tokio::net::TcpListener;

use app::App;

/// A studio that listens and has not answered yet.
pub struct Studio {
    app: Arc<App>,
    listener: TcpListener,
}

impl Studio {
    /// Listens on the loopback address, never on another one. Without a port, the project's own is tried first: what a
    /// browser keeps for the studio (drafts, language) is kept by address, so it is found again at the next launch.
    ///
    /// # Errors
    /// [`StudioError::Listen`] when the port is taken, [`StudioError::Random`] when the system has no randomness.
    pub async fn bind(setup: Setup, port: Option<u16>) -> Result<Studio, StudioError> {
        let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let own = own_port(&setup.root);
        let listened = match port {
            Some(port) => at(port).await,
            None => match at(own).await {
                Ok(listener) => Ok(listener),
                Err(_) => at(0).await,
            },
        };
        let listen = |cause| StudioError::Listen { port: port.unwrap_or(own), cause };
        let listener = listened.map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        let app = Arc::new(App::new(setup, port)?);
        Ok(Studio { app, listener })
    }

    /// The address to open, with the token of this launch.
    pub fn address(&self) -> String {
        self.app.door.address()
    }

    /// Answers until it is stopped gently; then so are the runs in progress, which are waited for: their answers are
    /// paid. Stopped now, they are given up.
    ///
    /// # Errors
    /// [`StudioError::Serve`] when the listener fails.
    pub async fn serve(self, stop: Stop) -> Result<(), StudioError> {
        let app = self.app.clone();
        let ended = async move {
            stop.gently.cancelled().await;
            app.jobs.close(&stop.now).await;
        };
        axum::serve(self.listener, routes::router(self.app))
            .with_graceful_shutdown(ended)
            .await
            .map_err(|cause| StudioError::Serve { cause })
    }
}

/// A port between 20,000 and 31,999, below those the system gives out, from the project's folder.
fn own_port(root: &std::path::Path) -> u16 {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let hash = blake3::hash(absolute.as_os_str().as_encoded_bytes());
    20_000 + u16::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1]]) % 12_000
}
