//! Readers of markup against other people's examples, which lie beside the crate and not in it: the examples of `CommonMark` and
//! GitHub's Markdown, the tables of the HTML tokenizer, and pages and documents as people wrote them.
//!
//! They are looked for in the folder that `OUTLINK_DATA` names, else in `../shared/data`. Without them nothing is compared.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, reads its own files, and says what it did not compare"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use outlink::extract::format::Format;
use outlink::extract::found::{Event, Role};
use outlink::extract::reader::{Options, read_stream, read_text};
use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::Value;

/// Examples of other extensions that hold a bare host too; bare links have a suite of their own.
const BARE_HOSTS: &[(&str, u64)] = &[("gfm_extensions.jsonl", 25)];

/// A link as a reader told it.
#[derive(Debug, Clone)]
struct Link {
    role: Role,
    text: String,
    resolved: Option<String>,
    slice: String,
}

/// All links of a text; spans are held to slice and to ascend.
fn links(format: Format, text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut last = 0;
    read_text(format, text, &Options::default(), &mut |event| {
        let Event::Link(link) = event else { return };
        let span = link.span.unwrap();
        assert!(span.start >= last, "{} goes back in {text:?}", link.text);
        last = span.start;
        let slice = text.get(span.start..span.end).unwrap_or_else(|| panic!("{span:?} is no slice of {text:?}")).to_owned();
        found.push(Link { role: link.role, text: link.text.into_owned(), resolved: link.resolved, slice });
    });
    found
}

/// A folder of the data, if it is there; else a loud line says that nothing was compared.
fn data(folder: &str) -> Option<PathBuf> {
    let data = match env::var_os("OUTLINK_DATA") {
        Some(data) => PathBuf::from(data),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
    };
    let folder = data.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no {}: nothing was compared. OUTLINK_DATA names another folder.", folder.display());
    None
}

/// A destination in a form in which the expected HTML and the source can be compared: escapes undone on both sides.
fn plain(url: &str) -> String {
    percent_decode_str(url).decode_utf8_lossy().into_owned()
}

/// The links that the expected HTML of an example names. Links that only the extended autolinks make are kept apart by the caller.
fn expected(row: &Value) -> Vec<String> {
    row["links"].as_array().unwrap().iter().map(|link| plain(link.as_str().unwrap())).collect()
}

/// What a reader found, as the HTML writes it.
fn told(link: &Link) -> String {
    match &link.resolved {
        Some(resolved) if resolved.starts_with("mailto:") => plain(resolved),
        _ => plain(&link.text),
    }
}

#[test]
fn examples_of_markdown() {
    let Some(folder) = data("g03-link-extraction/commonmark-gfm") else { return };
    let mut compared = 0;
    let mut faults = Vec::new();
    for file in ["commonmark_0.31.jsonl", "gfm_spec.jsonl", "gfm_extensions.jsonl", "gfm_regression.jsonl"] {
        for line in fs::read_to_string(folder.join(file)).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            if row["ext"] == "autolink" || BARE_HOSTS.contains(&(file, row["example"].as_u64().unwrap())) {
                continue;
            }
            compared += 1;
            let markdown = row["markdown"].as_str().unwrap();
            let found = links(Format::Markdown, markdown);
            let is_part = |link: &&Link| !matches!(link.role, Role::Text | Role::Code | Role::Comment | Role::Reference);
            let references: Vec<String> = found.iter().filter(|link| link.role == Role::Reference).map(told).collect();
            // A definition is told where it stands, however often it is used.
            let others: Vec<String> = found.iter().filter(is_part).map(told).collect();
            let mut wanted = expected(&row);
            if markdown.contains("[![") {
                // HTML names the link before the image in it, and the source after it.
                wanted.reverse();
            }
            let mut rest = others.iter().peekable();
            wanted.retain(|link| {
                if rest.peek() == Some(&link) {
                    rest.next();
                    return false;
                }
                !references.contains(link)
            });
            if !wanted.is_empty() || rest.peek().is_some() {
                faults.push(format!("{file} {}: {markdown:?}\n   expected {:?}\n   found {found:?}", row["example"], expected(&row)));
            }
        }
    }
    assert!(compared > 700, "only {compared} examples");
    assert!(faults.is_empty(), "{} of {compared} differ:\n{}", faults.len(), faults.join("\n"));
}

/// The value of an attribute as our reader decodes it, through a `cite` attribute that holds it.
fn values(input: &str) -> Vec<String> {
    links(Format::Html, input).into_iter().filter(|link| link.role == Role::Attribute).map(|link| link.text).collect()
}

