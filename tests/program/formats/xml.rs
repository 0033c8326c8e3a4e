//! The documents of `JUnit` and Checkstyle, by what their schemas allow: elements, their order, attributes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{findings, output};

/// An element: its name, attributes that must stand, attributes that may, elements in it in their order.
type Element = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// By `JUnit.xsd`.
pub(super) const JUNIT: &[Element] = &[
    ("testsuites", &[], &[], &["testsuite"]),
    (
        "testsuite",
        &["name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"],
        &["skipped"],
        &["properties", "testcase", "system-out", "system-err"],
    ),
    ("properties", &[], &[], &["property"]),
    ("testcase", &["name", "classname", "time"], &[], &["skipped", "error", "failure"]),
    ("failure", &["type"], &["message"], &[]),
    ("skipped", &[], &["message"], &[]),
    ("system-out", &[], &[], &[]),
    ("system-err", &[], &[], &[]),
];

/// By `checkstyle-report-1.0.0.xsd`.
pub(super) const CHECKSTYLE: &[Element] = &[
    ("checkstyle", &[], &["version"], &["file", "exception", "error"]),
    ("file", &["name"], &[], &["error", "exception"]),
    ("error", &[], &["column", "line", "message", "severity", "source"], &[]),
];

/// What was met, by name with its attributes, after everything was held against the rules.
pub(super) fn walked(text: &str, rules: &[Element]) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(text);
    let mut met = Vec::new();
    let mut open: Vec<(&Element, usize)> = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|fault| panic!("{fault} in {text}")) {
            Event::Start(start) => {
                let element = enter(&start, rules, &mut open, &mut met);
                open.push((element, 0));
            }
            Event::Empty(start) => {
                enter(&start, rules, &mut open, &mut met);
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(text) => {
                let is_leaf = open.last().is_some_and(|(element, _)| element.3.is_empty());
                assert!(is_leaf || text.trim().is_empty(), "text stands only where it may");
            }
            Event::GeneralRef(_) => assert!(open.last().is_some_and(|(element, _)| element.3.is_empty())),
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    assert!(text.chars().all(|c| matches!(c, '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)), "characters that XML allows");
    met
}

fn enter<'r>(start: &BytesStart<'_>, rules: &'r [Element], open: &mut [(&Element, usize)], met: &mut Vec<(String, Vec<(String, String)>)>) -> &'r Element {
    let name = start.name().as_ref().to_owned();
    let element = rules.iter().find(|rule| rule.0 == name).unwrap_or_else(|| panic!("no element {name}"));
    match open.last_mut() {
        Some((outer, at)) => {
            let here = outer.3.iter().position(|inner| *inner == name).unwrap_or_else(|| panic!("{name} in {}", outer.0));
            assert!(here >= *at || outer.0 == "checkstyle", "{name} comes too late in {}", outer.0);
            *at = here;
        }
        None => assert_eq!(Some(name.as_str()), rules.first().map(|rule| rule.0)),
    }
    let attributes: Vec<(String, String)> = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
            (attribute.key.as_ref().to_owned(), value)
        })
        .collect();
    for (key, _) in &attributes {
        assert!(element.1.contains(&key.as_str()) || element.2.contains(&key.as_str()), "{key} of {name}");
    }
    for key in element.1 {
        assert!(attributes.iter().any(|(known, _)| known == key), "{name} lacks {key}");
    }
    met.push((name, attributes));
    element
}

fn value<'a>(attributes: &'a [(String, String)], key: &str) -> &'a str {
    attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str()).unwrap()
}

#[test]
fn junit_holds_to_its_schema_and_its_counts_are_true() {
    let met = walked(&output("junit"), JUNIT);
    let count = |name: &str| met.iter().filter(|(known, _)| known == name).count();
    assert_eq!((count("testcase"), count("failure")), (findings(), findings()));
    let suites = met.iter().filter(|(name, _)| name == "testsuite");
    let tests: usize = suites.clone().map(|(_, attributes)| value(attributes, "tests").parse::<usize>().unwrap()).sum();
    assert_eq!(tests, findings());
    for (at, (_, attributes)) in suites.enumerate() {
        assert_eq!(value(attributes, "id"), at.to_string());
        assert_eq!(value(attributes, "timestamp"), "2026-11-22T00:00:00");
    }
}

#[test]
fn checkstyle_holds_to_its_schema() {
    let met = walked(&output("checkstyle"), CHECKSTYLE);
    let errors: Vec<_> = met.iter().filter(|(name, _)| name == "error").collect();
    assert_eq!(errors.len(), findings());
    for (_, attributes) in errors {
        assert!(value(attributes, "line").parse::<u64>().unwrap() >= 1 && value(attributes, "column").parse::<u64>().unwrap() >= 1);
        assert!(["error", "warning", "info"].contains(&value(attributes, "severity")));
    }
}
