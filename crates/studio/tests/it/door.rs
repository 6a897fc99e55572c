//! Who may come in, and what every answer carries.

use crate::bench::{Bench, form};

#[test]
fn the_token_is_exchanged_for_a_cookie_that_no_script_and_no_other_site_can_use() {
    let bench = Bench::new();
    let entered = bench.send("GET", &format!("/?token={}", bench.token), &[], "").is(303);
    assert_eq!(entered.header("location"), Some("/"), "the token leaves the address bar");
    let cookie = entered.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains(&bench.token), "the cookie is another secret than the token");
    bench.get("/").is(200);
}

#[test]
fn without_the_cookie_every_address_is_closed() {
    let bench = Bench::words(1);
    for path in ["/", "/prompt/word.mot.md", "/edit/word.mot.md", "/runs", "/assets/studio.css", "/?token=00"]
    {
        bench.send("GET", path, &[], "").is(403).says(&["motjuste studio"]);
        let wrong = format!("Cookie: motjuste-{}={}", bench.port, "0".repeat(64));
        bench.send("GET", path, &[&wrong], "").is(403);
    }
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let bench = Bench::new();
    let cookie = format!("Cookie: {}", bench.cookie);
    for host in
        ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "[::1]", "127.0.0.1.evil.example"]
    {
        let refused = bench.send("GET", "/", &[&format!("Host: {host}"), &cookie], "").is(403);
        assert_eq!(refused.body, "", "nothing is said to whoever should not be here");
        let with_token = format!("/?token={}", bench.token);
        bench.send("GET", &with_token, &[&format!("Host: {host}")], "").is(403);
    }
    bench.send("GET", "/", &[&format!("Host: localhost:{}", bench.port), &cookie], "").is(200);
}

#[test]
fn a_page_of_another_site_can_neither_read_nor_write() {
    let bench = Bench::words(1);
    let cookie = format!("Cookie: {}", bench.cookie);
    let before = bench.read("word.mot.md");
    let body = form(&[("text", "stolen"), ("stamp", "")]);
    let own = format!("Origin: http://127.0.0.1:{}", bench.port);
    let other_port = format!("Origin: http://127.0.0.1:{}", bench.port.wrapping_add(1));
    for headers in [
        vec!["Origin: http://evil.example"],
        vec![other_port.as_str()],
        vec!["Origin: null"],
        vec!["Origin: null", "Sec-Fetch-Site: cross-site"],
        vec![own.as_str(), "Sec-Fetch-Site: cross-site"],
        vec!["Sec-Fetch-Site: same-site"],
        vec![],
    ] {
        let headers: Vec<&str> = [vec![cookie.as_str()], headers].concat();
        bench.send("POST", "/edit/word.mot.md", &headers, &body).is(403);
        bench.send("POST", "/evaluate/word.mot.md", &headers, "model=fake/echo&do=evaluate").is(403);
        bench.send("POST", "/improve/word.mot.md", &headers, "model=fake/echo&do=ablate").is(403);
        bench.send("POST", "/cases/word.mot.md", &headers, "cell.0.0=stolen").is(403);
        bench.send("POST", "/new", &headers, "kind=write&title=stolen").is(403);
    }
    bench.send("GET", "/", &[&cookie, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], "").is(403);
    assert_eq!(bench.read("word.mot.md"), before);
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn every_answer_carries_the_policy() {
    let bench = Bench::words(1);
    let stranger = bench.send("GET", "/", &[], "");
    let misled = bench.send("GET", "/", &["Host: evil.example"], "");
    let known = ["/", "/edit/word.mot.md", "/assets/editor.js", "/nothing"].map(|path| bench.get(path));
    for reply in [stranger, misled].iter().chain(&known) {
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        for part in
            ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "trusted-types 'none'"]
        {
            assert!(policy.contains(part), "{policy}");
        }
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("x-frame-options"), Some("DENY"));
        assert!(reply.header("access-control-allow-origin").is_none());
    }
}

#[test]
fn no_page_has_a_script_or_a_style_inside_it() {
    let bench = Bench::words(3);
    let run = bench.evaluate("fake/echo");
    for path in [
        "/",
        "/new",
        "/new?kind=write",
        "/import",
        "/prompt/word.mot.md",
        "/cases/word.mot.md",
        "/improve/word.mot.md",
        "/versions/word.mot.md",
        "/edit/word.mot.md",
        "/try/word.mot.md",
        "/evaluate/word.mot.md",
        "/calibrate/word.mot.md",
        "/runs",
        "/calls",
        &run,
        &format!("{run}/trials"),
        &format!("{run}/trial/0/0/0"),
    ] {
        let page = bench.get(path).is(200);
        for (at, _) in page.body.match_indices("<script") {
            assert!(page.body[at..].starts_with("<script type='module' src='/assets/"), "{path}");
        }
        let page =
            page.hides(&["<style", " style=", "javascript:", " onclick=", " onload=", "http://", "https://"]);
        assert!(page.body.len() < 60_000, "{path}: {} bytes", page.body.len());
    }
}
