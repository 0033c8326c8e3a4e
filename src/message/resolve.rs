//! Messages about looking for targets on the network: how it ended, what is wrong with a cache, what was asked wrongly.

use super::{Text, messages};

/// Why a target was not found: the id, the English text, the Chinese text.
const REASONS: &[(&str, &str, &str)] = &[
    ("no-redirect", "the page answers for itself and leads nowhere", "页面直接作答，没有跳转"),
    ("http-status", "the server answered that there is no such page, or not for us", "服务器答复没有此页，或不予访问"),
    ("server-failed", "the server answered that it cannot answer now", "服务器答复暂时无法处理"),
    ("too-many-hops", "there are more hops than are followed", "跳转次数超过上限"),
    ("redirect-loop", "the hops lead back to one of themselves", "跳转回到了自身"),
    ("bad-location", "the answer names a next place that is no URL", "回应给出的去向不是网址"),
    ("bad-url", "the URL is none that can be asked for", "该网址无法请求"),
    ("forbidden-address", "the host has an address that is not connected to: private, local or reserved", "主机地址属于内网、本机或保留地址，不予连接"),
    ("no-address", "the host has no address", "主机没有地址"),
    ("no-connection", "there was no connection, or it broke", "无法连接，或连接中断"),
    ("tls", "no trusted connection could be made", "无法建立可信的加密连接"),
    ("timeout", "it took too long", "超时"),
    ("bad-answer", "the answer is no HTTP, or larger than is read", "回应不是 HTTP，或超出可读取的大小"),
    ("not-in-cache", "the cache does not know the link", "缓存中没有该链接"),
    ("too-many-lookups", "one chain hides more targets than are looked for", "同一条链中隐藏的目标超过查询上限"),
    ("too-many-links", "the run holds more links than are looked for", "一次运行中的链接超过查询上限"),
];

/// Why a target was not found, by the id of the reason; empty for an id that is none.
#[must_use]
pub fn reason(id: &str) -> Text {
    let found = REASONS.iter().find(|(known, ..)| *known == id);
    found.map(|(_, en, zh)| Text { en: (*en).to_owned(), zh: (*zh).to_owned() }).unwrap_or_default()
}

messages! {
    /// How lookups ended.
    lookups(found: u64, failed: u64, cached: u64) en "hidden targets looked for: {found} resolved, {failed} failed, {cached} answered from the cache" zh "查询隐藏的目标：{found} 个已解析，{failed} 个失败，{cached} 个来自缓存";
    /// Why lookups failed.
    not_found(reasons: &str) en "targets not found: {reasons}" zh "未得到目标：{reasons}";
    /// A cache file of another kind or version.
    cache_head(head: &str) en "this is no cache of this version: its first line must be `{head}`" zh "这不是本版本的缓存：第一行必须是 `{head}`";
    /// The way out of a file of another kind.
    cache_head_help() en "name another file, or delete this one and run with `--resolve` to make it anew" zh "请换一个文件，或删除该文件并用 `--resolve` 重新生成";
    /// A line of a cache that cannot be read.
    cache_line(reason: &str) en "this line is no entry of a cache: {reason}" zh "这一行不是缓存条目：{reason}";
    /// A URL that stands in a cache twice.
    cache_twice(url: &str) en "`{url}` stands in the cache twice" zh "`{url}` 在缓存中出现了两次";
    /// A URL of a cache that is not written as it is asked for.
    cache_url(url: &str) en "`{url}` is no `http` or `https` URL as it is asked for" zh "`{url}` 不是查询时所用的 `http` 或 `https` 网址";
    /// A target that is missing or too much.
    cache_hops(outcome: &str) en "the hops do not fit the outcome `{outcome}`" zh "跳转与结果 `{outcome}` 不符";
    /// A bad outcome.
    cache_outcome(outcome: &str) en "`{outcome}` is no outcome of a lookup" zh "`{outcome}` 不是查询结果";
    /// A bad time.
    cache_time(at: &str) en "`{at}` is no moment; write it like 2026-11-22T10:00:00+00:00" zh "`{at}` 不是有效的时刻；请写成 2026-11-22T10:00:00+00:00 的形式";
    /// The way out of a damaged line.
    cache_help() en "delete the line, or delete the file and run with `--resolve` to make it anew" zh "请删除这一行，或删除该文件并用 `--resolve` 重新生成";
    /// A cache that could not be read again.
    cache_too_large(limit: u64) en "it would have more than {limit} bytes; begin a new one" zh "将超过 {limit} 字节；请新建一个缓存";
    /// A cache whose folder is not there.
    cache_nowhere(path: &str) en "the cache `{path}` cannot be written: its folder does not exist" zh "无法写入缓存 `{path}`：所在的文件夹不存在";
    /// A cache without anyone to use it.
    cache_alone(option: &str) en "`{option}` does nothing alone; add `--resolve` or `--resolve-offline`" zh "`{option}` 单独使用无效；请加上 `--resolve` 或 `--resolve-offline`";
    /// Offline without a cache.
    offline_alone() en "`--resolve-offline` answers from a cache; name it with `--resolve-cache FILE`" zh "`--resolve-offline` 只从缓存作答；请用 `--resolve-cache FILE` 指定缓存";
    /// A cache that is an input or output of the same run.
    cache_is_taken(path: &str) en "`{path}` cannot be the cache and another file of this run" zh "`{path}` 不能既是缓存又是本次运行的其他文件";
}
