//! A quick answer to "may a rule of more than one label hold for this host?", wrong only on the side of yes.
//!
//! Of the hosts of the bench list five in six are answered here. The `psl` crate finds that out by matching label by label, which a processor
//! cannot foretell; two bits tell them. `policies/suffixes.bin` is made of the rules of the very version of the crate that
//! Cargo.toml asks for, by the test that also holds both against each other: CONTRIBUTING.md, "The public suffix list".

use crate::ends;
use crate::room::Span;

/// How many bits there are, as a power of two: for some six thousand names one wrong yes in twenty-three.
const BITS: u32 = 17;

/// The bits: those of the last two labels of each longer rule, and those of top-level domains with a wildcard of their own.
const LONGER: &[u8] = include_bytes!("../../policies/suffixes.bin");

/// Whether a rule of more than one label may hold for a host with these last two labels, the last of which is given, too.
#[inline]
pub(super) fn may_hold(last_two: Span<'_>, last: Span<'_>) -> bool {
    // Both are asked, so that nothing hangs on the first answer.
    has(LONGER, last_two) | has(LONGER, last)
}

#[inline(always)]
fn has(bits: &[u8], name: Span<'_>) -> bool {
    let (byte, bit) = place(name);
    bits.get(byte).is_none_or(|byte| byte & bit != 0)
}

/// The byte of a name, and the bit in it.
#[inline]
fn place(name: Span<'_>) -> (usize, u8) {
    let hash = ends::hash_span(name) >> (u64::BITS - BITS);
    (usize::try_from(hash >> 3).unwrap_or(usize::MAX), 1 << (hash & 7))
}

/// The bits for the rules of a list, as they are written there; for the test that prepares them.
#[must_use]
pub fn prepare<'r>(rules: impl Iterator<Item = &'r str>) -> Vec<u8> {
    let mut bits = vec![0; 1 << (BITS - 3)];
    for rule in rules {
        // Hosts have Punycode, and lists letters; who asks about names in letters gets the right answer, too.
        let rule = rule.trim_start_matches('!');
        let punycode = idna::domain_to_ascii(rule).unwrap_or_default();
        for rule in [rule, &punycode] {
            let Some((above, last)) = rule.rsplit_once('.') else { continue };
            let next = above.rsplit_once('.').map_or(above, |(_, next)| next);
            let name = if next == "*" { last.to_owned() } else { format!("{next}.{last}") };
            let (byte, bit) = place(Span::of(name.as_bytes()));
            if let Some(byte) = bits.get_mut(byte) {
                *byte |= bit;
            }
        }
    }
    bits
}
