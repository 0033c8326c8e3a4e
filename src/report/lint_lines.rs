//! Diagnostics one a line: for editors and terminals, and as commands for GitHub's workflows.

use super::escape::terminal;
use crate::diag::{Diagnostic, Severity};
use crate::message::Lang;

/// `file:line:column: level[id] text`
#[must_use]
pub fn concise(diagnostic: &Diagnostic, lang: Lang) -> String {
    let place = diagnostic.file.place(diagnostic.span.start);
    let (severity, title) = (diagnostic.severity.as_str(), diagnostic.title.get(lang));
    format!("{}:{}:{}: {severity}[{}] {}", terminal(&diagnostic.file.name), place.line, place.column, diagnostic.code, terminal(title))
}

/// A workflow command: shown at its line of a change.
#[must_use]
pub fn github(diagnostic: &Diagnostic, lang: Lang) -> String {
    let (start, end) = (diagnostic.file.place(diagnostic.span.start), diagnostic.file.place(diagnostic.span.end));
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = format!("file={},line={},col={}", property(&diagnostic.file.name), start.line, start.column);
    // A column at the end is read only where it is on the same line.
    if end.line == start.line {
        properties.push_str(&format!(",endColumn={}", end.column));
    } else {
        properties.push_str(&format!(",endLine={}", end.line));
    }
    format!("::{command} {properties},title={}::{}", property(diagnostic.code), data(&terminal(diagnostic.title.get(lang))))
}

/// A text behind a command's `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value among a command's properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Text;
    use crate::source::{SourceFile, Span};

    #[test]
    fn nothing_in_a_name_or_text_ends_a_command() {
        let file = SourceFile::new("a,b:c\n%.toml", "one\ntwo");
        let diagnostic = Diagnostic::warning("no-source", &file, Span { start: 0, end: 3 }, Text::same("50 %\n::error::x"));
        assert_eq!(github(&diagnostic, Lang::En), "::warning file=a%2Cb%3Ac%0A%25.toml,line=1,col=1,endColumn=4,title=no-source::50 %25\\u{a}::error::x");
        assert_eq!(concise(&diagnostic, Lang::En), "a,b:c\\u{a}%.toml:1:1: warning[no-source] 50 %\\u{a}::error::x");
    }
}
