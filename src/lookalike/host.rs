//! The signals of a whole host.

use super::names::{Name, Names, Trace};
use super::whole_script::TopLevel;
use super::{bait, embedded, label, ordinary, shape};
use crate::marked::Marked;
use crate::signal::{Signal, SignalSet};

/// A host that is a name, in canonical form, and the part of it that someone registered.
#[derive(Debug, Clone, Copy)]
pub struct Host<'h> {
    /// The whole host; labels outside ASCII stand in Punycode.
    pub name: &'h str,
    /// Its public suffix and one label more.
    pub registrable: &'h str,
}

impl<'h> Host<'h> {
    /// All that stands left of the public suffix, its last label, and the public suffix.
    fn parts(self) -> Option<(&'h str, &'h str, &'h str)> {
        let (word, suffix) = self.registrable.split_once('.')?;
        Some((self.name.get(..self.name.len().checked_sub(suffix.len() + 1)?)?, word, suffix))
    }
}

/// The shortest first label of a plain domain that is compared by its shape: shorter ones are all taken, and all alike.
const SHORTEST_WORD: usize = 4;

/// The shortest top-level domain that is taken for a brand's own: shorter words, such as `vip` and `live`, are open to all.
const BRAND_ENDING: usize = 5;

/// What makes the host one that can be taken for another; [`Signal::Lookalike`] stands wherever there is anything.
///
/// `is_own` says whether the host belongs to the owner with a number, or to one of the same house.
#[must_use]
pub fn signals(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    if is_plain(host.name) {
        plain(&Marked::of(host.name), host.name.len().saturating_sub(host.registrable.len()), names, is_own)
    } else {
        international(host, names, is_own)
    }
}

/// Whether no label is in Punycode, nor outside ASCII.
#[must_use]
pub fn is_plain(host: &str) -> bool {
    host.is_ascii() && !host.as_bytes().windows(4).any(|four| four == b"xn--")
}

/// As [`signals`], for a host that is known to be plain, and the place where its registrable part begins.
#[must_use]
#[inline(always)]
pub fn plain(host: &Marked<'_>, registrable: usize, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    let name = host.name();
    let parts = host.dot_from(registrable).and_then(|dot| Some((name.get(registrable..)?, name.get(registrable..dot)?, name.get(dot + 1..)?)));
    let Some((domain, word, suffix)) = parts else { return SignalSet::EMPTY };
    let mut found = SignalSet::EMPTY;
    if word.len() >= SHORTEST_WORD && names.may_be_drawn(host.span_from(registrable)) && has_shape_of_another(domain, names, &is_own) {
        found.insert(Signal::Lookalike);
        found.insert(Signal::ConfusableLetters);
    }
    let left = host.before(registrable + word.len());
    found.union(brand_in(domain, &Reading { left, word, suffix }, names, is_own))
}

/// As [`signals`], for a host with labels in Punycode.
#[must_use]
pub fn international(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    match ordinary::shape_of(host.name) {
        Some(shape) => with_one_shape(host, &shape, names, is_own),
        None => of_any_letters(host, names, is_own),
    }
}

/// The signals of a host whose letters are all harmless, and whose labels have one shape each.
fn with_one_shape(host: Host<'_>, shape: &str, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    if ends_like_another(host.name, shape, names, &is_own) {
        found.insert(Signal::Lookalike);
        found.insert(Signal::ConfusableLetters);
    }
    let Some((left, _, suffix)) = host.parts() else { return found };
    let labels = memchr::memchr_iter(b'.', left.as_bytes()).count();
    let left = memchr::memchr_iter(b'.', shape.as_bytes()).nth(labels).and_then(|end| shape.get(..end)).unwrap_or(shape);
    found.union(brand_in(host.registrable, &Reading { left: Marked::of(left), word: last_label(left), suffix }, names, is_own))
}

