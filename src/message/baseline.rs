//! Messages about baselines.

use super::messages;

messages! {
    /// A file that is damaged.
    damaged(reason: &str) en "it is damaged: {reason}" zh "文件已损坏：{reason}";
    /// A file of another kind.
    foreign() en "it is no baseline of outlink: the key `outlink-baseline` is not there" zh "不是 outlink 的基线：缺少键 `outlink-baseline`";
    /// Another version.
    version(version: u64, known: u64) en "it has version {version}, and {known} is read; write it anew with --update-baseline" zh "版本为 {version}，只能读取 {known}；请用 --update-baseline 重新写出";
    /// An entry that cannot be.
    bad_entry(print: &str) en "the entry `{print}` is none: a fingerprint has 16 hexadecimal digits, and a count is at least 1" zh "条目 `{print}` 无效：指纹为 16 位十六进制数字，次数至少为 1";
    /// An entry that is there twice.
    twice(print: &str) en "the fingerprint `{print}` is there twice" zh "指纹 `{print}` 重复出现";
    /// A baseline that cannot be used.
    unusable(name: &str, reason: &str) en "the baseline `{name}` cannot be used: {reason}" zh "基线 `{name}` 无法使用：{reason}";
    /// A baseline that is not there.
    missing(name: &str) en "there is no baseline `{name}`; write one with --update-baseline" zh "没有基线 `{name}`；请用 --update-baseline 写出";
    /// An update without a place.
    update_nowhere() en "--update-baseline needs --baseline FILE, or `baseline` in the settings" zh "--update-baseline 需要 --baseline FILE，或在设置中写 `baseline`";
    /// What was known.
    known(findings: u64, name: &str) en "{findings} findings known by the baseline {name}" zh "{findings} 个问题已在基线 {name} 中";
    /// An entry that matches less than it says.
    stale(rule: &str, link: &str, file: &str, count: u64, found: u64) en "stale in the baseline: {file}: {rule} on {link} ({count} known, {found} found)" zh "基线中已过时：{file}：{rule}，{link}（记录 {count} 次，现有 {found} 次）";
    /// More of them.
    more_stale(count: usize) en "and {count} more stale entries; --update-baseline drops them" zh "另有 {count} 个过时条目；--update-baseline 会删去";
    /// How to drop them.
    drop_stale(count: usize) en "{count} stale entries; --update-baseline drops them" zh "{count} 个过时条目；--update-baseline 会删去";
    /// What was written.
    written(name: &str, entries: usize) en "baseline {name} written: {entries} entries" zh "已写出基线 {name}：{entries} 个条目";
}
