//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[
    ("wechat", include_str!("../../policies/wechat.toml")),
    ("alipay", include_str!("../../policies/alipay.toml")),
    ("apple-app-store", include_str!("../../policies/apple-app-store.toml")),
    ("bilibili", include_str!("../../policies/bilibili.toml")),
    ("damai", include_str!("../../policies/damai.toml")),
    ("dingtalk", include_str!("../../policies/dingtalk.toml")),
    ("discord", include_str!("../../policies/discord.toml")),
    ("douyin", include_str!("../../policies/douyin.toml")),
    ("eleme", include_str!("../../policies/eleme.toml")),
    ("facebook", include_str!("../../policies/facebook.toml")),
    ("feishu", include_str!("../../policies/feishu.toml")),
    ("google-play", include_str!("../../policies/google-play.toml")),
    ("hema", include_str!("../../policies/hema.toml")),
    ("instagram", include_str!("../../policies/instagram.toml")),
    ("juejin", include_str!("../../policies/juejin.toml")),
    ("kaola", include_str!("../../policies/kaola.toml")),
    ("kuaishou", include_str!("../../policies/kuaishou.toml")),
    ("linkedin", include_str!("../../policies/linkedin.toml")),
    ("qq", include_str!("../../policies/qq.toml")),
    ("qq-bot", include_str!("../../policies/qq-bot.toml")),
    ("reddit", include_str!("../../policies/reddit.toml")),
    ("shuqi", include_str!("../../policies/shuqi.toml")),
    ("taobao", include_str!("../../policies/taobao.toml")),
    ("taote", include_str!("../../policies/taote.toml")),
    ("telegram", include_str!("../../policies/telegram.toml")),
    ("unionpay", include_str!("../../policies/unionpay.toml")),
    ("wechat-pay", include_str!("../../policies/wechat-pay.toml")),
    ("wecom", include_str!("../../policies/wecom.toml")),
    ("weibo", include_str!("../../policies/weibo.toml")),
    ("x", include_str!("../../policies/x.toml")),
    ("xianyu", include_str!("../../policies/xianyu.toml")),
    ("xiaohongshu", include_str!("../../policies/xiaohongshu.toml")),
    ("youku", include_str!("../../policies/youku.toml")),
    ("youtube", include_str!("../../policies/youtube.toml")),
    ("zhihu", include_str!("../../policies/zhihu.toml")),
];

