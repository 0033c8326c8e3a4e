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
    /// A rule that holds for nothing.
    never_applies() en "no link makes this rule apply, in any scene, at any time (proved)" zh "没有任何链接会使该规则适用，不论场景与时间（已证明）";
    /// A rule one key of which never holds.
    never_applies_key(key: &str) en "no link makes this rule apply, in any scene, at any time: its `{key}` holds for none (proved)" zh "没有任何链接会使该规则适用，不论场景与时间：其 `{key}` 不符合任何链接（已证明）";
    /// A rule whose keys exclude one another.
    never_applies_keys(keys: &str) en "no link makes this rule apply, in any scene, at any time: its {keys} never hold together (proved)" zh "没有任何链接会使该规则适用，不论场景与时间：其 {keys} 不可能同时成立（已证明）";
    /// A rule that is never named.
    never_decides() en "the rule never decides: it changes no verdict and is named for no link, in any scene, at any time (proved)" zh "该规则从不决定结果：不论场景与时间，它不改变任何判定，也从不被列为依据（已证明）";
    /// Where an idle statement applies, and what stands before it.
    applies_in_vain(link: &str, behind: &str) en "it applies to `{link}`, whose verdict comes from {behind}" zh "它适用于 `{link}`，该链接的判定来自 {behind}";
    /// The same where nothing else is named.
    applies_bare(link: &str) en "it applies to `{link}`, whose verdict is the same without it" zh "它适用于 `{link}`，没有它判定也相同";
    /// An exception that holds for nothing.
    exception_spares_nothing() en "the `except` spares no link that the rule asks for (proved)" zh "该 `except` 排除不了规则所涉的任何链接（已证明）";
    /// An exception that changes nothing.
    exception_changes_nothing() en "without its `except` the rule would give every link the same verdict (proved)" zh "去掉 `except`，所有链接的判定都不变（已证明）";
    /// A value that holds for nothing beside the other keys.
    value_never_holds(key: &str, value: &str) en "`{value}` in `{key}` holds for no link beside the rule's other keys (proved)" zh "`{key}` 中的 `{value}` 与该规则的其他条件并立时不符合任何链接（已证明）";
    /// A value that changes nothing.
    value_changes_nothing(key: &str, value: &str) en "without `{value}` in `{key}` every link would get the same verdict (proved)" zh "去掉 `{key}` 中的 `{value}`，所有链接的判定都不变（已证明）";
    /// A value that another one covers.
    value_covered(key: &str, value: &str, by: &str) en "`{value}` in `{key}` is covered by `{by}` in the same list" zh "`{key}` 中的 `{value}` 已被同一列表中的 `{by}` 涵盖";
    /// A default that never answers.
    default_never_decides() en "the default never decides: whatever it said, no link would get another verdict (proved)" zh "该默认判定从不起作用：无论写成什么，所有链接的判定都不变（已证明）";
    /// Something that is neither shown nor proved.
    not_proved(what: &str) en "not proved: whether {what} is good for anything" zh "未能证明：{what} 是否有任何作用";
    /// A list that no rule names.
    unused_list(id: &str) en "no rule asks for the list `{id}`" zh "没有规则使用名单 `{id}`";
    /// Entries of a list that others cover.
    idle_entries(id: &str, count: usize, example: &str, by: &str) en "{count} entries of the list `{id}` do nothing: `{example}` stands under `{by}`, which the list names with all that is under it" zh "名单 `{id}` 中有 {count} 条不起作用：例如 `{example}` 在 `{by}` 之下，而名单已包含后者及其全部下级";
    /// A statement that has ended in a policy that keeps no history.
    expired(day: &str) en "this ended on {day}: a policy of one's own needs no past, so take it out or give it a new `until`" zh "该条已于 {day} 结束：自有策略无需保留历史，请删除或重写 `until`";
    /// A statement that has ended since the sources were last looked at.
    expired_since_verified(day: &str, verified: &str) en "this ended on {day}, after the sources were last looked at ({verified}): see what holds now" zh "该条已于 {day} 结束，而来源最近一次核对是 {verified}：请核对现行规定";
    /// A text that is not in both languages.
    untranslated(text: &str) en "`{text}` is not translated: `zh` and `en` must say it in their own language" zh "`{text}` 没有译文：`zh` 与 `en` 应各用其语言";
    /// Another rule asks for the same links in other words.
    duplicate_proved(other: &str) en "`{other}` says the same of the same links at the same time, in other words (proved)" zh "`{other}` 以不同写法在同一时间对同样的链接作了同样的规定（已证明）";
    /// Another rule sets another verdict for the same links, in other words.
    contradiction_proved(other: &str) en "`{other}` sets another verdict for the same links at the same time, in other words (proved); the stricter one wins" zh "`{other}` 以不同写法在同一时间对同样的链接设定了不同判定（已证明），以较严者为准";
    /// Why something is not proved: a bound.
    bound_met(name: &str, value: usize) en "the bound {name} of {value} was met" zh "达到上限 {name}（{value}）";
    /// Why something is not proved: no link.
    no_link_found() en "a difference may exist, and no link could be made that shows it" zh "可能存在差异，但未能构造出能显示它的链接";
    /// Why something is not proved: services.
    services_end() en "it turns on when short-link services ended" zh "取决于短链接服务的停用时间";
    /// Why something is not proved: a lookup.
    needs_lookup() en "it asks for what only a lookup over the network tells" zh "它所问的只有联网解析才知道";
    /// An allowance for a lint that is not there.
    allows_unknown(lint: &str) en "there is no lint `{lint}`, so this allows nothing" zh "没有告警 `{lint}`，该条不起作用";
    /// An allowance that is not needed.
    allows_nothing(lint: &str) en "nothing here is found by `{lint}`, so this allows nothing" zh "此处没有 `{lint}` 告警，该条不起作用";
    /// An allowance that has ended.
    allow_expired(lint: &str, day: &str) en "this allowed `{lint}` until {day}, and does so no longer" zh "该条对 `{lint}` 的允许到 {day} 为止，已不再有效";
    /// A lint of the command line that is not there.
    unknown_lint(option: &str, lint: &str, known: &str) en "`{option}`: there is no lint `{lint}`; use `all` or one of: {known}" zh "`{option}`：没有告警 `{lint}`；可用 `all` 或：{known}";
    /// A lint of the command line that is nearly one.
    unknown_lint_near(option: &str, lint: &str, near: &str) en "`{option}`: there is no lint `{lint}`; did you mean `{near}`?" zh "`{option}`：没有告警 `{lint}`；是否应为 `{near}`？";
    /// A lint that the command line names twice.
    lint_twice(lint: &str) en "`{lint}` is named more than once by --deny, --warn and --allow" zh "`{lint}` 重复出现在 --deny、--warn、--allow 中";
}
