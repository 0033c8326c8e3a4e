//! The encodings in which jump pages write their targets.

use std::borrow::Cow;

use super::spec::Encoding;
use crate::canon::scheme::{behind_http, behind_web};
use crate::lanes;
use crate::room::ROOM;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// How often a target that is still escaped after decoding is unescaped again.
const NESTED_LIMIT: usize = 4;

/// Decodes a target as it is written; `None` where the encoding does not fit.
#[must_use]
pub fn decode<'t>(written: impl Into<Cow<'t, str>>, encoding: Encoding) -> Option<Cow<'t, str>> {
    let written = written.into();
    Some(match encoding {
        Encoding::Raw => written,
        Encoding::Percent => nested(percent_unless_plain(written)),
        Encoding::Base64 => nested(percent_unless_plain(base64(&percent(written))?.into())),
        Encoding::Base64Parts => base64_parts(&percent(written))?.into(),
        Encoding::Base36 => base36(&written)?.into(),
        Encoding::Underscore => nested(percent(written.replace('_', "%"))),
        Encoding::ProofpointV2 => percent(written.replace('-', "%").replace('_', "/")),
        Encoding::ProofpointV3 => proofpoint_v3(&written)?.into(),
    })
}

/// Percent-decodes once. Where the result would not be UTF-8, as with links in GBK, only ASCII is decoded and the rest kept.
#[must_use]
pub fn percent<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if !lanes::contains(text.as_bytes(), b'%') {
        return text;
    }
    String::from_utf8(unescaped(text.as_bytes())).unwrap_or_else(|_| percent_ascii(&text)).into()
}

/// The bytes that a text's escapes stand for, and the others between them. They are read and written by whole windows, each over what the one
/// before wrote too much; the last bytes of the text are given zeros behind them, which are neither a percent sign nor a digit.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = vec![0; text.len() + ROOM];
    let whole = (text.len() + 1).saturating_sub(WINDOW);
    let (from, to) = unescape(text, whole, &mut out, 0);
    let rest = text.get(from..).unwrap_or_default();
    let mut last = [0; 2 * WINDOW];
    last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
    let (from, to) = unescape(&last, rest.len(), &mut out, to);
    // The last window may have gone on behind the text.
    out.truncate(to - from.saturating_sub(rest.len()));
    out
}

/// Unescapes the windows of a text that begin before a place; how far it was read, and how far written.
fn unescape(text: &[u8], until: usize, out: &mut [u8], mut to: usize) -> (usize, usize) {
    let mut from = 0;
    while from < until {
        let (Some(window), Some(place)) = (window_at(text, from), out.get_mut(to..).and_then(<[u8]>::first_chunk_mut::<WINDOW>)) else { break };
        *place = *window;
        let [marks] = lanes::held_wide(window, 0, |lanes| [lanes::equal(lanes, b'%')]);
        let plain = marks.trailing_zeros() as usize;
        (from, to) = (from + plain, to + plain);
        if plain < WINDOW {
            let escaped = text.get(from + 1..).and_then(<[u8]>::first_chunk).and_then(|digits| escape(*digits));
            if let Some(place) = place.get_mut(plain) {
                *place = escaped.unwrap_or(b'%');
            }
            (from, to) = (from + if escaped.is_some() { 3 } else { 1 }, to + 1);
        }
    }
    (from, to)
}

fn window_at(bytes: &[u8], at: usize) -> Option<&[u8; WINDOW]> {
    bytes.get(at..)?.first_chunk()
}

/// How many bytes are looked at together.
const WINDOW: usize = 32;
const _: () = assert!(WINDOW <= ROOM, "the last window is written into the room");

/// The byte that two digits stand for behind a percent sign.
pub(super) fn escape([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| DIGITS.get(usize::from(byte)).copied().unwrap_or(NO_DIGIT);
    let (high, low) = (digit(high), digit(low));
    ((high | low) < 16).then_some(high << 4 | low)
}

const NO_DIGIT: u8 = 0x80;

/// What each byte is as a digit to the base 16: digits and letters follow each other so that no processor could guess.
#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0_u8;
    while value < 16 {
        let written = if value < 10 { [b'0' + value; 2] } else { [b'a' + value - 10, b'A' + value - 10] };
        digits[written[0] as usize] = value;
        digits[written[1] as usize] = value;
        value += 1;
    }
    digits
};

