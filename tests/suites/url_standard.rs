//! The URL Standard's own suites and those of its implementations.

use std::borrow::Cow;
use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use outlink::canon::scheme::scheme_of;
use outlink::unwrap::decode::decode;
use outlink::unwrap::spec::Encoding;
use url::{Host, Url};

use serde_json::Value;

use crate::reading::{ours, rows, text};
use crate::tally::Suite;

/// Our steps beyond the URL Standard, written apart from `canon::host`: empty labels go, an IPv4 address inside an
/// IPv6 one comes out. A host of which nothing is left, or that becomes a bad number, is refused. What needs no such step
/// stays to the byte: the `url` crate must not repair the expectation.
pub(crate) fn folded(href: &str) -> Option<String> {
    if Url::parse(href).is_err() && href.contains("xn--") {
        // The crate refuses Punycode that cannot be decoded; the Standard leaves it as it is.
        return folded(&href.replace("xn--", "xw--")).map(|link| link.replace("xw--", "xn--"));
    }
    let mut url = Url::parse(href).ok()?;
    let special = matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss");
    match url.host().map(|host| host.to_owned()) {
        Some(Host::Domain(name)) if special && name.split('.').any(str::is_empty) => {
            let kept: Vec<&str> = name.split('.').filter(|label| !label.is_empty()).collect();
            url.set_host(Some(&kept.join("."))).ok()?;
        }
        Some(Host::Ipv6(address)) => {
            let [a, b, c, d, e, f, high, low] = address.segments();
            if !matches!([a, b, c, d, e, f], [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0]) {
                return Some(href.to_owned());
            }
            url.set_ip_host(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)).into()).ok()?;
        }
        _ => return Some(href.to_owned()),
    }
    Some(url.into())
}

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let folder = data.join("g01-url-standard/whatwg-url");
    let unicode = data.join("g04-evasion-and-policy/unicode-security/IdnaTestV2.txt");
    vec![
        url_standard("urltestdata", &folder.join("urltestdata.json")),
        url_standard("urltestdata-lone", &folder.join("urltestdata-javascript-only.json")),
        url_standard("ada-extra", &folder.join("ada_extra_urltestdata.json")),
        url_standard("ada-long", &folder.join("ada_long_urltestdata.json")),
        percent_encoding(&folder.join("percent-encoding.json")),
        hosts_to_ascii("toascii", &folder.join("toascii.json")),
        hosts_to_ascii("idna-v2", &folder.join("IdnaTestV2.json")),
        hosts_to_ascii("idna-v2-removed", &folder.join("IdnaTestV2-removed.json")),
        idna_table(&unicode),
        punycode(&folder.join("rust_url_punycode_tests.json")),
        dns_length(&folder.join("verifydnslength_tests.json")),
        base64(&folder.join("base64.json")),
    ]
}

fn canonical(link: &str) -> Option<String> {
    ours(link).map(|url| url.as_str().to_owned())
}

/// Whether a base changes nothing: there is none, or the text has a scheme of its own that is not the base's.
fn needs_no_base(input: &str, base: Option<&str>) -> bool {
    let Some(base) = base else { return true };
    if Url::parse(base).is_err() {
        return false;
    }
    let own = scheme_of(input.trim_start_matches(|c: char| c <= ' ')).map(str::to_ascii_lowercase);
    own.is_some() && own.as_deref() != scheme_of(base)
}

/// The URL Standard's own cases that need no base.
fn url_standard(name: &'static str, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let Some(input) = text(&row, "input").filter(|input| needs_no_base(input, text(&row, "base"))) else { continue };
        suite.check(input, &canonical(input), &text(&row, "href").and_then(folded));
    }
    suite
}

/// Queries in UTF-8, the only encoding that links in a text have.
fn percent_encoding(path: &Path) -> Suite {
    let mut suite = Suite::new("percent-encoding");
    for row in rows(path) {
        let Some((input, output)) = text(&row, "input").zip(row.get("output").and_then(|output| text(output, "utf-8"))) else { continue };
        let link = format!("http://a.example/?{input}#b");
        let query = ours(&link).and_then(|url| url.query().map(str::to_owned));
        suite.check(input, &query.as_deref(), &Some(output));
    }
    suite
}

/// Whether a text can stand in a link as a host: it holds no delimiter of a URL.
fn is_host_text(input: &str) -> bool {
    !input.is_empty() && !input.contains(['/', '\\', '?', '#', '@', ':'])
}

