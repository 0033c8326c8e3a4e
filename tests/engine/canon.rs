//! Canonical form: the fast road equals the slow one, the slow one equals the `url` crate but for listed steps,
//! and no text can make either panic.

use crate::random::cases;
use outlink::canon::{canonicalise, fast, mend, slow};
use outlink::classify::download::{is_download, may_be_download};
use outlink::unwrap::hint::carries_link;
use proptest::prelude::*;
use url::Url;

/// Pieces that URLs are made of, plain and hostile, so that random strings get past the first check.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("http://".to_owned()),
        Just("https://".to_owned()),
        Just("HTTP://".to_owned()),
        Just("http:/".to_owned()),
        Just("//".to_owned()),
        Just("\\".to_owned()),
        Just("@".to_owned()),
        Just(":".to_owned()),
        Just("?".to_owned()),
        Just("#".to_owned()),
        Just("/".to_owned()),
        Just("/.".to_owned()),
        Just("/../".to_owned()),
        Just("%2e".to_owned()),
        Just("%2F".to_owned()),
        Just("%".to_owned()),
        Just(".".to_owned()),
        Just("..".to_owned()),
        Just("xn--".to_owned()),
        Just("xn--pbt173b".to_owned()),
        Just("127.1".to_owned()),
        Just("0x7f.1".to_owned()),
        Just("[::ffff:1.2.3.4]".to_owned()),
        Just("。".to_owned()),
        Just("淘宝".to_owned()),
        Just("ｔａｏ".to_owned()),
        Just("\u{200b}".to_owned()),
        Just("\t".to_owned()),
        Just("\u{0}".to_owned()),
        Just(" ".to_owned()),
        Just("javascript:".to_owned()),
        "[a-z]{1,8}",
        "[a-zA-Z0-9._~!$&'()*+,;=:@%-]{0,12}",
        "[0-9]{1,6}",
        Just("com".to_owned()),
        Just(".cn".to_owned()),
        Just("taobao.com".to_owned()),
        any::<char>().prop_map(String::from),
    ]
}

fn url_like() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..10).prop_map(|pieces| pieces.concat())
}

/// URLs that are mostly plain, so that the fast road is really taken.
fn plain() -> impl Strategy<Value = String> {
    ("https?://[a-z0-9.-]{1,20}", "(:[0-9]{1,6})?", "(/[a-zA-Z0-9._~%-]{0,8}){0,4}", "(\\?[ -~]{0,12})?", "(#[ -~]{0,8})?")
        .prop_map(|(host, port, path, query, fragment)| format!("{host}{port}{path}{query}{fragment}"))
}

/// URLs that a scan can often mend.
fn mendable() -> impl Strategy<Value = String> {
    (
        "(https?|HTTP|Https)://",
        "([a-z.]{1,6}(:[a-z]{0,4})?@)?",
        prop_oneof![
            "[a-zA-Z0-9.-]{1,20}",
            "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}",
            "([a-z0-9.-]{1,3}|%[2-7][0-9a-fA-F]|%[0-9]){1,6}",
            "[a-zA-Z0-9à-žа-џά-ώぁ-ヿ㐀-㐏一-龥가-힣._-]{1,12}",
            "([a-zA-Z0-9.-]|[äßПрив例商店ｗ。٣ا\u{301}\u{200d}①㎏\u{33480}㈠\u{37e}‼]|xn--|[.]рф){1,8}",
        ],
        "(:(80|443|0|[0-9]{1,6}))?",
        "(/([cC][:|]|([.]|%2[eE]){0,3})[a-zA-Z0-9._~%;&{}^\"<>'|-]{0,8}[例ä　\u{85}\u{200b}😀]{0,2}){0,4}",
        "(\\?[.]?[!-~]{0,12}[例ä＠]{0,2})?",
        "(#[!-~]{0,8}[例ä]{0,2})?",
    )
        .prop_map(|(scheme, user, host, port, path, query, fragment)| format!("{scheme}{user}{host}{port}{path}{query}{fragment}"))
}

