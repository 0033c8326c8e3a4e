//! The embedded catalog and policies: they are valid, cover what they promise, and their examples are true.

use std::collections::HashMap;

use outlink::canon::canonicalise;
use outlink::classify::builtin;
use outlink::classify::candidate::Candidate;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::classify::codes;
use outlink::classify::hosts::names_upwards;
use outlink::classify::prepared;
use outlink::classify::read::Builder;
use outlink::diag::Diagnostic;
use outlink::message::Lang;
use outlink::report::{palette::Palette, snippet};
use outlink::signal::Signal;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::{AsOf, Zone};
use outlink::verdict::Shortener;
use serde::Deserialize;

fn catalog() -> Catalog {
    let render = |problems: Vec<Diagnostic>| {
        let shown: Vec<String> = problems.iter().map(|problem| snippet::render(problem, Lang::En, Palette::Plain)).collect();
        shown.join("\n\n")
    };
    match builtin::catalog(&CompiledIn).map_err(render) {
        Ok(catalog) => catalog,
        Err(problems) => {
            assert!(problems.is_empty(), "{problems}");
            Catalog::default()
        }
    }
}

/// `OUTLINK_PREPARE=1` writes what is prepared anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is prepared is written only when somebody asks for it")]
fn the_prepared_catalog_is_what_the_files_say() {
    let fresh = prepared::prepare(&builtin::read(&CompiledIn).unwrap()).unwrap();
    if std::env::var_os("OUTLINK_PREPARE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/policies/catalog/prepared.bin"), &fresh).unwrap();
    } else {
        assert!(fresh == prepared::PREPARED, "the catalog changed: OUTLINK_PREPARE=1 cargo test --test engine catalog::the_prepared");
    }
    // All that the catalog holds is written, so what is restored is equal if it is written the same.
    assert!(prepared::prepare(&prepared::restore(&fresh).unwrap()).unwrap() == fresh);
    let mut other = fresh;
    other[0] ^= 1;
    assert!(prepared::restore(&other).is_none() && prepared::restore(b"").is_none());
}

fn chain<'a>(catalog: &'a Catalog, link: &'a str) -> Chain<'a> {
    Classifier { catalog, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[])
}

#[test]
fn the_embedded_catalog_is_valid_and_large_enough() {
    let catalog = catalog();
    assert!(catalog.owners.len() >= 90, "{} owners", catalog.owners.len());
    assert!(catalog.hosts.known_hosts() >= 700, "{} hosts", catalog.hosts.known_hosts());
    assert!(catalog.categories.len() >= 20, "{} categories", catalog.categories.len());
    assert!(catalog.wrappers.len() >= 480, "{} wrappers", catalog.wrappers.len());
    assert!(catalog.schemes.len() >= 60, "{} schemes", catalog.schemes.len());
}

#[test]
fn owners_and_categories_are_found_by_host_domain_and_path() {
    let catalog = catalog();
    for (link, owner, category) in [
        ("https://item.taobao.com/", "alibaba", "ecommerce"),
        ("https://m.tb.cn/h.1", "alibaba", "ecommerce"),
        ("https://www.goofish.com/", "alibaba", "ecommerce second-hand"),
        ("https://item.jd.com/1", "jd", "ecommerce"),
        ("https://v.douyin.com/a/", "douyin", "short-video"),
        ("https://haohuo.jinritemai.com/", "douyin", "ecommerce"),
        ("https://docs.qq.com/s/a", "tencent", "office user-content"),
        ("https://mp.weixin.qq.com/s/a", "wechat", "messaging"),
        ("https://yuanbao.tencent.com/", "yuanbao", "ai-assistant"),
        ("https://t.cn/a", "", ""),
        ("https://url.cn/a", "", ""),
        ("https://nottaobao.com/", "", ""),
        ("https://taobao.com.evil.example/", "", ""),
    ] {
        let chain = chain(&catalog, link);
        let facts = |layer: &Candidate<'_>| {
            let owner = layer.owner.map(|owner| catalog.owner_name(owner)).unwrap_or_default().to_owned();
            let mut names: Vec<&str> = catalog.category_names(layer.category).collect();
            names.sort_unstable();
            (owner, names.join(" "))
        };
        let mut wanted: Vec<&str> = category.split(' ').collect();
        wanted.sort_unstable();
        assert_eq!(facts(&chain.first), (owner.to_owned(), wanted.join(" ")), "{link}");
    }
    let (wechat, tencent) = (catalog.owner("wechat").unwrap(), catalog.owner("tencent").unwrap());
    assert!(catalog.is_under(wechat, tencent) && !catalog.is_under(tencent, wechat));
}

