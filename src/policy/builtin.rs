//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[
    ("wechat", include_str!("../../policies/wechat.toml")),
    ("bilibili", include_str!("../../policies/bilibili.toml")),
    ("dingtalk", include_str!("../../policies/dingtalk.toml")),
    ("douyin", include_str!("../../policies/douyin.toml")),
    ("feishu", include_str!("../../policies/feishu.toml")),
    ("juejin", include_str!("../../policies/juejin.toml")),
    ("kuaishou", include_str!("../../policies/kuaishou.toml")),
    ("qq", include_str!("../../policies/qq.toml")),
    ("qq-bot", include_str!("../../policies/qq-bot.toml")),
    ("wecom", include_str!("../../policies/wecom.toml")),
    ("weibo", include_str!("../../policies/weibo.toml")),
    ("xiaohongshu", include_str!("../../policies/xiaohongshu.toml")),
    ("zhihu", include_str!("../../policies/zhihu.toml")),
];

/// The rows that belong to the embedded policies: the policy's id, the name of the file and its text.
const TESTS: &[(&str, &str, &str)] = &[
    ("bilibili", "bilibili.toml", include_str!("../../policies/tests/bilibili.toml")),
    ("dingtalk", "dingtalk.toml", include_str!("../../policies/tests/dingtalk.toml")),
    ("douyin", "douyin.toml", include_str!("../../policies/tests/douyin.toml")),
    ("feishu", "feishu.toml", include_str!("../../policies/tests/feishu.toml")),
    ("juejin", "juejin.toml", include_str!("../../policies/tests/juejin.toml")),
    ("kuaishou", "kuaishou.toml", include_str!("../../policies/tests/kuaishou.toml")),
    ("qq", "qq.toml", include_str!("../../policies/tests/qq.toml")),
    ("qq-bot", "qq-bot.toml", include_str!("../../policies/tests/qq-bot.toml")),
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
    ("wechat", "wechat/wrappers.toml", include_str!("../../policies/tests/wechat/wrappers.toml")),
    ("wecom", "wecom.toml", include_str!("../../policies/tests/wecom.toml")),
    ("weibo", "weibo.toml", include_str!("../../policies/tests/weibo.toml")),
    ("xiaohongshu", "xiaohongshu.toml", include_str!("../../policies/tests/xiaohongshu.toml")),
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
