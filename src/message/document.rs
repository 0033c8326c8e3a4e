//! Messages about the shape of a TOML document.

use super::messages;

messages! {
    /// The TOML parser's own fault.
    toml_fault(reason: &str) en "this is not valid TOML: {reason}" zh "TOML 语法错误：{reason}";
    /// A key that nobody knows.
    unknown_key(what: &str, key: &str) en "`{key}` is not a key of `{what}`" zh "`{what}` 没有名为 `{key}` 的键";
    /// The nearest known word.
    did_you_mean(word: &str) en "did you mean `{word}`?" zh "是否应为 `{word}`？";
    /// The keys that belong here.
    known_keys(keys: &str) en "the keys here are: {keys}" zh "此处可用的键：{keys}";
    /// The words that belong here.
    known_words(words: &str) en "use one of: {words}" zh "可用的值：{words}";
    /// A key that must be there.
    missing_key(what: &str, key: &str) en "`{what}` lacks the key `{key}`" zh "`{what}` 缺少键 `{key}`";
    /// A value of the wrong type.
    wrong_type(key: &str, expected: &str, found: &str) en "`{key}` must be of type {expected}, not {found}" zh "`{key}` 的类型应为 {expected}，而不是 {found}";
    /// An empty string.
    empty_value(key: &str) en "`{key}` must not be empty" zh "`{key}` 不能为空";
    /// An empty list.
    empty_list(key: &str) en "`{key}` must list at least one item; leave the key out to say nothing" zh "`{key}` 至少要有一项；若无内容请删去该键";
    /// A number outside its bounds.
    out_of_range(key: &str, least: i64, most: i64) en "`{key}` must be from {least} to {most}" zh "`{key}` 应在 {least} 到 {most} 之间";
    /// A word outside its vocabulary.
    unknown_word(key: &str, word: &str) en "`{word}` is not a value of `{key}`" zh "`{key}` 没有取值 `{word}`";
    /// A schema version this build does not read.
    unknown_schema(version: i64) en "schema {version} is not one this version reads" zh "本版本无法读取 schema {version}";
    /// The schema that is read.
    known_schema() en "write `schema = 1`" zh "请写 `schema = 1`";
    /// An id used twice.
    duplicate_id(what: &str, id: &str) en "the {what} `{id}` is there twice" zh "{what} `{id}` 重复";
    /// Where the first one stands.
    first_here() en "the first one is here" zh "首次出现在此处";
    /// A reference to an id that is not there.
    unknown_reference(what: &str, id: &str) en "there is no {what} `{id}`" zh "不存在 {what} `{id}`";
    /// An id in the wrong form.
    bad_id(id: &str) en "`{id}` is no id: use lower-case letters, digits and single hyphens" zh "`{id}` 不是合法的标识：只能使用小写字母、数字和单个连字符";
    /// A host that is no canonical name.
    bad_host(host: &str) en "`{host}` is no host in canonical form (lower case, ASCII or xn--, no scheme, path or port)" zh "`{host}` 不是规范的主机名（小写、ASCII 或 xn-- 形式，不带协议、路径和端口）";
    /// The canonical form of a host.
    canonical_host(host: &str) en "write `{host}`" zh "请写 `{host}`";
    /// A path pattern that is not valid.
    bad_path(pattern: &str, reason: &str) en "`{pattern}` is no path pattern: {reason}" zh "`{pattern}` 不是路径模式：{reason}";
    /// An entry of the catalog that stands twice.
    duplicate_entry(entry: &str) en "`{entry}` is there twice" zh "`{entry}` 重复出现";
    /// A public suffix where a domain belongs.
    public_suffix(domain: &str) en "`{domain}` is a public suffix: everyone's domains are under it" zh "`{domain}` 是公共后缀，其下是众人的域名";
}
