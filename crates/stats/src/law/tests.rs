//! Golden values: scipy 1.17.1 (`scipy.stats`), printed with all their digits.

use super::*;

fn close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= 2e-12 * theirs.abs().max(1e-3), "{ours:e} is not {theirs:e}");
}

/// For tails: the relative error counts, however small the value.
fn close_relatively(ours: f64, theirs: f64) {
    assert!((ours / theirs - 1.0).abs() <= 1e-11, "{ours:e} is not {theirs:e}");
}

#[test]
fn ln_gamma_agrees_with_scipy() {
    for (x, expected) in [
        (0.5, 0.5723649429247),
        (1.5, -0.12078223763524526),
        (3.7, 1.428072326665388),
        (10.0, 12.801827480081469),
        (123.4, 469.3360974421906),
        (1e6, 12815504.569147611),
    ] {
        close(ln_gamma(x), expected);
    }
}

#[test]
fn normal_law_agrees_with_scipy() {
    for (z, expected) in [
        (-8.0, 6.22096057427174e-16),
        (-1.5, 0.06680720126885807),
        (-0.3, 0.3820885778110474),
        (0.7, 0.758036347776927),
        (2.3, 0.9892758899783242),
    ] {
        close_relatively(normal::cdf(z), expected);
    }
    for (p, expected) in [
        (1e-12, -7.034483825301131),
        (0.001, -3.090232306167813),
        (0.3, -0.5244005127080409),
        (0.8, 0.8416212335729143),
        (0.975, 1.959963984540054),
    ] {
        close(normal::quantile(p), expected);
    }
    assert_eq!(normal::quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal::quantile(1.0), f64::INFINITY);
}

#[test]
fn student_law_agrees_with_scipy() {
    for (p, df, expected) in [
        (0.975, 1.0, 12.706204736174694),
        (0.975, 2.5, 3.5746548420036817),
        (0.95, 4.0, 2.1318467863266495),
        (0.975, 19.0, 2.0930240544083087),
        (0.975, 1000.0, 1.9623390808264083),
        (0.995, 1e6, 2.5758342201053344),
        (0.975, 0.4, 642.8272461565283),
    ] {
        close(student::two_sided(2.0 * p - 1.0, df), expected);
    }
    // a wide range, by going there and back
    for df in [0.5, 1.0, 2.9, 3.0, 3.1, 5.0, 40.0, 1e4, 1e8] {
        for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999999] {
            close_relatively(student::two_sided_p(student::two_sided(level, df), df), 1.0 - level);
        }
    }
    for (t, df, expected) in [
        (1.3708103, 19.0, 0.18641143551829575),
        (30.0, 5.0, 7.718648620496053e-07),
        (0.001, 100.0, 0.9992041077601035),
        (2.0, 1e6, 0.04550053385131924),
    ] {
        close_relatively(student::two_sided_p(t, df), expected);
    }
    close(student::upper_p(-2.0, 7.0) + student::upper_p(2.0, 7.0), 1.0);
}

#[test]
fn beta_law_agrees_with_scipy() {
    for (x, a, b, expected) in [
        (0.3, 2.0, 5.0, 0.5798250000000003),
        (0.9, 0.5, 0.5, 0.7951672353008665),
        (1e-5, 0.5, 20.0, 0.015857272684664293),
        (0.499, 1e5, 1e5, 0.18554674455755774),
        (0.7, 30.5, 10.5, 0.24923013992298157),
    ] {
        close_relatively(beta::tails(x, a, b).lower, expected);
        close(beta::tails(x, a, b).upper, 1.0 - expected);
    }
    for (p, a, b, expected) in [
        (0.025, 15.5, 5.5, 0.5358053707591319),
        (0.975, 16.0, 5.0, 0.9134285308985653),
        (0.025, 1.0, 1e6, 2.5317807663794178e-08),
        (0.975, 0.5, 20.5, 0.11663898290487539),
        (0.5, 200.0, 300.0, 0.39986656271411614),
    ] {
        close_relatively(beta::quantile(p, a, b), expected);
    }
}

#[test]
fn binomial_law_agrees_with_scipy() {
    for (k, n, p, lower, upper, mass) in [
        (4, 5, 0.5, 0.96875, 0.03125, 0.15625),
        (59, 180, 0.5, 2.2172246318775823e-06, 0.9999977827753681, 1.1678024679805914e-06),
        (3, 20, 0.75, 2.9604962037410587e-08, 0.999999970395038, 2.799424692057068e-08),
        (499_000, 1_000_000, 0.5, 0.0228041499326948, 0.9771958500673052, 0.00010798197801891438),
        (0, 20, 0.02, 0.6676079717550946, 0.3323920282449055, 0.6676079717550946),
    ] {
        close_relatively(binomial::tails(k, n, p).lower, lower);
        close_relatively(binomial::tails(k, n, p).upper, upper);
        close_relatively(binomial::pmf(k, n, p), mass);
    }
    // scipy.stats.binom.ppf
    assert_eq!(binomial::quantile(0.025, 20, 0.75), 11);
    assert_eq!(binomial::quantile(0.975, 20, 0.75), 18);
}

#[test]
fn chi2_and_hypergeometric_laws_agree_with_scipy() {
    for (x, df, expected) in [
        (21.3555556, 1.0, 3.815135776667835e-06),
        (3.84, 1.0, 0.05004352124870519),
        (10.0, 5.0, 0.07523524614651217),
        (0.01, 2.0, 0.9950124791926823),
        (200.0, 100.0, 1.1784500720979781e-08),
    ] {
        close_relatively(chi2::tails(x, df).upper, expected);
    }
    for (successes, expected) in
        [(939, 0.9860850499576741), (1148, 0.02594962024801143), (1000, 0.8737737633741087)]
    {
        close(hypergeometric::tails(80, 100, successes, 1319).lower, expected);
    }
}
