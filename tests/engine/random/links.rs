//! A pool of links of every sort, and chains of them with what no text brings by itself.

use outlink::check::run::{Run, Strictness, Threshold};
use outlink::classify::candidate::Via;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::classify::lookup::{Lookup, Origin};
use outlink::signal::Signal;
use outlink::suffix::CompiledIn;
use outlink::time::{AsOf, Instant, Zone};
use proptest::prelude::*;

const CONFIRM: &str = "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?url=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D1";

/// The pool.
pub(crate) const LINKS: &[&str] = &[
    // plain sites
    "https://item.taobao.com/item.htm?id=1",
    "https://www.example.com/",
    "http://www.example.com/a/b?q=1&id=2",
    "https://sub.www.example.com:8080/a/x",
    "https://example.co.uk/",
    "https://www.beijing.gov.cn/s/1",
    "https://mp.weixin.qq.com/s/abc",
    "https://weibo.com/",
    "https://www.zhihu.com/question/1",
    "https://notaobao.com/",
    "https://taobao.com.evil.cn/item.htm",
    "https://www.example.com/dl/app.apk",
    "https://www.example.com/%64l/app%2Eapk?",
    "https://a.b.c.example.com/a/%2e%2e/item.htm?%69d=1",
    // spellings
    "HTTPS://ITEM.TAOBAO.COM/item.htm?ID=1",
    "www.taobao.com/item.htm",
    "https://user:word@item.taobao.com/",
    "https:\\\\item.taobao.com\\item.htm",
    "https://item.taobao.com./",
    "http://淘宝.中国/",
    "https://item\u{200b}.taobao.com/",
    // addresses
    "http://192.0.2.7/",
    "http://3221225991/",
    "http://[::1]:8080/a/x?id=1",
    "https://[::ffff:192.0.2.7]/dl/x.apk",
    // short links
    "https://t.cn/A6abc",
    "https://m.tb.cn/h.abc",
    "https://v.douyin.com/abc/",
    "https://bit.ly/abc",
    // wrappers
    "https://link.zhihu.com/?target=https%3A//item.taobao.com/item.htm%3Fid%3D1",
    "https://link.zhihu.com/?target=https%3A//192.0.2.7/",
    "https://link.zhihu.com/?target=https%3A//t.cn/A6abc",
    "https://link.juejin.cn/?target=https%3A%2F%2Flink.zhihu.com%2F%3Ftarget%3Dhttps%253A%2F%2Fwww.example.com%2Fa%2Fb",
    "https://link.csdn.net/?target=https%3A%2F%2Flink.juejin.cn%2F%3Ftarget%3Dhttps%253A%252F%252Flink.zhihu.com%252F%253Ftarget%253Dhttp%25253A%2F%2F192.0.2.7",
    "https://link.zhihu.com/?target=javascript%3Aalert(1)",
    "https://link.zhihu.com/?target=taobao%3A%2F%2Fitem.taobao.com%2Fitem.htm",
    "https://link.zhihu.com/?target=https%3A//%5Bbad/",
    "https://link.zhihu.com/",
    "https://www.sogou.com/link?url=abc",
    // the platform's own
    CONFIRM,
    "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?bancode=1",
    "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?url=https%3A%2F%2Flink.zhihu.com%2F%3Ftarget%3Dhttps%253A%2F%2Ft.cn%2Fabc",
    "https://link.zhihu.com/?target=https%3A%2F%2Fweixin110.qq.com%2Fcgi-bin%2Fmmspamsupport-bin%2Fnewredirectconfirmcgi%3Furl%3Dhttp%253A%2F%2F192.0.2.7%2F",
    "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?url=http%3A%2F%2F%5Bbad",
    // other schemes
    "taobao://item.taobao.com/item.htm?id=1",
    "tbopen://m.taobao.com/tbopen/index.html?h5Url=https%3A%2F%2Fwww.example.com%2Fa%2Fb",
    "weixin://dl/business/?t=abc",
    "wxp://f2f0abc",
    "https://qr.alipay.com/fkx0abc",
    "mailto:a@example.com",
    "a@example.com",
    "javascript:alert(1)",
    "data:text/html,<b>",
    "tel:10086",
    "ftp://www.example.com/dl/app.apk",
    "nosuchapp://www.example.com/a/x?id=1",
    // share texts and codes
    "￥abc12DEF34g￥",
    "#小程序://某某/abc",
    "【淘宝】https://m.tb.cn/h.abc?tk=Ab12 HU926 「手机」点击链接直接打开",
    "一 https://www.example.com/1 二 http://192.0.2.7/2 三 https://link.zhihu.com/?target=https%3A//weibo.com/ 四",
    // what is no link
    "not a link",
    "http://",
    "https://[bad/",
    "https://a b.example.com/",
    "http://www.example.com:99999/",
    "\u{200b}",
];

