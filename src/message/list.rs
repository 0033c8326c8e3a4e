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
    /// A file that is no compiled list.
    not_compiled(name: &str) en "`{name}` is no compiled list; `outlink list build` makes one" zh "`{name}` 不是编译后的列表；可用 `outlink list build` 生成";
    /// A compiled list of another version of the format.
    other_version(name: &str, found: u32, known: u32) en "`{name}` is a compiled list of version {found}, this outlink reads version {known}; compile it again with `outlink list build`" zh "`{name}` 是版本 {found} 的编译列表，本程序读取版本 {known}；请用 `outlink list build` 重新编译";
    /// A compiled list that is not what was written.
    damaged_compiled(name: &str) en "`{name}` is damaged: it is not what was written, so nothing of it is used; compile it again with `outlink list build`" zh "`{name}` 已损坏：内容与写入时不符，一概不予采用；请用 `outlink list build` 重新编译";
    /// A compiled list where a list to be compiled belongs.
    compiled_already(name: &str) en "`{name}` is to be read as compiled already; name the list it was made of" zh "`{name}` 已是编译后的列表；请给出其来源列表";
    /// A compiled file without the list asked for.
    not_in_compiled(name: &str, id: &str, known: &str) en "there is no list `{id}` in `{name}`; name one of: {known}, with `entry`" zh "`{name}` 中没有列表 `{id}`；请用 `entry` 指定其中之一：{known}";
    /// A compiled list whose names stand for something else.
    other_naming(name: &str, id: &str) en "the list `{id}` of `{name}` was not compiled for this use: only a list compiled under the id `icp` holds filings, and it holds nothing else; compile it again with `outlink list build`" zh "`{name}` 中的列表 `{id}` 并非为此用途编译：只有以标识 `icp` 编译的列表才是备案列表，且只能用作备案列表；请用 `outlink list build` 重新编译";
    /// Filings that were compiled by another suffix list.
    other_suffixes(name: &str, theirs: &str, ours: &str) en "the filings in `{name}` were compiled by another public suffix list ({theirs}; this run: {ours}); compile them again with `outlink list build`" zh "`{name}` 中的备案按另一份公共后缀列表编译（{theirs}；本次运行：{ours}）；请用 `outlink list build` 重新编译";
    /// Entries that were left out when a list was compiled.
    skipped_before(count: usize, reasons: &str) en "{count} entries of the list could not be used when it was compiled: {reasons}" zh "编译列表时有 {count} 条无法使用：{reasons}";
    /// How to accept that.
    skip_compiled_help() en "write `unsupported = \"skip\"` to accept that, or mend the entries and compile again" zh "可写 `unsupported = \"skip\"` 接受，或修正后重新编译";
    /// A compiled list that turned out damaged while it was used.
    damaged_in_use() en "a compiled list is damaged: a part of it that was needed is not what was written; nothing of the rest was checked; compile it again with `outlink list build`" zh "编译后的列表已损坏：所需部分与写入时不符，其余内容未检查；请用 `outlink list build` 重新编译";
    /// A list in the cache that is damaged.
    damaged_cache(path: &str) en "`{path}` in the cache is damaged and was not used; the lists were read anew" zh "缓存中的 `{path}` 已损坏，未予采用；已重新读取列表";
    /// A cache that cannot be written.
    unkept(path: &str, reason: &str) en "compiled lists could not be kept in `{path}` ({reason}); the next run reads them again" zh "无法将编译后的列表保存到 `{path}`（{reason}）；下次运行将重新读取";
    /// More than a compiled file can hold.
    too_large() en "the lists are more than a compiled file can hold" zh "列表超出编译文件的容量";
    /// The same id twice in one compiled file.
    built_twice(id: &str) en "the list `{id}` is named twice; every list of a compiled file has an id of its own" zh "列表 `{id}` 重复；同一编译文件中每个列表须有各自的标识";
    /// More lists than one compiled file holds.
    too_many_lists(limit: usize) en "a compiled file holds at most {limit} lists" zh "一个编译文件最多包含 {limit} 个列表";
    /// A list to be compiled that is written in another form.
    bad_source(written: &str) en "`{written}` is no list to compile; write ID=FILE or ID=FILE:FORMAT" zh "`{written}` 不是可编译的列表；请写 ID=FILE 或 ID=FILE:FORMAT";
    /// What to do about an entry of a list that is to be compiled.
    build_help() en "mend the entry, or give `--skip-unsupported` to count and skip such entries" zh "请修正该条目，或用 `--skip-unsupported` 跳过并计数";
    /// A list that cannot be compiled.
    not_built(count: usize) en "{count} errors; nothing was written" zh "{count} 个错误；未写入任何内容";
    /// What was built.
    built(path: &str, lists: usize, bytes: usize) en "{path}: {lists} lists, {bytes} bytes" zh "{path}：{lists} 个列表，{bytes} 字节";
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
