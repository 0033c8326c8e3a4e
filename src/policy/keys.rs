//! The keys of the policy language, in their order, with what each takes and means. The reader holds files to them, the
//! formatter orders by them, and the JSON Schema is made of them.

use super::list_words::REACHES;
use crate::document::shape::{Demand, Key, Need, TableShape, Takes};
use crate::list::Format;
use crate::signal::Signal;
use crate::verdict::{Basis, Effect, Grade, Kind, Shortener, Verdict};

/// The largest number of a column.
pub(super) const COLUMN_LIMIT: i64 = 10_000;
/// The bounds of `port`.
pub(super) const PORTS: (i64, i64) = (0, 65_535);
/// The bounds of `depth-at-least`.
pub(super) const DEPTHS: (i64, i64) = (1, 64);
/// The bounds of `length-over`.
pub(super) const LENGTHS: (i64, i64) = (0, 1_000_000);
/// The words of `rollout`.
pub(super) const ROLLOUTS: &[&str] = &["gradual", "full"];
/// The words of `status`.
pub(super) const STATUSES: &[&str] = &["planned", "available"];
/// The words of `unsupported`.
pub(super) const UNSUPPORTED: &[&str] = &["skip", "error"];

const fn may(name: &'static str, takes: Takes, en: &'static str, zh: &'static str) -> Key {
    Key { name, need: Need::Optional, takes, about: (en, zh) }
}

const fn must(name: &'static str, takes: Takes, en: &'static str, zh: &'static str) -> Key {
    Key { name, need: Need::Required, takes, about: (en, zh) }
}

const FROM: Key =
    may("from", Takes::Time, "The first day or moment; a day begins at midnight in the policy's time zone.", "起始日期或时刻；日期从策略时区的零点开始。");
const UNTIL: Key = may("until", Takes::Time, "The first day or moment at which it no longer holds.", "不再有效的第一天或时刻。");
const BASIS: Key = must(
    "basis",
    Takes::Word(Basis::NAMES),
    "How it is known: the platform said so, it follows from what was said, or it was seen.",
    "依据：平台公告、由公告推断，或实际观察。",
);
const SEEN: Key =
    may("seen", Takes::Times, "The days on which it was seen to hold; only with basis \"observed\".", "观察到的日期；仅用于 basis = \"observed\"。");
const SOURCE: Key = may("source", Takes::TextOrTexts, "The id of a source of this policy, or several.", "本策略中一个或多个来源的标识。");
const CLAUSE: Key = may("clause", Takes::Text, "The clause of the source.", "来源中的条款。");
const REASON: Key =
    may("reason", Takes::Bilingual, "One sentence, in both languages, for someone who is no programmer.", "中英文各一句，写给非程序员看的理由。");
const NOTICE: Key = may("notice", Takes::Text, "What the platform shows, word for word.", "平台显示的原文。");
const NAME: Key = must("name", Takes::Bilingual, "What people call it.", "名称。");
const MAY_NAME: Key = may("name", Takes::Bilingual, "What people call it.", "名称。");
const SCENES: Key = may("scenes", Takes::Texts(&[]), "Ids of scenes; all of them if not given.", "场景标识；不写则为全部场景。");

