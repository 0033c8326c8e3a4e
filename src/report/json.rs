//! Writing JSON straight into a buffer, for the record that every link gets.

/// The bytes of a JSON object or array that is being written.
#[derive(Debug)]
pub struct JsonWriter<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl<'o> JsonWriter<'o> {
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
    pub fn key(&mut self, key: &str) -> &mut Vec<u8> {
        self.comma();
        self.out.push(b'"');
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
    pub fn string(&mut self, key: &str, value: &str) {
        string(self.key(key), value);
    }

    /// A key with a number.
    pub fn number(&mut self, key: &str, value: u64) {
        number(self.key(key), value);
    }

    /// A key with `true`.
    pub fn truth(&mut self, key: &str) {
        self.key(key).extend_from_slice(b"true");
    }

    /// A key with an array of strings, left out where there is none.
    pub fn strings<'s>(&mut self, key: &str, values: impl IntoIterator<Item = &'s str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            let mut array = JsonWriter::array(self.key(key));
            values.for_each(|value| string(array.item(), value));
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

/// Writes a string with its quotes.
pub fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte >= 0x20 && !matches!(*byte, b'"' | b'\\' | 0x7f) {
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
    out.push(b'"');
}

/// Writes a whole number.
pub fn number(out: &mut Vec<u8>, value: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        if let Some(slot) = digits.get_mut(at) {
            *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        }
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_numbers_read_back() {
        for text in ["", "plain", "\"\\\n\r\t\u{0}\u{1f}\u{7f}", "中文 \u{2028}", "a\"b"] {
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
