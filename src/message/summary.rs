//! Messages of a run's summary and of the lines about each link.

use super::{Text, messages};
use crate::verdict::{Effect, Uncertainty};

messages! {
    /// What `otherwise` says to a person.
    otherwise_sentence() en "The policy knows no rule for this, so the cautious answer stands." zh "策略没有适用的规则，采用保守判定。";
    /// What the floor under ambiguous links says.
    ambiguous_sentence() en "Parsers read different hosts in this link, so it never opens without a confirm page." zh "不同解析器会读出不同主机，至少需要确认页。";
    /// What a choice says.
    choice_sentence() en "The user's own setting changes what the platform would do." zh "用户的自主设置改变了平台的处理。";
    /// A rule without a sentence of its own.
    no_sentence() en "(the rule gives no reason)" zh "（规则没有写明理由）";
    /// A verdict that came under a trial.
    under_trial(trial: &str, without: &str) en "trial {trial}; without it: {without}" zh "试行 {trial}；不含试行时为 {without}";
    /// A verdict that was brought by an inner layer.
    from_layer(number: usize) en "from layer {number}" zh "来自第 {number} 层";
    /// The verdict of the platform's own policy.
    platform_says(verdict: &str) en "the platform's own verdict: {verdict}" zh "平台自身判定：{verdict}";
    /// The next change.
    changes_on(date: &str, verdict: &str) en "{verdict} from {date}" zh "{date} 起为 {verdict}";
    /// An uncertain verdict and its worst case.
    at_worst(reasons: &str, verdict: &str) en "not certain ({reasons}); at worst {verdict}" zh "不确定（{reasons}）；最坏为 {verdict}";
    /// An uncertain verdict without a worse one to name.
    not_certain(reasons: &str) en "not certain ({reasons})" zh "不确定（{reasons}）";
    /// An inner layer.
    layer_via(number: usize, via: &str, url: &str) en "layer {number}, via {via}: {url}" zh "第 {number} 层，经由 {via}：{url}";
    /// The heading of the summary.
    heading(as_of: &str, run: &str) en "Summary as of {as_of} (run {run})" zh "汇总，截至 {as_of}（运行 {run}）";
    /// Scenes that are looked at only where they are named.
    named_only(scenes: &str) en "looked at only where `--scene` names them: {scenes}" zh "仅在用 `--scene` 指明时检查：{scenes}";
    /// Counts of lines.
    lines(links: u64, blank: u64, comments: u64) en "{links} links; skipped: {blank} blank lines, {comments} comments" zh "{links} 条链接；跳过 {blank} 个空行、{comments} 条注释";
    /// What content was read as.
    formats(formats: &str) en "content read: {formats}" zh "已读内容：{formats}";
    /// Links of markup that stay inside.
    inside(count: u64) en "{count} links lead to nothing outside (paths and fragments)" zh "{count} 条链接不指向站外（路径或锚点）";
    /// A part of a file that was not read as what it is.
    fault(place: &str, kind: &str, sentence: &str) en "{place}: {kind}: {sentence}" zh "{place}：{kind}：{sentence}";
    /// Findings.
    findings(count: u64, least: &str) en "{count} links at or above `{least}`" zh "{count} 条链接达到或超过 `{least}`";
    /// No threshold.
    no_threshold() en "no link counts as a finding (`--fail-on never`)" zh "没有链接计为问题（`--fail-on never`）";
    /// Links that could not be read.
    unreadable(count: u64, reasons: &str) en "{count} lines could not be read as links: {reasons}" zh "{count} 行无法读作链接：{reasons}";
    /// Links that were cut.
    cut(count: u64, limit: usize) en "{count} lines were cut after {limit} bytes" zh "{count} 行在 {limit} 字节处被截断";
    /// Uncertain links.
    uncertain(reasons: &str) en "not certain: {reasons}" zh "不确定：{reasons}";
    /// What a policy brought.
    loaded_policy(name: &str, in_force: usize, rules: usize, view: &str) en "policy {name}: {in_force} of {rules} rules in force, {view}" zh "策略 {name}：{rules} 条规则中有 {in_force} 条生效，{view}";
    /// The announced view.
    view_announced() en "as announced" zh "按公告";
    /// The observed view.
    view_observed() en "as observed" zh "按观察";
    /// What the catalog brought.
    loaded_catalog(owners: usize, hosts: usize, wrappers: usize, suffixes: &str) en "catalog: {owners} owners, {hosts} hosts, {wrappers} wrappers; public suffixes: {suffixes}" zh "目录：{owners} 个主体、{hosts} 个主机、{wrappers} 种中转页；公共后缀：{suffixes}";
    /// What a list brought.
    loaded_list(name: &str, entries: usize, skipped: usize) en "list {name}: {entries} entries, {skipped} skipped" zh "列表 {name}：{entries} 条，跳过 {skipped} 条";
    /// An example of a skipped list entry.
    skipped_entry(line: usize, entry: &str) en "skipped, line {line}: {entry}" zh "跳过第 {line} 行：{entry}";
    /// A planned choice in use.
    planned_choice(id: &str) en "choice {id} is announced but not seen yet: this is what it would do" zh "选项 {id} 已公布但尚未见到：以下是它将产生的效果";
    /// An empty run.
    no_links() en "no link found: an empty run is not a success (use --allow-empty to accept it)" zh "没有找到链接：空运行不算成功（可用 --allow-empty 接受）";
    /// A scene's column in the summary.
    scene_heading() en "scene" zh "场景";
}

