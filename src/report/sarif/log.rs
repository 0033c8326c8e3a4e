//! The parts of a SARIF 2.1.0 log that are used here, whatever it tells of.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::extract::found::Place;
use crate::report::escape::is_harmful;

/// The address of the schema.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What stays as it is in an artifact's address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A log of one run.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

impl Log {
    /// A log of a run.
    #[must_use]
    pub const fn new(run: Run) -> Self {
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }
}

/// One run of the tool.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The tool with its rules.
    pub tool: Tool,
    /// What the run is called: what stands before the last `/` names the kind, what follows this one run.
    pub automation_details: Id,
    /// How it ended.
    pub invocations: [Invocation; 1],
    /// What columns count.
    pub column_kind: &'static str,
    /// What was found.
    pub results: Vec<Outcome>,
}

impl Run {
    /// What columns count here.
    pub const COLUMNS: &'static str = "unicodeCodePoints";
}

/// Something that is only an id.
#[derive(Debug, Clone, Serialize)]
pub struct Id {
    /// The id.
    pub id: String,
}

/// The tool.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// Its main part.
    pub driver: Driver,
}

/// The main part of the tool.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub semantic_version: &'static str,
    /// The language of its texts.
    pub language: &'static str,
    /// What it found something by.
    pub rules: Vec<Rule>,
}

impl Driver {
    /// This tool with its rules.
    #[must_use]
    pub const fn outlink(language: &'static str, rules: Vec<Rule>) -> Self {
        Self { name: "outlink", semantic_version: env!("CARGO_PKG_VERSION"), language, rules }
    }
}

/// What something was found by.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The id.
    pub id: String,
    /// One sentence.
    pub short_description: Message,
    /// All there is to say.
    pub full_description: Message,
    /// Its page.
    pub help: Page,
    /// What results have that say nothing else.
    pub default_configuration: Configuration,
    /// What SARIF has no key for.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
}

/// How a rule is set.
#[derive(Debug, Clone, Serialize)]
pub struct Configuration {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
}

/// A page in two forms.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// As text.
    pub text: String,
    /// As Markdown.
    pub markdown: String,
}

/// A text in which nothing is a link or a place to be filled.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    text: String,
}

impl Message {
    /// A text as it is: brackets are marked as no link and braces doubled, as SARIF asks; what could act on who reads it is
    /// written as `<U+202E>`.
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
        Self { text: out }
    }
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

/// A result.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The rule's id.
    pub rule_id: String,
    /// The rule's number in the driver.
    pub rule_index: usize,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What it says.
    pub message: Message,
    /// Where.
    pub locations: Vec<Location>,
    /// What belongs to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// What it is known by over many runs.
    pub partial_fingerprints: Map<String, Value>,
    /// Who allowed it, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Suppression>,
    /// What SARIF has no key for.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Value>,
}

/// Why a result does not count.
#[derive(Debug, Clone, Serialize)]
pub struct Suppression {
    /// `inSource` or `external`.
    pub kind: &'static str,
    /// The reason.
    pub justification: String,
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
    /// A place in a file.
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
        let encoded = utf8_percent_encode(path, KEPT);
        if path.starts_with('/') {
            return Self { uri: format!("file://{encoded}"), uri_base_id: None };
        }
        match path.split_once(":/") {
            Some((drive, rest)) if drive.len() == 1 => Self { uri: format!("file:///{drive}:/{}", utf8_percent_encode(rest, KEPT)), uri_base_id: None },
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
