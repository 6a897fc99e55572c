use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::net::TcpSocket;
use tokio::sync::oneshot;

use crate::config::Config;
use crate::http::connection;
use crate::invoice::{Invoice, Stats};
use crate::script::Script;
use crate::service::Shared;

/// A fake vendor listening on a port. It has threads of its own: a paused clock or a blocked runtime in the test
/// does not reach it. Dropped, it stops.
pub struct FakeVendor {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeVendor {
    /// Starts to listen; returns once connections are accepted. Fails when the address is taken.
    pub async fn start(config: Config) -> io::Result<FakeVendor> {
        FakeVendor::start_blocking(config)
    }

    /// [`FakeVendor::start`] for callers without a runtime.
    pub fn start_blocking(config: Config) -> io::Result<FakeVendor> {
        let threads = config.threads.max(1);
        let mut builder = match threads {
            1 => tokio::runtime::Builder::new_current_thread(),
            _ => tokio::runtime::Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(threads).thread_name("fake-vendor").enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            let socket = match config.address {
                SocketAddr::V4(_) => TcpSocket::new_v4()?,
                SocketAddr::V6(_) => TcpSocket::new_v6()?,
            };
            socket.set_reuseaddr(true)?;
            socket.bind(config.address)?;
            // thousands of connections may come at once
            socket.listen(4096)?
        };
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(config));
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = Arc::clone(&shared);
        let accept = async move {
            loop {
                // an error is the client's (reset before accept) or ours (no more descriptors): both pass
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let _ = stream.set_nodelay(true);
                        tokio::spawn(connection::run(stream, Arc::clone(&serving)));
                    }
                    Err(_) => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
                }
            }
        };
        let work = move || {
            runtime.block_on(async move {
                tokio::select! {
                    () = accept => {}
                    _ = stopped => {}
                }
            });
            // connections end here, cut as a crash of the vendor would
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new().name("fake-vendor".to_owned()).spawn(work)?;
        Ok(FakeVendor { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`: the base URL of Anthropic's SDK.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `http://127.0.0.1:PORT/v1`: the base URL of OpenAI's SDK.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// What it bills so far. A client that has read the end of an answer finds it here.
    pub fn invoice(&self) -> Invoice {
        self.shared.invoice()
    }

    /// What it saw so far.
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Replaces the script; its rules count from the next request on.
    pub fn set_script(&self, script: Script) {
        self.shared.set_script(script);
    }

    /// Forgets invoice, statistics, cache and counts; the script stays and begins again.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Stops: the port is free and every connection cut when this returns.
    pub async fn shutdown(mut self) {
        self.signal();
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    fn signal(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

impl Drop for FakeVendor {
    fn drop(&mut self) {
        self.signal();
    }
}
