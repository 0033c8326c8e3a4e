//! Messages about parity: what a standard objects to in a policy, and who fares worse in a corpus.

use super::messages;

messages! {
    /// Two owners' sites of one kind get different verdicts.
    same_treatment(worse: &str, better: &str) en "{worse} is treated worse than {better}, though both are of the same kind" zh "{worse} 与 {better} 属于同类，却受到更差的对待";
    /// A site has to be copied where another opens.
    no_copy_step(worse: &str, better: &str) en "links of {worse} have to be copied by hand, those of {better} do not, though both are of the same kind" zh "{worse} 的链接须手动复制，而同类的 {better} 不必";
    /// Known sites do not open directly.
    opens_directly(worse: &str) en "links do not open directly, such as those of {worse}" zh "链接不能直接打开，例如 {worse}";
    /// The platform's own sites open and others do not.
    as_freely_as_own(worse: &str, better: &str) en "links of {worse} are hindered, the platform's own ({better}) are not" zh "{worse} 的链接受到限制，而平台自有的（{better}）没有";
    /// One side of a finding.
    side(link: &str, verdict: &str, rule: &str) en "{link} gets {verdict} by {rule}" zh "{link} 判定为 {verdict}，依据 {rule}";
    /// How many sites got each verdict.
    counts(open: usize, warn: usize, copy: usize, block: usize) en "sites asked: {open} open, {warn} warn, {copy} copy, {block} block" zh "所问站点：open {open}，warn {warn}，copy {copy}，block {block}";
    /// The end of a check.
    summary(policy: &str, standard: &str, count: usize) en "{policy}: {count} objection(s) under {standard}" zh "{policy}：按 {standard} 有 {count} 处不符";
    /// A policy without an owner to compare with.
    no_owner(policy: &str) en "the catalog knows no owner `{policy}`, so there is nothing of the platform's own to compare with" zh "目录中没有主体 `{policy}`，无从与平台自有站点比较";
    /// Links that tell nothing.
    unknown(count: u64) en "{count} links of unknown owners or kinds left out" zh "另有 {count} 条链接主体或类别未知，未计入";
    /// A policy without errors.
    counted(policy: &str, rules: usize, errors: usize, warnings: usize, notes: usize) en "{policy}: {rules} rules, valid; {errors} error(s), {warnings} warning(s), {notes} note(s)" zh "{policy}：{rules} 条规则，有效；{errors} 条错误，{warnings} 条警告，{notes} 条提示";
    /// A policy that is valid, with plain warnings at most.
    valid(policy: &str, rules: usize, warnings: usize) en "{policy}: {rules} rules, no error, {warnings} warning(s)" zh "{policy}：{rules} 条规则，无错误，{warnings} 条警告";
    /// A heading over owners.
    owners_heading(scene: &str, category: &str) en "{scene}, {category}: share that does not open directly" zh "{scene}，{category}：不能直接打开的比例";
}
