//! Messages about parts of content that are not read as what they are.

use super::messages;

messages! {
    /// A text that breaks the rules of its format.
    malformed(format: &str) en "this is no valid {format} from here on; what follows is read as running text" zh "从此处起不是有效的 {format}；其后按普通文本读取";
    /// A text that ends too early.
    cut_short(format: &str) en "the {format} ends too early; what there is was read" zh "{format} 提前结束；已有部分均已读取";
    /// Levels deeper than are told apart.
    too_deep(limit: usize) en "what stands deeper than {limit} levels is read without its own pointer" zh "超过 {limit} 层的内容会读取，但没有各自的指针";
    /// A line that is too long.
    long_line(limit: usize) en "the line has more than {limit} bytes; the rest of it was not read" zh "该行超过 {limit} 字节，其余部分未读取";
    /// A cell that is too long.
    long_cell(limit: usize) en "the cell has more than {limit} bytes and is read as running text; perhaps a quote is not closed" zh "该单元格超过 {limit} 字节，按普通文本读取；可能有未闭合的引号";
    /// A column that is not there.
    no_column(wanted: &str, known: &str) en "the table has no column `{wanted}`; it has: {known}" zh "表格中没有列 `{wanted}`；现有：{known}";
}
