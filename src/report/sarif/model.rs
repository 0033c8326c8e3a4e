//! The part of SARIF 2.1.0 that is written here, whoever finds. Names are those of the standard.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::diag::Severity;
use crate::extract::found::Place;
use crate::report::escape::is_harmful;
use crate::source::{SourceFile, Span};

/// Where the format is defined.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What stands in a path as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// A whole log.
#[derive(Debug, Clone, Serialize)]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    automation_details: Option<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invocations: Vec<Invocation>,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Debug, Clone, Serialize)]
struct Id {
    id: String,
}

#[derive(Debug, Clone, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    rules: Vec<Rule>,
}

/// A text.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// The text itself.
    pub text: String,
    /// The same as Markdown, where there is more to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl Message {
    /// A text of which nothing is a link or a place to be filled: brackets and backslashes are escaped and braces doubled, as SARIF
    /// asks; what could act on who reads it is written as `<U+202E>`.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '[' | ']' | '\\' => out.extend(['\\', c]),
                '{' | '}' => out.extend([c, c]),
                c if is_harmful(c) && c != '\n' => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
                c => out.push(c),
            }
        }
        Self { text: out, markdown: None }
    }
}

/// What results are about: a lint, a signal, a rule of a policy.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The id.
    pub id: String,
    /// One sentence.
    pub short_description: Message,
    /// More of it, where there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_description: Option<Message>,
    /// The way out, or the page, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Message>,
    /// Its level unless a result says otherwise.
    pub default_configuration: Configuration,
    /// What SARIF has no key for.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
}

/// What a rule is set to.
#[derive(Debug, Clone, Serialize)]
pub struct Configuration {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
}

/// How a run ended.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    /// Whether it did what it was asked for.
    pub execution_successful: bool,
    /// The exit code.
    pub exit_code: u8,
    /// What the tool says of itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// Something the tool says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Notification {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What it says.
    pub message: Message,
    /// Where.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
}

/// One finding; `result` in the standard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The id of its rule.
    pub rule_id: String,
    /// The number of its rule among those of the tool; [`Log::new`] fills it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_index: Option<usize>,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What is said.
    pub message: Message,
    /// Where it stands.
    pub locations: Vec<Location>,
    /// Second places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// What it is known by over many runs.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub partial_fingerprints: Map<String, Value>,
    /// Why it does not count, where it does not; the empty list says that nothing suppresses it.
    pub suppressions: Vec<Suppression>,
    /// What SARIF has no key for.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
}

/// Why a result does not count.
#[derive(Debug, Clone, Serialize)]
pub struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

impl Suppression {
    /// Suppressed by the text itself, with why.
    #[must_use]
    pub fn in_source(why: &str) -> Self {
        Self { kind: "inSource", status: "accepted", justification: why.to_owned() }
    }

    /// Suppressed by something else, such as a baseline, with why.
    #[must_use]
    pub fn external(why: &str) -> Self {
        Self { kind: "external", ..Self::in_source(why) }
    }
}

/// A text as a message.
#[must_use]
pub fn message(text: &str) -> Message {
    Message { text: text.to_owned(), markdown: None }
}

/// How a severity is called.
#[must_use]
pub const fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

impl Log {
    /// One run with its rules and results; each result is bound to its rule.
    #[must_use]
    pub fn new(rules: Vec<Rule>, mut results: Vec<Outcome>) -> Self {
        for result in &mut results {
            result.rule_index = rules.iter().position(|rule| rule.id == result.rule_id);
        }
        let driver = Driver { name: "outlink", version: env!("CARGO_PKG_VERSION"), language: None, rules };
        let run = Run { tool: Tool { driver }, automation_details: None, invocations: Vec::new(), column_kind: "unicodeCodePoints", results };
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }

    /// The same with what the run is called (what stands before the last `/` names its kind), how it ended, and the language of its texts.
    #[must_use]
    pub fn of_run(mut self, id: String, invocation: Invocation, language: &'static str) -> Self {
        for run in &mut self.runs {
            run.tool.driver.language = Some(language);
            run.automation_details = Some(Id { id: id.clone() });
            run.invocations = vec![invocation.clone()];
        }
        self
    }
}

