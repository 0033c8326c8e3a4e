//! Messages of `rules`: the pages of signals and of policy statements.

use super::messages;

messages! {
    /// The heading of the list.
    signals(count: usize) en "{count} signals: facts about how a link is written" zh "{count} 个信号：链接写法的特征";
    /// The heading of the list of lints.
    lints(count: usize) en "{count} lints: what `outlink policy check` warns of" zh "{count} 个告警：`outlink policy check` 检查的内容";
    /// Which command a lint belongs to.
    lint_of() en "found by" zh "检查命令";
    /// How much a lint weighs by default.
    lint_level() en "level" zh "级别";
    /// What a lint warns of, as it stands in a policy.
    lint_example() en "What it warns of" zh "会告警的写法";
    /// Where the list leads.
    how_to_go_on() en "`outlink rules ID` shows one of them, or a statement of a policy, such as wechat/ip-host." zh "`outlink rules ID` 显示其中一个，或某条策略规则，如 wechat/ip-host。";
    /// An id that is neither a signal nor a statement.
    unknown_id(id: &str) en "there is no signal, lint or statement `{id}`" zh "没有信号、告警或规则 `{id}`";
    /// The nearest id.
    unknown_id_near(id: &str, near: &str) en "there is no signal, lint or statement `{id}`; did you mean `{near}`?" zh "没有信号、告警或规则 `{id}`；是否应为 `{near}`？";
    /// A statement of a policy that was not loaded.
    policy_not_loaded(id: &str, policy: &str, loaded: &str) en "`{id}` is of the policy `{policy}`, which is not loaded (loaded: {loaded}); name it with --policy" zh "`{id}` 属于策略 `{policy}`，但该策略未加载（已加载：{loaded}）；请用 --policy 指定";
}

messages! {
    /// Whom a trial reaches.
    rollout() en "rollout" zh "覆盖范围";
    /// Everyone.
    rollout_full() en "every user" zh "所有用户";
    /// Some users.
    rollout_gradual() en "gradual; some users may not have it" zh "逐步推开，部分用户可能尚未覆盖";
    /// The rules of a trial.
    trial_rules() en "its rules" zh "相关规则";
    /// How a trial is left out.
    switched_off() en "left out by" zh "不计入的方法";
    /// What the signal is.
    what() en "What it is" zh "含义";
    /// Why it matters.
    why() en "Why it matters" zh "为何重要";
    /// What is known of it.
    facts() en "What is known" zh "已知事实";
    /// Links that raise it.
    examples() en "Links that raise it" zh "会触发的链接";
    /// Links that do not.
    counter_examples() en "Links that do not" zh "不会触发的链接";
    /// What to do about it.
    action() en "What to do" zh "如何处理";
    /// Related signals.
    see() en "See also" zh "相关信号";
    /// How much it weighs.
    level() en "suggested weight" zh "建议级别";
    /// A level with what it asks for.
    level_and_meaning(level: &str, meaning: &str) en "{level} ({meaning})" zh "{level}（{meaning}）";
    /// A short fact.
    field(label: &str, value: &str) en "{label}: {value}" zh "{label}：{value}";
    /// What is known of one platform.
    on_platform(platform: &str, note: &str) en "{platform}: {note}" zh "{platform}：{note}";
    /// A remark behind a text.
    remark(text: &str, remark: &str) en "{text} ({remark})" zh "{text}（{remark}）";
    /// The name of the platform `wechat`.
    wechat() en "WeChat" zh "微信";
    /// Worth knowing.
    level_note() en "worth knowing" zh "了解即可";
    /// Someone should look.
    level_review() en "have someone look" zh "需人工查看";
    /// Not to be sent as it is.
    level_stop() en "do not send as it is" zh "不应原样发送";
    /// What a run must be given.
    needs() en "needs" zh "前提";
    /// A list of filings.
    needs_icp_list() en "a list of ICP filings" zh "ICP 备案名单";
    /// The network.
    needs_resolve() en "leave to ask the network" zh "允许联网解析";
    /// A document.
    needs_content() en "a document that shows a text for the link" zh "为链接另写文字的文档";
    /// The layer with the signal.
    in_layer(layer: usize) en "in layer {layer}" zh "在第 {layer} 层";
    /// How much longer the link is.
    more_letters(count: usize) en "and {count} letters `a`" zh "后接 {count} 个字母 `a`";
}

messages! {
    /// What a rule or default gives.
    verdict() en "verdict" zh "判定";
    /// A rule or default that sets.
    sets(verdict: &str) en "{verdict}" zh "{verdict}";
    /// A rule that raises.
    raises(verdict: &str) en "at least {verdict}" zh "至少 {verdict}";
    /// The scenes.
    scenes() en "scenes" zh "场景";
    /// When it is in force.
    in_force() en "in force" zh "生效时间";
    /// From a day on.
    from(from: &str) en "from {from}" zh "自 {from} 起";
    /// Up to a day.
    until(until: &str) en "until {until}" zh "{until} 之前";
    /// Between two days; the second is no longer a part.
    from_until(from: &str, until: &str) en "from {from} until {until}" zh "自 {from} 起，{until} 之前";
    /// No bounds.
    always() en "always" zh "一直有效";
    /// How it is known.
    basis() en "basis" zh "依据类型";
    /// When it was seen.
    seen() en "seen on" zh "观察日期";
    /// The trial it belongs to.
    trial() en "trial" zh "所属试行";
    /// The clause.
    clause() en "clause" zh "条款";
    /// What happens beside the verdict.
    effects() en "effects" zh "附带效果";
    /// What gives way to it.
    supersedes() en "in place of" zh "替代";
    /// What the platform shows.
    notice() en "the platform shows" zh "平台提示";
    /// What it stands on.
    sources() en "Sources" zh "来源";
    /// Where it stands.
    place() en "written in" zh "所在位置";
    /// Whether a choice exists yet.
    status() en "status" zh "状态";
    /// Announced, not seen yet.
    planned() en "announced, not seen yet" zh "已宣布，尚未见上线";
    /// There for users.
    available() en "available" zh "已上线";
    /// The kinds of link a default covers.
    kinds() en "kinds" zh "链接类型";
    /// A source with its grade and, where one is known, its address.
    source_line(title: &str, grade: &str) en "{title} (grade {grade})" zh "{title}（{grade} 级来源）";
}
