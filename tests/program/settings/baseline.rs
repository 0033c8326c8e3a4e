//! Baselines: what is known stays known while a text is edited around it, and a second one is new.

use std::path::PathBuf;

use outlink::baseline::file::Baseline;
use outlink::baseline::sift::{Sift, Sifted};
use outlink::check::batch::FindingSink as _;
use outlink::check::finding::{Finding, State};
use outlink::extract::format::Format;
use proptest::prelude::*;

use super::world::{World, hear, world};

/// What sifting a text by a baseline brings, and how many findings stay open.
fn sift(world: &World, known: &Baseline, text: &str) -> (Sifted, usize) {
    let run = world.run();
    let measures = world.measures(&run);
    let mut passed: Vec<Finding> = Vec::new();
    let mut sift = Sift::new(&run, &measures, known, PathBuf::from("/site"), &mut passed);
    for (_, findings, _) in hear(&run, &measures, Format::Text, text).links {
        for finding in findings {
            sift.finding(finding, &mut Vec::new()).unwrap();
        }
    }
    let sifted = sift.finish();
    let open = passed.iter().filter(|finding| finding.state == State::Open).count();
    (sifted, open)
}

#[test]
fn a_second_occurrence_is_new_and_one_that_is_gone_is_stale() {
    let world = world();
    let (first, open) = sift(world, &Baseline::default(), "http://192.0.2.7/a\nhttp://192.0.2.7/b\n");
    assert_eq!(open, 2);
    let known = first.found;
    assert_eq!(known.0.len(), 2);
    assert!(known.0.values().all(|entry| entry.file == "posts/a.md" && entry.count == 1), "files are named from the baseline's folder");
    let (again, open) = sift(world, &known, "words\n\nhttp://192.0.2.7/a\nhttp://192.0.2.7/a\n");
    assert_eq!((open, again.known_findings, again.known_links), (1, 1, 1));
    let stale = again.stale(&known, |_| true);
    assert_eq!(stale.iter().map(|(entry, found)| (entry.link.as_str(), *found)).collect::<Vec<_>>(), [("http://192.0.2.7/b", 0)]);
    assert!(again.stale(&known, |_| false).is_empty(), "what was not looked at is not stale");
    let updated = again.updated(&known, |_| true);
    assert_eq!(updated.0.values().map(|entry| entry.count).collect::<Vec<_>>(), [2]);
    assert_eq!(again.updated(&known, |_| false).0.len(), 2, "entries of other files stay");
}

#[test]
fn a_baseline_reads_as_it_was_written_and_damage_is_told() {
    let world = world();
    let (sifted, _) = sift(world, &Baseline::default(), "http://192.0.2.7/\"a\nhttps://example.com/\n");
    let written = sifted.found.write();
    assert_eq!(Baseline::parse(&written).unwrap(), sifted.found);
    assert_eq!(written.lines().count(), 2 + sifted.found.0.len(), "one entry a line");
    assert_eq!(Baseline::parse(&Baseline::default().write()).unwrap(), Baseline::default());
    let entry = r#"{"fingerprint":"0123456789abcdef","rule":"a/b","link":"c","file":"d","count":1}"#;
    for (damaged, says) in [
        ("", "damaged"),
        ("[]", "no baseline"),
        ("{\"entries\":[]}", "no baseline"),
        ("{\"outlink-baseline\":2,\"entries\":[]}", "version 2"),
        ("{\"outlink-baseline\":1}", "damaged"),
        (&format!("{{\"outlink-baseline\":1,\"entries\":[{entry},{entry}]}}"), "twice"),
        (&format!("{{\"outlink-baseline\":1,\"entries\":[{}]}}", entry.replace("abcdef", "ABCDEF")), "is none"),
        (&format!("{{\"outlink-baseline\":1,\"entries\":[{}]}}", entry.replace("\"count\":1", "\"count\":0")), "is none"),
        (&format!("{{\"outlink-baseline\":1,\"entries\":[{}]}}", entry.replace("count", "line")), "damaged"),
    ] {
        let error = Baseline::parse(damaged).unwrap_err();
        assert!(error.en.contains(says), "{damaged}: {}", error.en);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Lines around, moved paragraphs and other links leave what is known known.
    #[test]
    fn edits_around_a_finding_leave_it_known(
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        between in proptest::collection::vec(prop_oneof![Just("words\n"), Just("\n"), Just("https://new.example/x\n"), Just("中文 https://item.jd.com/9.html\n")], 0..6),
    ) {
        let world = world();
        let paragraphs = ["one http://192.0.2.7/a\n", "two https://example.com/b and http://192.0.2.7/a\n", "three\nhttps://example.org/c\n", "four https://t.cn/A6000000\n"];
        let before: String = paragraphs.concat();
        let (first, open) = sift(world, &Baseline::default(), &before);
        let after: String = order.iter().map(|at| format!("{}\n{}", paragraphs[*at], between.concat())).collect();
        let new = after.matches("https://new.example/x").count();
        let (then, left) = sift(world, &first.found, &after);
        prop_assert_eq!(then.known_findings, open as u64);
        prop_assert_eq!(left, new);
        prop_assert!(then.stale(&first.found, |_| true).is_empty());
    }
}
