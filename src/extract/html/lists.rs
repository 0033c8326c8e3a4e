//! Attributes that hold more than one URL, or a URL behind something else.

/// The stretches of the URLs of a `srcset`, by the rules of the HTML Standard.
pub(super) fn sources(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += count(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        let length = count(bytes, at, |byte| !byte.is_ascii_whitespace());
        if length == 0 {
            return found;
        }
        let (start, mut end) = (at, at + length);
        at = end;
        if bytes.get(end - 1) == Some(&b',') {
            while end > start && bytes.get(end - 1) == Some(&b',') {
                end -= 1;
            }
        } else {
            at = descriptor_end(bytes, at);
        }
        found.push((start, end));
    }
}

/// The end of the widths and densities behind a URL: a comma outside brackets.
fn descriptor_end(bytes: &[u8], from: usize) -> usize {
    let mut is_inside = false;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' => is_inside = true,
            b')' => is_inside = false,
            b',' if !is_inside => return at,
            _ => {}
        }
    }
    bytes.len()
}

/// The stretches of URLs with white space or commas between them.
pub(super) fn words(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte.is_ascii_whitespace() || byte == b',', start) {
            (true, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    found.extend(start.map(|from| (from, text.len())));
    found
}

/// The stretch of the URL that a page leads on to, by the rules of the HTML Standard for `http-equiv=refresh`.
pub(super) fn refresh(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let space = |byte: u8| byte.is_ascii_whitespace();
    let mut at = count(bytes, 0, space);
    let digits = count(bytes, at, |byte| byte.is_ascii_digit() || byte == b'.');
    at += digits;
    let gap = count(bytes, at, |byte| space(byte) || matches!(byte, b';' | b','));
    if digits > 0 && gap == 0 {
        return None;
    }
    at += gap;
    if bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"url")) {
        let behind = at + 3 + count(bytes, at + 3, space);
        if bytes.get(behind) == Some(&b'=') {
            at = behind + 1 + count(bytes, behind + 1, space);
        }
    }
    let end = match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            at += 1;
            at + count(bytes, at, |byte| byte != *quote)
        }
        _ => text.trim_ascii_end().len(),
    };
    (end > at).then_some((at, end))
}

fn count(bytes: &[u8], from: usize, is_part: impl Fn(u8) -> bool) -> usize {
    bytes.get(from..).unwrap_or_default().iter().take_while(|byte| is_part(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices(text: &str, found: &[(usize, usize)]) -> Vec<String> {
        found.iter().map(|(start, end)| text.get(*start..*end).unwrap().to_owned()).collect()
    }

    #[test]
    fn sources_of_a_set() {
        for (text, expected) in [
            ("a.png 1x, b.png 2x", vec!["a.png", "b.png"]),
            ("a.png,b.png", vec!["a.png,b.png"]),
            ("a.png, b.png", vec!["a.png", "b.png"]),
            (" , http://a.cn/x?a,b 100w,http://b.cn/y (max, 3) 2x , c", vec!["http://a.cn/x?a,b", "http://b.cn/y", "c"]),
            ("data:image/png;base64,AA== 1x, b 2x", vec!["data:image/png;base64,AA==", "b"]),
            ("", vec![]),
        ] {
            assert_eq!(slices(text, &sources(text)), expected, "{text}");
        }
    }

    #[test]
    fn where_a_page_leads_on() {
        for (text, expected) in [
            ("0;url=http://a.cn/", Some("http://a.cn/")),
            ("5; URL = 'http://a.cn/x y' more", Some("http://a.cn/x y")),
            ("0 http://a.cn/", Some("http://a.cn/")),
            (";url=/x ", Some("/x")),
            ("0.5,\"/x", Some("/x")),
            ("url=/x", Some("/x")),
            ("5", None),
            ("5x", None),
            ("", None),
        ] {
            assert_eq!(refresh(text).and_then(|(start, end)| text.get(start..end)), expected, "{text}");
        }
    }

    #[test]
    fn words_of_a_list() {
        assert_eq!(slices(" a  b,c ", &words(" a  b,c ")), ["a", "b", "c"]);
    }
}
