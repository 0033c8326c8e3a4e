//! The part of SARIF 2.1.0 that is written here. Names are those of the standard.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::diag::Severity;
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
    column_kind: &'static str,
    results: Vec<Outcome>,
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
    rules: Vec<Rule>,
}

/// A text.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// The text itself.
    pub text: String,
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
    /// The way out, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Message>,
    /// Its level unless a result says otherwise.
    pub default_configuration: Configuration,
}

/// What a rule is set to.
#[derive(Debug, Clone, Serialize)]
pub struct Configuration {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
}

/// One finding; `result` in the standard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The id of its rule.
    pub rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What is said.
    pub message: Message,
    /// Where it stands.
    pub locations: Vec<Location>,
    /// Second places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// Why it does not count, where it does not; the empty list says that nothing suppresses it.
    pub suppressions: Vec<Suppression>,
}

/// A place.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Debug, Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// Why a result does not count.
#[derive(Debug, Clone, Serialize)]
pub struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

/// A text as a message.
#[must_use]
pub fn message(text: &str) -> Message {
    Message { text: text.to_owned() }
}

/// How a severity is called.
#[must_use]
pub const fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A file's name as a reference that any URI parser reads; a path stays relative to where the run was.
#[must_use]
pub fn uri(name: &str) -> String {
    utf8_percent_encode(&name.replace('\\', "/"), PATH).to_string()
}

impl Log {
    /// One run with its rules and results; each result is bound to its rule.
    #[must_use]
    pub fn new(rules: Vec<Rule>, mut results: Vec<Outcome>) -> Self {
        for result in &mut results {
            result.rule_index = rules.iter().position(|rule| rule.id == result.rule_id);
        }
        let driver = Driver { name: "outlink", version: env!("CARGO_PKG_VERSION"), rules };
        Self { schema: SCHEMA, version: "2.1.0", runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }] }
    }
}

impl Outcome {
    /// A finding at a place, suppressed by nothing.
    #[must_use]
    pub fn new(rule: &str, severity: Severity, text: &str, at: Location) -> Self {
        Self {
            rule_id: rule.to_owned(),
            rule_index: None,
            level: level(severity),
            message: message(text),
            locations: vec![at],
            related_locations: Vec::new(),
            suppressions: Vec::new(),
        }
    }
}

impl Location {
    /// A stretch of a file; columns count Unicode scalar values.
    #[must_use]
    pub fn of(file: &SourceFile, span: Span, said: Option<&str>) -> Self {
        let (start, end) = (file.place(span.start), file.place(span.end.max(span.start)));
        let region = Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column };
        Self { physical_location: PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(&file.name) }, region }, message: said.map(message) }
    }
}

impl Suppression {
    /// Suppressed by the text itself, with why.
    #[must_use]
    pub fn in_source(why: &str) -> Self {
        Self { kind: "inSource", status: "accepted", justification: why.to_owned() }
    }
}
