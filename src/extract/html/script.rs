//! Scripts whose texts write the marks of a URL as numbers: `"https:\u002F\u002Fa.cn"`.

use memchr::memmem;

use crate::extract::passage::Passage;

/// How many bytes such a number takes.
const LENGTH: usize = 6;

/// A script with the numbers of ASCII's signs undone; `None` where no URL is written so, which is the rule.
///
/// Letters and signs beyond ASCII stay as they are, and so do control characters: they end a URL as they stand.
pub(super) fn plain(text: &str) -> Option<Passage> {
    let bytes = text.as_bytes();
    memmem::find(bytes, br":\u002F\u002F").or_else(|| memmem::find(bytes, br":\u002f\u002f"))?;
    let mut passage = Passage::default();
    let mut done = 0;
    for at in memmem::find_iter(bytes, br"\u00") {
        let Some(sign) = text.get(at + 4..at + LENGTH).and_then(sign).filter(|_| at >= done) else { continue };
        passage.same(text.get(done..at).unwrap_or_default(), done);
        passage.otherwise(sign.encode_utf8(&mut [0; 4]), at, at + LENGTH);
        done = at + LENGTH;
    }
    passage.same(text.get(done..).unwrap_or_default(), done);
    Some(passage)
}

/// The sign of ASCII that two hexadecimal digits stand for.
fn sign(digits: &str) -> Option<char> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let byte = is_number.then(|| u8::from_str_radix(digits, 16).ok())??;
    byte.is_ascii_graphic().then(|| char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_signs_are_undone() {
        for (written, plain_text) in [
            (r#"u:"https:\u002F\u002Fa.cn\u002Fb?c=1\u0026d=2""#, Some(r#"u:"https://a.cn/b?c=1&d=2""#)),
            (r#"u:"https:\u002f\u002fa.cn\u00e9\u000a\u0""#, Some(r#"u:"https://a.cn\u00e9\u000a\u0""#)),
            (r#"u:"a\u002Fb""#, None),
        ] {
            assert_eq!(plain(written).as_ref().map(Passage::text), plain_text, "{written}");
        }
    }
}
