//! Messages about a policy's tests.

use super::messages;

messages! {
    /// A date that is none.
    no_date(written: &str) en "`{written}` is no date; write it like 2021-11-29 or 2021-11-29T15:00:00+08:00" zh "`{written}` 不是日期；请写成 2021-11-29 或 2021-11-29T15:00:00+08:00";
    /// A trial that the policy lacks.
    no_trial(written: &str) en "`{written}` is no trial of the policy with `=on` or `=off`" zh "`{written}` 不是该策略的试行，或未写 `=on`、`=off`";
    /// A choice that the policy lacks.
    no_choice(written: &str) en "`{written}` is no choice of the policy" zh "`{written}` 不是该策略的选项";
    /// A context that the policy lacks.
    no_context(written: &str) en "`{written}` is no context of the policy with one of its values" zh "`{written}` 不是该策略的上下文，或取值不存在";
    /// A scene that the policy lacks.
    no_scene(written: &str, known: &str) en "the policy has no scene `{written}`; it has: {known}" zh "该策略没有场景 `{written}`；已有：{known}";
    /// An expectation without a verdict.
    no_verdict(written: &str) en "`{written}` does not begin with a verdict: open, warn, copy or block" zh "`{written}` 没有以判定开头：open、warn、copy 或 block";
    /// An expectation without a rule.
    no_rule(written: &str) en "`{written}` names no rule; a verdict without its reason proves little" zh "`{written}` 没有写明规则；只有判定而无依据说明不了问题";
    /// A file without rows.
    no_rows(name: &str) en "`{name}` has no row: an empty test is a failure" zh "`{name}` 没有任何测试行：空测试视为失败";
    /// A policy without tests.
    no_tests(name: &str, looked: &str) en "there are no tests of `{name}`; looked for {looked}" zh "没有 `{name}` 的测试；已查找 {looked}";
    /// A row that fails.
    failed(name: &str, line: usize) en "{name}:{line}: failed" zh "{name}:{line}：失败";
    /// A row that is known to fail.
    todo(name: &str, line: usize, why: &str) en "{name}:{line}: to do: {why}" zh "{name}:{line}：待办：{why}";
    /// A row that is said to fail and does not.
    todo_passes(name: &str, line: usize) en "{name}:{line}: passes by now; take `todo` away" zh "{name}:{line}：现已通过，请删除 `todo`";
    /// What was asked.
    asked(as_of: &str, given: &str) en "as of {as_of}{given}" zh "截至 {as_of}{given}";
    /// A verdict that differs.
    verdict(scene: &str, expected: &str, got: &str) en "{scene}: expected {expected}, got {got}" zh "{scene}：应为 {expected}，实为 {got}";
    /// Rules that were expected and did not decide.
    missing(names: &str) en "missing: {names}" zh "缺少：{names}";
    /// Rules that decided and were not expected.
    noisy(names: &str) en "noisy: {names}" zh "多余：{names}";
    /// A layer's facts.
    layer(number: usize, url: &str, facts: &str) en "layer {number}: {url} ({facts})" zh "第 {number} 层：{url}（{facts}）";
    /// The end of a run.
    summary(passed: usize, failed: usize, todo: usize, files: usize) en "{passed} passed, {failed} failed, {todo} to do, in {files} file(s)" zh "{files} 个文件：通过 {passed}，失败 {failed}，待办 {todo}";
    /// The share of damages that rows noticed.
    mutation(policy: &str, noticed: usize, mutants: usize, score: &str) en "{policy}: rows notice {noticed} of {mutants} damages ({score} %)" zh "{policy}：{mutants} 处破坏中测试发现 {noticed} 处（{score} %）";
    /// The share of damages that rows noticed, of those they could.
    noticeable(equal: usize, others: usize, score: &str) en "{equal} give every link the same verdict (proved); of the other {others} rows notice {score} %" zh "其中 {equal} 处不改变任何链接的判定（已证明）；其余 {others} 处发现 {score} %";
    /// A damage that no row can notice by a verdict.
    equal_survivor(name: &str, change: &str, at: &str) en "gives every link the same verdict (proved): {name} {change} ({at})" zh "不改变任何判定（已证明）：{name} {change}（{at}）";
    /// Why a damage is not proved to be one.
    unproved_survivor(reason: &str) en "not proved: {reason}" zh "未能证明：{reason}";
    /// A damage that no row noticed.
    survivor(name: &str, change: &str, at: &str) en "no row notices: {name} {change} ({at})" zh "无测试发现：{name} {change}（{at}）";
    /// The share of a policy that was reached.
    coverage(policy: &str, share: &str) en "{policy}: {share} % reached" zh "{policy}：覆盖 {share} %";
    /// Something that was not reached.
    not_reached(name: &str) en "not reached: {name}" zh "未覆盖：{name}";
    /// Rows that were rewritten.
    updated(count: usize, name: &str) en "{count} expectation(s) rewritten in {name}; look at them before you keep them" zh "已改写 {name} 中的 {count} 处预期；保留前请逐一核对";
    /// A row that could not be rewritten.
    not_updated(name: &str, line: usize) en "{name}:{line}: not rewritten, its links get different answers" zh "{name}:{line}：未改写，其中的链接结果不同";
    /// A built-in file that cannot be rewritten.
    built_in(name: &str) en "`{name}` is built in and cannot be rewritten; give the path of the file" zh "`{name}` 为内置文件，无法改写；请给出文件路径";
}

/// What a row of coverage counts, by its word in reports.
#[must_use]
pub fn covered(word: &str) -> super::Text {
    let zh = match word {
        "rules applied" => "适用的规则",
        "rules decisive" => "起决定的规则",
        "exceptions" => "例外",
        "defaults" => "默认判定",
        "dates" => "日期",
        other => other,
    };
    super::Text { en: word.to_owned(), zh: zh.to_owned() }
}
