//! The help of the command line: commands, arguments and options by their ids, in both languages.

use super::Lang;

/// One command, argument or option: its id, the English text, the Chinese text.
type Entry = (&'static str, &'static str, &'static str);

/// Commands. The empty id is the program itself.
pub const COMMANDS: &[Entry] = &[
    (
        "",
        "What will this platform do with this link, in this scene, on this day, and which rule says so?",
        "这个平台会在这个场景、这一天如何处理这个链接，依据是哪一条规则？",
    ),
    ("check", "Check a batch of links: one a line, from files or standard input", "检查一批链接：每行一条，来自文件或标准输入"),
    ("explain", "Explain one link in every scene: verdict, rule, source, chain, dates", "解释一个链接在各场景下的判定：规则、来源、跳转链和日期"),
    (
        "policy",
        "Work on policies: check, list, show, test, cover and damage them, and see them over time",
        "编写策略：检查、列出、显示、测试、覆盖、变异、时间线",
    ),
    ("policy list", "List the built-in policies", "列出内置策略"),
    ("list", "Work on your own lists of domains", "处理自有域名列表"),
    (
        "build",
        "Compile lists into one file that is opened in no time: ID=FILE or ID=FILE:FORMAT, as for `--list`",
        "把列表编译为可即时打开的单个文件：ID=FILE 或 ID=FILE:FORMAT，写法同 `--list`",
    ),
    ("show", "Show a policy after what it extends, each statement with where it stands", "显示策略（含所扩展的策略），并标明每条内容的出处"),
    ("test", "Judge the rows of a policy's own tests", "判定策略自带的测试行"),
    (
        "timeline",
        "Show how the verdict on links moved and will move, as a table, JSON or a drawing (SVG)",
        "显示链接判定的历史与未来变化：表格、JSON 或图（SVG）",
    ),
    ("coverage", "Say which rules, exceptions, defaults and dates the rows, or a corpus, reach", "说明测试行或语料覆盖了哪些规则、例外、默认判定和日期"),
    ("mutate", "Damage a policy one statement at a time and say what no row notices", "逐条破坏策略，指出没有测试行能发现的改动"),
    (
        "diff",
        "Show every difference in meaning between two policies, each with a link that proves it",
        "列出两个策略在含义上的全部差异，每处附一条可验证的链接",
    ),
    ("fmt", "Lay out policies and files of rows in the one way, with their comments kept", "按统一格式整理策略和测试文件，保留注释"),
    ("new", "Write a new policy with comments that say what to fill in, and rows beside it", "写出一份带注释的新策略及其测试行，注明需要填写之处"),
    ("schema", "Print a JSON Schema for editors, of policies or of files of rows", "输出供编辑器使用的 JSON Schema：策略或测试文件"),
    ("rules", "Show every signal, or the page of a signal or of a policy's statement", "列出全部信号，或显示某个信号、某条策略规则的说明页"),
    ("settings", "Work on settings files", "设置文件"),
    ("schema", "Print the JSON Schema, for editors", "输出供编辑器使用的 JSON Schema"),
    ("merge-summaries", "Add up the summaries of all parts of a run (`check --shard`)", "合并一次运行全部分片（`check --shard`）的汇总"),
    ("completions", "Print the completions of a shell", "输出 shell 的命令补全脚本"),
    ("man", "Print the manual page, or write the pages of all commands into a folder", "输出手册页，或把所有命令的手册页写入目录"),
    ("help", "Print this help, or the help of a command", "显示本帮助，或某个命令的帮助"),
];

/// Arguments and options, by the ids that clap knows them by.
pub const ARGUMENTS: &[Entry] = &[
    ("lang", "Language of messages", "消息的语言"),
    ("color", "When to colour the output", "何时给输出着色"),
    ("help", "Print help", "显示帮助"),
    ("version", "Print version", "显示版本"),
    (
        "paths",
        "Lists of links, files with links in them, folders or patterns of these; `-` or nothing is standard input",
        "链接列表、含有链接的文件、文件夹或路径模式；`-` 或不写表示标准输入",
    ),
    (
        "files_from",
        "Read the files that this list names, one a line or parted by zero bytes; `-` is standard input",
        "读取此列表中的文件，每行一个或以零字节分隔；`-` 表示标准输入",
    ),
    ("include", "Of folders read only files that this pattern names (repeatable)", "文件夹中只读取与此模式相符的文件（可重复）"),
    ("exclude", "Of folders read nothing that this pattern names (repeatable)", "文件夹中不读取与此模式相符的文件和文件夹（可重复）"),
    ("hidden", "Read hidden files of folders", "读取文件夹中的隐藏文件"),
    ("no_ignore", "Read files of folders though .gitignore or .ignore names them", "读取文件夹中被 .gitignore 或 .ignore 排除的文件"),
    ("encoding", "The encoding of the inputs, such as gb18030; `auto` goes by the bytes", "输入的编码，如 gb18030；`auto` 依据字节判断"),
    ("shell", "The shell", "shell 名称"),
    ("paths", "Lists of links, or files with links in them; `-` or nothing is standard input", "链接列表，或含有链接的文件；`-` 或不写表示标准输入"),
    ("input", "What the inputs are read as; `auto` goes by name and content", "按何种格式读取输入；`auto` 依据文件名和内容"),
    ("column", "Only this column of tables, by name or number; repeatable", "只读表格中的这一列（列名或序号）；可重复"),
    ("skip_code", "Pass over links in code spans and code blocks", "跳过代码片段和代码块中的链接"),
    ("links", "The links", "链接"),
    (
        "rule",
        "A signal such as ip-host, or a statement as records name it, such as wechat/ip-host; all signals if not given",
        "信号，如 ip-host；或记录中引用的规则，如 wechat/ip-host；不写则列出全部信号",
    ),
    ("policy", "Policy: the id of a built-in one, or the path of a TOML file (repeatable)", "策略：内置策略的标识，或 TOML 文件的路径（可重复）"),
    ("scene", "Scene; all scenes of the policy if none is given (repeatable)", "场景；不写则为策略的全部场景（可重复）"),
    (
        "as_of",
        "Day to look at, 2021-11-29, or moment, 2021-11-29T15:00:00+08:00; today if not given",
        "所看的日期，如 2021-11-29，或时刻，如 2021-11-29T15:00:00+08:00；不写为今天",
    ),
    ("horizon", "Also say what changes within this time, such as 30d", "同时说明这段时间内的变化，如 30d"),
    ("trial", "Switch a trial on or off: ID=on or ID=off (repeatable)", "打开或关闭某项试行：ID=on 或 ID=off（可重复）"),
    ("basis", "Which statements count: announced, or observed as well", "采用哪些依据：仅公告（announced），或加上观察（observed）"),
    ("min_grade", "Only statements with a source of at least this grade", "只采用来源等级不低于此的依据"),
    ("choice", "A user's own setting", "用户的自主设置"),
    ("context", "A context: ID=VALUE (repeatable)", "上下文：ID=VALUE（可重复）"),
    ("posted", "When the links were posted", "链接的发布时间"),
    ("psl", "A newer public suffix list, in the format of publicsuffix.org", "更新的公共后缀列表，格式同 publicsuffix.org"),
    ("resolve", "Look for the targets of short links and opaque jump pages over the network", "联网查询短链接和不透明中转页的目标"),
    ("resolve_offline", "Take these targets from the cache only, without the network", "只从缓存读取这些目标，不联网"),
    ("resolve_cache", "The file that keeps what was found; made or brought up to date with --resolve", "保存查询结果的文件；使用 --resolve 时创建或更新"),
    ("resolve_hops", "How many hops are followed from one link; 8 if not given", "每个链接最多跟随的跳转次数；不写为 8"),
    ("resolve_timeout", "Seconds for one request; 5 if not given. A link gets four times as long", "单个请求的秒数；不写为 5。每个链接的总时长为其四倍"),
    ("resolve_rate", "Requests a second to one host; 5 if not given", "对同一主机每秒的请求数；不写为 5"),
    (
        "list",
        "A list of a policy, or `icp`, the domains with an ICP filing: ID=FILE or ID=FILE:FORMAT (repeatable)",
        "策略中的列表，或已备案域名列表 `icp`：ID=FILE 或 ID=FILE:FORMAT（可重复）",
    ),
    ("no_cache", "Read long lists from their texts, and neither use nor keep their compiled forms", "从文本读取长列表，不使用也不保存其编译结果"),
    (
        "list_sources",
        "A list with the id that policies know it by: ID=FILE, ID=FILE:FORMAT or ID=FILE:FORMAT:PART",
        "列表及其在策略中的标识：ID=FILE、ID=FILE:FORMAT 或 ID=FILE:FORMAT:PART",
    ),
    ("built_file", "The file to write", "要写入的文件"),
    ("exact", "In the formats `domains` and `csv` a name stands for that host alone", "在 `domains` 和 `csv` 格式中，名称仅指该主机本身"),
    ("skip_unsupported", "Count and skip entries that cannot be used, instead of failing", "遇到无法使用的条目时跳过并计数，而不是报错"),
    ("format", "Output format", "输出格式"),
    ("output", "Write to a file instead of standard output", "写入文件而不是标准输出"),
    ("run_info", "Write out what the run hash stands for, as JSON", "以 JSON 写出运行标识所代表的各部分"),
    ("show", "Of content show people the findings, or all links as for lists", "对内容文件：显示问题，或像列表一样显示全部链接"),
    (
        "max_findings",
        "Show at most so many findings in `human` and `markdown`, 0 for all; 50 if not given. Other formats have all",
        "`human` 和 `markdown` 最多显示这么多问题，0 为全部；不写为 50。其他格式含全部",
    ),
    (
        "statistics",
        "`links`, as without a value: count domains, owners, signals, wrappers and more; shown with the summary, in `json` a part of the document. `timing`: tell on standard error where the time of the run went",
        "`links`（不写值时相同）：统计域名、主体、信号、中转页等，与汇总一同显示，在 `json` 中为文档的一部分。`timing`：在标准错误输出中说明运行的时间花在哪里",
    ),
    (
        "shard",
        "Check one part of the inputs, such as 1/8, the first of eight; every line of a list and every file of content is in one part",
        "只检查输入的一部分，如 1/8 表示八片中的第一片；列表的每一行、每个内容文件只属于一个分片",
    ),
    ("summary_output", "Write the counts of the summary to a file, as JSON", "将汇总的计数以 JSON 写入文件"),
    ("summaries", "What --summary-output wrote for each part", "各分片的 --summary-output 所写的文件"),
    ("statistics_output", "Write the statistics to a file, as JSON", "将统计以 JSON 写入文件"),
    ("fail_on", "Exit with 1 if a link gets at least this verdict", "有链接达到或超过此判定时，退出码为 1"),
    ("strict", "Judge what is not certain by its worst alternative", "不确定的链接按最坏情形判断"),
    ("suggest", "With each verdict that is not open, the nearest change that helps", "对每个不是 open 的判定给出最近的可行改法"),
    ("how_to_open", "Also say what could be done so that the link opens, nearest first", "同时说明怎样才能打开，改动小的在前"),
    ("threads", "Worker threads; as many as processors if not given", "工作线程数；不写则与处理器个数相同"),
    (
        "targets",
        "Built-in policies, policy files with tests beside them, or files of rows; all built-in ones if none is given",
        "内置策略、旁边有测试的策略文件，或测试文件；不写则为全部内置策略",
    ),
    ("policies", "Policies: ids of built-in ones, or paths of TOML files", "策略：内置策略的标识，或 TOML 文件的路径"),
    ("standard", "Hold the policy against a standard of parity: miit-2021 or dma-5-4", "按平等对待的标准检查策略：miit-2021 或 dma-5-4"),
    ("owner", "The platform's own owner in the catalog, where it is not the policy's id", "平台自身在目录中的主体标识（与策略标识不同时）"),
    ("compared", "The policy before and the policy after; only one with --dates or --base", "改动前与改动后的策略；使用 --dates 或 --base 时只写一个"),
    ("dates", "Compare one policy on two days", "比较同一策略在两个日期的判定"),
    ("base", "Compare with the file as a git revision has it", "与该文件在某个 git 版本中的内容比较"),
    ("corpora", "A file with one link a line: say how many of them change (repeatable)", "每行一条链接的文件：说明其中有多少条改变（可重复）"),
    ("fail_change", "Exit with 1 if something changes so; what is not proved always gives 1", "出现此类变化时退出码为 1；未能证明时总为 1"),
    ("least", "Exit with 1 below this share, in per cent", "低于此百分比时退出码为 1"),
    ("corpus", "A file with one link a line, in place of the rows (repeatable)", "以每行一条链接的文件代替测试行（可重复）"),
    ("update", "Write what came out into the file of rows", "把实际结果写回测试文件"),
    (
        "config",
        "The settings file for all inputs, in place of the outlink.toml found above each",
        "用于所有输入的设置文件，代替各输入上级目录中的 outlink.toml",
    ),
    ("no_config", "Heed no settings file", "不使用设置文件"),
    ("show_settings", "Show the settings that hold for each path, and where each comes from", "显示对各路径生效的设置及其出处"),
    ("no_suppressions", "Heed neither suppressions in content nor exceptions in settings", "不理会内容中的忽略指令和设置中的例外"),
    ("baseline", "Findings that were there before, which do not count", "此前已有的问题，不再计入"),
    ("update_baseline", "Write what counts now into the baseline", "把现有问题写入基线"),
    ("diff", "Show what --fix would change, as a unified diff in place of records", "以统一差异格式显示 --fix 将作的修改，不输出记录"),
    ("fix", "Write safe fixes into the files first: the target itself, the plain spelling", "先把安全的修正写入文件：改为目标本身或规范写法"),
    ("policy_files", "Policies or files of rows; `-` or nothing is standard input", "策略或测试文件；`-` 或不写表示标准输入"),
    ("of", "The files it is for: policies, or files of rows", "所针对的文件：策略，或测试文件"),
    ("deny", "Take a lint, or all, for an error in this run (repeatable)", "本次运行将某个或全部告警视为错误（可重复）"),
    ("warn", "Take a lint, or all, for a warning in this run (repeatable)", "本次运行将某个或全部告警视为警告（可重复）"),
    ("allow", "Leave a lint, or all, out of this run (repeatable)", "本次运行不检查某个或全部告警（可重复）"),
    ("fix", "Mend what has one right answer, if it is proved that no verdict changes", "修正只有一种正确改法之处，且须证明判定不变"),
    ("new_id", "The new policy's id: lower-case words with hyphens", "新策略的标识：小写单词和连字符"),
    ("extends", "The policy it extends: a built-in id, or a path from the new file's folder", "所扩展的策略：内置标识，或相对新文件所在目录的路径"),
    ("check_only", "Write nothing; exit with 1 and name the files that would change", "不写入；有文件需要改动时列出并以 1 退出"),
    ("show_diff", "Write nothing; show what would change", "不写入；显示将要作出的改动"),
    ("allow_empty", "Accept a run without any link", "允许没有任何链接的运行"),
];

/// The text of a command or an argument; `None` for an id that the table lacks.
#[must_use]
pub fn find(table: &[Entry], id: &str, lang: Lang) -> Option<&'static str> {
    let (_, en, zh) = table.iter().find(|(known, ..)| *known == id)?;
    Some(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}

super::messages! {
    /// An option that is not there.
    unknown_argument(written: &str) en "there is no argument `{written}` here" zh "此处没有参数 `{written}`";
    /// A value that an option does not take.
    bad_value(option: &str, written: &str, known: &str) en "`{written}` is not a value of `{option}`; use one of: {known}" zh "`{option}` 没有取值 `{written}`；可用的有：{known}";
    /// A value that an option refuses.
    refused_value(option: &str, written: &str, reason: &str) en "`{option}` does not take `{written}`: {reason}" zh "`{option}` 不接受 `{written}`：{reason}";
    /// An option without its value.
    missing_value(option: &str) en "`{option}` lacks its value" zh "`{option}` 缺少取值";
    /// Arguments that must be there.
    missing_arguments(names: &str) en "missing: {names}" zh "缺少：{names}";
    /// A command that is not there.
    unknown_command(written: &str) en "there is no command `{written}`" zh "没有命令 `{written}`";
    /// An option given twice.
    given_twice(option: &str) en "`{option}` may be given once only" zh "`{option}` 只能写一次";
    /// Where to look further.
    see_help() en "see `outlink --help`" zh "请看 `outlink --help --lang zh`";
}
