//! Names in lists, brought into the form that hosts have.

use std::net::IpAddr;

use crate::canon;

/// A host in canonical form, or `None`: upper case, a final dot and other letters than ASCII are mended, nothing else.
///
/// A plain name is proved by the fast road of canonical form; the others are mended in a buffer that is used again for every name.
pub(super) fn canonical<'b>(name: &'b str, buffer: &'b mut String) -> Option<&'b str> {
    const SCHEME: &str = "http://";
    let name = name.trim_end_matches('.');
    if canon::fast::is_host(name) {
        return Some(name);
    }
    if name.is_empty() {
        return None;
    }
    buffer.clear();
    buffer.push_str(SCHEME);
    buffer.push_str(name);
    buffer.make_ascii_lowercase();
    buffer.push('/');
    // A name with more than a host in it is a URL with a shorter host.
    if canon::fast::canonical(buffer).is_some_and(|url| url.host().is_some_and(|host| host.len() == name.len())) {
        return buffer.get(SCHEME.len()..SCHEME.len() + name.len());
    }
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if !name.bytes().all(is_host) {
        let forbidden = |c: char| c.is_whitespace() || matches!(c, '/' | ':' | '@' | '?' | '#' | '\\' | '%' | '*' | '[' | ']' | '\u{fffd}');
        if name.contains(forbidden) {
            return None;
        }
        buffer.clear();
        buffer.push_str(SCHEME);
        buffer.push_str(name);
        buffer.push('/');
    }
    let url = canon::canonicalise(buffer).url.ok()?.into_owned();
    let host = url.host()?;
    if !host.bytes().all(is_host) {
        return None;
    }
    buffer.clear();
    buffer.push_str(host);
    Some(buffer)
}

/// Whether a canonical host is an address, which has nothing below it.
pub(super) fn is_address(host: &str) -> bool {
    host.bytes().last().is_some_and(|byte| byte.is_ascii_digit()) && host.parse::<IpAddr>().is_ok()
}
