//! Messages about suppressions and exceptions.

use super::messages;

messages! {
    /// A directive that says something else.
    unknown_verb(verb: &str) en "`outlink: {verb}` says nothing; write `outlink: allow RULE -- REASON`, or `allow-begin`, `allow-end`, `allow-file`" zh "`outlink: {verb}` 没有意义；请写 `outlink: allow 规则 -- 理由`，或 `allow-begin`、`allow-end`、`allow-file`";
    /// A directive without a reason.
    no_reason() en "a suppression needs a reason, so it suppresses nothing; write it behind `--` or `because`" zh "忽略指令必须写明理由，因此不起作用；请在 `--` 或 `because` 之后写出理由";
    /// A directive without a rule.
    no_rule() en "a suppression needs a rule, so it suppresses nothing; name it as the finding does, such as wechat/ip-host" zh "忽略指令必须写明规则，因此不起作用；请写问题所引用的规则名，如 wechat/ip-host";
    /// A name that can be none.
    bad_name(name: &str) en "`{name}` can be no rule; write rules between commas, then `until DATE`, then `--` and the reason" zh "`{name}` 不可能是规则；请用逗号分隔规则，然后写 `until 日期`，再写 `--` 和理由";
    /// A day that is none.
    bad_day(day: &str) en "`until {day}` names no day, so this suppresses nothing; write it like 2027-01-31" zh "`until {day}` 不是日期，因此不起作用；请写成 2027-01-31 的形式";
    /// An end with more than the end.
    end_says_more() en "`allow-end` ends the range opened last and takes nothing more" zh "`allow-end` 结束最近打开的范围，后面不能再写内容";
    /// An end without a beginning.
    end_alone() en "there is no `allow-begin` before this `allow-end`" zh "这个 `allow-end` 之前没有 `allow-begin`";
    /// A range without an end.
    unclosed() en "this range is never closed, so it holds up to the end of the file; write `outlink: allow-end` where it ends" zh "此范围没有结束，一直延续到文件末尾；请在结束处写 `outlink: allow-end`";
    /// `allow-file` far from the beginning.
    file_too_late(lines: u64) en "`allow-file` stands within the first {lines} lines, where readers see it; here it suppresses nothing" zh "`allow-file` 须写在前 {lines} 行内；写在此处不起作用";
    /// A rule that nobody knows.
    unknown_rule(name: &str) en "there is no rule `{name}`, so this suppresses nothing; `outlink rules` lists signals, and findings name their rules" zh "没有规则 `{name}`，因此不起作用；`outlink rules` 列出信号，问题会写明其规则";
    /// A rule that nobody knows, with the one that may be meant.
    unknown_rule_near(name: &str, near: &str) en "there is no rule `{name}`, so this suppresses nothing; did you mean `{near}`?" zh "没有规则 `{name}`，因此不起作用；是否应为 `{near}`？";
    /// A directive whose day is over.
    expired(names: &str, until: &str, reason: &str) en "allowed until {until} only, and that is over: {names} ({reason}); agree on it anew or mend the links" zh "只允许到 {until}，现已过期：{names}（{reason}）；请重新商定或修改链接";
    /// A directive with nothing to suppress.
    unused(names: &str) en "nothing here is found by {names}, so this is not needed; take it away" zh "此处没有 {names} 的问题，不再需要；请删去";
    /// A suppressed finding in a record for people.
    allowed(rule: &str, reason: &str) en "allowed: {rule} ({reason})" zh "已允许：{rule}（{reason}）";
    /// How much was suppressed.
    suppressed(findings: u64) en "{findings} findings suppressed with a reason" zh "{findings} 个问题已按理由忽略";
    /// Names of other policies.
    elsewhere(count: u64) en "{count} suppressed rules belong to policies that this run does not ask; whether they are needed was not looked at" zh "{count} 个被忽略的规则属于本次未使用的策略，未检查它们是否需要";
    /// Suppressions that are not heeded.
    not_heeded() en "suppressions and exceptions are not heeded (`--no-suppressions`)" zh "不理会忽略指令和例外（`--no-suppressions`）";
    /// What is wrong with a suppression, with its place.
    complaint(place: &str, flaw: &str, sentence: &str) en "{place}: {flaw}: {sentence}" zh "{place}：{flaw}：{sentence}";
}