/// Compares one host brought to ASCII; `None` and an empty one are failures.
fn host_to_ascii(suite: &mut Suite, input: &str, output: Option<&str>) {
    let theirs = output.filter(|host| !host.is_empty()).and_then(|host| folded(&format!("http://{host}/x")));
    suite.check(input, &canonical(&format!("http://{input}/x")), &theirs);
}

/// Hosts brought to ASCII. Inputs with delimiters of a URL are no hosts to us.
fn hosts_to_ascii(name: &'static str, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let Some(input) = text(&row, "input").filter(|input| is_host_text(input)) else { continue };
        host_to_ascii(&mut suite, input, text(&row, "output"));
    }
    suite
}

/// Unicode's own table of UTS #46, with the faults that the URL Standard does not ask for left out: hyphens, lengths and the
/// letters of STD 3.
fn idna_table(path: &Path) -> Suite {
    let mut suite = Suite::new("idna-unicode");
    let table = fs::read_to_string(path).expect("a suite can be read");
    for line in table.lines() {
        let fields: Vec<&str> = line.split('#').next().unwrap_or_default().split(';').map(str::trim).collect();
        let [source, unicode, unicode_faults, ascii, ascii_faults, ..] = *fields.as_slice() else { continue };
        let or = |text: &str, before: &str| if text.is_empty() { before.to_owned() } else { text.to_owned() };
        let ascii = or(ascii, &or(unicode, source));
        let faults = or(ascii_faults, unicode_faults);
        let is_fault = |code: &str| !matches!(code, "" | "V2" | "V3" | "A4_1" | "A4_2" | "X4_2" | "U1");
        let fails = faults.trim_matches(['[', ']']).split(',').any(|code| is_fault(code.trim()));
        let plain = |text: &str| unescaped(if text == "\"\"" { "" } else { text });
        let input = plain(source);
        // The URL Standard leaves a host that is ASCII as it is, whatever its Punycode says.
        let output = if input.is_ascii() { Some(input.to_ascii_lowercase()) } else { (!fails).then_some(plain(&ascii)) };
        if is_host_text(&input) {
            host_to_ascii(&mut suite, &input, output.as_deref());
        }
    }
    suite
}

/// A text with `\uXXXX` and `\x{XXXX}` as the characters they stand for; half a surrogate pair is U+FFFD.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let braced = behind.strip_prefix("x{").and_then(|tail| tail.split_once('}'));
        let plain = || behind.strip_prefix('u').and_then(|tail| tail.split_at_checked(4));
        let Some((digits, tail)) = braced.or_else(plain) else { panic!("no escape: {text}") };
        let number = u32::from_str_radix(digits, 16).expect("an escape is a number");
        out.push(char::from_u32(number).unwrap_or('\u{fffd}'));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Punycode of labels that are letters and digits in the form that hosts have.
fn punycode(path: &Path) -> Suite {
    let mut suite = Suite::new("punycode");
    for row in rows(path) {
        let Some((decoded, encoded)) = text(&row, "decoded").zip(text(&row, "encoded")) else { continue };
        if decoded.is_ascii() || decoded != decoded.to_lowercase() || !decoded.chars().all(char::is_alphanumeric) {
            continue;
        }
        let host = |name: &str| ours(&format!("http://{name}.example/")).and_then(|url| url.host().map(str::to_owned));
        suite.check(decoded, &host(decoded), &Some(format!("xn--{encoded}.example")));
        suite.check(encoded, &host(&format!("xn--{encoded}")), &Some(format!("xn--{encoded}.example")));
    }
    suite
}

/// Whether a host is refused for the length of its name or labels.
fn dns_length(path: &Path) -> Suite {
    let mut suite = Suite::new("dns-length");
    for row in rows(path) {
        let Some((input, fails)) = text(&row, "input").zip(row.get("failure").and_then(Value::as_bool)) else { continue };
        suite.check(input, &ours(input).is_none(), &fails);
    }
    suite
}

/// The forgiving base64 of browsers against that of targets in jump pages; only what comes out as text can be told apart.
fn base64(path: &Path) -> Suite {
    let mut suite = Suite::new("base64");
    for row in rows(path) {
        let Some(input) = row.get(0).and_then(Value::as_str).filter(|input| !input.is_empty() && !input.contains('%')) else { continue };
        let bytes = row.get(1).and_then(Value::as_array);
        let bytes = bytes.map(|bytes| bytes.iter().filter_map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect::<Vec<u8>>());
        suite.check(input, &decode(input, Encoding::Base64).map(Cow::into_owned), &bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
    }
    suite
}