/// A whole policy file.
pub static FILE: TableShape = TableShape {
    name: "file",
    about: ("A policy of outlink: what one platform does with links.", "outlink 策略：一个平台如何处理链接。"),
    keys: &[
        must("schema", Takes::Version(1), "The version of the language.", "语言版本。"),
        must("id", Takes::Id, "The policy's id, as records name it.", "策略标识，记录中以此引用。"),
        NAME,
        may(
            "extends",
            Takes::Texts(&[]),
            "The policy that this one tightens: a built-in id, or a path from this file.",
            "所扩展的策略：内置标识，或相对本文件的路径。",
        ),
        may("may-loosen", Takes::Flag, "Whether this file may also loosen what it extends.", "是否允许放宽所扩展的策略。"),
        may("timezone", Takes::Offset, "Where the policy's days begin, such as \"+08:00\".", "策略所用时区，如 \"+08:00\"。"),
        may("verified_on", Takes::Time, "When someone last looked at all sources.", "最近一次核对全部来源的日期。"),
        may("otherwise", Takes::Word(Verdict::NAMES), "The verdict where nothing is known; never \"open\".", "没有规则适用时的判定，不可为 \"open\"。"),
        may(
            "own-wrappers",
            Takes::Texts(&[]),
            "Jump pages of the catalog that are the platform's own: they have no verdict.",
            "平台自己的中转页（目录中的标识）：自身没有判定。",
        ),
        may("source", Takes::Tables(&SOURCE_TABLE), "Texts that statements stand on.", "各条目所依据的来源。"),
        may("list", Takes::Tables(&LIST), "Files of domains that conditions ask for.", "条件中引用的域名列表文件。"),
        may("scene", Takes::Tables(&SCENE), "Where links are shown.", "链接出现的场景。"),
        may("context", Takes::Tables(&CONTEXT), "What else rules may depend on.", "规则可能依赖的其他情况。"),
        may("choice", Takes::Tables(&CHOICE), "Users' own settings.", "用户的自主设置。"),
        may("trial", Takes::Tables(&TRIAL), "Sets of rules on probation.", "试行的规则组。"),
        may("default", Takes::Tables(&DEFAULT), "What a scene gives when no rule sets a verdict.", "没有规则设定判定时，场景给出的判定。"),
        may("rule", Takes::Tables(&RULE), "Statements about links; their order never matters.", "关于链接的条目；顺序无关。"),
        may("allow", Takes::Tables(&ALLOW), "Warnings of `outlink policy check` that are meant so.", "`outlink policy check` 中有意保留的告警。"),
    ],
    demands: &[Demand::Unless("extends", &["timezone", "otherwise", "scene"]), Demand::Never("otherwise", "open")],
};

/// `[[source]]`
pub static SOURCE_TABLE: TableShape = TableShape {
    name: "source",
    about: ("A text that statements stand on.", "条目所依据的来源。"),
    keys: &[
        must("id", Takes::Id, "Its id within the policy.", "在策略内的标识。"),
        must("title", Takes::Text, "Its title.", "标题。"),
        may("date", Takes::Time, "When it was published.", "发布日期。"),
        may("url", Takes::Text, "Where it stands.", "网址。"),
        must(
            "grade",
            Takes::Word(Grade::NAMES),
            "How good it is: A official text, B press, C developers' notes, K general knowledge.",
            "来源等级：A 官方文本，B 媒体报道，C 开发者笔记，K 常识。",
        ),
    ],
    demands: &[],
};

/// `[[list]]`
pub static LIST: TableShape = TableShape {
    name: "list",
    about: ("A file of domains.", "域名列表文件。"),
    keys: &[
        must("id", Takes::Id, "Its id, as conditions name it.", "标识，供条件引用。"),
        must("path", Takes::Text, "The file, from this file's folder.", "文件路径，相对本文件所在目录。"),
        must("format", Takes::Word(Format::NAMES), "How the file is written.", "文件格式。"),
        may(
            "unsupported",
            Takes::Word(UNSUPPORTED),
            "What to do with entries that cannot be used: an error, or skip and count.",
            "无法使用的条目：报错，或跳过并计数。",
        ),
        may("reach", Takes::Word(REACHES), "Whether a bare name stands for what is below it too.", "单独的域名是否包含其下级域名。"),
        may("column", Takes::TextOrNumber(1, COLUMN_LIMIT), "The column of a table: its heading, or its number from 1.", "表格的列：列名，或从 1 起的序号。"),
        may("header", Takes::Flag, "Whether a table has a line of headings.", "表格是否有表头。"),
        may("entry", Takes::Text, "The list inside a folder or compiled file.", "目录或编译文件中的某个列表。"),
    ],
    demands: &[],
};

/// `[[scene]]`
pub static SCENE: TableShape = TableShape {
    name: "scene",
    about: ("A place where links are shown.", "链接出现的场景。"),
    keys: &[
        must("id", Takes::Id, "Its id.", "标识。"),
        NAME,
        may("named-only", Takes::Flag, "Whether a batch looks at it only where it is named.", "批量检查是否只在指明时才看此场景。"),
    ],
    demands: &[],
};

