//! Messages about policies: what is wrong in one, and why one cannot be loaded.

use super::messages;

messages! {
    /// `otherwise = "open"`.
    otherwise_open() en "`otherwise` must not be `open`: what no rule covers must not fail open" zh "`otherwise` 不能是 `open`：没有规则覆盖的链接不能放行";
    /// A time zone that is none.
    bad_zone(zone: &str) en "`{zone}` is no distance from UTC" zh "`{zone}` 不是 UTC 时差";
    /// How zones are written.
    zone_form() en "write it like `+08:00` or `Z`" zh "请写成 `+08:00` 或 `Z` 的形式";
    /// A rule that says nothing.
    says_nothing() en "the rule says neither `verdict` nor `at-least`" zh "规则既没有 `verdict` 也没有 `at-least`";
    /// A rule that says two things.
    says_both() en "the rule says both `verdict` and `at-least`; make it two rules" zh "规则同时写了 `verdict` 和 `at-least`，请拆成两条";
    /// `at-least = "open"`.
    raises_nothing() en "`at-least = \"open\"` raises nothing; to set the verdict write `verdict = \"open\"`" zh "`at-least = \"open\"` 不起作用；要设定判定请写 `verdict = \"open\"`";
    /// An interval that holds no moment.
    empty_interval() en "`until` is not after `from`, so this never applies" zh "`until` 不晚于 `from`，永远不会生效";
    /// An empty condition.
    empty_condition(key: &str) en "`{key}` has no test in it; it would hold for everything" zh "`{key}` 里没有任何条件，会匹配一切";
    /// An observed statement without dates.
    observed_without_seen() en "what is observed needs `seen`, the days on which it was seen" zh "`observed` 的内容必须用 `seen` 写明观察到的日期";
    /// Dates of observation on something that was not observed.
    seen_without_observed() en "`seen` belongs to `basis = \"observed\"` only" zh "`seen` 只能与 `basis = \"observed\"` 一起使用";
    /// Supersession by a rule that is not observed.
    supersedes_not_observed() en "only an observed rule may supersede others" zh "只有 `observed` 规则才能取代其他规则";
    /// Supersession of an observed rule.
    superseded_observed(id: &str) en "`{id}` is observed itself and cannot be superseded" zh "`{id}` 本身就是 `observed` 规则，不能被取代";
    /// Two defaults for one case at one time.
    overlapping_defaults() en "two defaults answer for this scene and kind of link at the same time" zh "同一场景、同一类链接在同一时间有两个默认判定";
    /// A default of a context outside its values.
    bad_context_default(value: &str) en "`{value}` is not one of the context's values" zh "`{value}` 不在该上下文的取值之中";
    /// An extension that could loosen.
    may_not_loosen() en "this could make the extended policy looser" zh "这可能会使被扩展的策略变宽松";
    /// How an extension may loosen.
    loosen_help() en "use `at-least`, or `verdict = \"block\"`, or write `may-loosen = true` at the top" zh "请使用 `at-least` 或 `verdict = \"block\"`，或在文件开头写 `may-loosen = true`";
    /// An id that repeats one of the base.
    repeats_base(id: &str, base: &str) en "`{id}` is already a rule of `{base}`" zh "`{id}` 已经是 `{base}` 的规则";
    /// How to replace a rule.
    replaces_help() en "write `replaces = true` to put this rule in its place" zh "若要替换它，请写 `replaces = true`";
    /// `replaces` without anything to replace.
    replaces_nothing(id: &str) en "there is no rule `{id}` to replace" zh "没有可供替换的规则 `{id}`";
    /// Policies that extend each other.
    extends_circle(name: &str) en "`{name}` extends itself, perhaps by way of others" zh "`{name}` 直接或间接地扩展了自己";
    /// A policy without scenes.
    no_scene() en "the policy has no scene" zh "策略没有定义场景";
    /// More scenes or the like than fit.
    too_many(what: &str, limit: usize) en "there are more than {limit} entries of `{what}`" zh "`{what}` 超过 {limit} 项";
    /// A policy that is neither built in nor a file.
    no_policy(name: &str, known: &str) en "there is no policy `{name}`; built in are: {known}; for a file give its path" zh "没有策略 `{name}`；内置策略有：{known}；若是文件请给出路径";
    /// A file that cannot be read.
    unreadable(name: &str, reason: &str) en "`{name}` cannot be read: {reason}" zh "无法读取 `{name}`：{reason}";
    /// A registrable domain that is none.
    not_registrable(host: &str) en "`{host}` is no registrable domain, so this can never hold; for a host or subdomain use `host` or `domain`" zh "`{host}` 不是可注册域名，永远不会匹配；主机或子域请用 `host` 或 `domain`";
    /// A scheme that is none.
    bad_scheme(scheme: &str) en "`{scheme}` is no scheme; write it without a colon, such as `https`" zh "`{scheme}` 不是协议名；请不带冒号，如 `https`";
    /// A parameter name that can never match.
    bad_parameter(name: &str) en "`{name}` can never be the name of a parameter: names are compared after decoding, without `=` and `&`" zh "`{name}` 不可能是参数名：参数名在解码后比较，不含 `=` 和 `&`";
    /// A path with more than a path in it.
    path_with_query(path: &str) en "`{path}` can never match: paths are compared after unescaping, and without query and fragment" zh "`{path}` 永远不会匹配：路径在反转义后比较，且不含查询和片段";
    /// A time zone that an extension may not change.
    zone_differs() en "an extension keeps the time zone of the policy it extends, or its dates would shift" zh "扩展策略须沿用被扩展策略的时区，否则日期会偏移";
    /// A policy given twice.
    policy_twice(id: &str) en "there are two policies with the id `{id}`; give each once, with an id of its own" zh "有两个标识为 `{id}` 的策略；请各写一次，并使用各自的标识";
    /// An output that would destroy what is read.
    output_is_input(name: &str) en "`{name}` is read or written by this run already; give the output a place of its own" zh "本次运行已在读取或写入 `{name}`；请为输出另选位置";
    /// A file that cannot be written.
    unwritable(name: &str, reason: &str) en "`{name}` cannot be written: {reason}" zh "无法写入 `{name}`：{reason}";
    /// How many faults a file has.
    invalid(name: &str, count: usize) en "`{name}` has {count} error(s); nothing was checked" zh "`{name}` 有 {count} 处错误，未进行任何检查";
    /// What a rule that raises says.
    at_least(verdict: &str) en "at least {verdict}" zh "至少 {verdict}";
    /// A statement without dates.
    always() en "always" zh "始终";
    /// A statement that goes on.
    since(from: &str) en "from {from}" zh "{from} 起";
    /// A statement without a beginning.
    until(until: &str) en "until {until}" zh "{until} 前";
    /// A statement with both ends.
    between(from: &str, until: &str) en "from {from} until {until}" zh "{from} 起，{until} 前";
    /// The statements that begin or end within a horizon.
    upcoming(policy: &str, until: &str) en "{policy}, until {until}:" zh "{policy}，{until} 之前：";
    /// None begins or ends.
    nothing_upcoming(policy: &str, until: &str) en "{policy}: nothing begins or ends until {until}" zh "{policy}：{until} 之前没有规则开始或结束";
    /// A statement begins.
    begins(on: &str, name: &str) en "{on}  {name} begins" zh "{on}  {name} 开始";
    /// A statement ends.
    ends(on: &str, name: &str) en "{on}  {name} ends" zh "{on}  {name} 结束";
    /// A stretch of a timeline that begins within the horizon.
    within_horizon() en "within the horizon" zh "在所看的时间范围内";
    /// The horizon of a timeline.
    horizon(from: &str, until: &str) en "horizon: from {from} until {until}" zh "所看的时间范围：{from} 至 {until}";
    /// A policy where a link belongs.
    policy_for_link(id: &str) en "`{id}` is a policy, not a link; for its timeline write `outlink policy timeline LINK --policy {id}`, or no link for what it does to a plain site" zh "`{id}` 是策略，不是链接；查看其时间线请写 `outlink policy timeline LINK --policy {id}`，不写链接则以普通网站为例";
    /// What a list says of a policy.
    policy_counts(rules: usize, sources: usize, verified: &str) en "{rules} rules, {sources} sources, checked {verified}" zh "{rules} 条规则，{sources} 个来源，核对于 {verified}";
    /// What nothing else covers.
    otherwise_is(verdict: &str) en "otherwise: {verdict}" zh "其余情形：{verdict}";
}
