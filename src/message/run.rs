//! Messages about links and about a run: what cannot be read, what was asked wrongly.

use super::messages;

messages! {
    /// An empty link.
    link_empty() en "The link is empty." zh "链接为空。";
    /// A text that is no link.
    link_none() en "This is no link: it has no scheme and does not begin with a host." zh "这不是链接：没有协议，也不以主机名开头。";
    /// A host that breaks the rules.
    link_bad_host() en "The host is not valid, so no browser can be relied on to open it." zh "主机无效，无法确定浏览器会打开什么。";
    /// A port that is no port.
    link_bad_port() en "The port is no number from 0 to 65535." zh "端口不是 0 到 65535 的数字。";
    /// A link that is too long.
    link_too_long(bytes: usize, limit: usize) en "The link has {bytes} bytes; at most {limit} are read." zh "链接长 {bytes} 字节，最多读取 {limit} 字节。";
    /// Bytes that are not UTF-8.
    link_not_utf8() en "The link is not valid UTF-8." zh "链接不是有效的 UTF-8。";
    /// Another fault of the URL Standard.
    link_fault(reason: &str) en "The link is not valid: {reason}." zh "链接无效：{reason}。";
}
messages! {
    /// A public suffix list without rules.
    suffixes_empty(name: &str) en "`{name}` holds no rules, so it is no public suffix list; take one from publicsuffix.org" zh "`{name}` 没有任何规则，不是公共后缀列表；请使用 publicsuffix.org 的列表";
    /// A rule outside of the sections.
    suffixes_outside(name: &str, line: usize, rule: &str) en "`{name}`, line {line}: `{rule}` stands outside of the sections `===BEGIN ICANN DOMAINS===` and `===BEGIN PRIVATE DOMAINS===`; is this a public suffix list?" zh "`{name}` 第 {line} 行：`{rule}` 不在 `===BEGIN ICANN DOMAINS===` 或 `===BEGIN PRIVATE DOMAINS===` 段内；这是公共后缀列表吗？";
    /// A line that is no rule.
    suffixes_rule(name: &str, line: usize, rule: &str) en "`{name}`, line {line}: `{rule}` is no rule of a public suffix list; mend the line or take the list anew from publicsuffix.org" zh "`{name}` 第 {line} 行：`{rule}` 不是公共后缀列表的规则；请修正该行，或重新从 publicsuffix.org 获取列表";
    /// Sections that do not fit.
    suffixes_sections(name: &str, line: usize) en "`{name}`, line {line}: a section is not opened or not closed here; the list may be cut short, so take it anew from publicsuffix.org" zh "`{name}` 第 {line} 行：段落未打开或未关闭；列表可能不完整，请重新从 publicsuffix.org 获取";
}
messages! {
    /// The word before an error.
    error(text: &str) en "error: {text}" zh "错误：{text}";
    /// Something to know that is no error.
    note(text: &str) en "note: {text}" zh "提示：{text}";
    /// A date that is none.
    bad_date(option: &str, written: &str) en "`{option} {written}` is no day or moment; write 2021-11-29, or 2021-11-29T15:00:00+08:00" zh "`{option} {written}` 不是有效的日期或时刻；请写 2021-11-29 或 2021-11-29T15:00:00+08:00";
    /// An id that no policy knows.
    unknown(what: &str, id: &str, known: &str) en "there is no {what} `{id}`; known are: {known}" zh "不存在 {what} `{id}`；可用的有：{known}";
    /// A value in the wrong form.
    bad_pair(option: &str, written: &str, form: &str) en "`{option} {written}` is not understood; write {form}" zh "无法理解 `{option} {written}`；请写 {form}";
    /// Too many combinations of contexts.
    too_many_contexts(unset: &str) en "too many combinations of unset contexts; give some of them with --context or --posted: {unset}" zh "未给出的上下文组合过多；请用 --context 或 --posted 给出其中一些：{unset}";
}
