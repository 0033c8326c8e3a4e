//! Directives: a table for every format, and the laws.

use std::io::Cursor;

use outlink::check::batch::RecordWriter;
use outlink::check::content::{Asked, check_content};
use outlink::check::finding::State;
use outlink::check::outcome::LinkOutcome;
use outlink::check::plain::{PlainRoad, Shares};
use outlink::check::standing::Standing;
use outlink::extract::encoding;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::Hands;
use outlink::extract::reader::{Options, read_text};
use outlink::input::source::{Bytes, Opened};
use proptest::prelude::*;
use serde::Deserialize;

use super::world::{Heard, hear, testdata, world};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    format: String,
    text: String,
    allowed: Vec<usize>,
    #[serde(default)]
    flaws: Vec<String>,
}

/// Writes no records.
struct Silent;

impl Shares for Silent {}

impl RecordWriter for Silent {
    fn record(&self, _out: &mut Vec<u8>, _file: &str, _outcome: &LinkOutcome<'_>) {}
}

/// A text of each format that has nothing but a comment.
const COMMENTS: &[(Format, &str)] = &[
    (Format::Markdown, "<!-- c -->\n"),
    (Format::Html, "<!-- c -->\n"),
    (Format::Xml, "<?xml version=\"1.0\"?>\n<!-- c -->\n<a/>\n"),
    (Format::Rst, ".. c\n"),
    (Format::Asciidoc, "// c\n"),
    (Format::Latex, "% c\n"),
];

/// Whether the reader of a format tells comments.
fn tells_comments(format: Format) -> bool {
    let Some((_, text)) = COMMENTS.iter().find(|(known, _)| *known == format) else { return true };
    let mut told = false;
    read_text(format, text, &Options::default(), &mut |event| told |= matches!(event, Event::Comment(_)));
    told
}

fn stands(heard: &Heard) -> (Vec<usize>, Vec<String>) {
    let is_allowed = |state: &State| matches!(state, State::Suppressed { .. });
    let allowed = heard.links.iter().enumerate().filter(|(_, (_, findings, standing))| {
        let any = findings.iter().any(|finding| is_allowed(&finding.state));
        assert!(!any || *standing == Standing::Passes, "what is allowed does not count");
        any
    });
    let flaws = heard.complaints.iter().map(|finding| format!("{}@{}", finding.rule, finding.place.map_or(0, |place| place.line)));
    (allowed.map(|(at, _)| at + 1).collect(), flaws.collect())
}

#[test]
fn every_row_of_the_table_holds() {
    let rows: Rows = toml::from_str(&std::fs::read_to_string(testdata("suppress/directives.toml")).unwrap()).unwrap();
    assert!(rows.row.len() > 30, "only {} rows", rows.row.len());
    let world = world();
    let run = world.run();
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for row in rows.row {
        let format = Format::parse(&row.format).unwrap();
        if !tells_comments(format) {
            println!("skipped: {}: the reader of {} tells no comments", row.name, row.format);
            continue;
        }
        judged += 1;
        let measures = world.measures(&run);
        let whole = stands(&hear(&run, &measures, format, &row.text));
        let expected = (row.allowed, row.flaws);
        if whole != expected {
            wrong.push(format!("{} ({}): {whole:?}, not {expected:?}", row.name, row.format));
        }
        // As it comes, it is the same.
        let (mut heard, options) = (Heard::default(), Options::default());
        let bytes = Bytes::Plain(Box::new(Cursor::new(row.text.clone().into_bytes())));
        let asked = Asked { run: &run, measures: &measures, file: &"posts/a.md".into(), options: &options, hands: Hands::One };
        check_content(asked, &mut PlainRoad::new(&run, &Silent), Opened { format, bytes, encoding: encoding::Choice::Auto, packing: None }, &mut heard)
            .unwrap();
        if stands(&heard) != expected {
            wrong.push(format!("{} ({}), as a stream: {:?}, not {expected:?}", row.name, row.format, stands(&heard)));
        }
    }
    assert!(judged > 25, "only {judged} rows were judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_policy_that_is_not_asked_is_counted() {
    let world = world();
    let run = world.run();
    let heard = hear(&run, &world.measures(&run), Format::Text, "http://192.0.2.7/ # outlink: allow douyin/otherwise -- of another run\n");
    assert_eq!((heard.elsewhere, heard.complaints.len()), (1, 0));
}

#[test]
fn without_heeding_a_directive_is_only_a_comment() {
    let world = world();
    let run = world.run();
    let mut measures = world.measures(&run);
    measures.judging = None;
    let heard = hear(&run, &measures, Format::Yaml, "a: http://192.0.2.7/ # outlink: allow wechat/* -- agreed\n");
    assert_eq!(stands(&heard), (vec![], vec![]));
}

const LINKS: [&str; 4] = ["http://192.0.2.7/a", "https://example.com/b", "https://item.jd.com/1.html", "https://t.cn/A6000000"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A directive changes the findings of its own line and of no other, and no verdict at all.
    #[test]
    fn suppressing_changes_no_other_finding(lines in proptest::collection::vec(0..LINKS.len(), 1..8), at in 0..8_usize) {
        let world = world();
        let run = world.run();
        let measures = world.measures(&run);
        let at = at % lines.len();
        let text = |with: bool| -> String {
            let line = |(number, link): (usize, &usize)| {
                let behind = if with && number == at { " # outlink: allow wechat/* -- agreed" } else { "" };
                format!("{}{behind}\n", LINKS[*link])
            };
            lines.iter().enumerate().map(line).collect()
        };
        let (without, with) = (hear(&run, &measures, Format::Text, &text(false)), hear(&run, &measures, Format::Text, &text(true)));
        prop_assert_eq!(without.links.len(), with.links.len());
        for (number, (before, after)) in without.links.iter().zip(&with.links).enumerate() {
            let open = |findings: &[outlink::check::finding::Finding]| findings.iter().cloned().map(|finding| outlink::check::finding::Finding { state: State::Open, span: None, excerpt: None, ..finding }).collect::<Vec<_>>();
            prop_assert_eq!(open(&before.1), open(&after.1));
            if number != at {
                prop_assert_eq!(before.2, after.2);
                prop_assert!(after.1.iter().all(|finding| finding.state == State::Open));
            }
        }
    }

    /// The order of the names does not matter, nor that of directives for the same line.
    #[test]
    fn order_does_not_matter(names in Just(vec!["wechat/default/group", "wechat/otherwise", "ip-host"]).prop_shuffle(), apart in any::<bool>()) {
        let world = world();
        let run = world.run();
        let heads: String = if apart {
            names.iter().map(|name| format!("# outlink: allow {name} -- agreed\n")).collect()
        } else {
            format!("# outlink: allow {} -- agreed\n\n\n", names.join(", "))
        };
        let heard = hear(&run, &world.measures(&run), Format::Text, &format!("{heads}http://192.0.2.7/a\nhttp://192.0.2.7/b\n"));
        let (allowed, _) = stands(&heard);
        prop_assert_eq!(allowed, vec![1]);
    }
}
