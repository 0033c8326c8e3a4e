//! The embedded catalog and policies: they are valid, cover what they promise, and their examples are true.

use outlink::canon::canonicalise;
use outlink::classify::builtin;
use outlink::classify::candidate::Candidate;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::classify::codes;
use outlink::classify::read::Builder;
use outlink::diag::Diagnostic;
use outlink::message::Lang;
use outlink::report::{palette::Palette, snippet};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
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

fn chain<'a>(catalog: &'a Catalog, link: &'a str) -> Chain<'a> {
    Classifier { catalog, suffixes: &CompiledIn }.chain(link, canonicalise(link), &[])
}

#[test]
fn the_embedded_catalog_is_valid_and_large_enough() {
    let catalog = catalog();
    assert!(catalog.owners.len() >= 90, "{} owners", catalog.owners.len());
    assert!(catalog.hosts.len() >= 700, "{} hosts", catalog.hosts.len());
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
        let found = codes::find(&code.example, &catalog.share_codes);
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
