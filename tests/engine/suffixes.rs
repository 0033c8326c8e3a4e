//! The quick answer before the public suffix list against the rules of the list itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::Command;

use outlink::suffix::{CompiledIn, SuffixList as _, longer};

/// The rules of the `psl` crate, as it carries them beside its code.
#[expect(clippy::disallowed_methods, reason = "the rules stand in a file of a dependency, which cargo knows the place of")]
fn rules() -> String {
    let told = |command: &mut Command| String::from_utf8(command.output().unwrap().stdout).unwrap();
    // Packages that this machine does not build for were never fetched.
    let host = told(Command::new("rustc").args(["--print", "host-tuple"]));
    let metadata = told(Command::new(env!("CARGO")).args(["metadata", "--format-version=1", "--offline", "--locked", "--filter-platform", host.trim()]));
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let package = metadata.get("packages").and_then(serde_json::Value::as_array).unwrap().iter().find(|package| package["name"] == "psl").unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    std::fs::read_to_string(manifest.with_file_name("data").join("rules.txt")).unwrap()
}

fn theirs(host: &str) -> Option<&str> {
    let domain = psl::domain(host.as_bytes())?;
    host.get(host.len() - domain.as_bytes().len()..)
}

/// `OUTLINK_PREPARE=1` writes what is prepared anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is prepared is written only when somebody asks for it")]
fn the_prepared_bits_are_those_of_the_rules() {
    let rules = rules();
    let fresh = longer::prepare(rules.lines().filter(|rule| !rule.is_empty()));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/suffixes.bin");
    if std::env::var_os("OUTLINK_PREPARE").is_some() {
        std::fs::write(path, &fresh).unwrap();
    } else {
        assert!(fresh == std::fs::read(path).unwrap(), "the list changed: OUTLINK_PREPARE=1 cargo test --test engine suffixes::the_prepared");
    }
    let set: u32 = fresh.iter().map(|byte| byte.count_ones()).sum();
    assert!(set > 5000 && (set as usize) < fresh.len() * 8 / 20, "{set} bits of {}", fresh.len() * 8);
}

#[test]
fn every_rule_holds_for_names_at_it_below_it_and_beside_it() {
    let mut seen = 0;
    for rule in rules().lines() {
        let name = rule.trim_start_matches('!').replace('*', "any");
        for name in [idna::domain_to_ascii(&name).unwrap(), name] {
            let above = name.split_once('.').map_or("", |(_, above)| above);
            for host in [name.clone(), format!("a.{name}"), format!("b.a.{name}"), format!("other.{above}"), format!("c.other.{above}"), above.to_owned()] {
                if host.is_empty() || host.ends_with('.') {
                    continue;
                }
                assert_eq!(CompiledIn.registrable(&host), theirs(&host), "{host}");
                let is_theirs = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == host.as_bytes());
                assert_eq!(CompiledIn.is_public_suffix(&host), is_theirs, "{host}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100_000, "{seen}");
}
