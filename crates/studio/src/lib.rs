//! `motjuste studio`: the workbench in the browser.
//!
//! Pages are made on the server and read without a script; two small modules of ours add what only a script can do
//! (drafts, live problems, live progress). Nothing is fetched from anywhere else. There is no business rule here:
//! what a page says comes from the crates below, and every call to a model goes through `engine`.
//!
//! The door (`door.rs`) comes before every page: loopback only, a token for each launch, the host and the origin of
//! every request, a strict policy.

mod app;
mod assets;
mod diff;
mod door;
mod error;
mod fault;
mod files;
mod jobs;
mod page;
mod pages;
mod routes;
mod sheet;

pub use app::Setup;
pub use error::StudioError;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use app::App;

/// A studio that listens and has not answered yet.
pub struct Studio {
    app: Arc<App>,
    listener: TcpListener,
}

impl Studio {
    /// Listens on the loopback address, never on another one; port 0 takes a free port.
    ///
    /// # Errors
    /// [`StudioError::Listen`] when the port is taken, [`StudioError::Random`] when the system has no randomness.
    pub async fn bind(setup: Setup, port: u16) -> Result<Studio, StudioError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listen = |cause| StudioError::Listen { port, cause };
        let listener = TcpListener::bind(wanted).await.map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        let app = Arc::new(App::new(setup, port)?);
        Ok(Studio { app, listener })
    }

    /// The address to open, with the token of this launch.
    pub fn address(&self) -> String {
        self.app.door.address()
    }

    /// Answers until `stop` resolves; then runs in progress are stopped gently, waited for, and their money kept.
    ///
    /// # Errors
    /// [`StudioError::Serve`] when the listener fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), StudioError> {
        let app = self.app.clone();
        let ended = async move {
            stop.await;
            app.jobs.close().await;
        };
        axum::serve(self.listener, routes::router(self.app))
            .with_graceful_shutdown(ended)
            .await
            .map_err(|cause| StudioError::Serve { cause })
    }
}
