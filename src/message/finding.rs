//! Messages about findings, for people and for the formats of other tools.

use super::{messages, sentences};

messages! {
    /// The same page on many domains.
    same_page(shape: &str, hosts: usize, links: u64, names: &str) en "The same page, {shape}, stands on {hosts} domains ({names}), in {links} links." zh "同一页面 {shape} 出现在 {hosts} 个域名上（{names}），共 {links} 条链接。";
    /// The same where only so many domains were kept.
    same_page_at_least(shape: &str, hosts: usize, links: u64, names: &str) en "The same page, {shape}, stands on more than {hosts} domains ({names}), in {links} links." zh "同一页面 {shape} 出现在超过 {hosts} 个域名上（{names}），共 {links} 条链接。";
    /// The same target behind many jump pages.
    same_target(carriers: usize, links: u64, names: &str) en "The same target is reached through {carriers} jump pages and short links ({names}), in {links} links." zh "同一目标经由 {carriers} 个中转页或短链接到达（{names}），共 {links} 条链接。";
    /// What the first of these looks for.
    same_page_rule(least: usize) en "The same path and parameters stand on {least} or more domains of different names." zh "相同的路径和参数出现在 {least} 个或更多不同名称的域名上。";
    /// What the second looks for.
    same_target_rule(least: usize) en "One target is reached through {least} or more jump pages and short links." zh "同一目标经由 {least} 个或更多中转页、短链接到达。";
}
sentences! {
    /// A verdict with its scenes and its reason.
    says(verdict: &str, scenes: &str, sentence: &str) en "{verdict} in {scenes}: {sentence}" zh "{scenes} 中为 {verdict}：{sentence}";
}
messages! {
    /// A verdict with its scenes.
    verdict_in(verdict: &str, scenes: &str) en "{verdict} in {scenes}" zh "{scenes} 中为 {verdict}";
    /// What the statement in the policy is to the finding.
    decides() en "this statement decides" zh "由此条判定";
    /// Further places of the same finding.
    also(count: usize, places: &str) en "{count} more of the same rule and site in this file: {places}" zh "本文件中同一规则、同一站点还有 {count} 处：{places}";
    /// The link, where no line shows it.
    the_link(link: &str) en "the link: {link}" zh "链接：{link}";
    /// Findings that are not shown.
    unshown(count: u64) en "{count} more findings are not shown; `--max-findings 0` shows all" zh "另有 {count} 个问题未显示；`--max-findings 0` 显示全部";
    /// A finding that the baseline knows.
    known() en "known before" zh "此前已知";
    /// What GitHub shows of all annotations.
    github_shows(errors: u64, warnings: u64, notes: u64, shown: u64) en "{errors} errors, {warnings} warnings and {notes} notices in all; GitHub shows {shown} of each a step, the log has all." zh "共 {errors} 个错误、{warnings} 个警告、{notes} 个提示；GitHub 每步每类只显示 {shown} 个，日志中有全部。";
    /// The heading of a summary.
    findings_of(findings: u64, links: u64) en "{findings} findings, {links} links" zh "{findings} 个问题，{links} 条链接";
    /// What the summary is of.
    as_of(day: &str, run: &str) en "As of {day}, run `{run}`." zh "截至 {day}，运行 `{run}`。";
    /// A column of rules.
    rule_heading() en "rule" zh "规则";
    /// A column of counts.
    count_heading() en "findings" zh "问题数";
    /// A column of levels.
    level_heading() en "level" zh "级别";
    /// A column of places.
    place_heading() en "place" zh "位置";
    /// A column of links.
    link_heading() en "link" zh "链接";
    /// A column of reasons.
    reason_heading() en "reason" zh "原因";
    /// What has no row of its own.
    others() en "others" zh "其他";
    /// Faults that are not told.
    more_faults(count: usize) en "{count} more could not be read" zh "另有 {count} 处无法读取";
    /// Many findings told as one.
    together(sentence: &str, count: u64, untold: u64) en "{sentence} ({count} findings of this rule and site in this file; {untold} of their places are not listed)" zh "{sentence}（本文件中此规则、此站点共 {count} 个问题；其中 {untold} 处未列出）";
    /// How many findings are told as how many.
    aggregated(findings: u64, results: usize) en "{findings} findings are told as {results} results, by rule, site and file; `--format jsonl` has all of them." zh "{findings} 个问题按规则、站点和文件合并为 {results} 项；`--format jsonl` 含全部。";
    /// Several sites together.
    many_sites() en "several sites" zh "多个站点";
}
messages! {
    /// The heading of the statistics.
    statistics() en "Statistics" zh "统计";
    /// Links by the format of their file.
    by_format() en "links by format" zh "按格式";
    /// Links by what they stand as.
    by_role() en "links by role" zh "按角色";
    /// Links by registrable domain.
    by_domain() en "registrable domains" zh "可注册域名";
    /// Links by owner.
    by_owner() en "owners" zh "主体";
    /// Links by signal.
    by_signal() en "signals" zh "信号";
    /// Links by wrapper.
    by_wrapper() en "jump pages" zh "中转页";
    /// Links by short-link host.
    by_short_link() en "short-link hosts" zh "短链接主机";
    /// Links by reason for not being certain.
    by_uncertainty() en "not certain" zh "不确定";
    /// Links whose verdict differs.
    by_difference() en "links whose verdict differs between scenes or policies" zh "各场景或各策略判定不同的链接";
    /// Batch findings.
    in_batch() en "in many links together" zh "批量特征";
    /// How many names are in a roll.
    distinct(count: usize) en "{count} in all" zh "共 {count} 个";
    /// The same where some were let go.
    distinct_partial() en "rare ones counted among the others; counts may be too low" zh "少见的计入其他；计数可能偏低";
    /// A sample.
    sampled(one_in: u64) en "only one in {one_in} pages and targets was looked at, for want of room" zh "因容量所限，仅检查了 1/{one_in} 的页面和目标";
}
