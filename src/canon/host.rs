//! Host folding: dots that change nothing for matching, and IPv4 addresses inside IPv6 ones.
//!
//! Source of the steps: Safe Browsing, "URLs and Hashing" (strip and collapse dots, fold IPv4-mapped and NAT64
//! addresses). The URL Standard keeps all of these apart.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use percent_encoding::percent_decode_str;

/// A name without leading, trailing and doubled dots; borrowed where there are none.
#[must_use]
pub fn fold_dots(host: &str) -> Cow<'_, str> {
    if !host.starts_with('.') && !host.ends_with('.') && !host.contains("..") {
        return Cow::Borrowed(host);
    }
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    Cow::Owned(labels.join("."))
}

/// The IPv4 address that an IPv6 address stands for: IPv4-mapped (`::ffff:0:0/96`) or NAT64 (`64:ff9b::/96`).
#[must_use]
pub fn embedded_ipv4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, high, low] = address.segments();
    let mapped = [a, b, c, d, e, f] == [0, 0, 0, 0, 0, 0xffff];
    let nat64 = [a, b, c, d, e, f] == [0x64, 0xff9b, 0, 0, 0, 0];
    (mapped || nat64).then(|| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
}

/// Whether a code point stands in an authority, plain or escaped, from the planes that Unicode 17 has not assigned: UTS 46
/// refuses them (validity criterion 7), and the `idna` crate takes them. Names written in Punycode are left as they are, as
/// the URL Standard's own tests have it.
#[must_use]
pub fn holds_unassigned(authority: &str) -> bool {
    percent_decode_str(authority).decode_utf8_lossy().contains(is_unassigned)
}

/// Whether a code point is of these planes.
#[must_use]
pub const fn is_unassigned(c: char) -> bool {
    matches!(c, '\u{33480}'..='\u{dffff}')
}

/// Whether a host is written as four decimal numbers without leading zeros.
#[must_use]
pub fn is_dotted_quad(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
}
