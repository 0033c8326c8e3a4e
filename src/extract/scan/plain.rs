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
    let length = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))).unwrap_or(rest.len());
    let name = rest.get(..length)?;
    // Each of these ends the host for every way to read it.
    let is_ended = matches!(rest.get(length), None | Some(b'/' | b'?' | b'#' | b'"' | b'>' | b'`' | 0..=b' '));
    let is_edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let is_plain = is_ended && is_edge(name.first()) && is_edge(name.last()) && !name.windows(2).any(|two| two == b"..");
    is_plain.then_some((start, behind + length))
}