/// `[[context]]`
pub static CONTEXT: TableShape = TableShape {
    name: "context",
    about: ("Something else that rules may depend on.", "规则可能依赖的其他情况。"),
    keys: &[
        must("id", Takes::Id, "Its id.", "标识。"),
        MAY_NAME,
        must("values", Takes::Texts(&[]), "What it may be.", "可能的取值。"),
        may("default", Takes::Text, "The usual value; without it every value is tried.", "通常的取值；不写则逐一尝试。"),
    ],
    demands: &[],
};

/// `[[choice]]`
pub static CHOICE: TableShape = TableShape {
    name: "choice",
    about: ("A user's own setting.", "用户的自主设置。"),
    keys: &[
        must("id", Takes::Id, "Its id.", "标识。"),
        MAY_NAME,
        SCENES,
        must("map", Takes::WordMap(Verdict::NAMES), "Which verdict becomes which.", "哪种判定变为哪种判定。"),
        must("status", Takes::Word(STATUSES), "Whether the platform has it yet.", "平台是否已经提供。"),
    ],
    demands: &[],
};

/// `[[trial]]`
pub static TRIAL: TableShape = TableShape {
    name: "trial",
    about: ("A set of rules on probation.", "试行的规则组。"),
    keys: &[
        must("id", Takes::Id, "Its id.", "标识。"),
        NAME,
        FROM,
        UNTIL,
        may("rollout", Takes::Word(ROLLOUTS), "Whether some users may not have it.", "是否可能只覆盖部分用户。"),
    ],
    demands: &[],
};

const STANDING: [Demand; 1] = [Demand::JustWith("basis", "observed", "seen")];

/// `[[default]]`
pub static DEFAULT: TableShape = TableShape {
    name: "default",
    about: ("What a scene gives when no rule sets a verdict.", "没有规则设定判定时，场景给出的判定。"),
    keys: &[
        must("scene", Takes::Text, "The id of the scene.", "场景标识。"),
        may("kinds", Takes::Words(Kind::NAMES), "The kinds of link it covers; only web links if not given.", "适用的链接种类；不写则仅为网页链接。"),
        must("verdict", Takes::Word(Verdict::NAMES), "What its links get.", "判定。"),
        FROM,
        UNTIL,
        BASIS,
        SEEN,
        SOURCE,
        CLAUSE,
        REASON,
        NOTICE,
    ],
    demands: &STANDING,
};

/// `[[rule]]`
pub static RULE: TableShape = TableShape {
    name: "rule",
    about: ("A statement about links.", "关于链接的条目。"),
    keys: &[
        must("id", Takes::Id, "Its id within the policy.", "在策略内的标识。"),
        may("replaces", Takes::Flag, "Whether it stands in for the extended policy's rule of the same id.", "是否取代所扩展策略中同名的规则。"),
        SCENES,
        may("trial", Takes::Text, "The trial it belongs to.", "所属的试行。"),
        must("match", Takes::Table(&CONDITION), "What must hold: all keys, and of each key any value.", "适用条件：各键都须成立，每个键任一取值成立即可。"),
        may("except", Takes::Table(&CONDITION), "What must not hold.", "例外条件。"),
        may("verdict", Takes::Word(Verdict::NAMES), "What its links get in place of the default.", "取代默认判定的判定。"),
        may(
            "at-least",
            Takes::Word(Verdict::NAMES),
            "How strict the verdict is at least, whatever the rest says; never \"open\".",
            "无论其他规则如何，判定至少有多严；不可为 \"open\"。",
        ),
        may("effects", Takes::WordsOrNone(Effect::NAMES), "What happens to the message beside the verdict.", "判定之外对消息的影响。"),
        may("supersedes", Takes::Texts(&[]), "Rules that do not apply where this observed one does.", "本条（观察所得）适用时不再适用的规则。"),
        FROM,
        UNTIL,
        BASIS,
        SEEN,
        SOURCE,
        CLAUSE,
        REASON,
        NOTICE,
    ],
    demands: &[Demand::JustOne(&["verdict", "at-least"]), Demand::Never("at-least", "open"), Demand::JustWith("basis", "observed", "seen")],
};

