//! The keys of files of rows, in their order, with what each takes and means.

use crate::document::shape::{Demand, Key, Need, TableShape, Takes};
use crate::verdict::Uncertainty;

/// The words of `basis` in rows.
pub(super) const VIEWS: &[&str] = &["announced", "observed"];

const fn may(name: &'static str, takes: Takes, en: &'static str, zh: &'static str) -> Key {
    Key { name, need: Need::Optional, takes, about: (en, zh) }
}

const fn must(name: &'static str, takes: Takes, en: &'static str, zh: &'static str) -> Key {
    Key { name, need: Need::Required, takes, about: (en, zh) }
}

const BASIS: Key = may("basis", Takes::Word(VIEWS), "Whether what was only observed counts.", "是否采用仅凭观察的条目。");

/// A whole file of rows.
pub static FILE: TableShape = TableShape {
    name: "file",
    about: ("Rows of outlink: what links get under a policy, and by which rules.", "outlink 测试行：链接在策略下的判定及所依据的规则。"),
    keys: &[
        may("schema", Takes::Version(1), "The version of the language.", "语言版本。"),
        must("policy", Takes::Text, "The policy of all rows: a built-in id, or a path from this file.", "全部测试行所用的策略：内置标识，或相对本文件的路径。"),
        BASIS,
        may("row", Takes::Tables(&ROW), "The rows.", "测试行。"),
    ],
    demands: &[],
};

/// `[[row]]`
pub static ROW: TableShape = TableShape {
    name: "row",
    about: ("Links that get the same answers to one question.", "对同一问题得到相同结果的链接。"),
    keys: &[
        may("link", Takes::AnyText, "The link as someone would write it.", "链接，按实际书写的样子。"),
        may("links", Takes::Texts(&[]), "Several links.", "多条链接。"),
        must("as-of", Takes::Text, "The day or moment, in quotes.", "日期或时刻，加引号。"),
        BASIS,
        may("trial", Takes::Texts(&["group-ecommerce=off"]), "Trials to switch.", "打开或关闭的试行。"),
        may("choice", Takes::Text, "A user's own setting.", "用户的自主设置。"),
        may("context", Takes::Texts(&["client=newest"]), "Contexts.", "上下文。"),
        may("posted", Takes::Text, "When the link was posted, in quotes.", "链接的发布时间，加引号。"),
        must("expect", Takes::OpenText, "By scene: the verdict and every rule that must be named.", "按场景：判定以及必须列出的全部规则。"),
        may("uncertain", Takes::OpenWords(Uncertainty::NAMES), "By scene: just these reasons for not being certain.", "按场景：恰为这些不确定的原因。"),
        may("note", Takes::Text, "Why the row is here.", "说明。"),
        may("todo", Takes::Text, "Why the row is known to fail.", "已知不通过的原因。"),
    ],
    demands: &[Demand::AtLeastOne(&["link", "links"])],
};
