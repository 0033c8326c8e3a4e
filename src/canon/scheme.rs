//! Schemes, and links that were written without one.

/// The scheme of a text by the URL Standard's grammar, without the colon, as it was written.
#[must_use]
pub fn scheme_of(text: &str) -> Option<&str> {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')))?;
    let scheme = text.get(..end).filter(|scheme| scheme.starts_with(|head: char| head.is_ascii_alphabetic()))?;
    (text.as_bytes().get(end) == Some(&b':')).then_some(scheme)
}

/// What stands behind the scheme of the web and its two slashes, in any letters.
#[must_use]
pub fn behind_web(text: &str) -> Option<&str> {
    match behind_http(text.as_bytes())? {
        [b':', b'/', b'/', ..] => text.get("http://".len()..),
        [b's' | b'S', b':', b'/', b'/', ..] => text.get("https://".len()..),
        _ => None,
    }
}

/// What stands behind `http`, in any letters.
#[must_use]
pub fn behind_http(text: &[u8]) -> Option<&[u8]> {
    let (name, rest) = text.split_first_chunk()?;
    // Nothing but a letter becomes the same letter by this bit.
    (u32::from_le_bytes(*name) | 0x2020_2020 == u32::from_le_bytes(*b"http")).then_some(rest)
}

/// Whether what looks like a scheme is a host with a port, as in `localhost:8080/a` or `example.com:80`.
///
/// Only `localhost` and what has a dot in it are taken for a host: `weixin:1` starts an app.
#[must_use]
pub fn is_host_and_port(text: &str) -> bool {
    let Some(scheme) = scheme_of(text) else { return false };
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = matches!(rest.as_bytes().get(digits), None | Some(b'/' | b'?' | b'#'));
    (1..=5).contains(&digits) && ends && (scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost"))
}

/// Whether a text without a scheme begins with a host: a name under a known suffix, an address or `localhost`.
///
/// `knows` tells whether the last label is a top-level domain that exists.
#[must_use]
pub fn begins_with_host(text: &str, knows: impl Fn(&str) -> bool) -> bool {
    let end = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
    let authority = text.get(..end).unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some((address, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let host = host.split(':').next().unwrap_or_default();
    let host = host.trim_end_matches(['.', '。', '．', '｡']);
    if host.is_empty() || host.chars().any(|c| c.is_whitespace() || matches!(c, '`' | '{' | '}' | '<' | '>' | '"' | '|' | '^' | '%' | ',' | ';' | '(' | ')')) {
        return false;
    }
    if host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::Ipv4Addr>().is_ok() {
        return true;
    }
    let Some((_, last)) = host.rsplit_once(['.', '。', '．', '｡']) else { return false };
    !last.is_empty() && knows(last)
}

/// Whether a text is a bare mail address: one `@`, a name before it, and a host and nothing else after it.
#[must_use]
pub fn is_mail_address(text: &str, knows: impl Fn(&str) -> bool) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '\'');
    !name.is_empty() && name.chars().all(plain) && !host.contains(['/', '?', '#', ':', '@']) && host.contains('.') && begins_with_host(host, knows)
}