/// One link of the pool, and what is done to its chain.
#[derive(Debug, Clone)]
pub(crate) struct LinkSpec {
    pub(crate) text: &'static str,
    twist: Twist,
}

/// What canonicalisation may find out about a link and hardly any of the pool shows.
#[derive(Debug, Clone)]
enum Twist {
    None,
    /// A layer is read as different hosts, perhaps with the first layer of another link as a further reading.
    Ambiguous(usize, Option<&'static str>),
    /// Not all of a layer was followed.
    TooDeep(usize),
    /// The target of a layer was looked for and found: the first layer of another link.
    Resolved(usize, &'static str),
}

/// Any link.
pub(crate) fn link() -> impl Strategy<Value = LinkSpec> {
    let pool = || proptest::sample::select(LINKS);
    let twist = prop_oneof![
        8 => Just(Twist::None),
        1 => (0..4_usize, proptest::option::of(pool())).prop_map(|(layer, other)| Twist::Ambiguous(layer, other)),
        1 => (0..4_usize).prop_map(Twist::TooDeep),
        1 => (0..4_usize, pool()).prop_map(|(layer, target)| Twist::Resolved(layer, target)),
    ];
    (pool(), twist).prop_map(|(text, twist)| LinkSpec { text, twist })
}

impl LinkSpec {
    /// The chain, by the same road as on the command line.
    pub(crate) fn chain<'c>(&self, catalog: &'c Catalog) -> Chain<'c> {
        let mut chain = chain(self.text, catalog);
        match self.twist {
            Twist::None => {}
            Twist::TooDeep(layer) => {
                mark(&mut chain, layer, Signal::ChainTooDeep);
            }
            Twist::Resolved(layer, target) => {
                let parent = layer % (chain.deeper.len() + 1);
                let outer = match parent.checked_sub(1).and_then(|at| chain.deeper.get_mut(at)) {
                    Some(deeper) => deeper,
                    None => &mut chain.first,
                };
                outer.lookup = Lookup::Found(Origin::Network);
                let mut found = self::chain(target, catalog).first;
                found.via = Via::Resolved(outer.wrapper);
                found.parent = parent;
                chain.deeper.push(found);
            }
            Twist::Ambiguous(layer, other) => {
                let parent = mark(&mut chain, layer, Signal::AmbiguousHost);
                if let Some(other) = other {
                    let mut reading = self::chain(other, catalog).first;
                    reading.via = Via::Reading;
                    reading.parent = parent;
                    reading.signals.insert(Signal::AmbiguousHost);
                    chain.deeper.push(reading);
                }
            }
        }
        chain
    }
}

/// The chain of a text as the command line would read it.
pub(crate) fn chain<'c>(text: &'c str, catalog: &'c Catalog) -> Chain<'c> {
    let run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: Vec::new(),
        as_of: AsOf::Moment(Instant(0), Zone::UTC),
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    };
    run.check_text(text).chain
}

/// Marks a layer, counted from the first and again from there; gives its number.
fn mark(chain: &mut Chain<'_>, layer: usize, signal: Signal) -> usize {
    let number = layer % (chain.deeper.len() + 1);
    match number.checked_sub(1).and_then(|at| chain.deeper.get_mut(at)) {
        Some(deeper) => deeper.signals.insert(signal),
        None => chain.first.signals.insert(signal),
    }
    number
}