/// `[[allow]]`
pub static ALLOW: TableShape = TableShape {
    name: "allow",
    about: ("A warning of `outlink policy check` that is meant so.", "`outlink policy check` 中有意保留的一类告警。"),
    keys: &[
        must("lint", Takes::Id, "The id of the lint, such as \"no-source\".", "告警的标识，如 \"no-source\"。"),
        may(
            "of",
            Takes::Text,
            "The id of the rule, source, trial or other entry it is about; the whole file if not given.",
            "所针对的规则、来源、试行等条目的标识；不写则针对整个文件。",
        ),
        must("reason", Takes::Text, "Why it is meant so.", "保留的理由。"),
        may("until", Takes::Time, "The first day on which it no longer counts.", "不再有效的第一天。"),
    ],
    demands: &[],
};

/// `match`, `except`, and the tables inside `any` and `all`.
pub static CONDITION: TableShape = TableShape {
    name: "match",
    about: ("A condition: all keys must hold, and of each key any value.", "条件：各键都须成立，每个键任一取值成立即可。"),
    keys: &[
        may("host", Takes::Texts(&[]), "Exactly these hosts.", "恰为这些主机。"),
        may("domain", Takes::Texts(&[]), "These names and every name under them.", "这些域名及其下级域名。"),
        may("registrable", Takes::Texts(&[]), "Hosts with these registrable domains.", "注册域名为这些的主机。"),
        may("suffix", Takes::Texts(&[]), "Every name under these, such as \"gov.cn\".", "这些后缀之下的所有域名，如 \"gov.cn\"。"),
        may(
            "owner",
            Takes::Texts(&["alibaba", "bytedance", "tencent"]),
            "Sites and apps of these owners of the catalog and of the owners under them.",
            "目录中这些主体及其下属主体的网站和应用。",
        ),
        may("category", Takes::Texts(&["ecommerce", "news", "video"]), "Sites and apps of these categories of the catalog.", "目录中这些类别的网站和应用。"),
        may("list", Takes::Texts(&[]), "Hosts that these lists of the file name.", "文件中这些列表包含的主机。"),
        may("scheme", Takes::Texts(&["http", "https"]), "These schemes.", "这些协议。"),
        may(
            "path",
            Takes::Texts(&["/a/*", "/b/**", "*.apk"]),
            "Whole segments: * is one, a final ** any rest, a final *.apk an ending.",
            "按整段匹配：* 为一段，末尾 ** 为其余全部，末尾 *.apk 为文件名结尾。",
        ),
        may("query", Takes::Texts(&[]), "Parameters of these names.", "含有这些名称的参数。"),
        may("wrapper", Takes::Texts(&[]), "These jump pages of the catalog.", "目录中的这些中转页。"),
        may("kind", Takes::Words(Kind::NAMES), "These kinds of link.", "这些种类的链接。"),
        may("signal", Takes::Words(Signal::IDS), "These signals.", "这些信号。"),
        may("shortener", Takes::Words(Shortener::NAMES), "Short-link hosts: their owner's own links, or anyone's.", "短链接主机：仅自有链接，或任何人的链接。"),
        may("port", Takes::Numbers(PORTS.0, PORTS.1), "These ports, the usual one of the scheme included.", "这些端口，含协议的默认端口。"),
        may("has-query", Takes::Flag, "Whether there is a query at all.", "是否有查询部分。"),
        may("depth-at-least", Takes::Number(DEPTHS.0, DEPTHS.1), "At least so many jump pages stand outside it.", "外层至少有这么多个中转页。"),
        may("length-over", Takes::Number(LENGTHS.0, LENGTHS.1), "Longer than so many Unicode scalar values.", "长度超过这么多个 Unicode 字符。"),
        may("posted-before", Takes::Time, "Posted before this day.", "在此日期之前发布。"),
        may("context", Takes::OpenTexts, "Values of contexts, such as { client = [\"newest\"] }.", "上下文的取值，如 { client = [\"newest\"] }。"),
        may("any", Takes::Inner(&CONDITION), "One of these holds.", "其中之一成立。"),
        may("all", Takes::Inner(&CONDITION), "All of these hold.", "全部成立。"),
    ],
    demands: &[Demand::NotEmpty],
};
