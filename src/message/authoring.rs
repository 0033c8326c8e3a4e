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
    /// Files of folders that are neither policies nor rows.
    others(count: usize) en "{count} other file(s) in folders left as they are" zh "文件夹中另有 {count} 个其他文件，保持原样";
    /// A folder with nothing to format.
    none_in(folder: &str) en "there is no policy and no file of rows in `{folder}`" zh "`{folder}` 中没有策略，也没有测试文件";
    /// The diff of a file, before and after.
    as_is() en "as it is" zh "现有内容";
    /// The diff of a file, before and after.
    as_formatted() en "as it would be" zh "改动后";
    /// Something built in that cannot be written to.
    built_in(name: &str) en "`{name}` is built in and cannot be written; name a file" zh "`{name}` 为内置内容，无法写入；请指定文件";
    /// A file that was mended.
    mended(name: &str, count: usize) en "{name}: {count} finding(s) mended; every verdict is the same" zh "{name}：已修正 {count} 处，全部判定不变";
    /// Mending that would change verdicts.
    mending_changes(name: &str) en "`{name}` is not mended: it is not proved that every verdict would stay the same" zh "未修正 `{name}`：无法证明全部判定保持不变";
    /// Mending that would make a file invalid.
    mending_breaks(name: &str) en "`{name}` is not mended: it would have errors afterwards" zh "未修正 `{name}`：修正后会有错误";
    /// An id that cannot be a policy's.
    bad_new_id(id: &str) en "`{id}` cannot be the id of a new policy: use lower-case words with hyphens, and none of a built-in policy" zh "`{id}` 不能用作新策略的标识：请用小写单词和连字符，且不与内置策略相同";
    /// A file that is there already.
    is_there(name: &str) en "`{name}` is there already; name another place with --output" zh "`{name}` 已存在；请用 --output 指定其他位置";
    /// Rows that could not be judged.
    no_rows_judged() en "the rows of the new policy cannot be judged" zh "无法判定新策略的测试行";
    /// What was written.
    started(policy: &str, rows: &str) en "wrote {policy} and {rows}; fill in what is marked TODO" zh "已写入 {policy} 和 {rows}；请填写标有 TODO 之处";
    /// Formats that show lints only.
    lints_only(format: &str) en "`--format {format}` shows lints only; use `human` or `json` with --standard, --corpus or --horizon" zh "`--format {format}` 只显示告警；使用 --standard、--corpus 或 --horizon 时请用 `human` 或 `json`";
    /// What a file allows.
    allowed(count: usize) en "{count} finding(s) allowed by the file" zh "文件允许的告警 {count} 条";
}