/// URLs that carry links, or nearly so, and files.
fn linking() -> impl Strategy<Value = String> {
    let value =
        prop_oneof!["https?://[a-z]{0,3}", "[hH](%74|t|T)tps?://[a-z]", "HTTP", "h", "//[a-z]{0,2}", "%2[fF]%2[fF][a-z]", "[\\\\]{1,2}[a-z]", "[a-z]{0,20}"];
    let pair = ("[a-z]{0,20}|url|to|next", "=?", value).prop_map(|(name, sign, value)| format!("{name}{sign}{value}"));
    let query = prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"));
    ("(/[a-z]{0,9}){0,3}([.](apk|exe|html|tar[.]gz))?/{0,2}", query.clone(), "(#|#/[a-z]{0,3}[?])?", query).prop_map(|(path, query, sign, more)| {
        let more = if sign.is_empty() { String::new() } else { more };
        format!("https://a.example{path}?{query}{sign}{more}")
    })
}

fn assert_roads_agree(text: &str) {
    let slow = || slow::canonicalise(text);
    if let Some(proved) = fast::canonical(text) {
        assert_eq!(Ok(proved.clone().into_owned()), slow().url, "{text:?}");
        assert!(slow().signals.is_empty(), "{text:?} has signals {:?}", slow().signals);
    }
    if let Some(mended) = mend::canonical(text) {
        assert_eq!(mended, slow(), "{text:?}");
    }
}

#[test]
fn every_letter_of_a_host_is_mended_as_the_slow_road_has_it() {
    let (dense, sparse) = ((0x80..0x600).chain(0x2000..0x2070).chain(0x3000..0x3100), (0x600..0x11_0000).step_by(23));
    for letter in dense.chain(sparse).filter_map(char::from_u32) {
        for text in [format!("https://{letter}.com/"), format!("https://A{letter}-{letter}か.{letter}b:81/{letter}")] {
            assert_roads_agree(&text);
        }
    }
}

/// Whether the `url` crate refuses a host for a label in Punycode that cannot be decoded; the URL Standard leaves it as it is.
fn has_undecodable_host(url: &str) -> bool {
    Url::parse(url).is_err() && Url::parse(&url.replace("xn--", "xw--")).is_ok()
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn the_quick_roads_equal_the_slow_one(text in prop_oneof![plain(), mendable(), url_like()]) {
        assert_roads_agree(&text);
    }

    /// In a block of lines a link is followed by its line break and others.
    #[test]
    fn a_line_is_proved_as_its_text_is(text in prop_oneof![plain(), url_like()], behind in "(\n|\r\n)[a-z./\n]{0,40}") {
        let text = text.replace(['\n', '\r'], "");
        let in_block = format!("{text}{behind}");
        let proved = fast::scan(in_block.as_bytes()).filter(|proved| proved.end() == text.len());
        prop_assert_eq!(proved, fast::proved(&text), "{:?}", text);
    }

    /// What the scan did not meet is not there.
    #[test]
    fn what_a_proof_rules_out_is_not_found(text in prop_oneof![plain(), mendable(), linking()]) {
        let Some(proved) = fast::proved(&text) else { return Ok(()) };
        let (url, bytes) = (proved.url(&text), text.as_bytes());
        prop_assert!(proved.may_carry_link(bytes) || !carries_link(&url), "{}", text);
        prop_assert_eq!(proved.has_escaped_path(), url.has_escaped_path(), "{}", text);
        let (start, end) = proved.path();
        prop_assert!(url.has_escaped_path() || may_be_download(text.as_bytes(), start, end) || !is_download(url.path()), "{}", text);
        prop_assert_eq!(proved.holds_backslash(bytes), url.as_str().contains('\\'), "{}", text);
        prop_assert_eq!(proved.host_of(&text), url.host().unwrap_or_default(), "{}", text);
        prop_assert_eq!(proved.has_port(), url.port().is_some(), "{}", text);
        prop_assert_eq!(format!("{text}{}", proved.added()), url.as_str());
    }

    #[test]
    fn canonical_form_is_stable(text in prop_oneof![plain(), url_like()]) {
        if let Ok(url) = canonicalise(&text).url {
            let again = canonicalise(url.as_str()).url.expect("a canonical URL can be read");
            prop_assert_eq!(again.as_str(), url.as_str());
        }
    }

    #[test]
    fn parts_are_those_of_the_url_crate(text in prop_oneof![plain(), url_like()]) {
        if let Ok(ours) = canonicalise(&text).url
            && !has_undecodable_host(ours.as_str())
        {
            let theirs = Url::parse(ours.as_str()).expect("a canonical URL can be read");
            prop_assert_eq!(ours.scheme(), theirs.scheme());
            prop_assert_eq!(ours.path(), theirs.path());
            prop_assert_eq!(ours.query(), theirs.query());
            prop_assert_eq!(ours.fragment(), theirs.fragment());
            prop_assert_eq!(ours.port(), theirs.port());
            let host = theirs.host_str().filter(|host| !host.is_empty());
            prop_assert_eq!(ours.host(), host.map(|host| host.trim_start_matches('[').trim_end_matches(']')));
        }
    }

    #[test]
    fn what_the_url_crate_refuses_is_refused_or_a_guess(text in url_like()) {
        let scheme = text.starts_with("http://") || text.starts_with("https://");
        if scheme && Url::parse(&text).is_err() {
            let ours = canonicalise(&text);
            let is_known = ours.url.as_ref().map_or(true, |url| has_undecodable_host(url.as_str()));
            prop_assert!(is_known || ours.signals.contains(outlink::signal::Signal::Obfuscated), "{text:?}");
        }
    }
}

