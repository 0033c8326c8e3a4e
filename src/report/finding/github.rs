//! Annotations of GitHub's runner: workflow commands, the gravest of a file first, for only ten of each level are shown a step.

use std::io::{self, Write};
use std::sync::Arc;

use super::present::{End, Presenter};
use super::words::{KEPT_LIMIT, is_open, message, path, place};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::message::{Lang, finding as text};
use crate::report::escape::terminal;

/// How many annotations of one level GitHub shows for a step.
const SHOWN: u64 = 10;

/// Writes findings as workflow commands.
#[derive(Debug, Clone)]
pub struct Github {
    lang: Lang,
    file: Arc<str>,
    kept: Vec<(Level, String)>,
    counts: [u64; Level::ALL.len()],
}

impl Github {
    /// A writer in one language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, file: Arc::default(), kept: Vec::new(), counts: [0; Level::ALL.len()] }
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.kept.sort_by_key(|(level, _)| *level);
        self.kept.drain(..).try_for_each(|(_, line)| writeln!(out, "{line}"))
    }

    fn command(&self, finding: &Finding) -> String {
        let mut properties = vec![("file", path(finding))];
        let mut says = message(finding, self.lang);
        match finding.place {
            Some(place) => {
                properties.extend([("line", place.line.to_string()), ("endLine", place.end_line.to_string()), ("col", place.column.to_string())]);
                if place.line == place.end_line {
                    properties.push(("endColumn", place.end_column.to_string()));
                }
            }
            None => says = format!("{}: {says}", place(finding)),
        }
        properties.push(("title", finding.rule.to_string()));
        let properties: Vec<String> = properties.into_iter().map(|(key, value)| format!("{key}={}", property(&value))).collect();
        format!("::{} {}::{}", command_name(finding.level), properties.join(","), data(&terminal(&says)))
    }
}

const fn command_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// The message of a command, as the runner undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, as the runner undoes it. Paths keep every character, so nothing is escaped for the terminal here but
/// what the runner would take for its own.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

impl FindingSink for Github {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        if finding.file != self.file || self.kept.len() >= KEPT_LIMIT {
            self.flush(out)?;
            self.file.clone_from(&finding.file);
        }
        if let Some(count) = self.counts.get_mut(finding.level as usize) {
            *count += 1;
        }
        let line = self.command(&finding);
        self.kept.push((finding.level, line));
        Ok(())
    }

    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)
    }
}

impl Presenter for Github {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        if self.counts.iter().all(|count| *count <= SHOWN) {
            return Ok(());
        }
        let [errors, warnings, notes] = self.counts;
        let notice = text::github_shows(errors, warnings, notes, SHOWN);
        writeln!(out, "::notice title=outlink::{}", data(notice.get(self.lang)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_begins_one() {
        assert_eq!(data("a\n::error::b%0A"), "a%0A::error::b%250A");
        assert_eq!(property("a,line=1:b"), "a%2Cline=1%3Ab");
    }
}