/// The rows that belong to the embedded policies: the policy's id, the name of the file and its text.
const TESTS: &[(&str, &str, &str)] = &[
    ("alipay", "alipay.toml", include_str!("../../policies/tests/alipay.toml")),
    ("apple-app-store", "apple-app-store.toml", include_str!("../../policies/tests/apple-app-store.toml")),
    ("bilibili", "bilibili.toml", include_str!("../../policies/tests/bilibili.toml")),
    ("damai", "damai.toml", include_str!("../../policies/tests/damai.toml")),
    ("dingtalk", "dingtalk.toml", include_str!("../../policies/tests/dingtalk.toml")),
    ("discord", "discord.toml", include_str!("../../policies/tests/discord.toml")),
    ("douyin", "douyin.toml", include_str!("../../policies/tests/douyin.toml")),
    ("eleme", "eleme.toml", include_str!("../../policies/tests/eleme.toml")),
    ("facebook", "facebook.toml", include_str!("../../policies/tests/facebook.toml")),
    ("feishu", "feishu.toml", include_str!("../../policies/tests/feishu.toml")),
    ("google-play", "google-play.toml", include_str!("../../policies/tests/google-play.toml")),
    ("hema", "hema.toml", include_str!("../../policies/tests/hema.toml")),
    ("instagram", "instagram.toml", include_str!("../../policies/tests/instagram.toml")),
    ("juejin", "juejin.toml", include_str!("../../policies/tests/juejin.toml")),
    ("kaola", "kaola.toml", include_str!("../../policies/tests/kaola.toml")),
    ("kuaishou", "kuaishou.toml", include_str!("../../policies/tests/kuaishou.toml")),
    ("linkedin", "linkedin.toml", include_str!("../../policies/tests/linkedin.toml")),
    ("qq", "qq.toml", include_str!("../../policies/tests/qq.toml")),
    ("qq-bot", "qq-bot.toml", include_str!("../../policies/tests/qq-bot.toml")),
    ("reddit", "reddit.toml", include_str!("../../policies/tests/reddit.toml")),
    ("shuqi", "shuqi.toml", include_str!("../../policies/tests/shuqi.toml")),
    ("taobao", "taobao.toml", include_str!("../../policies/tests/taobao.toml")),
    ("taote", "taote.toml", include_str!("../../policies/tests/taote.toml")),
    ("telegram", "telegram.toml", include_str!("../../policies/tests/telegram.toml")),
    ("unionpay", "unionpay.toml", include_str!("../../policies/tests/unionpay.toml")),
    ("wechat", "wechat/article.toml", include_str!("../../policies/tests/wechat/article.toml")),
    ("wechat", "wechat/context-choice-trial.toml", include_str!("../../policies/tests/wechat/context-choice-trial.toml")),
    ("wechat", "wechat/edition-2025.toml", include_str!("../../policies/tests/wechat/edition-2025.toml")),
    ("wechat", "wechat/kinds.toml", include_str!("../../policies/tests/wechat/kinds.toml")),
    ("wechat", "wechat/near-misses.toml", include_str!("../../policies/tests/wechat/near-misses.toml")),
    ("wechat", "wechat/obfuscated.toml", include_str!("../../policies/tests/wechat/obfuscated.toml")),
    ("wechat", "wechat/observed.toml", include_str!("../../policies/tests/wechat/observed.toml")),
    ("wechat", "wechat/own-pages.toml", include_str!("../../policies/tests/wechat/own-pages.toml")),
    ("wechat", "wechat/owners.toml", include_str!("../../policies/tests/wechat/owners.toml")),
    ("wechat", "wechat/short-links.toml", include_str!("../../policies/tests/wechat/short-links.toml")),
    ("wechat", "wechat/spellings.toml", include_str!("../../policies/tests/wechat/spellings.toml")),
    ("wechat", "wechat/timeline.toml", include_str!("../../policies/tests/wechat/timeline.toml")),
    ("wechat", "wechat/unreadable.toml", include_str!("../../policies/tests/wechat/unreadable.toml")),
    ("wechat", "wechat/web-view.toml", include_str!("../../policies/tests/wechat/web-view.toml")),
    ("wechat", "wechat/wrappers.toml", include_str!("../../policies/tests/wechat/wrappers.toml")),
    ("wechat-pay", "wechat-pay.toml", include_str!("../../policies/tests/wechat-pay.toml")),
    ("wecom", "wecom.toml", include_str!("../../policies/tests/wecom.toml")),
    ("weibo", "weibo.toml", include_str!("../../policies/tests/weibo.toml")),
    ("x", "x.toml", include_str!("../../policies/tests/x.toml")),
    ("xianyu", "xianyu.toml", include_str!("../../policies/tests/xianyu.toml")),
    ("xiaohongshu", "xiaohongshu.toml", include_str!("../../policies/tests/xiaohongshu.toml")),
    ("youku", "youku.toml", include_str!("../../policies/tests/youku.toml")),
    ("youtube", "youtube.toml", include_str!("../../policies/tests/youtube.toml")),
    ("zhihu", "zhihu.toml", include_str!("../../policies/tests/zhihu.toml")),
];

/// The file of an embedded policy.
#[must_use]
pub fn find(id: &str) -> Option<SourceFile> {
    let (id, text) = FILES.iter().find(|(known, _)| *known == id)?;
    Some(SourceFile::new(&format!("<built-in>/{id}.toml"), text))
}

/// The ids of all embedded policies.
pub fn ids() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(id, _)| *id)
}

/// The files of rows that test an embedded policy.
pub fn tests(id: &str) -> impl Iterator<Item = SourceFile> {
    TESTS.iter().filter(move |(policy, ..)| *policy == id).map(|(_, name, text)| SourceFile::new(&format!("<built-in>/tests/{name}"), text))
}
