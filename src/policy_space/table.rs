//! What each signal implies: which layers can have it, what it brings along and what it excludes.
//!
//! A line here may be too generous: a layer that cannot be is then only left unproved. It may never be too strict.
//! `tests/engine/policy_space.rs` holds every line against layers of real and made-up links.

use crate::signal::{Signal, SignalSet};

/// Where layers with a signal can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anywhere in a chain.
    Anywhere,
    /// Only as a line of the input.
    Outermost,
}

/// What kind of layer can have a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// Any layer.
    Any,
    /// A layer with a URL.
    Url,
    /// A URL of the schemes that the URL Standard calls special, or a text that begins like one.
    Special,
    /// A URL whose host is not fixed to the letter, in the sense of [`HostClass`].
    LooseHost,
    /// What the site itself fixes: never open.
    Fixed,
    /// A page of a wrapper, or a deep link, that is read.
    Carrier,
    /// None: this version never raises it.
    Never,
}

/// Whether a class of layers has one host or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostClass {
    /// Just one.
    Exact,
    /// Any name under one, or any that nobody knows.
    Loose,
    /// There is none.
    None,
}

/// One signal's line.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The signals that come with it.
    pub implies: SignalSet,
    /// The signals that cannot stand beside it.
    pub excludes: SignalSet,
    /// Where it can stand.
    pub place: Place,
    /// What can have it.
    pub bearer: Bearer,
}

const fn of(bearer: Bearer) -> Entry {
    Entry { implies: SignalSet::EMPTY, excludes: SignalSet::EMPTY, place: Place::Anywhere, bearer }
}

const fn implying(bearer: Bearer, signal: Signal) -> Entry {
    Entry { implies: SignalSet::of(signal), ..of(bearer) }
}

const fn excluding(bearer: Bearer, signals: SignalSet) -> Entry {
    Entry { excludes: signals, ..of(bearer) }
}

const fn outermost(bearer: Bearer) -> Entry {
    Entry { place: Place::Outermost, ..of(bearer) }
}

/// The line of a signal.
#[must_use]
pub const fn entry(signal: Signal) -> Entry {
    use Signal as S;
    const CARRIED: SignalSet = SignalSet::of(S::Wrapped).union(SignalSet::of(S::OpaqueTarget));
    match signal {
        S::IpHost | S::OtherPort | S::FileDownload | S::ShortLink | S::ClosedShortLink | S::PrivateHost | S::UnknownScheme => of(Bearer::Fixed),
        S::Unparsable | S::TooLong | S::NotUtf8 => of(Bearer::Fixed),
        S::HiddenCharacters | S::ControlCharacters | S::HtmlEntities | S::NoScheme => of(Bearer::Any),
        // Parsers that go on where the Standard refuses a text read a host in it.
        S::ChainTooDeep | S::AmbiguousHost => of(Bearer::Any),
        S::Obfuscated => of(Bearer::Url),
        S::ShareText => outermost(Bearer::Any),
        S::OddIp
        | S::Userinfo
        | S::IdnHost
        | S::CompatibilityCharacters
        | S::DotLookalike
        | S::SlashLookalike
        | S::EscapedHost
        | S::UpperCaseHost
        | S::Backslash
        | S::OddSlashes
        | S::ExtraDots => of(Bearer::Special),
        S::Lookalike => of(Bearer::LooseHost),
        S::MixedScripts | S::ConfusableLetters | S::BrandInHost => implying(Bearer::LooseHost, S::Lookalike),
        S::Wrapped => excluding(Bearer::Carrier, SignalSet::of(S::OpaqueTarget).union(SignalSet::of(S::RedirectHint))),
        S::OpaqueTarget => excluding(Bearer::Carrier, SignalSet::of(S::Wrapped).union(SignalSet::of(S::RedirectHint))),
        S::NestedWrapper | S::ChainCycle | S::NonWebTarget => implying(Bearer::Carrier, S::Wrapped),
        S::RedirectHint => excluding(Bearer::Url, CARRIED),
        // What is shown for a link stands in a document, and not in the link.
        S::NotFiled | S::Unresolved | S::MaskedLink => of(Bearer::Never),
    }
}

/// What tells which signals stay open for a class of layers.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Whether it has a URL.
    pub url: bool,
    /// Whether its scheme is a special one, or may be meant to be.
    pub special: bool,
    /// Whether it leads on.
    pub carrier: bool,
    /// How many hosts it has.
    pub host: HostClass,
    /// Whether its host is an address of version 4, or becomes one.
    pub address: bool,
}

/// The signals that such layers may have, beside those that are fixed.
#[must_use]
pub fn open(form: Form) -> SignalSet {
    let may = |signal: &Signal| match entry(*signal).bearer {
        Bearer::Any => true,
        Bearer::Url => form.url,
        Bearer::Special => form.special && (*signal != Signal::OddIp || form.address || !form.url),
        Bearer::LooseHost => form.url && form.host == HostClass::Loose,
        Bearer::Carrier => form.carrier,
        Bearer::Fixed | Bearer::Never => false,
    };
    Signal::ALL.iter().copied().filter(may).collect()
}
