//! The encodings in which jump pages write their targets.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

use super::spec::Encoding;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// How often a target that is still escaped after decoding is unescaped again.
const NESTED_LIMIT: usize = 4;

/// Decodes a target as it is written; `None` where the encoding does not fit.
#[must_use]
pub fn decode(written: &str, encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Raw => Some(written.to_owned()),
        Encoding::Percent => Some(nested(percent_unless_plain(written))),
        Encoding::PercentTwice => Some(nested(percent(&percent(written)))),
        Encoding::Base64 => base64(&percent(written)).map(|text| nested(percent_unless_plain(&text))),
        Encoding::ProofpointV2 => Some(percent(&written.replace('-', "%").replace('_', "/"))),
        Encoding::ProofpointV3 => proofpoint_v3(written),
    }
}

/// Percent-decodes once; what is not UTF-8 afterwards is replaced.
#[must_use]
pub fn percent(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Makes each `+` of a wholly escaped value the space that form encoding means by it.
pub fn form_spaces(value: &mut String) {
    let lower = value.get(..6).unwrap_or_default().to_ascii_lowercase();
    if value.contains('+') && matches!(lower.as_str(), "http%3" | "https%") {
        *value = value.replace('+', "%20");
    }
}

/// A value that is a whole URL with its own escapes stays as it is; any other is decoded once.
fn percent_unless_plain(value: &str) -> String {
    let is_plain = value
        .split_once("://")
        .is_some_and(|(scheme, rest)| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") && (rest.contains(['/', '?']) || !rest.contains('%')));
    if is_plain { value.to_owned() } else { percent(value) }
}

/// Decodes further while the scheme itself is still escaped, as in `https%3A%2F%2F`.
fn nested(mut text: String) -> String {
    for _ in 0..NESTED_LIMIT {
        let lower = text.get(..12).unwrap_or(&text).to_ascii_lowercase();
        if !(lower.starts_with("http%") || lower.starts_with("https%")) {
            break;
        }
        text = percent(&text);
    }
    text
}

fn base64(text: &str) -> Option<String> {
    // Browsers leave white space in it out (Infra Standard, forgiving-base64 decode).
    let text: String = text.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(&text).or_else(|_| URL_SAFE.decode(&text)).ok()?;
    String::from_utf8(bytes).ok()
}

/// `__URL__;LIST!...`: each `*` of the URL is the next character of the list, `**x` a run of them.
///
/// The run length `x` counts from 2 in the order of the base64url alphabet. A URL cut short, without a list, has no marks.
fn proofpoint_v3(written: &str) -> Option<String> {
    const RUN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let body = written.strip_prefix("__")?;
    let (url, tail) = body.split_once("__;").unwrap_or((body.trim_end_matches('_'), ""));
    let list = tail.split('!').next().unwrap_or_default();
    let list = String::from_utf8(URL_SAFE.decode(list).ok()?).ok()?;
    let mut characters = list.chars();
    let mut out = String::with_capacity(url.len() + list.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('*') {
        out.push_str(before);
        let run = after.strip_prefix('*').and_then(|tail| {
            let mark = tail.chars().next()?;
            Some((RUN.find(mark)? + 2, tail.get(mark.len_utf8()..)?))
        });
        let (count, next) = run.unwrap_or((1, after));
        out.extend(characters.by_ref().take(count));
        rest = next;
    }
    out.push_str(rest);
    Some(match out.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
        _ => out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_read() {
        for (written, encoding, expected) in [
            ("https%3A%2F%2Fa.cn%2Fb%3Fc%3D1", Encoding::Percent, "https://a.cn/b?c=1"),
            ("https%3A//a.cn/b", Encoding::Percent, "https://a.cn/b"),
            ("https://a.cn/b%20c", Encoding::Percent, "https://a.cn/b%20c"),
            ("https%253A%252F%252Fa.cn", Encoding::Percent, "https://a.cn"),
            ("https%253A%252F%252Fa.cn", Encoding::PercentTwice, "https://a.cn"),
            ("aHR0cHM6Ly9hLmNuLw", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6Ly9hLmNuLw%3D%3D", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6%0ALy9h%20LmNuLw", Encoding::Base64, "https://a.cn/"),
            ("https-3A__a.cn_b", Encoding::ProofpointV2, "https://a.cn/b"),
            ("__https://a.cn/x*y__;Iw!!Abc$", Encoding::ProofpointV3, "https://a.cn/x#y"),
            ("__https://a.cn/*y__;w6k!Abc$", Encoding::ProofpointV3, "https://a.cn/\u{e9}y"),
            ("__https://a.cn/**Ay__;I34!!Abc$", Encoding::ProofpointV3, "https://a.cn/#~y"),
            ("__https://a.cn/x__", Encoding::ProofpointV3, "https://a.cn/x"),
        ] {
            assert_eq!(decode(written, encoding).as_deref(), Some(expected), "{written}");
        }
        assert_eq!(decode("%%%", Encoding::Base64), None);
    }
    #[test]
    fn plus_is_a_space_only_where_all_is_escaped() {
        for (written, expected) in [("https%3A%2F%2Fa.cn%2Fb+c", "https%3A%2F%2Fa.cn%2Fb%20c"), ("https://a.cn/b+c", "https://a.cn/b+c"), ("a+b", "a+b")] {
            let mut value = written.to_owned();
            form_spaces(&mut value);
            assert_eq!(value, expected);
        }
    }
}
