//! Messages about fixes.

use super::messages;

messages! {
    /// Replace by the target.
    link_target(url: &str) en "link the target itself: {url}" zh "直接链接目标：{url}";
    /// Write it plainly.
    plain_spelling(url: &str) en "write the link plainly: {url}" zh "请使用规范写法：{url}";
    /// What was fixed in a file.
    fixed(name: &str, links: usize) en "fixed {name}: {links} links" zh "已修正 {name}：{links} 条链接";
    /// What would be fixed.
    would_fix(links: usize, files: usize) en "{links} links in {files} files can be fixed; --fix does it" zh "{files} 个文件中有 {links} 条链接可以修正；使用 --fix 执行";
    /// Nothing to fix.
    nothing() en "no link can be fixed safely" zh "没有可以安全修正的链接";
    /// A file whose fix was not kept.
    refused(name: &str, reason: &str) en "{name} is left as it was: {reason}" zh "{name} 保持原样：{reason}";
    /// The links of the file read otherwise afterwards.
    reads_otherwise() en "after the fix its links would not read as promised" zh "修正后其中的链接与预期不符";
    /// A file that changed.
    unreadable(reason: &str) en "it cannot be read: {reason}" zh "无法读取：{reason}";
    /// A packed file.
    packed(packing: &str) en "it is packed by {packing}; unpack it, fix that, and pack it again" zh "文件由 {packing} 压缩；请先解压，修正后再压缩";
    /// Fixing what is read from standard input.
    stdin() en "--diff and --fix work on files, not on standard input" zh "--diff 和 --fix 只用于文件，不能用于标准输入";
}
