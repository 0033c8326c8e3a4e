//! The shape of a page's address: what stays of path and query when numbers and ids are taken for the same.

use smallvec::SmallVec;

/// Names of pages, folders and parameters that sites have in common; they do not tell one page from another.
const COMMON: &[&str] = &[
    "about",
    "account",
    "accounts",
    "action",
    "admin",
    "aid",
    "amp",
    "api",
    "app",
    "archive",
    "archives",
    "article",
    "articles",
    "asp",
    "aspx",
    "assets",
    "atom",
    "blog",
    "blogs",
    "bootstrap",
    "callback",
    "campaign",
    "cart",
    "categories",
    "category",
    "cgi",
    "checkout",
    "cid",
    "cn",
    "contact",
    "content",
    "control",
    "course",
    "css",
    "date",
    "day",
    "default",
    "detail",
    "details",
    "doc",
    "docs",
    "documentation",
    "download",
    "downloads",
    "edit",
    "en",
    "eng",
    "english",
    "faq",
    "feed",
    "feeds",
    "fid",
    "file",
    "files",
    "forum",
    "forumdisplay",
    "forums",
    "from",
    "go",
    "goto",
    "handle",
    "help",
    "home",
    "htm",
    "html",
    "id",
    "image",
    "images",
    "img",
    "includes",
    "index",
    "info",
    "item",
    "items",
    "jquery",
    "js",
    "json",
    "jsp",
    "key",
    "lang",
    "language",
    "latest",
    "lid",
    "link",
    "list",
    "login",
    "logout",
    "main",
    "media",
    "medium",
    "min",
    "mobile",
    "month",
    "name",
    "news",
    "oldid",
    "online",
    "order",
    "orders",
    "page",
    "pages",
    "pdf",
    "php",
    "pid",
    "plugins",
    "portal",
    "post",
    "posts",
    "privacy",
    "product",
    "products",
    "profile",
    "public",
    "question",
    "questions",
    "redirect",
    "ref",
    "register",
    "rss",
    "search",
    "session",
    "settings",
    "share",
    "shop",
    "show",
    "showthread",
    "shtml",
    "sid",
    "sign",
    "signin",
    "signup",
    "site",
    "sitemap",
    "sites",
    "source",
    "special",
    "src",
    "stable",
    "static",
    "store",
    "support",
    "tag",
    "tags",
    "target",
    "term",
    "themes",
    "thread",
    "tid",
    "time",
    "title",
    "to",
    "token",
    "topic",
    "txt",
    "type",
    "uid",
    "upload",
    "uploads",
    "url",
    "user",
    "users",
    "utm",
    "view",
    "viewforum",
    "viewtopic",
    "web",
    "wiki",
    "wp",
    "www",
    "xml",
    "year",
    "zh",
];
/// The fewest letters that must be left when the common words are taken out.
const LETTERS_LEAST: usize = 8;
/// The fewest segments and parameters.
const PARTS_LEAST: usize = 2;
/// The most bytes of a shape; longer ones are cut.
const SHAPE_LIMIT: usize = 200;
/// From how many characters on a mixture of letters and digits is an id.
const ID_LEAST: usize = 10;
/// From how many characters on digits and letters from a to f are an id.
const HEX_LEAST: usize = 16;
/// How many parameters are sorted without memory of their own.
const NAMES_USUAL: usize = 16;

/// What a byte may stand in: a digit, a letter, a number in hexadecimal, a word.
const DIGIT: u8 = 1;
const LETTER: u8 = 2;
const HEX: u8 = 4;
const WORD: u8 = 8;

#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        let digit = if byte.is_ascii_digit() { DIGIT } else { 0 };
        let letter = if byte.is_ascii_alphabetic() { LETTER } else { 0 };
        let hex = if byte.is_ascii_hexdigit() || byte == b'-' { HEX } else { 0 };
        let word = if byte.is_ascii_alphanumeric() || byte == b'_' { WORD } else { 0 };
        kinds[byte as usize] = digit | letter | hex | word;
        byte += 1;
    }
    kinds
};

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The shape of an address, of at most 200 bytes; it takes no memory of its own, for most are looked at once.
#[derive(Debug, Clone)]
pub struct Shape {
    bytes: [u8; SHAPE_LIMIT],
    length: usize,
}

impl Shape {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn push(&mut self, text: &[u8]) {
        self.length = text.iter().fold(self.length, |end, byte| end + self.put(end, *byte));
    }

    /// Puts a byte at a place, where there is one; how many bytes more there are then.
    fn put(&mut self, at: usize, byte: u8) -> usize {
        let Some(free) = self.bytes.get_mut(at) else { return 0 };
        *free = byte;
        1
    }
}

/// The shape of a path and a query in canonical form, which is ASCII; `None` where it is too plain to tell one page from another.
/// The names of parameters are sorted, and their values left out.
#[must_use]
pub fn shape(path: &str, query: Option<&str>) -> Option<Shape> {
    let mut shape = Shape { bytes: [0; SHAPE_LIMIT], length: 0 };
    let (mut letters, mut parts) = (0, 0);
    for segment in path.as_bytes().split(|byte| *byte == b'/').filter(|segment| !segment.is_empty()) {
        shape.push(b"/");
        letters += generalised(segment, &mut shape);
        parts += 1;
    }
    let mut names: SmallVec<[&[u8]; NAMES_USUAL]> = SmallVec::new();
    for pair in query.unwrap_or_default().as_bytes().split(|byte| *byte == b'&') {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        if !name.is_empty() {
            names.push(name);
        }
    }
    names.sort_unstable();
    names.dedup();
    for (at, name) in names.iter().enumerate() {
        shape.push(if at == 0 { b"?" } else { b"&" });
        letters += generalised(name, &mut shape);
        parts += 1;
    }
    (letters >= LETTERS_LEAST && parts >= PARTS_LEAST).then_some(shape)
}

