//! Whether the text that is shown for a link names another host than the link leads to.

use crate::canon::canonicalise;
use crate::canon::scheme::{begins_with_host, scheme_of};
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
/// the right host beside others is honest.
#[must_use]
pub fn is_masked(shown: &str, chain: &Chain<'_>, suffixes: &dyn SuffixList) -> bool {
    if chain.first.host().is_none() || !shown.contains('.') {
        return false;
    }
    let leads_to = |site: &str| chain.layers().any(|layer| layer.registrable().or_else(|| layer.host()) == Some(site));
    let mut named = shown.split(is_between).filter_map(|word| site_of(word, suffixes)).take(NAME_LIMIT).peekable();
    named.peek().is_some() && !named.any(|site| leads_to(&site))
}

/// Where words end: at white space, and at what stands around links and not in them.
fn is_between(c: char) -> bool {
    let is_wide = matches!(c, '\u{3000}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '，' | '！' | '？' | '；' | '：' | '（' | '）' | '“' | '”' | '‘' | '’');
    c.is_whitespace() || is_wide || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|' | '`')
}

/// The registrable domain, or else the host, that a word names; nothing for a word that is no link.
fn site_of(word: &str, suffixes: &dyn SuffixList) -> Option<String> {
    let word = word.trim_end_matches(['.', ':', '!', '?', '…', '/']).trim_start_matches(['.', '@', '#', '-', '/']);
    if !word.contains('.') || word.contains('@') {
        return None;
    }
    let written = if scheme_of(word).is_some_and(|scheme| word.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://"))) {
        canonicalise(word)
    } else if is_host(word) {
        return site(&canonicalise(&format!("https://{word}")), suffixes);
    } else {
        return None;
    };
    site(&written, suffixes)
}

fn site(written: &crate::canon::Canonical<'_>, suffixes: &dyn SuffixList) -> Option<String> {
    let host = written.url.as_ref().ok()?.host()?;
    Some(suffixes.registrable(host).unwrap_or(host).to_owned())
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
        ] {
            let chain = classifier.chain(target, canonicalise(target), &[]);
            assert_eq!(is_masked(shown, &chain, &CompiledIn), masked, "{shown} → {target}");
        }
    }
}
