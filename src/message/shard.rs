//! Messages about parts of a run.

use super::messages;

messages! {
    /// A part in the wrong form.
    bad(written: &str) en "`--shard {written}` is no part; write 1/8 for the first of eight" zh "`--shard {written}` 不是有效的分片；例如 1/8 表示八片中的第一片";
    /// Something that only a whole run can tell.
    whole_only(option: &str) en "`{option}` needs the whole run, and `--shard` looks at a part of it" zh "`{option}` 需要完整的运行，而 `--shard` 只看其中一部分";
    /// A format that is not of records alone.
    records_only() en "`--shard` writes records; give --format jsonl or --format csv" zh "`--shard` 只输出记录；请使用 --format jsonl 或 --format csv";
    /// Suppressions, of which a part cannot say whether they are needed.
    suppressions() en "a part cannot tell whether a suppression or an exception is needed; give --no-suppressions with `--shard`" zh "分片无法判断抑制或例外是否仍有必要；请与 `--shard` 一同给出 --no-suppressions";
    /// A file that is no summary.
    no_summary(name: &str, reason: &str) en "`{name}` is no summary of --summary-output: {reason}" zh "`{name}` 不是 --summary-output 写出的汇总：{reason}";
    /// Summaries of different runs.
    other_run(one: &str, other: &str) en "run {one} and run {other} are not parts of one run: their questions differ" zh "运行 {one} 与运行 {other} 不是同一次运行的分片：问题不同";
    /// Summaries of different partings.
    other_count(one: &str, other: &str) en "part {one} and part {other} come from different partings" zh "分片 {one} 与分片 {other} 来自不同的划分";
    /// A summary of a whole run among several.
    no_part() en "one of the summaries is of a whole run and not of a part" zh "其中一个汇总属于完整运行，而不是分片";
    /// The same part again.
    part_twice(part: &str) en "part {part} is there twice" zh "分片 {part} 出现了两次";
    /// Parts that are not there.
    parts_missing(parts: &str) en "parts are missing: {parts}" zh "缺少分片：{parts}";
}
