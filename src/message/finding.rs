//! Messages about findings, for people and for the formats of other tools.

use super::messages;

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
