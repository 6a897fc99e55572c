//! Every address of the studio.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::app::App;
use crate::pages::{
    branch, calibrate, calls, cases, compare, edit, evaluate, export, home, import, improve, live, matrix,
    merge, new, pair, people, preferences, prompt, run, runs, settings, study, suite, trial, trials, try_out,
    upkeep, versions,
};
use crate::{api, assets, door, fault};

/// Bytes of a form at most: a file of cases, a page of long cells.
const FORM: usize = 40 << 20;

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/new", get(new::show).post(new::write))
        .route("/import", get(import::show).post(import::write))
        .route("/prompt/{*name}", get(prompt::show))
        .route("/edit/{*name}", get(edit::show).post(edit::save))
        .route("/versions/{*name}", get(versions::show).post(versions::restore))
        .route("/merge/{*name}", post(merge::decide))
        .route("/branch/{*name}", post(branch::start))
        .route("/adopt/{*name}", post(branch::adopt))
        .route("/archive/{*name}", post(branch::archive))
        .route("/reopen/{*name}", post(branch::reopen))
        .route("/compare/{*name}", get(compare::show).post(compare::start))
        .route("/stamp/{*name}", get(versions::stamp))
        .route("/check/{*name}", post(edit::check))
        .route("/cases/{*name}", get(cases::show).post(cases::save))
        .route("/cases-import/{*name}", post(cases::upload::add))
        .route("/cases-copy/{*name}", post(cases::upload::copy))
        .route("/try/{*name}", get(try_out::show).post(try_out::ask))
        .route("/try-stream/{*name}", post(try_out::stream::answer_of))
        .route("/evaluate/{*name}", get(evaluate::show).post(evaluate::start))
        .route("/suite/{*name}", get(suite::show).post(suite::start))
        .route("/calibrate/{*name}", get(calibrate::show))
        .route("/improve/{*name}", get(improve::show).post(improve::start))
        .route("/accept/{id}", post(study::accept))
        .route("/live/{id}", get(live::show))
        .route("/live/{id}/events", get(live::events))
        .route("/live/{id}/matrix", get(matrix::live))
        .route("/live/{id}/stop", post(live::stop))
        .route("/runs", get(runs::show))
        .route("/runs.csv", get(runs::export))
        .route("/ledger/check", get(upkeep::back).post(upkeep::check))
        .route("/ledger/prune", get(upkeep::back).post(upkeep::prune))
        .route("/calls", get(calls::show))
        .route("/calls.csv", get(calls::export))
        .route("/call/{key}", get(calls::one))
        .route("/run/{id}", get(run::show))
        .route("/run/{id}/people", get(people::show))
        .route("/run/{id}/rate", get(people::rate::show).post(people::rate::keep))
        .route("/run/{id}/compare", get(pair::show))
        .route("/run/{id}/matrix", get(matrix::show))
        .route("/run/{id}/trials", get(trials::show))
        .route("/run/{id}/trial/{case}/{arm}/{repeat}", get(trial::show))
        .route("/run/{id}/export/{format}", get(export::write))
        .route("/settings", get(settings::show).post(settings::change))
        .route("/preferences", post(preferences::keep))
        .route("/assets/{name}", get(assets::file))
        .merge(api::router())
        .fallback(async || fault::Fault::missing("studio-no-page"))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(from_fn_with_state(app.clone(), fault::said))
        .layer(from_fn_with_state(app.clone(), door::guard))
        .with_state(app)
}