/// Whether the host, or a name above it, has the shape of a known name and is another.
fn ends_like_another(host: &str, shape: &str, names: &Names, is_own: impl Fn(u16) -> bool) -> bool {
    let (mut trace, mut labels, mut start) = (Trace::default(), 1, shape.len());
    let judged = |trace: Trace, labels: usize, start: usize| {
        // A last label by itself is no name.
        let same = if labels > 1 && names.may_have(trace) { names.with_shape(shape.get(start..).unwrap_or_default()) } else { &[] };
        let part = || host.rmatch_indices('.').nth(labels - 1).map_or(host, |(dot, _)| host.get(dot + 1..).unwrap_or_default());
        let is_itself = |part: &str| same.iter().any(|name| *name.host == *part);
        (!same.is_empty()).then(|| !is_itself(part()) && same.iter().any(|name| !is_own(name.owner)))
    };
    for byte in shape.bytes().rev() {
        if byte == b'.' {
            if let Some(judged) = judged(trace, labels, start) {
                return judged;
            }
            labels += 1;
        }
        trace = trace.step(byte);
        start -= 1;
    }
    judged(trace, labels, start).unwrap_or(false)
}

/// The signals of a host of any letters, found by their properties.
fn of_any_letters(host: Host<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    // What cannot be decoded keeps a replacement character, which no label may hold: it is never passed over.
    let (unicode, _) = idna::domain_to_unicode(host.name);
    let top = TopLevel { ascii: last_label(host.name), unicode: last_label(&unicode) };
    let mut found = unicode.split('.').map(|text| label::signals(text, top)).fold(SignalSet::EMPTY, SignalSet::union);
    let shapes: Vec<Vec<String>> = unicode.split('.').map(shape::of_label).collect();
    if is_drawn_like_another(host.name, &shapes, names, &is_own) {
        found.insert(Signal::Lookalike);
        found.insert(Signal::ConfusableLetters);
    }
    let Some((left, _, suffix)) = host.parts() else { return found };
    let taken: Vec<&str> = shapes.iter().take(left.split('.').count()).filter_map(|shapes| shapes.first()).map(String::as_str).collect();
    let word = taken.last().copied().unwrap_or_default();
    found.union(brand_in(host.registrable, &Reading { left: Marked::of(&taken.join(".")), word, suffix }, names, is_own))
}

/// Whether what was registered has the shape of a known name and is another.
#[cold]
fn has_shape_of_another(domain: &str, names: &Names, is_own: impl Fn(u16) -> bool) -> bool {
    let same = names.with_shape(&shape::plain(domain));
    !same.iter().any(|name| *name.host == *domain) && same.iter().any(|name| !is_own(name.owner))
}

/// Whether the host, or a name above it, has the shape of a known name and is another; each label has one shape or more.
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

/// A host as readers take it.
struct Reading<'r> {
    /// All that stands left of the public suffix.
    left: Marked<'r>,
    /// The last label of that, which someone registered.
    word: &'r str,
    /// The public suffix, in canonical form.
    suffix: &'r str,
}

/// What it makes of a host that a known name stands in it, left of what a registry gave out.
#[inline(always)]
fn brand_in(domain: &str, reading: &Reading<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> SignalSet {
    if !may_hold_brand(reading, names) || is_vetted(reading.suffix) || !holds_brand(domain, reading, names, is_own) {
        return SignalSet::EMPTY;
    }
    SignalSet::of(Signal::Lookalike).union(SignalSet::of(Signal::BrandInHost))
}

/// Whether a known name may stand in a host, by the letters at the ends of its parts; `false` is certain, and nearly every host ends here.
#[inline(always)]
fn may_hold_brand(Reading { left, word, .. }: &Reading<'_>, names: &Names) -> bool {
    let Some((marks, text)) = left.in_one_look() else { return true };
    let end = left.name().len();
    let start = end.saturating_sub(word.len());
    let is_likely = bait::may_be_in(text, marks, start, end) | embedded::may_stand_in(text, marks, end, names);
    // What stands behind the last hyphen of the word.
    let last = marks.checked_ilog2().map(|mark| mark as usize + 1).filter(|last| *last > start);
    is_likely || last.is_some_and(|last| names.may_be_inner(left.span_from(last)))
}

/// Whether a known name stands in a host with some registrable domain.
#[cold]
fn holds_brand(domain: &str, Reading { left, word, suffix }: &Reading<'_>, names: &Names, is_own: impl Fn(u16) -> bool) -> bool {
    let counts = |name: &Name| {
        // The same word under another ending, and hosts under a brand's own top-level domain, are most often its owner's.
        let same_word = name.has_label(word) && !names.is_ending(word);
        let own_ending = last_label(suffix).len() >= BRAND_ENDING && name.has_label(last_label(suffix));
        !same_word && !own_ending && !is_at_or_below(&name.host, domain) && !is_own(name.owner)
    };
    // A word by itself, as most hosts are, holds no name with its ending.
    let has_parts = left.marks().next().is_some();
    let stands = has_parts && (embedded::stands_in(left, names, counts) || word.contains('-') && embedded::is_hyphenated(word, suffix, names, counts));
    stands || bait::is_in(word, names, counts)
}

/// Whether a registry gives names under a suffix to universities and public bodies only. Their reading rooms write the
/// sites they pass on into their own hosts, as in `www-example-com.library.example.edu.cn`.
fn is_vetted(suffix: &str) -> bool {
    match suffix.as_bytes() {
        [b'e', b'd', b'u', rest @ ..] | [b'g', b'o', b'v', rest @ ..] => matches!(rest.first(), None | Some(b'.')),
        [b'a', b'c', b'.', ..] => true,
        _ => false,
    }
}

fn is_at_or_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|left| left.is_empty() || left.ends_with('.'))
}

