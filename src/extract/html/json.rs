//! The texts of JSON inside a page, with the places they are written at.

use crate::extract::found::Role;
use crate::extract::passage::{Origin, Passage};

/// Keys whose value names a vocabulary and leads nowhere.
const NAMES: [&str; 2] = ["@context", "@vocab"];

/// Gives every text of a JSON value, a key as a key. What is no JSON is passed over, text by text.
pub(super) fn texts(text: &str, origin: &Origin<'_>, see: &mut dyn FnMut(&str, &Origin<'_>, Role)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_name = false;
    while let Some(quote) = memchr::memchr(b'"', bytes.get(at..).unwrap_or_default()) {
        let start = at + quote + 1;
        let end = end_of_text(bytes, start);
        let Some(written) = text.get(start..end) else { return };
        at = end + 1;
        let follows = bytes.get(at..).unwrap_or_default().iter().find(|byte| !byte.is_ascii_whitespace());
        let is_key = follows == Some(&b':');
        if is_key {
            is_name = NAMES.contains(&written);
        }
        if is_key || !is_name {
            let role = if is_key { Role::Key } else { Role::Value };
            if written.contains('\\') {
                let passage = unescaped(written, start);
                see(passage.text(), &passage.origin(origin), role);
            } else {
                see(written, &origin.slice(start), role);
            }
        }
    }
}

fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(next) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += next;
        if bytes.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

fn unescaped(written: &str, from: usize) -> Passage {
    let mut passage = Passage::default();
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('\\').unwrap_or(rest.len());
        passage.same(rest.get(..plain).unwrap_or_default(), from + at);
        let Some(escape) = rest.get(plain..).filter(|escape| !escape.is_empty()) else { break };
        // Two numbers can stand for one character.
        let meant = [12, 6, 2].iter().find_map(|length| {
            let part = escape.get(..*length)?;
            let is_number = part.starts_with("\\u") == (*length > 2);
            let meant = is_number.then(|| serde_json::from_str::<String>(&format!("\"{part}\"")).ok())??;
            (meant.chars().count() == 1).then_some((*length, meant))
        });
        let (length, meant) = meant.unwrap_or_else(|| (1, "\\".to_owned()));
        passage.otherwise(&meant, from + at + plain, from + at + plain + length);
        at += plain + length;
    }
    passage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn texts_keep_their_places() {
        let json = r#"{"@context":"https://schema.org","url":"https:\/\/a.cn\/\u4e2d\ud83d\ude00","k":["b"]}"#;
        let mut found = Vec::new();
        texts(json, &Origin::WHOLE, &mut |text, origin, role| {
            let Span { start, end } = origin.span(0, text.len());
            found.push((text.to_owned(), json.get(start..end).unwrap_or_default().to_owned(), role));
        });
        let row = |text: &str, written: &str, role| (text.to_owned(), written.to_owned(), role);
        let expected = vec![
            row("@context", "@context", Role::Key),
            row("url", "url", Role::Key),
            row("https://a.cn/中😀", r"https:\/\/a.cn\/\u4e2d\ud83d\ude00", Role::Value),
            row("k", "k", Role::Key),
            row("b", "b", Role::Value),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn broken_json_ends() {
        for json in ["\"", "\"a\\", "{\"a\":\"\\ud83d\\u12\"", "\"\\x\""] {
            texts(json, &Origin::WHOLE, &mut |_, _, _| {});
        }
    }
}
