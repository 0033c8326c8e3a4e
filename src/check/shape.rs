//! The shape of a page's address: what stays of path and query when numbers and ids are taken for the same.

use std::fmt::Write as _;

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

/// The shape of a path and a query, `None` where it is too plain to tell one page from another. The names of parameters are sorted,
/// and their values left out.
#[must_use]
pub fn shape(path: &str, query: Option<&str>) -> Option<String> {
    let mut shape = String::new();
    let (mut letters, mut parts) = (0, 0);
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        shape.push('/');
        generalised(segment, &mut shape);
        letters += telling_letters(segment);
        parts += 1;
    }
    let mut names: Vec<&str> =
        query.unwrap_or_default().split('&').map(|pair| pair.split('=').next().unwrap_or_default()).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    for (at, name) in names.iter().enumerate() {
        shape.push(if at == 0 { '?' } else { '&' });
        generalised(name, &mut shape);
        letters += telling_letters(name);
        parts += 1;
    }
    if letters < LETTERS_LEAST || parts < PARTS_LEAST {
        return None;
    }
    let end = (0..=SHAPE_LIMIT.min(shape.len())).rev().find(|at| shape.is_char_boundary(*at))?;
    shape.truncate(end);
    Some(shape)
}

fn is_id(segment: &str) -> bool {
    let (digits, letters) = (segment.bytes().any(|b| b.is_ascii_digit()), segment.bytes().any(|b| b.is_ascii_alphabetic()));
    let is_hex = segment.len() >= HEX_LEAST && segment.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_hex || (segment.len() >= ID_LEAST && digits && letters && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

/// A segment with ids and runs of digits replaced.
fn generalised(segment: &str, out: &mut String) {
    if is_id(segment) {
        out.push_str("{id}");
        return;
    }
    let mut in_digits = false;
    for c in segment.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !in_digits {
            let _ = out.write_str("{n}");
        }
        in_digits = c.is_ascii_digit();
    }
}

/// The letters of the words that are not common; letters of other scripts, written as escapes, count as what they are.
fn telling_letters(segment: &str) -> usize {
    if is_id(segment) {
        return 0;
    }
    let words = segment.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.filter(|word| word.len() > 1 && !is_common(word)).map(|word| word.chars().count()).sum()
}

fn is_common(word: &str) -> bool {
    let find = |word: &str| COMMON.binary_search(&word).is_ok();
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) { find(&word.to_ascii_lowercase()) } else { find(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_sorted() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn numbers_and_ids_are_one_and_plain_pages_are_none() {
        let is = |path: &str, query: Option<&str>, wanted: Option<&str>| assert_eq!(shape(path, query).as_deref(), wanted, "{path} {query:?}");
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
