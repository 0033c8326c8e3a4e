//! The quick answer for the links that most links are: `http` or `https`, and a host of plain ASCII with nothing around it that could
//! be read in another way. Whatever it takes, the careful look finds the same host.

/// Where a web URL begins and its host ends, if both are plain; `behind` is where the host begins, `floor` where the text not yet
/// read does.
pub(super) fn host(text: &str, colon: usize, behind: usize, floor: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let head = bytes.get(floor..colon)?;
    let length = if head.ends_with(b"https") {
        5
    } else if head.ends_with(b"http") {
        4
    } else {
        return None;
    };
    let start = colon - length;
    // Letters before the scheme, and marks that mask one, call for a closer look.
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    if start < floor || before.is_ascii_alphabetic() || matches!(before, b'*' | b'+' | b'_') {
        return None;
    }
    let rest = bytes.get(behind..)?;
    let mut before = b'.';
    let mut length = 0;
    for byte in rest {
        match byte {
            b'.' if matches!(before, b'.') => return None,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' => before = *byte,
            // Each of these ends the host for every way to read it.
            b'/' | b'?' | b'#' | b'"' | b'>' | b'`' | 0..=b' ' => break,
            _ => return None,
        }
        length += 1;
    }
    let begins = rest.first().is_some_and(u8::is_ascii_alphanumeric);
    (length > 0 && begins && before.is_ascii_alphanumeric()).then_some((start, behind + length))
}