/// A reason for not being certain, in words.
#[must_use]
pub fn uncertainty(reason: Uncertainty) -> Text {
    let (en, zh) = match reason {
        Uncertainty::TargetUnknown => ("where it leads cannot be read from the link", "无法从链接读出去向"),
        Uncertainty::GradualRollout => ("a trial that may not have reached every user", "试行可能未覆盖所有用户"),
        Uncertainty::UnsetContext => ("it depends on a context that was not given", "取决于未给出的上下文"),
        Uncertainty::UnsetList => ("it depends on a list that was not given (`--list icp=FILE`)", "取决于未给出的列表（`--list icp=FILE`）"),
        Uncertainty::OldObservation => ("last seen more than a year before", "最近一次观察已超过一年"),
        Uncertainty::NoRuleKnown => ("no rule is known for this", "没有已知规则"),
        Uncertainty::AmbiguousHost => ("parsers read different hosts", "不同解析器读出不同主机"),
        Uncertainty::GuessedLink => ("the text was taken for a link without a scheme", "文本没有协议，按链接推断"),
    };
    Text { en: en.to_owned(), zh: zh.to_owned() }
}

/// An effect, in words.
#[must_use]
pub fn effect(effect: Effect) -> Text {
    let (en, zh) = match effect {
        Effect::Rewritten => ("the platform replaces the link with its own", "平台会改写链接"),
        Effect::Folded => ("the message is shown collapsed", "消息被折叠显示"),
        Effect::VisibleOnlyToSender => ("only the sender sees the message", "仅发送者可见"),
        Effect::NotClickable => ("the link is shown as plain text", "链接不可点击"),
        Effect::NotSent => ("the message is not delivered", "消息不会送达"),
    };
    Text { en: en.to_owned(), zh: zh.to_owned() }
}

/// How a layer hangs on the one outside it, in words; the id of a wrapper stays what it is.
#[must_use]
pub fn via(id: &str) -> Text {
    let zh = match id {
        "deep-link" => "应用链接",
        "reading" => "另一种读法",
        "resolved" => "联网解析",
        "same-text" => "同一段文字",
        other => other,
    };
    Text { en: id.to_owned(), zh: zh.to_owned() }
}

/// An input that failed.
#[must_use]
pub fn failed_input(name: &str, reason: &Text) -> Text {
    Text { en: format!("cannot read {name}: {}", reason.en), zh: format!("无法读取 {name}：{}", reason.zh) }
}
