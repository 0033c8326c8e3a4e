//! Messages about the comparison of two policies.

use super::messages;

messages! {
    /// Nothing differs, proved.
    equal(old: &str, new: &str) en "{old} and {new} mean the same: no link gets another verdict, in any scene, at any time (proved)" zh "{old} 与 {new} 含义相同：任何链接在任何场景、任何时间的判定都不变（已证明）";
    /// How many differences there are.
    differs(old: &str, new: &str, loosens: usize, tightens: usize) en "{old} -> {new}: {loosens} loosen, {tightens} tighten" zh "{old} -> {new}：放宽 {loosens} 处，收紧 {tightens} 处";
    /// Something is not proved.
    not_proved(count: usize) en "not proved: {count}" zh "未能证明：{count} 处";
    /// A difference that loosens.
    loosens() en "loosens" zh "放宽";
    /// A difference that tightens.
    tightens() en "tightens" zh "收紧";
    /// No verdict of its own.
    no_verdict() en "passes on" zh "不单独判定";
    /// A statement that was added.
    added(name: &str) en "{name} (added)" zh "{name}（新增）";
    /// A statement that was removed.
    removed(name: &str) en "{name} (removed)" zh "{name}（删除）";
    /// A statement that was changed.
    changed(name: &str) en "{name} (changed)" zh "{name}（修改）";
    /// The statements behind a difference.
    behind(names: &str) en "behind it: {names}" zh "原因：{names}";
    /// What brings both verdicts.
    rules(old: &str, new: &str) en "rules: {old} -> {new}" zh "规则：{old} -> {new}";
    /// The scenes of a difference.
    scenes(names: &str) en "scenes: {names}" zh "场景：{names}";
    /// The times of a difference.
    times(list: &str) en "when: {list}" zh "时间：{list}";
    /// Always.
    always() en "always" zh "始终";
    /// From a moment on.
    from(moment: &str) en "from {moment}" zh "{moment} 起";
    /// Up to a moment.
    until(moment: &str) en "until {moment}" zh "{moment} 之前";
    /// Between two moments.
    between(from: &str, until: &str) en "{from} to {until}" zh "{from} 至 {until}";
    /// Which view, trials, contexts and choices.
    given(list: &str) en "only with: {list}" zh "仅当：{list}";
    /// The links of a difference.
    links(sites: &str, classes: usize) en "links: {sites}; {classes} kinds in all" zh "链接：{sites}；共 {classes} 类";
    /// What the witness is.
    conditions(list: &str) en "such as: {list}" zh "例如：{list}";
    /// The link that shows it, with the question.
    witness(link: &str, scene: &str, at: &str) en "witness: {link}  ({scene}, {at})" zh "例证：{link}（{scene}，{at}）";
    /// What else the same statements change.
    also(list: &str) en "also, alone or together with other changes: {list}" zh "另有（单独或与其他改动共同造成）：{list}";
    /// No link could be made.
    no_witness(tried: usize, left_out: usize) en "no link could be made that shows it ({tried} kinds tried, {left_out} left out)" zh "未能构造出例证链接（已尝试 {tried} 类，未尝试 {left_out} 类）";
    /// A bound was met.
    budget(name: &str, value: usize) en "the bound {name} ({value}) was met; what lies past it is not proved" zh "达到上限 {name}（{value}），超出部分未能证明";
    /// Two days between which short-link services ended.
    services() en "short-link services ended between the two days, and a rule asks for that" zh "两个日期之间有短链接服务停用，而有规则涉及这一点";
    /// A scene that only one policy has.
    lone_scene(policy: &str, scenes: &str) en "only {policy} has the scenes {scenes}; they are not compared" zh "只有 {policy} 有场景 {scenes}，未作比较";
    /// What a comparison leaves out.
    verdicts_only() en "verdicts are compared; effects, reasons, sources and names are not" zh "比较的是判定；效果、理由、来源和名称不作比较";
    /// How much was looked at.
    counts(questions: usize, sites: usize, assignments: usize, excluded: usize, masked: usize) en "looked at: {questions} questions, {sites} kinds of link, {assignments} assignments; {excluded} cannot be, {masked} are hidden by every jump page around them" zh "已检查：{questions} 个问题、{sites} 类链接、{assignments} 种取值；{excluded} 种不可能出现，{masked} 种被所有外层中转页掩盖";
    /// The share of a corpus.
    corpus(changed: usize, links: usize, share: &str) en "corpus: {changed} of {links} links change ({share} %)" zh "语料：{links} 条链接中有 {changed} 条改变（{share} %）";
    /// One change of a corpus.
    corpus_change(scene: &str, old: &str, new: &str, links: usize, share: &str, example: &str) en "{scene}: {old} -> {new}: {links} links ({share} %), such as {example}" zh "{scene}：{old} -> {new}：{links} 条（{share} %），例如 {example}";
    /// Neither two policies nor one with two dates or a revision.
    sides() en "name two policies, or one with --dates or --base" zh "请写两个策略，或一个策略加 --dates 或 --base";
    /// A revision that cannot be read.
    bad_revision(name: &str, reason: &str) en "git cannot show `{name}`: {reason}" zh "git 无法读取 `{name}`：{reason}";
    /// A title for pull requests.
    title(old: &str, new: &str) en "Link policy: {old} -> {new}" zh "外链策略：{old} -> {new}";
    /// The head of a table.
    table() en "| | verdict | behind it | scenes | when | witness |" zh "| | 判定 | 原因 | 场景 | 时间 | 例证 |";
}
