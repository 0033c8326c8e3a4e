//! Whether the text that is shown for a link names another host than the link leads to.

use crate::canon::canonicalise;
use crate::canon::scheme::{begins_with_host, scheme_of};
use crate::classify::candidate::Candidate;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Chain;
use crate::suffix::{SuffixList, is_top_level};

/// How many hosts of a shown text are looked at.
const NAME_LIMIT: usize = 8;
/// Endings under which a name alone is more often a file or a piece of software than a site.
const OF_FILES: [&str; 30] = [
    "md", "rs", "sh", "py", "pl", "so", "cc", "zip", "mov", "app", "ps", "js", "ts", "net", "io", "ai", "in", "is", "id", "do", "it", "name", "java", "bz",
    "ms", "st", "gz", "dev", "run", "tools",
];

/// Whether every host that a text names lies under another registrable domain than every layer of a chain.
///
/// A part of a host, `www.` and the way through a jump page change nothing; letters that only look alike do. A text that names
/// the right host beside others is honest. So is one that names what the link is about: the page of an encyclopedia or of a
/// developers' site that has the name in its path, as a repository called `a.site` or an archived page has. A bare name with a
/// capital among other words is the title of a work, unless it is that of a known site.
#[must_use]
pub fn is_masked(shown: &str, chain: &Chain<'_>, catalog: &Catalog, suffixes: &dyn SuffixList) -> bool {
    if chain.first.host().is_none() || !shown.contains('.') {
        return false;
    }
    let is_title = |name: &Name| {
        let is_known = catalog.hosts.known(&name.site).whole_site().is_some();
        name.written == Written::Capital && !is_known && shown.split(is_between).filter(|word| word.chars().any(char::is_alphanumeric)).nth(1).is_some()
    };
    let is_honest = |name: &Name| chain.layers().any(|layer| leads_to(layer, &name.site) || is_about(layer, &name.host, catalog));
    let named = shown.split(is_between).filter_map(|word| name_of(word, suffixes)).take(NAME_LIMIT);
    let mut counting = named.filter(|name| !is_title(name)).peekable();
    counting.peek().is_some() && !counting.any(|name| is_honest(&name))
}

fn leads_to(layer: &Candidate<'_>, site: &str) -> bool {
    layer.registrable().or_else(|| layer.host()) == Some(site)
}

/// Whether a page of an encyclopedia or a developers' site has a name in its path. Where others choose the hosts, none is.
fn is_about(layer: &Candidate<'_>, name: &str, catalog: &Catalog) -> bool {
    let is_of = |id: &str| catalog.category(id).is_some_and(|category| layer.category.intersects(category));
    if !(is_of("developer") || is_of("encyclopedia")) || is_of("user-content") {
        return false;
    }
    let Some(url) = layer.canonical() else { return false };
    let name = name.strip_prefix("www.").unwrap_or(name);
    let dashed = name.replace('.', "-");
    url.path().split('/').any(|segment| {
        let segment = segment.to_ascii_lowercase();
        let whole = segment.strip_prefix("www.").unwrap_or(&segment);
        whole == name || whole == dashed || whole.strip_suffix(name).is_some_and(|before| before.ends_with(['-', '_']))
    })
}

/// A host that a shown text names.
struct Name {
    host: String,
    /// Its registrable domain, or else the host.
    site: String,
    written: Written,
}

/// How a host is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// As an address: with a scheme, `www.`, a port or a path.
    Address,
    /// As a bare name in small letters.
    Small,
    /// As a bare name with a capital.
    Capital,
}