fn percent_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match (byte, after.get(2..)) {
            (Some(byte), Some(tail)) => {
                out.push(char::from(byte));
                rest = tail;
            }
            _ => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Makes each `+` of a wholly escaped value the space that form encoding means by it. Before a link a `+` is always one, and
/// browsers trim it.
#[must_use]
pub fn form_spaces(value: Cow<'_, str>) -> Cow<'_, str> {
    if !lanes::contains(value.as_bytes(), b'+') {
        return value;
    }
    let trimmed = value.trim_start_matches('+');
    let begins = |head: &str| trimmed.get(..head.len()).is_some_and(|text| text.eq_ignore_ascii_case(head));
    if begins("http%3") || begins("https%") { trimmed.replace('+', "%20").into() } else { trimmed.to_owned().into() }
}

/// A value that is a whole URL with its own escapes stays as it is; any other is decoded once.
#[inline(always)]
fn percent_unless_plain(value: Cow<'_, str>) -> Cow<'_, str> {
    let is_plain = behind_web(&value).is_some_and(|rest| {
        let mark = lanes::find_wide(rest.as_bytes(), 0, |lanes| lanes::among(lanes, b"/?"));
        mark < rest.len() || !lanes::contains(rest.as_bytes(), b'%')
    });
    if is_plain { value } else { percent(value) }
}

/// Decodes further while the scheme itself is still escaped, as in `https%3A%2F%2F`.
#[inline(always)]
fn nested(mut text: Cow<'_, str>) -> Cow<'_, str> {
    for _ in 0..NESTED_LIMIT {
        if !matches!(behind_http(text.as_bytes()), Some([b'%', ..] | [b's' | b'S', b'%', ..])) {
            break;
        }
        text = percent(text);
    }
    text
}

/// Some senders pad with `~`, and some with `-`, which base64url has as a digit too.
fn base64(text: &str) -> Option<String> {
    // Browsers leave white space in it out (Infra Standard, forgiving-base64 decode).
    let text: String = text.split_ascii_whitespace().collect();
    let padded = text.len();
    let text = text.trim_end_matches('~');
    if text.trim_end_matches('-').is_empty() && padded > 0 {
        return None;
    }
    base64_unpadded(text).or_else(|| base64_unpadded(text.trim_end_matches('-')))
}

fn base64_unpadded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()?;
    String::from_utf8(bytes).ok()
}

fn base64_parts(text: &str) -> Option<String> {
    let parts: Option<Vec<String>> = text.split('@').map(base64).collect();
    parts.map(|parts| parts.join("?"))
}

fn base36(text: &str) -> Option<String> {
    if text.is_empty() || !text.len().is_multiple_of(3) || text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(36)).collect();
    digits?.chunks_exact(3).map(|three| char::from_u32(three.iter().fold(0, |number, digit| number * 36 + digit))).collect()
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
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escapes_are_read_as_the_library_reads_them(text in "(%[0-9a-fA-F]{2}|%|[a-g%0-9é]){0,20}") {
            prop_assert_eq!(unescaped(text.as_bytes()), percent_decode_str(&text).collect::<Vec<u8>>());
        }
    }

    #[test]
    fn every_encoding_is_read() {
        for (written, encoding, expected) in [
            ("https%3A%2F%2Fa.cn%2Fb%3Fc%3D1", Encoding::Percent, "https://a.cn/b?c=1"),
            ("https%3A//a.cn/b", Encoding::Percent, "https://a.cn/b"),
            ("https://a.cn/b%20c", Encoding::Percent, "https://a.cn/b%20c"),
            ("https%253A%252F%252Fa.cn", Encoding::Percent, "https://a.cn"),
            ("https%253A%252F%252Fa.cn%252F%253Fb%253Dhttps%25253A%25252F%25252Fb.cn", Encoding::Percent, "https://a.cn/?b=https%3A%2F%2Fb.cn"),
            ("aHR0cHM6Ly9hLmNuLw", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6Ly9hLmNuLw%3D%3D", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6Ly9hLmNuLw~~", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6Ly9hLmNuLw--", Encoding::Base64, "https://a.cn/"),
            ("aHR0cHM6Ly9hLmNuLw@YT0x", Encoding::Base64Parts, "https://a.cn/?a=1"),
            ("02W03803803401M01B01B", Encoding::Base36, "http://"),
            ("https_3A_2F_2Fa_2ecn_2F_3Fb_5fc_3D1", Encoding::Underscore, "https://a.cn/?b_c=1"),
            ("https%3A%2F%2Fa.cn%2F%D6%D0", Encoding::Percent, "https://a.cn/%D6%D0"),
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
        assert_eq!(decode("02w", Encoding::Base36), None);
        assert_eq!(decode("aHR0cHM6Ly9hLmNuLw@%%", Encoding::Base64Parts), None);
    }

    #[test]
    fn plus_is_a_space_only_where_all_is_escaped() {
        for (written, expected) in [
            ("https%3A%2F%2Fa.cn%2Fb+c", "https%3A%2F%2Fa.cn%2Fb%20c"),
            ("https://a.cn/b+c", "https://a.cn/b+c"),
            ("a+b", "a+b"),
            ("++https://a.cn/b+c", "https://a.cn/b+c"),
            ("+javascript:a+b", "javascript:a+b"),
        ] {
            assert_eq!(form_spaces(written.into()), expected);
        }
    }
}