#[derive(Deserialize)]
struct Codes {
    #[serde(rename = "share-code")]
    share_codes: Vec<ShareCodeExample>,
}

#[derive(Deserialize)]
struct ShareCodeExample {
    id: String,
    example: String,
}

#[test]
fn every_share_code_example_is_found_as_a_share_code() {
    let catalog = catalog();
    let (_, text) = builtin::FILES.iter().find(|(name, _)| *name == "codes.toml").unwrap();
    let codes: Codes = toml::from_str(text).unwrap();
    assert!(codes.share_codes.len() >= 10);
    for code in codes.share_codes {
        let link = outlink::extract::text::link_of_line(&code.example).text;
        let beside = codes::find_beside(&code.example, &[link], &catalog.share_codes);
        let found = codes::find(&code.example, &catalog.share_codes).or(beside);
        assert!(found.is_some(), "{}: `{}` is not found", code.id, code.example);
    }
}

#[test]
fn plain_sentences_hold_no_share_code() {
    let catalog = catalog();
    for text in [
        "明天下午三点开会，请带上材料",
        "The price is $100$ or so",
        "call me at 13800138000",
        "email (see below) / phone",
        "Total: £1,234.56 (approx)",
        "验证码 6812345，请勿泄露",
        "版本号 (a1B2c3D4e5F) 已发布",
    ] {
        let found = codes::find(text, &catalog.share_codes).map(|code| code.id.as_str());
        assert_eq!(found, None, "{text}");
    }
}

#[test]
fn chains_are_followed_and_bounded() {
    let catalog = catalog();
    for (link, expected) in [
        ("https://link.zhihu.com/?target=https%3A//a.cn/b", vec!["https://a.cn/b"]),
        ("https://link.zhihu.com.evil.example/?target=https%3A//a.cn/b", vec![]),
        ("https://evillink.zhihu.com/?target=https%3A//a.cn/b", vec![]),
        ("https://www.jianshu.com/go-wild?ac=2&url=https%3A%2F%2Fa.cn%2F", vec!["https://a.cn/"]),
        ("https://www.jianshu.com/p/1?url=https%3A%2F%2Fa.cn%2F", vec![]),
        ("https://c.pc.qq.com/middle.html?pfurl=a.cn%2Fb", vec!["http://a.cn/b"]),
        (
            "https://link.juejin.cn/?target=https%3A%2F%2Flink.csdn.net%2F%3Ftarget%3Dhttps%253A%252F%252Fa.cn%252F",
            vec!["https://link.csdn.net/?target=https%3A%2F%2Fa.cn%2F", "https://a.cn/"],
        ),
        ("https://link.zhihu.com/?target=javascript%3Aalert(1)", vec!["javascript:alert(1)"]),
        ("https://link.zhihu.com/?target=java%09script%3Aalert(1)", vec!["javascript:alert(1)"]),
        ("https://link.zhihu.com/?target=https%3A%2F%2Fa.cn%2F&target=https%3A%2F%2Fb.cn%2F", vec!["https://a.cn/", "https://b.cn/"]),
        ("https://link.zhihu.com/?target=%2Flocal", vec![]),
        ("https://open.weixin.qq.com/connect/oauth2/authorize?redirect_uri=https%3A%2F%2Fa.cn%2F", vec![]),
        ("tbopen://m.taobao.com/tbopen/index.html?h5Url=https%3A%2F%2Fitem.taobao.com%2F1", vec!["https://item.taobao.com/1"]),
    ] {
        let chain = chain(&catalog, link);
        let found: Vec<&str> = chain.deeper.iter().filter_map(|layer| layer.canonical()).map(|url| url.as_str()).collect();
        assert_eq!(found, expected, "{link}");
    }
    let mut nested = "https://a.cn/".to_owned();
    for _ in 0..40 {
        let escaped: String = percent_encoding::utf8_percent_encode(&nested, percent_encoding::NON_ALPHANUMERIC).to_string();
        nested = format!("https://link.zhihu.com/?target={escaped}");
        if nested.len() > 60_000 {
            break;
        }
    }
    assert!(chain(&catalog, &nested).deeper.len() <= 32);
    for (count, is_bounded) in [(20, false), (40, true)] {
        let repeated: String = (0..count).map(|number| format!("target=https://{number}.a.cn/&")).collect();
        let link = format!("https://link.zhihu.com/?{repeated}");
        let chain = chain(&catalog, &link);
        assert_eq!(chain.deeper.len(), count.min(32), "{count}");
        assert_eq!(chain.first.signals.contains(Signal::ChainTooDeep), is_bounded, "{count}");
    }
}