fn last_label(host: &str) -> &str {
    memchr::memrchr(b'.', host.as_bytes()).and_then(|dot| host.get(dot + 1..)).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::room::Roomy;

    fn some_names() -> Names {
        let mut names = Names::default();
        for name in [
            "taobao.com",
            "qq.com",
            "v.douyin.com",
            "a.vo.example",
            "b.douyin.cn",
            "paypal.com",
            "xn--r70as2s.xn--fiqs8s",
            "bucher.example",
            "modern.com.cn",
            "xn--bcher-kva.de",
            "a.cn",
        ] {
            names.add(name, 0);
        }
        names
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn hosts_of_ordinary_letters_are_judged_as_any_others(
            front in "((qq|taobao|v|bücher|腾讯|paypal|rñodern|a|[一-龥]{1,2}|[à-ž]{1,2})[.-]){0,3}",
            word in "(腾讯|qq|täobäo|taoban|pàypal|mödern|rñodern|bücher|büc-her|ä|login-qq|[а-я]{2}|[一-龥]{1,3}|douyïn)",
            suffix in prop_oneof![Just("com"), Just("cn"), Just("com.cn"), Just("中国"), Just("example"), Just("de"), Just("edu.cn")],
            cut in 0_usize..3,
            is_own: bool,
        ) {
            let names = some_names();
            let text = format!("{front}{word}.{suffix}");
            prop_assume!(idna::domain_to_ascii(&text).is_ok());
            let name = idna::domain_to_ascii(&text).unwrap_or_default();
            let start = name.rmatch_indices('.').nth(cut).map_or(0, |(dot, _)| dot + 1);
            let host = Host { name: &name, registrable: name.get(start..).unwrap_or_default() };
            prop_assert_eq!(international(host, &names, |_| is_own), of_any_letters(host, &names, |_| is_own), "{}", text);
        }

        #[test]
        fn no_brand_is_passed_over(
            left in "((www|login|verify|taobao|taobaocom|v|v0|douyin|d0uyin|qq|com|cn|modern|paypal|pay|pal|rnodern|[a-z0-9]{1,12}|[a-z]{50})[.-]){0,5}(login|d0uyin|taobao|wwwtaobao|paypalcom|paypallogin|qq|com|[a-z]{0,9})",
            suffix in "(com|cn|com[.]cn|example)",
            behind in "(/[a-z]{0,3})?",
        ) {
            let names = some_names();
            let (end, text) = (left.len(), format!("{left}.{suffix}{behind}"));
            let word = last_label(&left);
            for left in [Roomy::of(&left), Roomy::within(&text, 0, end).unwrap()].map(Marked::roomy) {
                let reading = Reading { left, word, suffix: &suffix };
                let holds = holds_brand("other.example", &reading, &names, |_| false);
                prop_assert!(!holds || may_hold_brand(&reading, &names), "{}", text);
            }
        }
    }
}
