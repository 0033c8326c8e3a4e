//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[
    ("wechat", include_str!("../../policies/wechat.toml")),
    ("apple-app-store", include_str!("../../policies/apple-app-store.toml")),
    ("bilibili", include_str!("../../policies/bilibili.toml")),
    ("dingtalk", include_str!("../../policies/dingtalk.toml")),
    ("discord", include_str!("../../policies/discord.toml")),
    ("douyin", include_str!("../../policies/douyin.toml")),
    ("facebook", include_str!("../../policies/facebook.toml")),
    ("feishu", include_str!("../../policies/feishu.toml")),
    ("google-play", include_str!("../../policies/google-play.toml")),
    ("instagram", include_str!("../../policies/instagram.toml")),
    ("juejin", include_str!("../../policies/juejin.toml")),
    ("kuaishou", include_str!("../../policies/kuaishou.toml")),
    ("linkedin", include_str!("../../policies/linkedin.toml")),
    ("qq", include_str!("../../policies/qq.toml")),
    ("qq-bot", include_str!("../../policies/qq-bot.toml")),
    ("reddit", include_str!("../../policies/reddit.toml")),
    ("telegram", include_str!("../../policies/telegram.toml")),
    ("wecom", include_str!("../../policies/wecom.toml")),
    ("weibo", include_str!("../../policies/weibo.toml")),
    ("x", include_str!("../../policies/x.toml")),
    ("xiaohongshu", include_str!("../../policies/xiaohongshu.toml")),
    ("youtube", include_str!("../../policies/youtube.toml")),
    ("zhihu", include_str!("../../policies/zhihu.toml")),
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