#[test]
fn a_damaged_catalog_file_shows_every_fault() {
    let mut builder = Builder::new(&CompiledIn);
    builder.read(&SourceFile::new("categories.toml", "schema = 1\n[[category]]\nid = \"shop\"\nname = { en = \"shop\", zh = \"店\" }\n"));
    let text = r#"
schema = 1
[[source]]
id = "me"
title = "me"
grade = "K"
[[owner]]
id = "acme"
name = { en = "Acme", zh = "艾克米" }
[[owner]]
id = "acme"
name = { en = "Acme", zh = "艾克米" }
[[site]]
owner = "acne"
category = ["shop"]
domains = ["a.example"]
source = "me"
[[site]]
owner = "acme"
category = ["shpo"]
domains = ["b.example"]
source = "you"
[[site]]
owner = "acme"
category = ["shop"]
domains = ["com.cn", "C.example", "d.example"]
hosts = ["x.example"]
source = "me"
[[site]]
owner = "acme"
category = ["shop"]
domains = ["d.example"]
source = "me"
"#;
    builder.read(&SourceFile::new("owners.toml", text));
    let problems = builder.finish().unwrap_err();
    let mut found: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    found.sort_unstable();
    assert_eq!(found, ["bad-host", "duplicate-entry", "duplicate-id", "public-suffix", "unknown-category", "unknown-owner", "unknown-source"]);
}

/// The sites and short links of the catalog files, as far as ownership goes.
#[derive(Deserialize)]
struct Ownership {
    #[serde(default, rename = "owner")]
    owners: Vec<Parent>,
    #[serde(default, rename = "site")]
    sites: Vec<Owned>,
    #[serde(default, rename = "short-link")]
    short_links: Vec<Owned>,
}

#[derive(Deserialize)]
struct Parent {
    id: String,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct Owned {
    owner: Option<String>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

/// Hosts that a name's own owner gave to a customer, so that two owners stand one under the other rightly.
const GIVEN_AWAY: &[&str] = &["reddit.app.link"];

/// Names that stand at or under a domain of an owner who has nothing to do with theirs.
fn under_another_owner(owners: &str, short_links: &str) -> Result<Vec<String>, toml::de::Error> {
    let Ownership { owners, sites, .. } = toml::from_str(owners)?;
    let Ownership { short_links, .. } = toml::from_str(short_links)?;
    let parents: HashMap<&str, &str> = owners.iter().filter_map(|owner| Some((owner.id.as_str(), owner.parent.as_deref()?))).collect();
    let root = |owner: &str| {
        let mut at = owner.to_owned();
        while let Some(parent) = parents.get(at.as_str()) {
            at = (*parent).to_owned();
        }
        at
    };
    let domains: HashMap<&str, &str> = sites
        .iter()
        .filter_map(|site| Some((site.owner.as_deref()?, site)))
        .flat_map(|(owner, site)| site.domains.iter().map(move |name| (name.as_str(), owner)))
        .collect();
    let mut found = Vec::new();
    for entry in sites.iter().chain(&short_links) {
        let Some(owner) = entry.owner.as_deref() else { continue };
        for name in entry.domains.iter().chain(&entry.hosts).chain(&entry.paths) {
            let host = name.split('/').next().unwrap_or_default();
            let other = names_upwards(host).filter_map(|above| domains.get(above)).find(|above| root(above) != root(owner));
            if let Some(other) = other
                && !GIVEN_AWAY.contains(&name.as_str())
            {
                found.push(format!("{name} of {owner} stands under {other}"));
            }
        }
    }
    Ok(found)
}

fn file(name: &str) -> &'static str {
    builtin::FILES.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| *text)
}

