//! Whatever stands in a finding, every format gives a document that reads back; and SARIF keeps its bounds and loses no count.

use std::sync::LazyLock;

use outlink::check::finding::{Excerpt, Finding, Ground, Level, State};
use outlink::check::run::{Run, Strictness, Threshold};
use outlink::check::tally::Tally;
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::extract::found::{Place, Spot};
use outlink::message::{Lang, Text};
use outlink::report::finding::present::{End, Presenter};
use outlink::report::finding::{azure::Azure, checkstyle::Checkstyle, concise::Concise, github::Github, gitlab::Gitlab};
use outlink::report::finding::{human::Human, junit::Junit, markdown::Markdown, rdjson::Rdjson};
use outlink::report::palette::Palette;
use outlink::report::sarif::findings::Sarif;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use outlink::verdict::Verdict;
use proptest::prelude::*;
use serde_json::Value;

use super::xml::{CHECKSTYLE, JUNIT, walked};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| builtin::catalog(&CompiledIn).unwrap());

fn run() -> Run<'static> {
    Run {
        classifier: Classifier { catalog: &CATALOG, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: Vec::new(),
        as_of: AsOf::parse("2026-11-22").unwrap(),
        threshold: Threshold { fail_on: Some(Verdict::Copy), strictness: Strictness::Plain },
        id: "0123456789abcdef".to_owned(),
    }
}

fn document(mut presenter: impl Presenter, findings: &[Finding]) -> String {
    let (run, tally, mut out) = (run(), Tally::default(), Vec::new());
    presenter.begin(&mut out).unwrap();
    for finding in findings {
        presenter.finding(finding.clone(), &mut out).unwrap();
    }
    presenter.finish(End { run: &run, tally: &tally, statistics: None, exit: 1 }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "]]>",
        "::error::",
        "##vso[",
        "%0A",
        "\n",
        "\r",
        "|",
        "`",
        "<a>",
        "&amp;",
        "\"",
        "\u{202e}",
        "\u{0}",
        "\u{ffff}",
        "中",
        "{0}",
        "\\",
    ]);
    prop::collection::vec(prop_oneof![odd.prop_map(str::to_owned), any::<String>()], 0..6).prop_map(|parts| parts.concat())
}

fn finding() -> impl Strategy<Value = Finding> {
    let place = prop::option::of((1_u64..9, 1_usize..9).prop_map(|(line, column)| Place::on_line(line, column, column + 3)));
    let spot = prop::option::of(text()).prop_map(|cell| Spot { cell, ..Spot::default() });
    let level = prop::sample::select(Level::ALL);
    let state = prop_oneof![3 => Just(State::Open), 1 => text().prop_map(|reason| State::Suppressed { reason }), 1 => Just(State::Known)];
    (text(), text(), text(), place, spot, level, state).prop_map(|(file, link, sentence, place, spot, level, state)| {
        let whole = (0..link.len()).into();
        Finding {
            rule: "same-page-many-hosts".into(),
            ground: Ground::Check("same-page-many-hosts"),
            level,
            file: format!("f{file}").into(),
            place,
            spot,
            excerpt: place.map(|_| Excerpt { text: link.clone(), span: whole, skipped: 0 }),
            site: Some(link.clone()),
            link,
            verdict: Some(Verdict::Copy),
            scenes: std::iter::once("shop/post".into()).collect(),
            sentence: Text::same(&sentence).into(),
            state,
            ..Finding::blank()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_format_reads_back(findings in prop::collection::vec(finding(), 0..6)) {
        let open = findings.iter().filter(|finding| finding.state == State::Open).count();
        let lang = Lang::En;
        let json = |text: String| serde_json::from_str::<Value>(&text).unwrap();
        prop_assert_eq!(json(document(Gitlab::new(lang), &findings)).as_array().unwrap().len(), open);
        prop_assert_eq!(json(document(Rdjson::new(lang), &findings))["diagnostics"].as_array().unwrap().len(), open);
        prop_assert_eq!(json(document(Sarif::new(lang), &findings))["runs"][0]["results"].as_array().unwrap().len(), findings.len());
        prop_assert_eq!(document(Concise { lang }, &findings).lines().count(), open);
        prop_assert_eq!(document(Azure { lang }, &findings).lines().count(), open);
        prop_assert_eq!(document(Github::new(lang), &findings).lines().count(), open);
        let errors = walked(&document(Checkstyle::new(lang), &findings), CHECKSTYLE).into_iter().filter(|(name, _)| name == "error").count();
        prop_assert_eq!(errors, open);
        let cases = walked(&document(Junit::new(lang, "2026-11-22"), &findings), JUNIT);
        prop_assert_eq!(cases.iter().filter(|(name, _)| name == "testcase").count(), findings.len());
        prop_assert_eq!(cases.iter().filter(|(name, _)| name == "failure").count(), open);
        for text in [document(Markdown::new(lang, None), &findings), document(Human::new(&run(), lang, Palette::Plain, None), &findings)] {
            prop_assert!(!text.contains(['\u{0}', '\u{1b}', '\u{202e}', '\r']), "{}", text);
        }
        let rows = document(Markdown::new(lang, None), &findings).lines().filter(|line| line.starts_with("| error |") || line.starts_with("| warning |") || line.starts_with("| note |")).count();
        prop_assert_eq!(rows, open);
    }

    #[test]
    fn sarif_keeps_its_bounds_and_its_counts(sites in prop::collection::vec((0_u8..40, 0_u8..3), 1..120)) {
        // Findings come a file after the other.
        let mut sites = sites;
        sites.sort_by_key(|(_, file)| *file);
        let findings: Vec<Finding> = sites
            .iter()
            .enumerate()
            .map(|(at, (site, file))| Finding {
                rule: "same-page-many-hosts".into(),
                ground: Ground::Check("same-page-many-hosts"),
                file: format!("{file}.md").into(),
                site: Some(format!("{site}.example")),
                place: Some(Place::on_line(at as u64 + 1, 1, 2)),
                ..Finding::blank()
            })
            .collect();
        let log: Value = serde_json::from_str(&document(Sarif::bounded(Lang::En, 10, 20), &findings)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        // Past the bound there is one more group for each rule and file.
        prop_assert!(results.len() <= 20 + 3, "{}", results.len());
        let notes = log["runs"][0]["invocations"][0].get("toolExecutionNotifications");
        prop_assert_eq!(notes.is_some(), findings.len() > 10, "that findings are told together is said");
        let counted: u64 = results.iter().map(|result| result["properties"]["count"].as_u64().unwrap_or(1)).sum();
        prop_assert_eq!(counted, findings.len() as u64);
        let places: usize = results.iter().map(|result| result["locations"].as_array().unwrap().len()).sum();
        prop_assert_eq!(places, findings.len());
        let mut prints: Vec<&str> = results.iter().map(|result| result["partialFingerprints"]["outlink/v1"].as_str().unwrap()).collect();
        prints.sort_unstable();
        prints.dedup();
        prop_assert_eq!(prints.len(), results.len());
    }
}
