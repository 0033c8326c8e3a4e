//! Where a page sends its reader by itself: `<meta http-equiv="refresh">` and the header `Refresh`.
//!
//! After the HTML Standard, "shared declarative refresh steps". No script is run, and what stands in comments or in
//! the text of a script is no tag.

/// The longest wait, in seconds, after which going on still counts as a redirect and not as a page that is shown.
pub const DELAY_LIMIT: u64 = 30;

/// Elements whose content is text and no markup.
const RAW_TEXT: &[&str] = &["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// The target of the first `<meta http-equiv="refresh">` of a page that names one.
#[must_use]
pub fn of_page(page: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(page);
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at + 1..)?;
        if let Some(comment) = tag.strip_prefix("!--") {
            // A comment that does not end hides all that follows.
            rest = comment.get(comment.find("-->")? + 3..)?;
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let (attributes, after) = attributes(tag.get(name.len()..)?);
        rest = after;
        if name == "meta" && value(&attributes, "http-equiv").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("refresh")) {
            if let Some(target) = value(&attributes, "content").and_then(|content| of_content(&unescape(content))) {
                return Some(target);
            }
        } else if RAW_TEXT.contains(&name.as_str()) {
            rest = past_end_tag(rest, &name)?;
        }
    }
    None
}

/// The target of a value such as `0; url=https://example.com/`; `None` where it only loads the page again, or late.
#[must_use]
pub fn of_content(content: &str) -> Option<String> {
    let content = content.trim_matches(is_space);
    let digits = content.find(|c: char| !c.is_ascii_digit()).unwrap_or(content.len());
    let (seconds, rest) = content.split_at_checked(digits)?;
    if seconds.is_empty() && !rest.starts_with('.') {
        return None;
    }
    // A number too large to read is a late one.
    if !seconds.is_empty() && seconds.parse::<u64>().map_or(true, |seconds| seconds > DELAY_LIMIT) {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let after = rest.trim_start_matches(is_space);
    let after = after.strip_prefix([';', ',']).unwrap_or(after).trim_start_matches(is_space);
    if after.is_empty() || after.len() == rest.len() {
        return None;
    }
    let url = match after.get(..3).filter(|word| word.eq_ignore_ascii_case("url")).and_then(|_| after.get(3..)) {
        Some(rest) => rest.trim_start_matches(is_space).strip_prefix('=').map_or(after, |rest| rest.trim_start_matches(is_space)),
        None => after,
    };
    let url = match url.chars().next() {
        Some(quote @ ('"' | '\'')) => url.get(1..)?.split(quote).next()?,
        _ => url,
    };
    Some(url.trim_matches(is_space).to_owned()).filter(|url| !url.is_empty())
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

/// The attributes of a tag whose name was read, and what follows the tag.
fn attributes(tag: &str) -> (Vec<(String, &str)>, &str) {
    let mut found = Vec::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c| is_space(c) || c == '/');
        if rest.is_empty() {
            return (found, "");
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        // An `=` at the beginning belongs to the name; so every round takes at least one character.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest.get(first..).and_then(|rest| rest.find(|c| is_space(c) || matches!(c, '/' | '>' | '='))).map_or(rest.len(), |at| at + first);
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (value, after) = attribute_value(after);
        found.push((name.to_ascii_lowercase(), value));
        rest = after;
    }
}

/// The value of an attribute, if one follows its name.
fn attribute_value(after_name: &str) -> (&str, &str) {
    let Some(after) = after_name.trim_start_matches(is_space).strip_prefix('=') else { return ("", after_name) };
    let after = after.trim_start_matches(is_space);
    match after.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = after.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        }
        _ => {
            let end = after.find(|c| is_space(c) || c == '>').unwrap_or(after.len());
            after.split_at_checked(end).unwrap_or((after, ""))
        }
    }
}

/// The first value of an attribute: of one that repeats, later ones do not count.
fn value<'v>(attributes: &[(String, &'v str)], name: &str) -> Option<&'v str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
}

/// What follows the end tag of an element that holds text only.
fn past_end_tag<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = text;
    loop {
        let at = rest.find("</")?;
        rest = rest.get(at + 2..)?;
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest.get(name.len()..);
        }
    }
}

/// The entities that stand in URLs, resolved; every other one is left.
fn unescape(text: &str) -> String {
    let pairs = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&#47;", "/"),
        ("&#x2f;", "/"),
        ("&#x2F;", "/"),
        ("&#58;", ":"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ];
    let plain = pairs.into_iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    plain.replace("&amp;", "&").replace("&#38;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lead_where_browsers_would_go() {
        for (page, target) in [
            ("<meta http-equiv=refresh content='0;url=https://a.example/'>", Some("https://a.example/")),
            ("<META HTTP-EQUIV=\"Refresh\" CONTENT=\"3; URL='/next?a=1&amp;b=2'\"/>", Some("/next?a=1&b=2")),
            ("<head><meta charset=utf-8><meta content=\"0,https://b.example\" http-equiv=refresh>", Some("https://b.example")),
            ("<meta http-equiv=refresh content=\"0; https://c.example/\">", Some("https://c.example/")),
            ("<!-- <meta http-equiv=refresh content='0;url=https://a.example/'> -->", None),
            ("<script>var a = \"<meta http-equiv=refresh content='0;url=https://a.example/'>\"</script>", None),
            ("<script>1</SCRIPT><meta http-equiv=refresh content='0;url=x'>", Some("x")),
            ("<noscript><meta http-equiv=refresh content='0;url=x'></noscript>", Some("x")),
            ("<meta http-equiv=refresh content='300'>", None),
            ("<meta http-equiv=refresh content='300;url=x'>", None),
            ("<meta http-equiv=refresh content='99999999999999999999;url=x'>", None),
            ("<meta name=refresh content='0;url=x'>", None),
            ("<meta http-equiv=refresh content='0;url='>", None),
            ("<meta http-equiv=refresh content='0.5;url=x'>", Some("x")),
            ("<meta http-equiv=refresh http-equiv=none content='0;url=x' content='0;url=y'>", Some("x")),
            ("<!-- never closed <meta http-equiv=refresh content='0;url=x'>", None),
            ("<", None),
            ("<meta", None),
            ("", None),
        ] {
            assert_eq!(of_page(page.as_bytes()).as_deref(), target, "{page}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(page in "(<|>|/|=|'|\"|!--|-->|meta|script| |http-equiv|refresh|content|0;url=x|é|[a-z]){0,40}") {
            let _ = (of_page(page.as_bytes()), of_content(&page));
        }
    }
}
