//! Messages about users' own lists: what is wrong in one, and what was left out.

use super::messages;

messages! {
    /// An entry that is no host.
    no_host(line: usize, entry: &str) en "line {line}: `{entry}` is no host" zh "第 {line} 行：`{entry}` 不是主机名";
    /// A line in another encoding.
    not_utf8(line: usize) en "line {line} is not UTF-8" zh "第 {line} 行不是 UTF-8";
    /// A line that is too long.
    too_long(line: usize, limit: usize) en "line {line} has more than {limit} bytes" zh "第 {line} 行超过 {limit} 字节";
    /// A rule about parts of pages.
    cosmetic(line: usize, entry: &str) en "line {line}: `{entry}` is about parts of pages, not about links" zh "第 {line} 行：`{entry}` 针对页面元素，与链接无关";
    /// A regular expression.
    regex(line: usize, entry: &str) en "line {line}: `{entry}` is a regular expression; lists take hosts and paths only" zh "第 {line} 行：`{entry}` 是正则表达式；列表只支持主机和路径";
    /// A word anywhere in a host.
    keyword(line: usize, entry: &str) en "line {line}: `{entry}` is a word anywhere in a host; lists take whole names only" zh "第 {line} 行：`{entry}` 是主机中任意位置的关键词；列表只支持完整名称";
    /// A modifier that is not understood.
    modifier(line: usize, entry: &str) en "line {line}: `{entry}` has a modifier that says nothing of a host or path, so all of it is left out" zh "第 {line} 行：`{entry}` 带有与主机或路径无关的修饰符，整条不予采用";
    /// A pattern that is no host and path.
    pattern(line: usize, entry: &str) en "line {line}: `{entry}` is a pattern that is not a whole host with the beginning of a path" zh "第 {line} 行：`{entry}` 不是“完整主机加路径开头”形式的模式";
    /// A trigger that is no name.
    trigger(line: usize, entry: &str) en "line {line}: `{entry}` is triggered by an address or a name server, not by a name" zh "第 {line} 行：`{entry}` 由地址或名称服务器触发，而非名称";
    /// A statement that is not about names.
    statement(line: usize, entry: &str) en "line {line}: `{entry}` says nothing of a name" zh "第 {line} 行：`{entry}` 没有涉及任何名称";
    /// A scheme without a host.
    scheme(line: usize, entry: &str) en "line {line}: `{entry}` is about a scheme without a host; use `scheme` in a rule" zh "第 {line} 行：`{entry}` 针对没有主机的协议；请在规则中使用 `scheme`";
    /// A row without the column.
    no_cell(line: usize) en "line {line} lacks the column" zh "第 {line} 行缺少该列";
    /// A name under which nothing can be filed.
    no_domain(line: usize, entry: &str) en "line {line}: `{entry}` is a public suffix or a single label; nothing is filed under it" zh "第 {line} 行：`{entry}` 是公共后缀或单个标签，无法备案";
    /// More unusable entries than are shown.
    more(count: usize, reasons: &str) en "{count} entries of the list cannot be used: {reasons}" zh "列表中有 {count} 条无法使用：{reasons}";
    /// How to skip such entries.
    skip_help() en "mend the entry, or write `unsupported = \"skip\"` to count and skip such entries" zh "请修正该条目，或写 `unsupported = \"skip\"` 以跳过并计数";
    /// A file that is not there.
    no_such_file(name: &str) en "there is no file `{name}`" zh "没有文件 `{name}`";
    /// A file that cannot be read.
    unreadable(name: &str, reason: &str) en "`{name}` cannot be read: {reason}" zh "无法读取 `{name}`：{reason}";
    /// More entries than are read.
    too_many(limit: usize) en "the list has more than {limit} entries" zh "列表超过 {limit} 条";
    /// A list without any entry.
    empty(name: &str) en "`{name}` brings no entry: as a list it would do nothing" zh "`{name}` 没有任何条目，作为列表不起作用";
    /// Includes that lead back.
    include_circle(name: &str) en "`include:{name}` leads back to a list that is being read" zh "`include:{name}` 又回到了正在读取的列表";
    /// Includes beyond the bound.
    include_depth(limit: usize) en "more than {limit} `include:` follow one another" zh "`include:` 嵌套超过 {limit} 层";
    /// Too many includes.
    include_limit(limit: usize) en "more than {limit} `include:` are followed" zh "`include:` 超过 {limit} 次";
    /// A name of a list that is none.
    bad_include(name: &str) en "`{name}` is no name of a list" zh "`{name}` 不是列表名";
    /// A line that is not understood.
    bad_rule(written: &str) en "`{written}` is no rule of this format" zh "`{written}` 不是该格式的规则";
    /// A compiled file without the entry asked for.
    no_entry(name: &str) en "`entry` must say which list of `{name}` is meant, such as `cn` or `category-ads@cn`" zh "须用 `entry` 指明 `{name}` 中的哪个列表，如 `cn` 或 `category-ads@cn`";
    /// An entry that is not in the file.
    unknown_entry(code: &str, nearest: &str) en "there is no list `{code}` in the file; did you mean `{nearest}`?" zh "文件中没有列表 `{code}`；是否指 `{nearest}`？";
    /// A compiled file that is damaged.
    damaged(name: &str, reason: &str) en "`{name}` is damaged: {reason}" zh "`{name}` 已损坏：{reason}";
    /// JSON that is none, or of another shape.
    bad_json(reason: &str) en "this is no list of URL patterns: {reason}" zh "不是 URL 模式列表：{reason}";
    /// A column that is not there.
    no_column(written: &str, known: &str) en "there is no column `{written}`; the columns are: {known}" zh "没有列 `{written}`；已有的列：{known}";
    /// A table that cannot be read.
    bad_table(reason: &str) en "the table cannot be read: {reason}" zh "无法读取表格：{reason}";
    /// A key that the format does not know.
    useless_key(key: &str, format: &str) en "`{key}` says nothing with the format `{format}`" zh "`{key}` 对格式 `{format}` 不起作用";
    /// What `--list` takes.
    given_form() en "ID=FILE or ID=FILE:FORMAT" zh "ID=FILE 或 ID=FILE:FORMAT";
    /// A list that no policy asks for.
    unknown_list(id: &str, known: &str) en "no policy asks for a list `{id}`; there are: {known}" zh "没有策略使用列表 `{id}`；可用的有：{known}";
    /// A list that no policy asks for, with one that may have been meant.
    unknown_list_near(id: &str, near: &str) en "no policy asks for a list `{id}`; did you mean `{near}`?" zh "没有策略使用列表 `{id}`；是否指 `{near}`？";
    /// What to do about an entry of a list that the command line gives.
    mend_help() en "mend the entry, or name the list in a policy with `unsupported = \"skip\"`" zh "请修正该条目，或在策略中声明该列表并写 `unsupported = \"skip\"`";
    /// The same list given twice.
    given_twice(id: &str) en "the list `{id}` is given twice" zh "列表 `{id}` 给出了两次";
    /// A list given on the command line that has errors.
    invalid_given(id: &str) en "the list `{id}` cannot be used; nothing was checked" zh "列表 `{id}` 无法使用，未进行任何检查";
    /// Entries that reach beyond one site.
    broad(count: usize, example: &str) en "{count} entries reach beyond one site, such as `{example}`" zh "{count} 条覆盖不止一个网站，如 `{example}`";
    /// Entries that say nothing new.
    repeated(count: usize) en "{count} entries repeat earlier ones" zh "{count} 条与前面重复";
    /// Entries that others switch off.
    disabled(count: usize) en "{count} entries are switched off by `badfilter`" zh "{count} 条被 `badfilter` 停用";
    /// What a list brought.
    loaded(name: &str, entries: usize, exceptions: usize, skipped: usize) en "list {name}: {entries} entries, {exceptions} of them exceptions, {skipped} skipped" zh "列表 {name}：{entries} 条，其中例外 {exceptions} 条，跳过 {skipped} 条";
    /// The reasons for what was skipped.
    reasons(reasons: &str) en "skipped: {reasons}" zh "跳过：{reasons}";
}