impl Outcome {
    /// A finding at a place, suppressed by nothing.
    #[must_use]
    pub fn new(rule: &str, severity: Severity, text: &str, at: Location) -> Self {
        Self::of(rule, level(severity), message(text), vec![at])
    }

    /// A finding at several places, suppressed by nothing.
    #[must_use]
    pub fn of(rule: &str, level: &'static str, message: Message, locations: Vec<Location>) -> Self {
        Self {
            rule_id: rule.to_owned(),
            rule_index: None,
            level,
            message,
            locations,
            related_locations: Vec::new(),
            partial_fingerprints: Map::new(),
            suppressions: Vec::new(),
            properties: Map::new(),
        }
    }
}

/// A place.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

impl Location {
    /// A stretch of a file; columns count Unicode scalar values.
    #[must_use]
    pub fn of(file: &SourceFile, span: Span, said: Option<&str>) -> Self {
        let (start, end) = (file.place(span.start), file.place(span.end.max(span.start)));
        let place = Place { line: start.line as u64, column: start.column, end_line: end.line as u64, end_column: end.column };
        let artifact_location = Artifact { uri: utf8_percent_encode(&file.name.replace('\\', "/"), PATH).to_string(), uri_base_id: None };
        let physical_location = Physical { artifact_location, region: Some(Region::of(place)) };
        Self { physical_location, logical_locations: Vec::new(), message: said.map(message) }
    }

    /// A place in a file, which has no lines where none are given.
    #[must_use]
    pub fn new(path: &str, place: Option<Place>) -> Self {
        let physical_location = Physical { artifact_location: Artifact::of(path), region: place.map(Region::of) };
        Self { physical_location, logical_locations: Vec::new(), message: None }
    }

    /// The same with a name for what has no lines.
    #[must_use]
    pub fn named(mut self, name: &str, kind: &'static str) -> Self {
        self.logical_locations.push(Logical { fully_qualified_name: name.to_owned(), kind });
        self
    }

    /// The same with what stands there.
    #[must_use]
    pub fn saying(mut self, text: &str) -> Self {
        self.message = Some(Message::plain(text));
        self
    }

    /// The same with the text that stands there.
    #[must_use]
    pub fn quoting(mut self, text: &str) -> Self {
        if let Some(region) = &mut self.physical_location.region {
            region.snippet = Some(Snippet { text: text.to_owned() });
        }
        self
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

impl Artifact {
    /// The address of a path: below the folder of the sources where it is relative.
    fn of(path: &str) -> Self {
        let encoded = utf8_percent_encode(path, PATH);
        if path.starts_with('/') {
            return Self { uri: format!("file://{encoded}"), uri_base_id: None };
        }
        match path.split_once(":/") {
            Some((drive, rest)) if drive.len() == 1 => Self { uri: format!("file:///{drive}:/{}", utf8_percent_encode(rest, PATH)), uri_base_id: None },
            _ => Self { uri: encoded.to_string(), uri_base_id: Some("%SRCROOT%") },
        }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    start_column: usize,
    end_line: u64,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

impl Region {
    const fn of(place: Place) -> Self {
        Self { start_line: place.line, start_column: place.column, end_line: place.end_line, end_column: place.end_column, snippet: None }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Snippet {
    text: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
    kind: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_links_and_paths_are_addresses() {
        assert_eq!(Message::plain("a [b](1) {0} \u{202e}").text, "a \\[b\\](1) {{0}} <U+202E>");
        assert_eq!(Artifact::of("a b/c#d%20.md").uri, "a%20b/c%23d%2520.md");
        assert_eq!(Artifact::of("/tmp/中.md").uri, "file:///tmp/%E4%B8%AD.md");
        assert_eq!(Artifact::of("<stdin>").uri, "%3Cstdin%3E");
        assert_eq!(Artifact::of("C:/a b").uri, "file:///C:/a%20b");
    }
}