#[test]
fn no_entry_stands_under_another_owner() {
    assert_eq!(under_another_owner(file("owners.toml"), file("short-links.toml")), Ok(Vec::new()));
}

/// Every fault that is put into a copy of the catalog is found: else the checks would hold nothing.
#[test]
fn faults_in_a_copy_of_the_catalog_are_found() {
    let site = |body: &str| format!("\n[[site]]\nsource = \"general-knowledge\"\n{body}\n");
    for (name, added, code) in [
        ("owners.toml", site("owner = \"jd\"\ncategory = [\"ecommerce\"]\ndomains = [\"taobao.com\"]"), "duplicate-entry"),
        ("owners.toml", site("owner = \"jd\"\ncategory = [\"ecommerce\"]\ndomains = [\"com.cn\"]"), "public-suffix"),
        ("owners.toml", site("owner = \"jd\"\ncategory = [\"ecomerce\"]\ndomains = [\"a.example\"]"), "unknown-category"),
        ("owners.toml", site("owner = \"jingdong\"\ncategory = [\"ecommerce\"]\ndomains = [\"a.example\"]"), "unknown-owner"),
        ("owners.toml", site("owner = \"jd\"\ncategory = [\"ecommerce\"]\ndomains = [\"A.example\"]"), "bad-host"),
        ("owners.toml", "\n[[owner]]\nid = \"jd\"\nname = { en = \"JD\", zh = \"京东\" }\n".to_owned(), "duplicate-id"),
        ("short-links.toml", "\n[[short-link]]\nhosts = [\"t.cn\"]\nclass = \"open\"\nsource = \"general-knowledge\"\n".to_owned(), "duplicate-entry"),
        ("short-links.toml", "\n[[short-link]]\nhosts = [\"a.example\"]\nclass = \"open\"\nsource = \"nobody\"\n".to_owned(), "unknown-source"),
        ("short-links.toml", "\n[[short-link]]\nhosts = [\"a.example\"]\nclass = \"closed\"\nsource = \"general-knowledge\"\n".to_owned(), "unknown-word"),
        ("schemes.toml", "\n[[scheme]]\nschemes = [\"taobao\"]\nkind = \"deep-link\"\nsource = \"general-knowledge\"\n".to_owned(), "duplicate-entry"),
        (
            "schemes.toml",
            "\n[[scheme]]\nschemes = [\"zzz\"]\npackages = [\"com.tencent.mm\"]\nkind = \"deep-link\"\nsource = \"general-knowledge\"\n".to_owned(),
            "duplicate-entry",
        ),
    ] {
        let mut builder = Builder::new(&CompiledIn);
        for (file, text) in builtin::FILES {
            let text = if *file == name { format!("{text}{added}") } else { (*text).to_owned() };
            builder.read(&SourceFile::new(file, &text));
        }
        let found: Vec<&str> = builder.finish().unwrap_err().iter().map(|problem| problem.code).collect();
        assert_eq!(found, [code], "{added}");
    }
    let foreign = site("owner = \"jd\"\ncategory = [\"ecommerce\"]\nhosts = [\"sale.taobao.com\"]");
    assert_eq!(under_another_owner(&format!("{}{foreign}", file("owners.toml")), file("short-links.toml")).unwrap().len(), 1);
    let foreign = "\n[[short-link]]\nhosts = [\"go.taobao.com\"]\nclass = \"first-party\"\nowner = \"jd\"\nsource = \"general-knowledge\"\n";
    assert_eq!(under_another_owner(file("owners.toml"), &format!("{}{foreign}", file("short-links.toml"))).unwrap().len(), 1);
}

