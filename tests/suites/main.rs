//! Other people's suites: canonical form, registrable domains, hosts and the targets of links.
//!
//! The suites are not in this repository. They are looked for in the folder named by `OUTLINK_DATA`, else in `../shared/data`;
//! without it these tests say so loudly and pass. Where we differ on purpose or cannot agree, the case stands in one of the
//! lists in `testdata/suites` with its reason: a failure that is not listed fails the test, and so does a listed case that
//! agrees by now. `testdata/suites/README.md` tells which suites are not run, and why.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, reads files and prints its table"
)]

mod confusion;
mod domains;
mod extract;
mod hops;
mod lists;
mod lookalike;
mod markup;
mod reading;
mod rules;
mod safe_browsing;
mod suffixes;
mod tally;
mod unwrap;
mod url_standard;

use reading::data;
use tally::judge;

#[test]
fn canonical_form_agrees_but_for_the_listed_cases() {
    let Some(data) = data() else { return };
    let mut suites = url_standard::suites(&data);
    suites.extend(safe_browsing::suites(&data));
    suites.extend(suffixes::suites(&data));
    suites.extend(confusion::suites(&data));
    judge(&suites, "canon-failures.txt");
}

#[test]
fn matching_of_hosts_agrees_but_for_the_listed_cases() {
    let Some(data) = data() else { return };
    judge(&domains::suites(&data), "host-failures.txt");
}

#[test]
fn targets_agree_but_for_the_listed_cases() {
    let Some(data) = data() else { return };
    judge(&hops::suites(&data), "hop-failures.txt");
}