fn is_id(segment: &[u8]) -> bool {
    let (any, all) = segment.iter().map(|byte| kind(*byte)).fold((0, u8::MAX), |(any, all), kind| (any | kind, all & kind));
    let is_hex = segment.len() >= HEX_LEAST && all & HEX != 0;
    is_hex || (segment.len() >= ID_LEAST && any & DIGIT != 0 && any & LETTER != 0 && all & WORD != 0)
}

/// Writes a segment with ids and runs of digits replaced; gives the letters of its words that are not common. Letters of other scripts
/// are written as escapes and count as what these are.
fn generalised(segment: &[u8], out: &mut Shape) -> usize {
    if is_id(segment) {
        out.push(b"{id}");
        return 0;
    }
    let (mut letters, mut before, mut rest) = (0, 0, segment);
    let (mut word, mut end) = (0, out.length);
    for byte in segment {
        let kind = kind(*byte);
        if kind & DIGIT == 0 {
            end += out.put(end, *byte);
        } else if before & DIGIT == 0 {
            end = b"{n}".iter().fold(end, |end, byte| end + out.put(end, *byte));
        }
        if kind & LETTER == 0 {
            let (read, behind) = rest.split_at_checked(word + 1).unwrap_or((rest, &[]));
            letters += telling(read.get(..word).unwrap_or_default());
            (rest, word) = (behind, 0);
        } else {
            word += 1;
        }
        before = kind;
    }
    out.length = end;
    letters + telling(rest)
}

/// The letters of a word that tells one page from another; none of any other.
fn telling(word: &[u8]) -> usize {
    if word.len() > 1 && !is_common(word) { word.len() } else { 0 }
}

/// Where the common words with each first letter begin, and where those with the last end.
#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
const BEGIN: [usize; 27] = {
    let mut begin = [0; 27];
    let mut at = 0;
    while at < COMMON.len() {
        let mut letter = (COMMON[at].as_bytes()[0] - b'a') as usize + 1;
        while letter < 27 {
            begin[letter] += 1;
            letter += 1;
        }
        at += 1;
    }
    begin
};

fn is_common(word: &[u8]) -> bool {
    let Some(letter) = word.first().map(|first| usize::from(first.to_ascii_lowercase().wrapping_sub(b'a'))) else { return false };
    let (Some(begin), Some(end)) = (BEGIN.get(letter), BEGIN.get(letter + 1)) else { return false };
    COMMON.get(*begin..*end).unwrap_or_default().iter().any(|common| common.as_bytes().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn common_words_are_sorted() {
        assert!(COMMON.is_sorted());
    }

    /// The same as the definition reads, step by step.
    fn by_definition(path: &str, query: &str) -> Option<String> {
        let is_id = |part: &str| {
            let has = |is: fn(&char) -> bool| part.chars().any(|c| is(&c));
            let is_hex = part.len() >= HEX_LEAST && part.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
            let is_word = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            is_hex || (part.len() >= ID_LEAST && is_word && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic))
        };
        let names: std::collections::BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty()).collect();
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let parts: Vec<&str> = segments.iter().copied().chain(names.iter().copied()).collect();
        let words = parts.iter().filter(|part| !is_id(part)).flat_map(|part| part.split(|c: char| !c.is_ascii_alphabetic()));
        let letters: usize = words.filter(|word| word.len() > 1 && !COMMON.contains(&word.to_ascii_lowercase().as_str())).map(str::len).sum();
        let digits = regex::Regex::new("[0-9]+").unwrap();
        let general = |part: &str| if is_id(part) { "{id}".to_owned() } else { digits.replace_all(part, "{n}").into_owned() };
        let segments: String = segments.iter().map(|segment| format!("/{}", general(segment))).collect();
        let names: Vec<String> = names.iter().map(|name| general(name)).collect();
        let mark = if names.is_empty() { "" } else { "?" };
        let mut shape = format!("{segments}{mark}{}", names.join("&"));
        shape.truncate(SHAPE_LIMIT);
        (letters >= LETTERS_LEAST && parts.len() >= PARTS_LEAST).then_some(shape)
    }

    proptest! {
        #[test]
        fn a_shape_is_what_its_definition_says(path in "(/([a-zA-Z0-9_%.-]{0,20}|Index|wiki|[0-9a-f]{16}|lottery9[0-9]{0,3})){0,12}", query in "([a-z0-9_]{0,12}(=[a-z0-9]{0,4})?&){0,20}") {
            let found = shape(&path, Some(&query));
            prop_assert_eq!(found.as_ref().map(|shape| shape.as_str().to_owned()), by_definition(&path, &query));
        }
    }

    #[test]
    fn numbers_and_ids_are_one_and_plain_pages_are_none() {
        let is = |path: &str, query: Option<&str>, wanted: Option<&str>| assert_eq!(shape(path, query).as_ref().map(Shape::as_str), wanted, "{path} {query:?}");
        is("/americanas/orders/", None, Some("/americanas/orders"));
        is("/mobile/carrinho.php", Some("enc=7&b=1"), Some("/mobile/carrinho.php?b&enc"));
        is("/hongbao/lingqu123.html", Some("uid=0a1b2c3d4e5f60718"), Some("/hongbao/lingqu{n}.html?uid"));
        is("/activity/8f3a9b2c7d1e4f50/lottery", None, Some("/activity/{id}/lottery"));
        for path in ["/", "/index.php", "/2021/11/29/", "/blog/archives/12.html", "/en/docs/latest/", "/wiki/Main_Page", "/weixinhongbao"] {
            is(path, None, None);
        }
        is("/forum/viewtopic.php", Some("f=1&t=2"), None);
    }
}
