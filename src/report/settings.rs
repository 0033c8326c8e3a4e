//! The settings that hold for an input, each with where it comes from; and findings that no verdict brings.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::escape::terminal;
use super::palette::Palette;
use crate::check::finding::Finding;
use crate::message::{Lang, Text, settings as text, suppress as suppress_text};
use crate::settings::effective::{Effective, Origin, Sourced};

/// One setting: its key, its value, where it comes from.
type Row = (String, Value, Origin);

fn rows(effective: &Effective) -> Vec<Row> {
    fn row<T: Clone + Into<Value>>(key: &str, sourced: &Sourced<T>) -> Row {
        (key.to_owned(), sourced.value.clone().into(), sourced.origin.clone())
    }
    let mut rows = vec![
        row("policies", &effective.policies),
        row("scenes", &effective.scenes),
        row("fail-on", &effective.fail_on),
        row("basis", &effective.basis),
        row("strict", &effective.strict),
        row("input.code", &effective.code),
        row("input.columns", &effective.columns),
    ];
    rows.extend(effective.context.iter().map(|(id, value)| row(&format!("context.{id}"), value)));
    rows.extend(effective.lists.iter().map(|(id, value)| row(&format!("lists.{id}"), value)));
    let weight = |rule: &String, value: &Sourced<_>| {
        let Sourced { value, origin }: &Sourced<crate::settings::levels::Weight> = value;
        (format!("levels.{rule}"), value.as_str().into(), origin.clone())
    };
    rows.extend(effective.levels.iter().map(|(rule, value)| weight(rule, value)));
    rows.extend(effective.baseline.as_ref().map(|path| ("baseline".to_owned(), path.value.to_string_lossy().into(), path.origin.clone())));
    for exception in &effective.exceptions {
        let rules = exception.rules.iter().map(|rule| rule.value.clone()).collect::<Vec<_>>().join(", ");
        let line = exception.file.place(exception.span.start).line;
        rows.push(("exception".to_owned(), format!("{rules} ({})", exception.reason).into(), Origin::File { name: exception.file.name.clone(), line }));
    }
    rows
}

fn files(effective: &Effective) -> Vec<String> {
    effective.files.iter().map(|settings| settings.file.name.to_string()).collect()
}

/// The settings of an input for people; one that settings leave out says so.
#[must_use]
pub fn human(input: &str, effective: Option<&Effective>, lang: Lang, palette: Palette) -> String {
    let mut out = format!("{}\n", palette.heading(&terminal(input)));
    let Some(effective) = effective else {
        let _ = writeln!(out, "  {}", text::is_left_out().get(lang));
        return out;
    };
    let rows = rows(effective);
    let width = rows.iter().map(|(key, ..)| key.len()).max().unwrap_or(0);
    for (key, value, origin) in rows {
        let from = match origin {
            Origin::Default => text::from_default().get(lang).to_owned(),
            Origin::CommandLine => text::from_command_line().get(lang).to_owned(),
            Origin::File { name, line } => format!("{name}:{line}"),
        };
        let value = match value {
            Value::String(word) => word,
            other => other.to_string(),
        };
        let _ = writeln!(out, "  {key:<width$}  {}  {}", terminal(&value), palette.quiet(&format!("[{}]", terminal(&from))));
    }
    out
}

/// The same as one JSON object: `input`, `files`, and `settings` with `value` and `from` each.
#[must_use]
pub fn json(input: &str, effective: Option<&Effective>) -> Value {
    let Some(effective) = effective else { return json!({ "v": 1, "input": input, "left_out": true }) };
    let from = |origin: Origin| match origin {
        Origin::Default => json!("default"),
        Origin::CommandLine => json!("command-line"),
        Origin::File { name, line } => json!({ "file": name.as_ref(), "line": line }),
    };
    let settings: Vec<Value> = rows(effective).into_iter().map(|(key, value, origin)| json!({ "key": key, "value": value, "from": from(origin) })).collect();
    json!({ "v": 1, "input": input, "files": files(effective), "settings": settings })
}

/// A finding that no verdict brings, in one line.
#[must_use]
pub fn aside(finding: &Finding) -> Text {
    let place = finding.place.map_or_else(|| finding.file.to_string(), |place| format!("{}:{}:{}", finding.file, place.line, place.column));
    let link = if finding.link.is_empty() { String::new() } else { format!(" ({})", finding.link) };
    let line = |lang| suppress_text::complaint(&terminal(&place), &finding.rule, &terminal(&format!("{}{link}", finding.sentence.get(lang))));
    Text { en: line(Lang::En).en, zh: line(Lang::Zh).zh }
}