/// Where words end: at white space, and at what stands around links and not in them.
fn is_between(c: char) -> bool {
    let is_wide = matches!(c, '\u{3000}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '，' | '！' | '？' | '；' | '：' | '（' | '）' | '“' | '”' | '‘' | '’');
    c.is_whitespace() || is_wide || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|' | '`')
}

/// The host that a word names; nothing for a word that is no link, or the name of a user as in `@a.cn`.
fn name_of(word: &str, suffixes: &dyn SuffixList) -> Option<Name> {
    let word = word.trim_end_matches(['.', ':', '!', '?', '…', '/']).trim_start_matches(['.', '#', '-', '/']);
    if !word.contains('.') || word.contains('@') {
        return None;
    }
    let has_scheme = scheme_of(word).is_some_and(|scheme| word.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://")));
    let is_address = has_scheme || word.contains(['/', '?', '#', ':']) || word.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    let written = match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        _ if is_address => Written::Address,
        true => Written::Capital,
        false => Written::Small,
    };
    let url = if has_scheme {
        canonicalise(word).url.ok().map(|url| url.into_owned())
    } else if is_host(word) {
        canonicalise(&format!("https://{word}")).url.ok().map(|url| url.into_owned())
    } else {
        None
    }?;
    let host = url.host()?;
    Some(Name { host: host.to_owned(), site: suffixes.registrable(host).unwrap_or(host).to_owned(), written })
}

/// Whether a word without a scheme is a host as people write it, and not a number, a file or a name with a dot in it.
fn is_host(word: &str) -> bool {
    let end = word.find(['/', '?', '#', ':']).unwrap_or(word.len());
    let host = word.get(..end).unwrap_or_default();
    let Some((_, ending)) = host.rsplit_once('.') else { return false };
    let is_telling = end < word.len()
        || host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."))
        || !OF_FILES.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_telling && !ending.bytes().all(|byte| byte.is_ascii_digit()) && begins_with_host(host, is_top_level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::builtin;
    use crate::classify::chain::Classifier;
    use crate::suffix::CompiledIn;

    #[test]
    fn shown_texts_and_what_they_lead_to() {
        let catalog = builtin::catalog(&CompiledIn).unwrap();
        let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
        for (shown, target, masked) in [
            ("https://www.icbc.com.cn/", "https://evil.example.com/", true),
            ("www.icbc.com.cn", "https://icbc.com.cn.evil.com/login", true),
            ("icbc.com.cn", "https://mybank.icbc.com.cn/", false),
            ("example.com", "https://www.example.com/a", false),
            ("Example.COM/a", "https://example.com/b", false),
            ("请访问 taobao.com 领取", "https://evil.cn/", true),
            ("taobao.com", "https://link.zhihu.com/?target=https%3A%2F%2Fwww.taobao.com%2F", false),
            ("zhihu.com", "https://link.zhihu.com/?target=https%3A%2F%2Fevil.cn%2F", false),
            ("jd.com", "https://link.zhihu.com/?target=https%3A%2F%2Fevil.cn%2F", true),
            ("https://аpple.com", "https://apple.com/", true),
            ("click here", "https://evil.cn/", false),
            ("README.md", "https://github.com/a/b/README.md", false),
            ("version 1.2.3", "https://example.com/", false),
            ("ASP.NET", "https://dotnet.microsoft.com/", false),
            ("a@b.com", "https://example.com/", false),
            ("http://192.0.2.1/", "https://example.com/", true),
            ("taobao.com or tmall.com", "https://www.tmall.com/", false),
            ("https://example.com", "mailto:a@b.cn", false),
            ("@duck.com", "https://example.com/", false),
            ("webhint.site", "https://github.com/someone/webhint.site", false),
            ("static.wiki", "https://github.com/someone/static-wiki", false),
            ("IPFS telegra.ph", "https://github.com/someone/ipfs-telegra.ph", false),
            ("icbc.com.cn", "https://evil.cn/icbc.com.cn", true),
            ("icbc.com.cn", "https://evil.github.io/icbc.com.cn", true),
            ("icbc.com.cn", "https://github.com/someone/evil", true),
            ("chain.courses", "https://web.archive.org/web/2022/https://chain.courses/", false),
            ("chain.courses", "https://web.archive.org/web/2022/https://evil.cn/", true),
            ("Vulture.com", "https://en.wikipedia.org/wiki/Vulture.com", false),
            ("Force.example.com Fundamentals", "https://books.example.org/x", false),
            ("Toolfx.com", "https://toolfk.com/", true),
            ("tunnel.gg", "https://tunnl.gg/", true),
            ("Taobao.com 领取", "https://evil.cn/", true),
            ("mybank-online.com 领取", "https://evil.cn/", true),
            ("www.Mybank-Online.com login", "https://evil.cn/", true),
        ] {
            let chain = classifier.chain(target, canonicalise(target), &[]);
            assert_eq!(is_masked(shown, &chain, &catalog, &CompiledIn), masked, "{shown} → {target}");
        }
    }
}
