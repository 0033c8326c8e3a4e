//! Messages of `explain`.

use super::messages;

messages! {
    /// The heading.
    heading(as_of: &str, policy: &str, view: &str) en "{policy}, {view}, as of {as_of}" zh "{policy}，{view}，截至 {as_of}";
    /// What decided.
    decided_by(names: &str) en "by {names}" zh "依据 {names}";
    /// A source.
    source(title: &str, grade: &str) en "{title} (grade {grade})" zh "{title}（{grade} 级来源）";
    /// A source with its clause.
    source_clause(title: &str, clause: &str, grade: &str) en "{title}, clause {clause} (grade {grade})" zh "{title}，第 {clause} 条（{grade} 级来源）";
    /// When something was seen.
    seen(dates: &str) en "seen on {dates}" zh "观察日期：{dates}";
    /// What the platform shows.
    notice(text: &str) en "the platform shows: {text}" zh "平台提示：{text}";
    /// The verdict without trials.
    without_trial(trial: &str, verdict: &str) en "without the trial {trial}: {verdict}" zh "不含试行 {trial}：{verdict}";
    /// The verdict in the other view, as observed.
    observed(verdict: &str, names: &str) en "as observed: {verdict}, by {names}" zh "按观察：{verdict}，依据 {names}";
    /// The verdict in the other view, as announced.
    announced(verdict: &str, names: &str) en "as announced: {verdict}, by {names}" zh "按公告：{verdict}，依据 {names}";
    /// The last change.
    last_change(date: &str, verdict: &str) en "since {date}; before that {verdict}" zh "自 {date} 起；此前为 {verdict}";
    /// No change in the past.
    no_last_change() en "no earlier change is known" zh "没有已知的更早变化";
    /// The next change.
    next_change(date: &str, verdict: &str) en "changes to {verdict} on {date}" zh "{date} 起变为 {verdict}";
    /// No change ahead.
    no_next_change() en "no change ahead is known" zh "没有已知的后续变化";
    /// The changes within the horizon.
    ahead(until: &str, changes: &str) en "until {until}: {changes}" zh "{until} 之前：{changes}";
    /// One change within the horizon.
    change_ahead(date: &str, verdict: &str) en "{verdict} from {date}" zh "{date} 起为 {verdict}";
    /// No change within the horizon.
    nothing_ahead(until: &str) en "nothing changes until {until}, as far as is known" zh "就目前所知，{until} 之前没有变化";
    /// The heading of the chain.
    chain() en "What the link is" zh "链接的构成";
    /// A layer as written.
    layer_written() en "as written" zh "原链接";
    /// The owner of a layer.
    owner(name: &str) en "run by {name}" zh "主体：{name}";
    /// An unknown owner.
    owner_unknown() en "owner not in the catalog" zh "主体不在目录中";
    /// The categories of a layer.
    category(names: &str) en "category {names}" zh "类别：{names}";
    /// A payment code or the like.
    code(kind: &str, id: &str) en "{kind} ({id})" zh "{kind}（{id}）";
    /// The app that a share code or deep link is for.
    app(name: &str) en "for the app {name}" zh "对应应用：{name}";
    /// A share code beside the URL.
    code_beside(id: &str) en "a share code stands beside the link ({id})" zh "链接旁另有口令（{id}）";
    /// The day a short-link host was opened.
    host_from(date: &str) en "in use from {date} on" zh "自 {date} 起启用";
    /// The day from which a short-link host takes no new links.
    host_no_new_links(date: &str) en "no new links from {date} on" zh "自 {date} 起不再生成新链接";
    /// The day a short-link host was closed.
    host_closed(date: &str) en "closed from {date} on" zh "自 {date} 起关闭";
    /// How long a link of a short-link host lives.
    host_lives(days: &str) en "its links live {days} days" zh "链接有效期 {days} 天";
    /// What effects come with it.
    effects(effects: &str) en "also: {effects}" zh "此外：{effects}";
    /// A link that cannot be read.
    not_a_link(reason: &str) en "{reason}" zh "{reason}";
}
