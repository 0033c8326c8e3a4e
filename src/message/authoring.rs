//! Messages of the tools for those who write policies.

use super::messages;

messages! {
    /// A file that cannot be formatted.
    not_formatted(why: &str) en "this file cannot be formatted: {why}; it is left as it is" zh "无法格式化此文件：{why}；文件保持原样";
    /// A file that would change.
    would_change(name: &str) en "{name}: would be formatted" zh "{name}：需要格式化";
    /// What a check of several files came to.
    formatted(changed: usize, all: usize) en "{changed} of {all} file(s) formatted" zh "已格式化 {all} 个文件中的 {changed} 个";
    /// What a check of several files would come to.
    to_format(changed: usize, all: usize) en "{changed} of {all} file(s) would be formatted" zh "{all} 个文件中有 {changed} 个需要格式化";
    /// The diff of a file, before and after.
    as_is() en "as it is" zh "现有内容";
    /// The diff of a file, before and after.
    as_formatted() en "formatted" zh "格式化后";
}
