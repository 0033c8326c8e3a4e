//! To which addresses a connection may be made: public ones only, so that no link can reach into the network of
//! whoever checks it.
//!
//! Sources: the IANA special-purpose address registries (RFC 6890 and its updates) for IPv4 and IPv6; RFC 6052 and
//! RFC 8215 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo), RFC 9637 (a second documentation network).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The highest port that only well-known services use.
const SYSTEM_PORTS_END: u16 = 1023;
/// The ports among those that HTTP uses.
const WEB_PORTS: [u16; 2] = [80, 443];

/// IPv4 networks that are not public, as address and length of the prefix.
const CLOSED_V4: &[(Ipv4Addr, u32)] = &[
    // This host and this network.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Carrier-grade NAT; 100.100.100.200 serves the metadata of a cloud.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local; 169.254.169.254 serves the metadata of most clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // The address at which one cloud serves its machines; it looks public.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation, three networks.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // The former relays of 6to4.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast, reserved and broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The IPv6 network out of which public addresses are given.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Networks inside it that are not public.
const CLOSED_V6: &[(Ipv6Addr, u32)] = &[
    // Protocol assignments, Teredo and benchmarks among them.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation, two networks.
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// IPv6 networks that carry an IPv4 address, with the number of bits that stand after it.
const CARRIERS: &[(Ipv6Addr, u32, u32)] = &[
    // IPv4-mapped.
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 0),
    // NAT64.
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 0),
    // 6to4.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 80),
];

/// Says to which addresses a connection may be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guard {
    also: Vec<SocketAddr>,
}

/// An address to which no connection may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no connection may be made to {0}")]
pub struct Forbidden(pub SocketAddr);

impl Guard {
    /// Public addresses only, and no ports below 1024 but those of HTTP.
    #[must_use]
    pub const fn public() -> Self {
        Self { also: Vec::new() }
    }

    /// The same, and some addresses with their ports beside: for tests against servers of their own.
    #[must_use]
    pub const fn public_and(also: Vec<SocketAddr>) -> Self {
        Self { also }
    }

    /// Whether a connection may be made to an address.
    ///
    /// # Errors
    /// It may not.
    pub fn check(&self, address: SocketAddr) -> Result<(), Forbidden> {
        let open_port = address.port() > SYSTEM_PORTS_END || WEB_PORTS.contains(&address.port());
        if (open_port && is_public(address.ip())) || self.also.contains(&address) { Ok(()) } else { Err(Forbidden(address)) }
    }
}

/// Whether an address is one of the public Internet, by itself and by the IPv4 address it carries.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried(address) {
            Some(carried) => is_public_v4(carried),
            None => within_v6(address, PUBLIC_V6) && !CLOSED_V6.iter().any(|network| within_v6(address, *network)),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !CLOSED_V4.iter().any(|(network, length)| (address.to_bits() ^ network.to_bits()).leading_zeros() >= *length)
}

fn within_v6(address: Ipv6Addr, (network, length): (Ipv6Addr, u32)) -> bool {
    (address.to_bits() ^ network.to_bits()).leading_zeros() >= length
}

/// The IPv4 address that an IPv6 address stands for.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (.., after) = CARRIERS.iter().find(|(network, length, _)| within_v6(address, (*network, *length)))?;
    let low = (address.to_bits() >> after) & u128::from(u32::MAX);
    u32::try_from(low).ok().map(Ipv4Addr::from_bits)
}
