//! Random conditions with every key of `match`.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use super::policy::ContextSpec;
use super::{DAYS, words};

/// A condition: its keys, of which the first of each name counts.
#[derive(Debug, Clone)]
pub(crate) struct Condition(Vec<Key>);

#[derive(Debug, Clone)]
enum Key {
    Plain(&'static str, String),
    /// The number of a context and of some values, both taken modulo what there is.
    Context(usize, Vec<usize>),
    Nested(&'static str, Vec<Condition>),
}

/// Any condition, up to two tables deep.
pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let flat = vec(key(), 1..=2).prop_map(Condition);
    flat.prop_recursive(2, 8, 2, |inner| {
        let nested = (prop_oneof![Just("any"), Just("all")], vec(inner, 1..=2)).prop_map(|(name, inner)| Key::Nested(name, inner));
        vec(prop_oneof![2 => key(), 1 => nested], 1..=2).prop_map(Condition)
    })
}

fn key() -> impl Strategy<Value = Key> {
    let names = prop_oneof![
        plain("host", words(&["item.taobao.com", "mp.weixin.qq.com", "link.zhihu.com", "192.0.2.7", "www.example.com", "t.cn"])),
        plain("domain", words(&["taobao.com", "qq.com", "zhihu.com", "example.com", "weibo.com"])),
        plain("registrable", words(&["taobao.com", "example.com", "qq.com", "example.co.uk", "beijing.gov.cn"])),
        plain("suffix", words(&["gov.cn", "taobao.com", "co.uk", "weixin.qq.com"])),
        plain("owner", words(&["alibaba", "tencent", "wechat", "zhihu", "bytedance", "weibo"])),
        plain("category", words(&["ecommerce", "payment", "community", "short-video", "messaging"])),
        plain("list", Just("[\"mine\"]".to_owned())),
        plain("scheme", words(&["https", "http", "taobao", "weixin", "mailto", "javascript"])),
        plain("path", words(&["/", "/**", "/item.htm", "/a/*", "/dl/*.apk", "/s/**"])),
        plain("query", words(&["id", "target", "url", "q"])),
        plain("wrapper", words(&["zhihu", "juejin", "wechat-confirm", "sogou"])),
    ];
    let closed = prop_oneof![
        3 => plain("kind", words(&["web", "deep-link", "share-code", "payment-code", "mini-program", "mail", "script", "other"])),
        2 => plain("kind", Just("[\"web\"]".to_owned())),
        3 => plain("signal", words(&[
            "not-filed",
            "ip-host", "wrapped", "nested-wrapper", "opaque-target", "unparsable", "short-link", "share-text", "no-scheme", "file-download",
            "ambiguous-host", "other-port", "userinfo", "unknown-scheme", "non-web-target", "chain-too-deep",
        ])),
        1 => plain("shortener", words(&["first-party", "open"])),
        1 => plain("port", prop_oneof![Just("[80]"), Just("[443, 8080]"), Just("[21]")].prop_map(str::to_owned)),
        1 => plain("has-query", any::<bool>().prop_map(|flag| flag.to_string())),
        1 => plain("depth-at-least", (1..=3_u8).prop_map(|depth| depth.to_string())),
        1 => plain("length-over", prop_oneof![Just(0_u8), Just(20), Just(40), Just(80)].prop_map(|length| length.to_string())),
        1 => plain("posted-before", proptest::sample::select(&DAYS).prop_map(str::to_owned)),
    ];
    let context = (0..2_usize, vec(0..3_usize, 1..=2)).prop_map(|(context, values)| Key::Context(context, values));
    prop_oneof![5 => names, 5 => closed, 1 => context]
}

fn plain(name: &'static str, value: impl Strategy<Value = String>) -> impl Strategy<Value = Key> {
    value.prop_map(move |value| Key::Plain(name, value))
}

impl Condition {
    /// The condition as an inline table.
    pub(crate) fn text(&self, contexts: &[ContextSpec]) -> String {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        for key in &self.0 {
            let (name, value) = key.text(contexts);
            if seen.insert(name) {
                entries.push(format!("{name} = {value}"));
            }
        }
        format!("{{ {} }}", entries.join(", "))
    }
}

impl Key {
    fn text(&self, contexts: &[ContextSpec]) -> (&'static str, String) {
        match self {
            Self::Plain(name, value) => (name, value.clone()),
            Self::Nested(name, inner) => {
                let inner: Vec<String> = inner.iter().map(|condition| condition.text(contexts)).collect();
                (name, format!("[{}]", inner.join(", ")))
            }
            Self::Context(number, values) => match contexts.get(number % contexts.len().max(1)) {
                Some(context) => ("context", format!("{{ {} = {} }}", context.id, context.some_values(values))),
                None => ("kind", "[\"web\"]".to_owned()),
            },
        }
    }
}
