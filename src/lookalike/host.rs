//! The signals of a whole host.

use super::names::{Name, Names, Trace};
use super::whole_script::TopLevel;
use super::{bait, embedded, label, shape};
use crate::signal::{Signal, SignalSet};

/// A host that is a name, in canonical form, and the part of it that someone registered.
#[derive(Debug, Clone, Copy)]
pub struct Host<'h> {
    /// The whole host; labels outside ASCII stand in Punycode.
    pub name: &'h str,
    /// Its public suffix and one label more.
    pub registrable: &'h str,
}

/// The shortest first label of a plain domain that is compared by its shape: shorter ones are all taken, and all alike.
const SHORTEST_WORD: usize = 4;

/// What makes the host one that can be taken for another; [`Signal::Lookalike`] stands wherever there is anything.
///
/// `is_own` says whether the host belongs to the owner with a number, or to one of the same house.
#[must_use]
pub fn signals(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    if is_plain(host.name) { plain(host, names, is_own) } else { international(host, names, is_own) }
}

/// Whether no label is in Punycode, nor outside ASCII.
#[must_use]
pub fn is_plain(host: &str) -> bool {
    memchr::memmem::find(host.as_bytes(), b"xn--").is_none() && host.is_ascii()
}

fn plain(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    if has_shape_of_another(host, names, &is_own) {
        found.insert(Signal::Lookalike);
        found.insert(Signal::ConfusableLetters);
    }
    found.union(brand_in(host, left_of_suffix(host), names, is_own))
}

fn international(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    // What cannot be decoded keeps a replacement character, which no label may hold: it is never passed over.
    let (unicode, _) = idna::domain_to_unicode(host.name);
    let top = TopLevel { ascii: last_label(host.name), unicode: last_label(&unicode) };
    let mut found = unicode.split('.').map(|text| label::signals(text, top)).fold(SignalSet::EMPTY, SignalSet::union);
    let shapes: Vec<Vec<String>> = unicode.split('.').map(shape::of_label).collect();
    if is_drawn_like_another(host.name, &shapes, names, &is_own) {
        found.insert(Signal::Lookalike);
        found.insert(Signal::ConfusableLetters);
    }
    let inside = left_of_suffix(host).split('.').count();
    let left: Vec<&str> = shapes.iter().take(inside).filter_map(|shapes| shapes.first()).map(String::as_str).collect();
    found.union(brand_in(host, &left.join("."), names, is_own))
}

/// Whether the host, or a name above it that someone registered, has the shape of a known name and is another.
fn has_shape_of_another(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> bool {
    if host.registrable.find('.').is_none_or(|word| word < SHORTEST_WORD) {
        return false;
    }
    let shortest = host.name.len().saturating_sub(host.registrable.len());
    let mut trace = Trace::default();
    let mut end = host.name.len();
    loop {
        let start = host.name.get(..end).and_then(|left| memchr::memrchr(b'.', left.as_bytes())).map_or(0, |dot| dot + 1);
        trace = trace.follow(host.name.get(start..end).unwrap_or_default().as_bytes());
        if start <= shortest
            && names.may_have(trace)
            && let Some(part) = host.name.get(start..)
            && let same = names.with_shape(&shape::plain(part))
            && !same.is_empty()
        {
            return !is_known(part, same) && same.iter().any(|name| !is_own(name.owner));
        }
        let Some(before) = start.checked_sub(1) else { return false };
        trace = trace.step(b'.');
        end = before;
    }
}

/// The same for a host of any script, each of whose labels has one shape or more.
fn is_drawn_like_another(host: &str, shapes: &[Vec<String>], names: &Names, is_own: impl Fn(u16) -> bool) -> bool {
    let mut endings = vec![String::new()];
    let mut parts = host.rmatch_indices('.').map(|(dot, _)| dot + 1).chain(std::iter::once(0));
    for (number, of_label) in shapes.iter().rev().enumerate() {
        let longer = |ending: &String| of_label.iter().map(|label| if number == 0 { label.clone() } else { format!("{label}.{ending}") }).collect::<Vec<_>>();
        endings = endings.iter().flat_map(longer).take(shape::SHAPE_LIMIT).collect();
        let part = parts.next().and_then(|start| host.get(start..)).unwrap_or(host);
        let same: Vec<&Name> = endings.iter().filter(|_| number > 0).flat_map(|ending| names.with_shape(ending)).collect();
        if !same.is_empty() {
            return !same.iter().any(|name| *name.host == *part) && same.iter().any(|name| !is_own(name.owner));
        }
    }
    false
}

/// Whether a known name stands whole in the host, left of what a registry gave out; `left` is that part as readers take it.
fn brand_in(host: Host<'_>, left: &str, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    let Some((word, suffix)) = host.registrable.split_once('.') else { return SignalSet::EMPTY };
    let counts = |name: &Name| {
        // The same word under another ending, and hosts under a brand's own top-level domain, are most often its owner's.
        let same_word = name.has_label(word) && !names.may_end(word.as_bytes());
        !same_word && !name.has_label(last_label(suffix)) && !is_at_or_below(&name.host, host.registrable) && !is_own(name.owner)
    };
    let own_label = left.rsplit('.').next().unwrap_or(left);
    let stands = embedded::stands_in(left, names, counts) || embedded::is_hyphenated(host.registrable, names, counts);
    if !stands && !bait::is_in(own_label, names, counts) {
        return SignalSet::EMPTY;
    }
    SignalSet::of(Signal::Lookalike).union(SignalSet::of(Signal::BrandInHost))
}

fn is_at_or_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|left| left.is_empty() || left.ends_with('.'))
}

fn is_known(part: &str, names: &[Name]) -> bool {
    names.iter().any(|name| *name.host == *part)
}

/// What stands left of the public suffix.
fn left_of_suffix(host: Host<'_>) -> &str {
    let suffix = host.registrable.split_once('.').map_or(0, |(_, suffix)| suffix.len() + 1);
    host.name.len().checked_sub(suffix).and_then(|end| host.name.get(..end)).unwrap_or(host.name)
}

fn last_label(host: &str) -> &str {
    host.rsplit('.').next().unwrap_or(host)
}