#[test]
fn attribute_values_of_the_tokenizer() {
    let Some(folder) = data("g03-link-extraction/html5lib-tokenizer") else { return };
    let (mut compared, mut faults) = (0, Vec::new());
    let mut compare = |html: String, expected: &str, place: &str| {
        let found = values(&html);
        compared += 1;
        if found != [expected.to_owned()] {
            faults.push(format!("{place}: {html:?} gives {found:?}, not {expected:?}"));
        }
    };
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "test") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let table: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for test in table["tests"].as_array().into_iter().flatten() {
            if test["doubleEscaped"] == true || test["initialStates"].is_array() {
                continue;
            }
            let input = test["input"].as_str().unwrap();
            let place = format!("{name} {}", test["description"]);
            for token in test["output"].as_array().unwrap() {
                match token[0].as_str().unwrap() {
                    // The attribute of the test is given the name of one that holds a link.
                    "StartTag" => {
                        let attributes = token[2].as_object().unwrap();
                        let single = test["output"].as_array().unwrap().len() == 1 && attributes.len() == 1;
                        let (Some((name, value)), true) = (attributes.iter().next(), single) else { continue };
                        let renamed = Regex::new(&format!(r"(?i)([\s/]){}(\s*=)", regex::escape(name))).unwrap();
                        let html = renamed.replace(input, "${1}cite${2}").into_owned();
                        let trimmed = value.as_str().unwrap().trim_matches(|c: char| c.is_ascii_whitespace() || c.is_ascii_control());
                        if html != input && !trimmed.is_empty() {
                            compare(html, trimmed, &place);
                        }
                    }
                    // Text that is one reference reads the same at the end of an attribute.
                    "Character" if input.starts_with('&') && !place.contains("in body") && test["output"].as_array().unwrap().len() == 1 => {
                        let value = token[1].as_str().unwrap();
                        if !input.contains(['"', '<']) && !value.contains(|c: char| c.is_ascii_control()) && !value.trim().is_empty() {
                            compare(format!("<q cite=\"x{input}\">"), &format!("x{}", value.trim_end()), &place);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(compared > 2000, "only {compared} values");
    assert!(faults.is_empty(), "{} of {compared} differ:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}

/// Every file of a folder of the corpora, with its text.
fn corpus(folder: &str, ending: &str) -> Vec<(String, String)> {
    let Some(folder) = data(&format!("g07-corpora/corpora/{folder}")) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == ending) {
            files.push((path.display().to_string(), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()));
        }
    }
    files.sort();
    files
}

#[test]
fn pages_as_people_wrote_them() {
    let tag = Regex::new(r#"(?is)<(?:a|area)\s(?:[^<>"']|"[^"]*"|'[^']*')*?\bhref\s*=\s*(?:"\s*([^"\s][^"]*)"|'\s*([^'\s][^']*)')"#).unwrap();
    let hidden = Regex::new(r"(?is)<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<textarea\b.*?</textarea\s*>|<title\b.*?</title\s*>").unwrap();
    for folder in ["html-readability-pages", "html-lychee-fixtures"] {
        for (name, text) in corpus(folder, "html") {
            let found = links(Format::Html, &text);
            let visible = hidden.replace_all(&text, "");
            let counted = tag.captures_iter(&visible).count();
            let anchors = found.iter().filter(|link| link.role == Role::Link).count();
            // `<link>` and pages that lead on are links too, and whole comments for old browsers are read.
            assert!(anchors >= counted, "{name}: {anchors} links, and {counted} tags that hold one");
            let mut streamed = Vec::new();
            read_stream(Format::Html, text.as_bytes(), &Options::default(), &mut |event| {
                if let Event::Link(link) = event {
                    let span = link.span.unwrap();
                    streamed.push((link.role, link.text.into_owned(), text[span.start..span.end].to_owned(), link.place));
                }
            })
            .unwrap();
            let mut whole = Vec::new();
            read_text(Format::Html, &text, &Options::default(), &mut |event| {
                if let Event::Link(link) = event {
                    let span = link.span.unwrap();
                    whole.push((link.role, link.text.into_owned(), text[span.start..span.end].to_owned(), link.place));
                }
            });
            assert_eq!(streamed, whole, "{name}");
        }
    }
}

const DOCUMENTS: [&str; 8] = [
    "zh-ruanyf-weekly",
    "zh-hellogithub",
    "en-hellogithub",
    "en-awesome",
    "zh-javaguide",
    "zh-free-programming-books",
    "html-lychee-fixtures",
    "multi-free-programming-books",
];

/// A definition that nothing names changes nothing, but documents with definitions are read by the parser alone: what is read without
/// it must equal that.
#[test]
fn plain_blocks_are_read_as_the_parser_reads_them() {
    const DEFINITION: &str = "[9f1c-unused]: x\n\n";
    let told = |text: &str, before: usize| {
        let mut told = Vec::new();
        read_text(Format::Markdown, text, &Options::default(), &mut |event| {
            let Event::Link(link) = event else { return };
            let Some(start) = link.span.unwrap().start.checked_sub(before) else { return };
            told.push((start, link.role, link.place.unwrap().column, link.text.into_owned(), link.shown.map(|shown| shown.into_owned()), link.resolved));
        });
        told
    };
    let mut texts: Vec<(String, String)> = DOCUMENTS.iter().flat_map(|folder| corpus(folder, "md")).collect();
    let Some(folder) = data("g03-link-extraction/commonmark-gfm") else { return };
    for file in ["commonmark_0.31.jsonl", "gfm_spec.jsonl", "gfm_extensions.jsonl", "gfm_regression.jsonl"] {
        for line in fs::read_to_string(folder.join(file)).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            texts.push((format!("{file} {}", row["example"]), row["markdown"].as_str().unwrap().to_owned()));
        }
    }
    assert!(texts.len() > 1000, "only {} documents", texts.len());
    for (name, text) in texts {
        assert_eq!(told(&text, 0), told(&[DEFINITION, &text].concat(), DEFINITION.len()), "{name}");
    }
}

#[test]
fn documents_as_people_wrote_them() {
    let inline = Regex::new(r"\]\((https?://[^\s()<>]+)\)").unwrap();
    for folder in DOCUMENTS {
        let (mut seen, mut all) = (0, 0);
        for (_, text) in corpus(folder, "md") {
            let found: Vec<String> = links(Format::Markdown, &text).into_iter().map(|link| link.slice).collect();
            for link in inline.captures_iter(&text) {
                all += 1;
                seen += usize::from(found.iter().any(|slice| slice.contains(&link[1])));
            }
        }
        assert_eq!(seen, all, "{folder}: destinations that were not found");
    }
}