/// The steps beyond the URL Standard, each with its reason; nothing else may differ.
#[test]
fn folding_beyond_the_standard() {
    for (text, expected, reason) in [
        ("http://taobao.com./a", "http://taobao.com/a", "a final dot names the same host"),
        ("http://taobao..com/", "http://taobao.com/", "empty labels are dropped, as Safe Browsing does"),
        ("http://.taobao.com/", "http://taobao.com/", "so is a leading dot"),
        ("http://[::ffff:1.2.3.4]/", "http://1.2.3.4/", "an IPv4-mapped address is that IPv4 address"),
        ("http://[64:ff9b::102:304]/", "http://1.2.3.4/", "so is a NAT64 one"),
        ("http://XN--a..xw--b.taobao.com/", "http://xn--a.xw--b.taobao.com/", "Punycode that cannot be decoded stays as it is"),
        ("taobao.com/a", "http://taobao.com/a", "a bare host is read as http"),
        ("//taobao.com/a", "https://taobao.com/a", "a link without a scheme is read as https"),
        ("localhost:8080/a", "http://localhost:8080/a", "a host with a port is no scheme"),
        ("someone@example.com", "mailto:someone@example.com", "a bare mail address"),
    ] {
        let url = canonicalise(text).url.map(|url| url.as_str().to_owned());
        assert_eq!(url.as_deref(), Ok(expected), "{reason}");
    }
}

#[test]
fn raw_writing_leaves_its_signals() {
    for (text, expected) in [
        ("http://ｗｗｗ.taobao.com/", vec!["compatibility-characters"]),
        ("http://taobao。com/", vec!["dot-lookalike"]),
        ("http://tao\u{200b}bao.com/", vec!["hidden-characters"]),
        ("http://TAOBAO.com/", vec!["upper-case-host"]),
        ("http://%74aobao.com/", vec!["escaped-host"]),
        ("http://a@taobao.com/", vec!["userinfo"]),
        ("http:\\\\taobao.com\\a", vec!["backslash"]),
        ("http:taobao.com", vec!["odd-slashes"]),
        ("http://2130706433/", vec!["odd-ip"]),
        ("http://0x7f.1/", vec!["odd-ip"]),
        ("http://127.0.0.1/", vec![]),
        ("http://taobao.com./", vec!["extra-dots"]),
        ("http://tаobao.com/", vec!["idn-host"]),
        ("http://xn--tobao-4ve.com/", vec!["idn-host"]),
        ("java\tscript:alert(1)", vec!["control-characters"]),
    ] {
        let found: Vec<&str> = canonicalise(text).signals.iter().map(outlink::signal::Signal::id).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}
