//! Writing JSON straight into a buffer, for the record that every link gets.

use crate::lanes;

/// The bytes of a JSON object or array that is being written.
#[derive(Debug)]
pub struct JsonWriter<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl<'o> JsonWriter<'o> {
    /// Goes on with an object of which `start` was written before.
    pub fn resume(out: &'o mut Vec<u8>, start: &[u8]) -> Self {
        out.extend_from_slice(start);
        Self { out, first: false }
    }

    /// Writes a key with the same string as the one that ends at the end of the buffer and has `length` bytes.
    pub fn same_string(&mut self, key: &str, length: usize) {
        let end = self.out.len();
        self.key(key);
        self.out.extend_from_within(end.saturating_sub(length)..end);
    }

    /// How many bytes the buffer holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether the buffer is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Opens an object.
    pub fn object(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    /// Opens an array.
    pub fn array(out: &'o mut Vec<u8>) -> Self {
        out.push(b'[');
        Self { out, first: true }
    }

    fn comma(&mut self) {
        if self.first {
            self.first = false;
        } else {
            self.out.push(b',');
        }
    }

    /// Writes a key; its value must follow. Keys hold no character that JSON escapes.
    #[inline(always)]
    pub fn key(&mut self, key: &str) -> &mut Vec<u8> {
        if self.first {
            self.first = false;
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(b",\"");
        }
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Begins an item of an array; its value must follow.
    pub fn item(&mut self) -> &mut Vec<u8> {
        self.comma();
        self.out
    }

    /// A key with a string.
    #[inline]
    pub fn string(&mut self, key: &str, value: &str) {
        string(self.key(key), value);
    }

    /// A key with an id: a string of which it is known that nothing in it needs an escape.
    #[inline]
    pub fn id(&mut self, key: &str, value: &str) {
        id(self.key(key), value);
    }

    /// A key with a number.
    #[inline]
    pub fn number(&mut self, key: &str, value: u64) {
        number(self.key(key), value);
    }

    /// A key with `true`.
    pub fn truth(&mut self, key: &str) {
        self.key(key).extend_from_slice(b"true");
    }

    /// A key with an array of ids, left out where there is none.
    pub fn ids<'s>(&mut self, key: &str, values: impl IntoIterator<Item = &'s str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            let mut array = JsonWriter::array(self.key(key));
            values.for_each(|value| id(array.item(), value));
            array.end_array();
        }
    }

    /// Closes an object.
    pub fn end_object(self) {
        self.out.push(b'}');
    }

    /// Closes an array.
    pub fn end_array(self) {
        self.out.push(b']');
    }
}

/// Writes an id with its quotes; it must hold no character that JSON escapes.
#[inline]
pub fn id(out: &mut Vec<u8>, text: &str) {
    debug_assert!(is_plain(text), "`{text}` is no id");
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Writes a string with its quotes.
pub fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    if is_plain(text) {
        out.extend_from_slice(bytes);
    } else {
        escaped(out, bytes);
    }
    out.push(b'"');
}

/// Whether nothing in a text needs an escape. Whole chunks are looked at together; the last one may overlap the one before.
#[must_use]
#[inline(always)]
pub fn is_plain(text: &str) -> bool {
    let needs_escape = |lanes| lanes::within(lanes, 0, 0x1f) | lanes::equal(lanes, b'"') | lanes::equal(lanes, b'\\') | lanes::equal(lanes, 0x7f);
    lanes::find(text.as_bytes(), 0, needs_escape) == text.len()
}

const fn needs_escape(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == 0x7f)
}

fn escaped(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !needs_escape(*byte) {
            continue;
        }
        out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
        done = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => {
                let digit = |value: u8| HEX.get(usize::from(value & 15)).copied().unwrap_or(b'0');
                out.extend_from_slice(b"\\u00");
                out.push(digit(control >> 4));
                out.push(digit(*control));
            }
        }
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
}

/// Writes a whole number.
#[inline(always)]
pub fn number(out: &mut Vec<u8>, value: u64) {
    match u32::try_from(value) {
        Ok(few) if few < EIGHT_DIGITS => {
            // All eight are written at once and those too many are taken back: nothing that was just written has to be read again,
            // which waits for all the bytes of the record before it to reach the cache.
            let (digits, count) = eight_digits(few);
            let end = out.len() + count;
            out.extend_from_slice(&digits);
            out.truncate(end);
        }
        _ => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
    }
}

/// The first number that has more than eight digits.
const EIGHT_DIGITS: u32 = 100_000_000;

/// The digits of a number of at most eight, and how many they are; what stands behind them means nothing.
///
/// All digits are found together: a number of eight is parted into two of four, these into four of two, and these into their digits,
/// each division by a multiplication that is exact for such small numbers.
#[inline]
fn eight_digits(number: u32) -> ([u8; 8], usize) {
    let fours = u64::from(number / 10_000) | u64::from(number % 10_000) << 32;
    // None of these can wrap, which need not be looked after.
    let hundreds = fours.wrapping_mul(10_486) >> 20 & 0x0000_007f_0000_007f;
    let twos = hundreds | fours.wrapping_sub(hundreds.wrapping_mul(100)) << 16;
    let tens = twos.wrapping_mul(103) >> 10 & 0x000f_000f_000f_000f;
    let digits = tens | twos.wrapping_sub(tens.wrapping_mul(10)) << 8;
    // The first digit stands in the lowest byte; of zero the last one is written.
    let zeros = (digits.trailing_zeros() / 8).min(7);
    let written = (digits | 0x3030_3030_3030_3030) >> (zeros * 8);
    (written.to_le_bytes(), 8 - zeros as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_digits() {
        let spread = (0..200_000_u64).map(|number| number * 500 % 99_999_989);
        for number in (0..11_000).chain(spread).chain([99_999_999, 100_000_000, 100_000_001, 4_294_967_296, u64::MAX]) {
            let mut written = b"x".to_vec();
            super::number(&mut written, number);
            assert_eq!(String::from_utf8(written), Ok(format!("x{number}")));
        }
    }

    #[test]
    fn strings_and_numbers_read_back() {
        for text in [
            "",
            "plain",
            "12345678",
            "1234567\"",
            "123456789\u{1}",
            "123456\u{7f}8",
            "中文字符中文字符\\",
            "\"\\\n\r\t\u{0}\u{1f}\u{7f}",
            "中文 \u{2028}",
            "a\"b",
        ] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
        for value in [0, 7, 10, u64::MAX] {
            let mut out = Vec::new();
            number(&mut out, value);
            assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
        }
    }
}
