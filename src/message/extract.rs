//! What the readers of content say of what they could not read.

use super::Text;

/// A tag has no end.
#[must_use]
pub fn tag_is_cut() -> Text {
    Text {
        en: "the document ends inside a tag; what is left of the tag is read as text. Check whether the file is whole".to_owned(),
        zh: "文档在标签中间结束，剩余部分按文本读取。请检查文件是否完整".to_owned(),
    }
}

/// A tag or comment is longer than is read as one.
#[must_use]
pub fn token_is_long(limit: usize) -> Text {
    Text {
        en: format!("a tag or comment has more than {limit} bytes; its links are read as running text. Take what is embedded in it out to a file"),
        zh: format!("单个标签或注释超过 {limit} 字节，其中的链接按普通文本读取。请把内嵌的内容移到单独的文件"),
    }
}

/// XML breaks its own rules.
#[must_use]
pub fn xml_is_malformed(reason: &str) -> Text {
    Text {
        en: format!("this is not well-formed XML ({reason}); from here on it is read as HTML is. Mend the file to have all of it read as XML"),
        zh: format!("XML 格式有误（{reason}），从此处起按 HTML 的方式读取。修正后即可完整按 XML 读取"),
    }
}
