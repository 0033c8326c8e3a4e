//! Messages about settings files.

use super::messages;

messages! {
    /// A glob that is none.
    bad_glob(glob: &str, reason: &str) en "`{glob}` is no glob: {reason}" zh "`{glob}` 不是有效的通配模式：{reason}";
    /// An override without anything to override.
    override_says_nothing() en "the override says nothing; give it `policies`, `scenes`, `fail-on` or `levels`" zh "此 override 没有内容；请写 `policies`、`scenes`、`fail-on` 或 `levels`";
    /// An exception for everything.
    exception_says_nothing() en "the exception would allow its rules everywhere; give it `hosts`, `domains`, `links` or `files`, or switch the rules off in `[levels]`" zh "此例外会在所有地方允许这些规则；请写 `hosts`、`domains`、`links` 或 `files`，或在 `[levels]` 中关闭规则";
    /// A name of a rule that nobody knows.
    unknown_rule(name: &str) en "there is no rule `{name}`" zh "没有规则 `{name}`";
    /// An exception whose day is over.
    exception_expired(until: &str, reason: &str) en "this exception is over since {until} and allows nothing: {reason}" zh "此例外自 {until} 起已过期，不再允许任何内容：{reason}";
    /// The way out of it.
    exception_expired_help() en "agree on it anew, or take it away and mend the links" zh "请重新商定，或删去它并修改链接";
    /// An exception that was not needed.
    exception_unused() en "nothing was found that this exception allows" zh "没有发现此例外所允许的问题";
    /// The way out of it.
    unused_help() en "take it away, or mend what it names" zh "请删去，或改正其中的名称";
    /// An override for no input.
    override_unused() en "this override is for none of the inputs" zh "此 override 不适用于任何输入";
    /// A file that changes nothing.
    inert(name: &str) en "`{name}` says nothing that could change a run" zh "`{name}` 没有任何会影响运行的内容";
    /// A glob that left everything out.
    nothing_left(name: &str) en "`{name}` leaves out every input (`[input]` include, exclude)" zh "`{name}` 排除了所有输入（`[input]` 的 include、exclude）";
    /// Inputs that were left out.
    left_out(count: usize, name: &str) en "{count} inputs left out by {name} (`[input]` include, exclude)" zh "{count} 个输入被 {name} 排除（`[input]` 的 include、exclude）";
    /// Links in code that nobody looks at.
    code_is_skipped(names: &str) en "links in code were passed over: {names}" zh "未读取代码中的链接：{names}";
    /// Which settings were used.
    used(names: &str, inputs: usize) en "settings: {names} ({inputs} inputs)" zh "设置：{names}（{inputs} 个输入）";
    /// No settings.
    none(inputs: usize) en "settings: none ({inputs} inputs)" zh "设置：无（{inputs} 个输入）";
    /// A settings file that cannot be used.
    invalid(name: &str, count: usize) en "`{name}` has {count} error(s); nothing was checked" zh "`{name}` 有 {count} 处错误，未进行任何检查";
    /// An input that is left out.
    is_left_out() en "left out by `[input]` include or exclude" zh "被 `[input]` 的 include 或 exclude 排除";
    /// Where a value comes from.
    from_default() en "default" zh "默认值";
    /// From the command line.
    from_command_line() en "command line" zh "命令行";
    /// Two different baselines.
    several_baselines() en "the inputs fall under different baselines; update them one settings file at a time" zh "这些输入使用不同的基线；请按设置文件逐一更新";
}
