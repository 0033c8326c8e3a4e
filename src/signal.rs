//! Signals: facts about how a link is written, each with an id and a sentence in both languages.

use crate::message::Text;

macro_rules! signals {
    ($( $(#[$doc:meta])* $variant:ident = $id:literal, $en:literal, $zh:literal; )*) => {
        /// A fact about how a link is written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Signal { $( $(#[$doc])* $variant, )* }

        impl Signal {
            /// Every signal, in the order of its bits.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The id of every signal, in the same order.
            pub const IDS: &'static [&'static str] = &[$($id),*];

            /// The id used in policies and records.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Reads an id; `None` for anything else.
            #[must_use]
            pub fn parse(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }

            /// What the signal says, as one sentence.
            #[must_use]
            pub fn sentence(self) -> Text {
                match self { $(Self::$variant => Text { en: $en.to_owned(), zh: $zh.to_owned() },)* }
            }
        }
    };
}

signals! {
    /// The host is an IP address.
    IpHost = "ip-host", "the host is an IP address", "主机是 IP 地址";
    /// An IPv4 address is not written as four decimal numbers.
    OddIp = "odd-ip", "the IP address is written in an unusual way", "IP 地址的写法不常见";
    /// A user name or password stands before the host.
    Userinfo = "userinfo", "a user name stands before the host", "主机前带有用户名";
    /// Invisible characters stand in the link.
    HiddenCharacters = "hidden-characters", "the link holds invisible characters", "链接含有不可见字符";
    /// Control characters, tabs or line breaks stand in the link.
    ControlCharacters = "control-characters", "the link holds control characters", "链接含有控制字符";
    /// The host has letters outside ASCII.
    IdnHost = "idn-host", "the host has letters outside ASCII", "主机含有非 ASCII 字母";
    /// Full-width, circled or similar forms of plain characters stand in the host or scheme.
    CompatibilityCharacters = "compatibility-characters",
        "the link uses full-width, circled or similar forms of plain characters", "链接使用了全角、带圈等变体字符";
    /// Another character stands where a dot belongs.
    DotLookalike = "dot-lookalike", "another character stands in for a dot of the host", "主机中用其他字符代替了点";
    /// A character that only looks like a slash stands in the host.
    SlashLookalike = "slash-lookalike", "a character that only looks like a slash stands in the link", "链接含有形似斜杠的字符";
    /// The host is written with percent escapes.
    EscapedHost = "escaped-host", "the host is written with percent escapes", "主机使用了百分号转义";
    /// The host has upper-case letters.
    UpperCaseHost = "upper-case-host", "the host has upper-case letters", "主机含有大写字母";
    /// Backslashes stand where slashes belong.
    Backslash = "backslash", "backslashes stand where slashes belong", "用反斜杠代替了斜杠";
    /// The slashes after the scheme are missing or too many.
    OddSlashes = "odd-slashes", "the slashes after the scheme are missing or too many", "协议后的斜杠缺失或过多";
    /// The host has empty labels or a final dot.
    ExtraDots = "extra-dots", "the host has dots too many", "主机的点过多";
    /// The link was written without a scheme.
    NoScheme = "no-scheme", "the link is written without a scheme", "链接没有写协议";
    /// The link stands in a longer text.
    ShareText = "share-text", "the link stands in a longer text", "链接位于一段文字之中";
    /// The path ends like a file to download.
    FileDownload = "file-download", "the link leads to a file download", "链接指向文件下载";
    /// The link is a jump page that carries its target.
    Wrapped = "wrapped", "the link is a jump page that carries its target", "链接是携带目标的中转页";
    /// Two or more jump pages stand one in the other.
    NestedWrapper = "nested-wrapper", "jump pages stand one inside the other", "中转页层层嵌套";
    /// The link is a jump page whose target cannot be read.
    OpaqueTarget = "opaque-target", "the target of the jump page cannot be read from the link", "无法从链接中读出中转页的目标";
    /// There are more layers than are followed.
    ChainTooDeep = "chain-too-deep", "the chain of jump pages is longer than is followed", "中转链过长，未继续展开";
    /// A jump page leads back to a link of its own chain.
    ChainCycle = "chain-cycle", "the chain of jump pages leads back to itself", "中转链回到了自身";
    /// A short-link host hides the target.
    ShortLink = "short-link", "a short link hides its target", "短链接隐藏了目标";
    /// The host is read differently by different parsers.
    AmbiguousHost = "ambiguous-host", "careful parsers read different hosts in this link", "不同的解析器会读出不同的主机";
    /// The port is not the usual one of the scheme.
    OtherPort = "other-port", "the port is not the usual one", "端口不是默认端口";
    /// The link is not valid UTF-8.
    NotUtf8 = "not-utf8", "the link is not valid UTF-8", "链接不是有效的 UTF-8";
    /// The link is longer than is read.
    TooLong = "too-long", "the link is longer than is read", "链接超出可读取的长度";
    /// The text cannot be read as a link.
    Unparsable = "unparsable", "the text cannot be read as a link", "无法解析为链接";
    /// The scheme is not in the catalog.
    UnknownScheme = "unknown-scheme", "the scheme is not a known one", "协议不在目录中";
    /// A jump page leads to something that is no web page.
    NonWebTarget = "non-web-target", "a jump page leads to something that is no web page", "中转页指向的不是网页";
    /// The host can be taken for another one; the reason is a signal of its own.
    Lookalike = "lookalike", "the host can be taken for another one", "主机容易被误认为另一个主机";
    /// A label of the host mixes scripts that do not belong together.
    MixedScripts = "mixed-scripts", "the host mixes letters of scripts that do not belong together", "主机混用了不同文字体系的字母";
    /// Letters or digits of the host can be taken for others.
    ConfusableLetters = "confusable-letters", "letters or digits of the host can be taken for others", "主机含有易被误认的字母或数字";
    /// The name of a known site stands left of another registrable domain.
    BrandInHost = "brand-in-host", "the name of a known site stands in the host of another", "他人的主机中出现了知名站点的名称";
    /// The link is written so that programs do not see it, as in `hxxp://` or `a[.]cn`.
    Obfuscated = "obfuscated", "the link is written so that programs do not see it", "链接用了规避识别的写法";
    /// The link holds HTML entities such as `&amp;`.
    HtmlEntities = "html-entities", "the link holds HTML entities", "链接含有 HTML 实体";
    /// A parameter carries another link, as open redirects do.
    RedirectHint = "redirect-hint", "a parameter of the link carries another link", "链接的参数里带有另一个链接";
    /// The registrable domain is not in the list of ICP filings that was given.
    NotFiled = "not-filed", "the domain is not in the list of ICP filings", "域名不在所给的 ICP 备案名单中";
    /// The short-link host was closed, or took no new links, on the day asked about.
    ClosedShortLink = "closed-short-link", "the short-link service was closed on that day", "该短链接服务当日已停用";
    /// The target was looked for on the network and not found.
    Unresolved = "unresolved", "the target was looked for on the network and not found", "联网解析未能得到目标";
    /// The host is a loopback, private or link-local address, or the name of the machine itself.
    PrivateHost = "private-host", "the host is a private or local address", "主机是内网或本机地址";
    /// The text that is shown for the link names another site.
    MaskedLink = "masked-link", "the text shown for the link names another site than it leads to", "链接显示的文字指向另一个网站";
}

/// A set of signals, kept as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct SignalSet(u64);

impl SignalSet {
    /// The empty set.
    pub const EMPTY: Self = Self(0);

    /// The set with just one signal.
    #[must_use]
    pub const fn of(signal: Signal) -> Self {
        Self(1 << (signal as u8))
    }

    /// Adds one signal.
    pub fn insert(&mut self, signal: Signal) {
        self.0 |= 1 << (signal as u8);
    }

    /// Whether no signal is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one signal is in the set.
    #[must_use]
    pub const fn contains(self, signal: Signal) -> bool {
        self.0 & (1 << (signal as u8)) != 0
    }

    /// Whether both sets share a signal.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Every signal of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Every signal that is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The signals, in the order of their bits.
    pub fn iter(self) -> impl Iterator<Item = Signal> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let next = Signal::ALL.get(bits.trailing_zeros() as usize).copied();
            bits &= bits.wrapping_sub(1);
            next
        })
    }
}

impl FromIterator<Signal> for SignalSet {
    fn from_iter<I: IntoIterator<Item = Signal>>(signals: I) -> Self {
        let mut set = Self::EMPTY;
        for signal in signals {
            set.insert(signal);
        }
        set
    }
}