#[test]
fn schemes_packages_and_stores_name_their_app() {
    let catalog = catalog();
    for (link, owner, category, kind) in [
        ("TAOBAO://item.taobao.com/1", "alibaba", "ecommerce", "deep-link"),
        ("openApp.jdMobile://virtual?params=%7B%7D", "jd", "ecommerce", "deep-link"),
        ("tencent100000001://qzapp/mqzone/0", "tencent", "messaging", "deep-link"),
        ("intent://m.example.com/#Intent;scheme=taobao;package=com.taobao.taobao;end", "alibaba", "ecommerce", "deep-link"),
        ("intent://a#Intent;scheme=https;package=com.tencent.mm;end", "wechat", "messaging", "deep-link"),
        ("intent://a#Intent;scheme=PINDUODUO;end", "pinduoduo", "ecommerce", "deep-link"),
        ("intent://a#Intent;package=com.example.unknown;end", "", "", "deep-link"),
        ("intent://taobao.com/", "", "", "deep-link"),
        ("android-app://com.tencent.mm/http/a", "wechat", "messaging", "deep-link"),
        ("itms-apps://itunes.apple.com/app/id1", "apple", "app-store", "deep-link"),
        ("market://details?id=com.example", "", "app-store", "deep-link"),
        ("tmast://appdetails?pname=com.example", "tencent", "app-store", "deep-link"),
        ("magnet:?xt=urn:btih:0", "", "p2p-download", "other"),
        ("ed2k://|file|a|1|0|/", "", "p2p-download", "other"),
        ("thunder://QUFodHRwOi8vYS5jbi9aWg==", "", "p2p-download", "other"),
        ("https://apps.apple.com/cn/app/id1", "apple", "app-store", "web"),
        ("https://play.google.com/store/apps/details?id=com.example", "google", "app-store", "web"),
        ("https://appgallery.huawei.com/app/C1", "huawei", "app-store", "web"),
        ("https://a.app.qq.com/o/simple.jsp?pkgname=com.example", "tencent", "app-store", "web"),
        ("https://a.onelink.me/x", "appsflyer", "link-tracking", "web"),
        ("https://a.app.link/x", "branch", "link-tracking", "web"),
        ("https://app.adjust.com/x", "adjust", "link-tracking", "web"),
        ("https://a.page.link/x", "google", "link-tracking", "web"),
        ("https://pan.quark.cn/s/0a", "alibaba", "file-sharing user-content", "web"),
    ] {
        let chain = chain(&catalog, link);
        let mut names: Vec<&str> = catalog.category_names(chain.first.category).collect();
        names.sort_unstable();
        let found = (chain.first.owner.map(|owner| catalog.owner_name(owner)).unwrap_or_default(), names.join(" "), chain.first.kind.as_str());
        assert_eq!(found, (owner, category.to_owned(), kind), "{link}");
    }
}

#[test]
fn a_short_link_host_is_closed_from_its_last_day_on() {
    let catalog = catalog();
    for (day, closed) in [
        ("2017-12-31", vec![]),
        ("2019-03-29", vec!["su.pr", "x.co"]),
        ("2019-03-30", vec!["goo.gl", "su.pr", "x.co"]),
        ("2021-03-14", vec!["goo.gl", "su.pr", "x.co"]),
        ("2021-03-15", vec!["goo.gl", "su.pr", "x.co", "w.url.cn", "mmbizurl.cn"]),
        ("2026-11-23", vec!["goo.gl", "su.pr", "x.co", "w.url.cn", "mmbizurl.cn", "git.io"]),
    ] {
        let moment = Some(AsOf::parse(day).unwrap().instant(Zone::UTC));
        let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment };
        for host in ["goo.gl", "su.pr", "x.co", "w.url.cn", "mmbizurl.cn", "git.io", "t.cn", "url.cn", "wxaurl.cn", "bit.ly", "maps.app.goo.gl"] {
            let link = format!("https://{host}/a");
            let found = classifier.chain(&link, canonicalise(&link), &[]).first.signals.contains(Signal::ClosedShortLink);
            assert_eq!(found, closed.contains(&host), "{host} on {day}");
        }
    }
    let mut classes = [0, 0];
    for short in &catalog.short_links {
        classes[usize::from(short.class == Shortener::Open)] += 1;
    }
    assert!(classes.iter().all(|count| *count >= 20), "{classes:?}");
    assert!(catalog.short_links.iter().filter(|short| !short.times.is_empty()).count() >= 5);
}

