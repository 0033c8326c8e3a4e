//! Hosts that lead to the reader's own machine or network, not to a site.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::canon::HostKind;

/// Last labels and domains that no public name has (RFC 6761, 6762, 8375, and `internal` as ICANN reserved it).
const NAMES: &[&str] = &["localhost", "local", "internal", "home.arpa"];

/// Whether a canonical host is local: a private, loopback, link-local, shared or unspecified address, or a local name.
#[must_use]
#[inline(always)]
pub fn is_local(host: &str, kind: HostKind) -> bool {
    match kind {
        HostKind::Ip => host.parse().is_ok_and(is_local_address),
        HostKind::Name if ends_like_local(host) => NAMES.iter().any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))),
        _ => false,
    }
}

/// Whether the last letter could be a local name's: the quick answer for nearly every host.
fn ends_like_local(host: &str) -> bool {
    matches!(host.as_bytes(), [.., b's', b't'] | [.., b'a', b'l'] | [.., b'p', b'a'])
}

fn is_local_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_local_v4(address),
        IpAddr::V6(address) => match crate::canon::host::embedded_ipv4(address) {
            Some(inner) => is_local_v4(inner),
            None => is_local_v6(address),
        },
    }
}

/// RFC 1918, 1122, 3927 and 6598 (`100.64.0.0/10`, shared behind carriers).
fn is_local_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private() || address.is_loopback() || address.is_link_local() || first == 0 || (first == 100 && (64..128).contains(&second))
}

/// RFC 4291 and 4193; `fec0::/10` was site-local until RFC 3879 and still is no public address.
const fn is_local_v6(address: Ipv6Addr) -> bool {
    let [first, ..] = address.segments();
    first & 0xffc0 == 0xfec0 || address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local() || address.is_unique_local()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::canonicalise;

    #[test]
    fn local_hosts_are_told_from_public_ones() {
        for (text, expected) in [
            ("http://localhost:8080/", true),
            ("http://app.localhost/", true),
            ("http://printer.local/", true),
            ("http://router.home.arpa/", true),
            ("http://127.1/", true),
            ("http://0/", true),
            ("http://10.0.0.8/", true),
            ("http://192.168.1.1/", true),
            ("http://172.16.0.1/", true),
            ("http://169.254.169.254/latest", true),
            ("http://100.64.0.1/", true),
            ("http://[::1]/", true),
            ("http://[fe80::1]/", true),
            ("http://[fd00::1]/", true),
            ("http://[fec0::1]/", true),
            ("http://[ff02::1]/", false),
            ("http://[::ffff:10.0.0.1]/", true),
            ("http://[64:ff9b::7f00:1]/", true),
            ("http://8.8.8.8/", false),
            ("http://172.32.0.1/", false),
            ("http://[2001:db8::1]/", false),
            ("http://mylocalhost/", false),
            ("http://notlocal/", false),
            ("http://a.total/", false),
        ] {
            let url = canonicalise(text).url.unwrap();
            assert_eq!(is_local(url.host().unwrap(), url.host_kind()), expected, "{text}");
        }
    }
}
