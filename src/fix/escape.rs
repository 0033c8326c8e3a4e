//! Writing a URL so that its format reads it as it is meant.

use std::borrow::Cow;

use crate::extract::format::Format;
use crate::extract::found::Role;

/// A URL as it is written in a format, as what it stands there; `None` where nothing can be written safely.
#[must_use]
pub fn escaped(url: &str, format: Format, role: Role) -> Option<Cow<'_, str>> {
    if matches!(role, Role::Code | Role::Comment | Role::Picture | Role::Key) {
        return None;
    }
    Some(match format {
        Format::Html | Format::Xml => Cow::Owned(url.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;")),
        Format::Markdown if matches!(role, Role::Link | Role::Image | Role::Reference) => Cow::Owned(destination(url)),
        Format::Markdown if matches!(role, Role::Attribute) => Cow::Owned(url.replace('&', "&amp;").replace('"', "&quot;")),
        Format::Json | Format::Jsonl => Cow::Owned(url.replace('\\', "\\\\").replace('"', "\\\"")),
        Format::Csv | Format::Tsv if url.contains(['"', ',', '\t']) => return None,
        Format::Urls | Format::Text | Format::Markdown | Format::Csv | Format::Tsv | Format::Yaml | Format::Toml | Format::Rst | Format::Asciidoc => url.into(),
        Format::Latex => Cow::Owned(url.replace('%', "\\%").replace('#', "\\#")),
        Format::Xlsx | Format::Docx | Format::Eml | Format::Picture | Format::Zip => return None,
    })
}

/// A destination of Markdown: parentheses that do not pair, and what reads like an entity, are escaped.
fn destination(url: &str) -> String {
    let mut depth = 0_i64;
    let pairs = url.chars().all(|c| {
        depth += i64::from(c == '(') - i64::from(c == ')');
        depth >= 0
    }) && depth == 0;
    let url = if pairs { url.to_owned() } else { url.replace('(', "\\(").replace(')', "\\)") };
    let mut parts = url.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).next().unwrap_or_default();
        let is_entity = !name.is_empty() && part.get(name.len()..).is_some_and(|rest| rest.starts_with(';'));
        out.push_str(if is_entity { "&amp;" } else { "&" });
        out.push_str(part);
    }
    out
}
