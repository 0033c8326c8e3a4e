//! Messages of the lints of policies.

use super::messages;

messages! {
    /// A statement without a sentence.
    no_reason() en "the statement has no `reason`: whoever reads its verdict cannot weigh it" zh "该条没有 `reason`：看到判定的人无从判断其理由";
    /// A statement without a source.
    no_source() en "the statement names no `source`: nobody can check it" zh "该条没有 `source`：无人能够核对";
    /// A source that nothing names.
    unused_source(id: &str) en "no statement names the source `{id}`" zh "没有任何条目引用来源 `{id}`";
    /// Sources that were never checked.
    never_verified() en "`verified_on` is missing: nobody has said when the sources were last looked at" zh "缺少 `verified_on`：没有写明来源最近一次核对的日期";
    /// Sources that were checked long ago.
    stale_sources(day: &str, days: i64) en "the sources were last looked at on {day}, more than {days} days ago" zh "来源最近一次核对是 {day}，已超过 {days} 天";
    /// A trial without rules.
    trial_without_rule(id: &str) en "no rule belongs to the trial `{id}`: switching it changes nothing" zh "没有规则属于试行 `{id}`：开关它没有任何效果";
    /// A trial without an end.
    trial_without_end(id: &str) en "the trial `{id}` has run for years and has no end: give it one, or make its rules plain ones" zh "试行 `{id}` 已持续多年且没有结束日期：请写明结束日期，或改为普通规则";
    /// A statement that begins far in the future.
    never_starts(day: &str) en "this begins on {day}, years ahead: is the year right?" zh "该条从 {day} 才生效，尚有数年：年份是否有误？";
    /// A rule that another one repeats.
    duplicate_rule(other: &str) en "`{other}` says the same of the same links at the same time" zh "`{other}` 在同一时间对同样的链接作了同样的规定";
    /// A rule that another one contradicts.
    contradiction(other: &str) en "`{other}` sets another verdict for the same links at the same time; the stricter one wins" zh "`{other}` 在同一时间对同样的链接设定了不同判定，以较严者为准";
    /// A hole between defaults.
    default_gap(from: &str, until: &str) en "from {from} until {until} the scene has no default, so `otherwise` answers" zh "{from} 至 {until} 该场景没有默认判定，由 `otherwise` 决定";
    /// A public suffix as a domain.
    broad_domain(name: &str) en "`{name}` is a public suffix: everybody's sites stand under it; write `suffix` if that is meant" zh "`{name}` 是公共后缀，其下是所有人的网站；若确实如此请写 `suffix`";
    /// A host of another owner.
    foreign_host(host: &str, owner: &str) en "`{host}` belongs to `{owner}` in the catalog, so it never meets the owner that the rule asks for" zh "目录中 `{host}` 属于 `{owner}`，永远不会符合规则所要求的主体";
    /// A character that is not shown.
    hidden_characters(code: &str) en "the character {code} is not shown: what is read here is not what counts" zh "字符 {code} 不可见：所见与实际内容不同";
}
