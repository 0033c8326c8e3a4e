//! A link found in a running text, and how it was written there.

/// How a link of a running text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A web URL with its scheme: `https://a.cn/b`, and `http:\/\/a.cn` as it stands in JSON.
    Url,
    /// A host without a scheme, with or without what follows it: `a.cn`, `a.cn:80/b?c`, `1.2.3.4/x`.
    Host,
    /// `//a.cn/b`, a URL that takes the scheme of the page it stands on.
    ProtocolRelative,
    /// Any other scheme: `weixin://dl/chat`, `mailto:a@b.cn`, `tel:110`, `magnet:?xt=...`.
    DeepLink,
    /// What runs or is a page in itself: `javascript:`, `vbscript:`, `data:`.
    Script,
    /// A mail address: `a@b.cn`.
    Mail,
    /// A link that programs are not to see: `hxxp://a[.]cn`, `a点cn`, `ａ．ｃｎ`.
    Obfuscated,
}

impl Form {
    /// The written forms, in the order of the variants.
    pub const NAMES: &'static [&'static str] = &["url", "host", "protocol-relative", "deep-link", "script", "mail", "obfuscated"];

    /// The written form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Host => "host",
            Self::ProtocolRelative => "protocol-relative",
            Self::DeepLink => "deep-link",
            Self::Script => "script",
            Self::Mail => "mail",
            Self::Obfuscated => "obfuscated",
        }
    }
}

/// A link of a running text: the bytes where it begins and ends, and its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The byte at which it begins, always at a character.
    pub start: usize,
    /// The byte after its last one, always at a character and behind `start`.
    pub end: usize,
    /// How it is written.
    pub form: Form,
}

impl Found {
    /// The link as it was written: the slice of the text in which it was found.
    #[must_use]
    pub fn slice<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}
