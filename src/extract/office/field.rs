//! Links in instructions: field codes of documents, formulas of cells.

/// The targets that a field code of a document leads to: `HYPERLINK "https://a.cn/" \o "note"`.
pub(in crate::extract) fn target_of_field(code: &str) -> Option<String> {
    let code = code.trim();
    let (word, rest) = code.split_once(char::is_whitespace)?;
    if !["HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"].iter().any(|name| word.eq_ignore_ascii_case(name)) {
        return None;
    }
    let rest = rest.trim_start();
    // `\l` leads to a place in the same document.
    let rest = match rest.strip_prefix('\\') {
        Some(_) => return None,
        None => rest,
    };
    let target = match rest.strip_prefix(['"', '“', '”']) {
        Some(quoted) => quoted.split(['"', '“', '”']).next(),
        None => rest.split_whitespace().next(),
    };
    target.map(|target| target.replace("\\\\", "\\")).filter(|target| !target.is_empty())
}

/// The strings of a formula, each with whether it is the target of `HYPERLINK`.
pub(in crate::extract) fn strings_of_formula(formula: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut rest = formula;
    while let Some((before, quoted)) = rest.split_once('"') {
        let call = before.trim_end();
        let is_target = call.len() >= 10 && call.to_ascii_uppercase().ends_with("HYPERLINK(");
        let mut text = String::new();
        rest = quoted;
        loop {
            let Some((piece, after)) = rest.split_once('"') else {
                text.push_str(rest);
                rest = "";
                break;
            };
            text.push_str(piece);
            rest = after;
            match rest.strip_prefix('"') {
                Some(more) => {
                    text.push('"');
                    rest = more;
                }
                None => break,
            }
        }
        found.push((text, is_target));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_codes_name_their_targets() {
        for (code, expected) in [
            (r#" HYPERLINK "https://a.cn/?a=1" \o "note" "#, Some("https://a.cn/?a=1")),
            ("HYPERLINK https://a.cn/ \\t _blank", Some("https://a.cn/")),
            (r#"HYPERLINK \l "top""#, None),
            ("PAGE \\* MERGEFORMAT", None),
            (r#"includepicture "https://a.cn/1.png""#, Some("https://a.cn/1.png")),
            ("", None),
        ] {
            assert_eq!(target_of_field(code).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn formulas_hold_strings() {
        let both = |text: &str, is_target| (text.to_owned(), is_target);
        assert_eq!(strings_of_formula(r#"HYPERLINK("https://a.cn/""x""", "点这里")"#), [both("https://a.cn/\"x\"", true), both("点这里", false)]);
        assert_eq!(strings_of_formula(r#"IF(A1="x",hyperlink( "https://b.cn"#), [both("x", false), both("https://b.cn", true)]);
        assert_eq!(strings_of_formula("A1+B2"), []);
    }
}