#[test]
fn short_link_hosts_have_their_class_and_owner() {
    let catalog = catalog();
    for (class, hosts) in [
        (
            Shortener::FirstParty,
            "m.tb.cn=alibaba s.click.taobao.com=alibaba ele.to=alibaba ddurl.to=dingtalk qr.alipay.com=ant 3.cn=jd u.jd.com=jd p.pinduoduo.com=pinduoduo \
             v.douyin.com=douyin v.kuaishou.com=kuaishou xhslink.com=xiaohongshu xhslink.cn=xiaohongshu b23.tv=bilibili s.zhihu.com=zhihu wxaurl.cn=wechat \
             wxmpurl.cn=wechat dpurl.cn=meituan mt.cn=meituan dw4.co=dewu 163cn.tv=netease byteurl.cn=bytedance youtu.be=youtube amzn.to=amazon fb.me=meta \
             g.co=google aka.ms=microsoft apple.co=apple spoti.fi=spotify qr.ae=quora db.tt=dropbox wp.me=automattic redd.it=reddit pin.it=pinterest",
        ),
        (
            Shortener::Open,
            "t.cn=weibo url.cn=tencent w.url.cn=wechat mmbizurl.cn=wechat dwz.cn=baidu t.co=x lnkd.in=linkedin goo.gl=google clck.ru=yandex suo.im= \
             sourl.cn= a.189.cn= lnurl.cn= 98api.cn= bit.ly= j.mp= tinyurl.com= ow.ly= buff.ly= is.gd= v.gd= cutt.ly= rebrand.ly= shorturl.at= t.ly= \
             tiny.cc= bit.do= rb.gy= s.id= u.to= adf.ly= ouo.io= linkvertise.com= goo.su=",
        ),
    ] {
        for row in hosts.split_whitespace() {
            let (host, owner) = row.split_once('=').unwrap();
            let short = catalog.short_link(host).unwrap();
            let found = short.owner.map(|owner| catalog.owner_name(owner)).unwrap_or_default();
            assert_eq!((short.class, found), (class, owner), "{host}");
            let link = format!("https://{host}/a");
            let seen = chain(&catalog, &link).first.owner.map(|owner| catalog.owner_name(owner)).unwrap_or_default();
            assert_eq!(seen, if class == Shortener::Open { "" } else { owner }, "{host}: only a first-party host tells whose its links are");
        }
    }
}

#[test]
fn a_wrapper_stands_on_the_hosts_of_an_earlier_one_or_says_that_there_is_none() {
    let source = "schema = 1\n[[source]]\nid = \"me\"\ntitle = \"me\"\ngrade = \"K\"\n";
    let entry = |id: &str, hosts: &str| {
        format!(
            "[[wrapper]]\nid = \"{id}\"\nname = {{ en = \"a\", zh = \"甲\" }}\n{hosts}\npaths = [\"/{id}\"]\ntarget = [{{ in = \"query\", name = \"u\" }}]\nsource = \"me\"\n"
        )
    };
    let first = entry("first", "hosts = [\"a.example\"]\ndomains = [\"b.example\"]");
    let read = |text: String| {
        let mut builder = Builder::new(&CompiledIn);
        builder.read(&SourceFile::new("wrappers.toml", &text));
        builder.finish()
    };
    let catalog = read(format!("{source}{first}{}", entry("second", "hosts-of = \"first\""))).unwrap_or_default();
    for (link, hops) in [
        ("https://a.example/second?u=https://c.example/", 1),
        ("https://x.b.example/second?u=https://c.example/", 1),
        ("https://c.example/second?u=https://c.example/", 0),
    ] {
        assert_eq!(chain(&catalog, link).deeper.len(), hops, "{link}");
    }
    let problems = read(format!("{source}{}", entry("second", "hosts-of = \"first\""))).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["unknown-reference"]);
}
