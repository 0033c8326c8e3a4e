//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[
    ("wechat", include_str!("../../policies/wechat.toml")),
    ("alipay", include_str!("../../policies/alipay.toml")),
    ("bilibili", include_str!("../../policies/bilibili.toml")),
    ("damai", include_str!("../../policies/damai.toml")),
    ("dingtalk", include_str!("../../policies/dingtalk.toml")),
    ("douyin", include_str!("../../policies/douyin.toml")),
    ("eleme", include_str!("../../policies/eleme.toml")),
    ("feishu", include_str!("../../policies/feishu.toml")),
    ("hema", include_str!("../../policies/hema.toml")),
    ("juejin", include_str!("../../policies/juejin.toml")),
    ("kaola", include_str!("../../policies/kaola.toml")),
    ("kuaishou", include_str!("../../policies/kuaishou.toml")),
    ("qq", include_str!("../../policies/qq.toml")),
    ("qq-bot", include_str!("../../policies/qq-bot.toml")),
    ("shuqi", include_str!("../../policies/shuqi.toml")),
    ("taobao", include_str!("../../policies/taobao.toml")),
    ("taote", include_str!("../../policies/taote.toml")),
    ("unionpay", include_str!("../../policies/unionpay.toml")),
    ("wechat-pay", include_str!("../../policies/wechat-pay.toml")),
    ("wecom", include_str!("../../policies/wecom.toml")),
    ("weibo", include_str!("../../policies/weibo.toml")),
    ("xianyu", include_str!("../../policies/xianyu.toml")),
    ("xiaohongshu", include_str!("../../policies/xiaohongshu.toml")),
    ("youku", include_str!("../../policies/youku.toml")),
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
