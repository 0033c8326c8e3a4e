//! What is taken for a link of a running text where readers may differ.

/// Which hosts without a scheme are links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosts {
    /// None.
    None,
    /// Those that are hardly anything else. A host whose ending is also a file name's or a word of code (`main.rs`, `obj.name`,
    /// `it.is`) needs a path, a port, `www.` or a word such as 网址 before it; addresses need a path or port.
    Telling,
    /// Every name under a top-level domain that exists, and every address.
    Any,
}

/// Where Chinese, Japanese and Korean letters in a path end the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wide {
    /// Always: `https://a.cn/路径` ends before 路.
    End,
    /// Unless the link goes on behind them, or its path names a page by its title (`/wiki/中国`, `/a/中文.html`).
    Evident,
    /// Never.
    Keep,
}

/// Which URLs with a scheme are links, and how far the name of a user before a host goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// All that a browser would open: any label, any user name, a scheme behind other letters.
    Any,
    /// Those with a name that can be registered. Behind Latin letters a scheme is no scheme, and only the host is the link;
    /// brackets and quotes are no part of a user name.
    Proper,
}

/// Whether something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It is found.
    Find,
    /// It is passed over.
    Skip,
}

/// What a scan of a running text takes for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Hosts without a scheme.
    pub hosts: Hosts,
    /// Hosts and user names behind a scheme.
    pub spelling: Spelling,
    /// Chinese, Japanese and Korean letters in paths.
    pub wide: Wide,
    /// `//a.cn/b`; where skipped, the host in it is no link either.
    pub relative: Look,
    /// Mail addresses. Where skipped they are still no hosts.
    pub mail: Look,
    /// `hxxp://a[.]cn`, `a点cn`.
    pub disguised: Look,
    /// Markdown's code spans and fenced blocks.
    pub code: Look,
}

impl Options {
    /// What a linter looks at: every URL, and hosts that are hardly anything else.
    pub const LINT: Self = Self {
        hosts: Hosts::Telling,
        spelling: Spelling::Any,
        wide: Wide::Evident,
        relative: Look::Find,
        mail: Look::Skip,
        disguised: Look::Find,
        code: Look::Find,
    };

    /// What the programs of chats and social networks make clickable, and a little more: every host under a known ending.
    pub const LIBERAL: Self = Self {
        hosts: Hosts::Any,
        spelling: Spelling::Proper,
        wide: Wide::Evident,
        relative: Look::Find,
        mail: Look::Find,
        disguised: Look::Skip,
        code: Look::Find,
    };

    /// Only what has a scheme.
    pub const SCHEMES: Self = Self {
        hosts: Hosts::None,
        spelling: Spelling::Any,
        wide: Wide::Evident,
        relative: Look::Skip,
        mail: Look::Skip,
        disguised: Look::Skip,
        code: Look::Find,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::LINT
    }
}
