//! Messages about parts of content that are not read as what they are.

use super::messages;

messages! {
    /// Bytes that are no characters.
    replaced(count: u64, encoding: &str) en "{count} stretches of bytes are no characters of {encoding} and were replaced, the first here; give the encoding with --encoding if it is another" zh "有 {count} 处字节不是 {encoding} 的字符，已被替换，首处在此；如为其他编码，请用 --encoding 指定";
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
    /// A package whose list of entries cannot be read.
    broken_package() en "the zip file is cut or broken; what stands whole at its beginning was read" zh "压缩包被截断或已损坏；开头完整的部分已读取";
    /// An entry of a package that is broken.
    broken_entry() en "this entry is broken; what could be unpacked was read" zh "该条目已损坏；能解压的部分已读取";
    /// An entry that unpacks to too much.
    large_entry(limit: u64) en "this entry unpacks to more than {limit} bytes and was not read; unpack it and name it to read it" zh "该条目解压后超过 {limit} 字节，未读取；请解压后直接写出路径";
    /// An entry behind a password.
    encrypted() en "this entry is protected by a password and was not read" zh "该条目有密码保护，未读取";
    /// An entry packed in a way that is not read.
    unknown_packing() en "this entry is packed in a way that is not read; unpack it and name it to read it" zh "该条目的压缩方式不受支持，未读取；请解压后直接写出路径";
    /// More entries than are read.
    many_entries(count: usize, limit: usize) en "of {count} entries the first {limit} were read" zh "共 {count} 个条目，只读取前 {limit} 个";
    /// Files inside files inside files.
    nested(limit: usize) en "files inside files are read to a depth of {limit}; unpack this one and name it to read it" zh "嵌套文件最多读取 {limit} 层；请解压后直接写出路径";
    /// Files inside a file that are not read.
    unread_files(count: usize, names: &str) en "{count} files in it are of no format that is read, or too many: {names}" zh "其中 {count} 个文件的格式不受支持或数量过多，未读取：{names}";
    /// A part of a document that breaks the rules.
    broken_part() en "this part is cut or no valid XML; what stands before was read" zh "该部分被截断或不是有效的 XML；之前的内容已读取";
    /// More messages in each other than are read.
    many_messages(limit: usize) en "more than {limit} messages stand in each other; the file is read as running text" zh "嵌套的邮件超过 {limit} 封；按普通文本读取";
    /// A mailbox that is broken.
    broken_mailbox() en "the mailbox is broken from here on" zh "邮箱文件从此处起已损坏";
    /// A message that is none.
    broken_message() en "this is no mail message; give its format with --input" zh "这不是邮件；请用 --input 指定格式";
    /// A picture that is broken.
    broken_picture() en "the picture is cut or broken, and no code was looked for" zh "图片被截断或已损坏，未查找二维码";
    /// A picture in a way that is not read.
    unknown_picture() en "the picture is written in a way that is not read" zh "图片的编码方式不受支持";
    /// A picture that is too large.
    large_picture(width: u32, height: u32, limit: u64) en "the picture of {width} x {height} is too large to look at (more than {limit} pixels, or too many pictures); make it smaller" zh "图片 {width} x {height} 过大（超过 {limit} 像素，或图片过多），请缩小";
    /// A picture that takes too much memory.
    costly_picture() en "the picture takes too much memory to look at; make it smaller" zh "图片占用内存过多，请缩小";
    /// A picture with too many corners of codes.
    crowded_picture(limit: usize) en "the picture has more than {limit} corners of codes; cut it into pieces" zh "图片中的二维码定位图案超过 {limit} 个，请裁切";
    /// A code that cannot be read.
    damaged_code() en "a QR code in the picture cannot be read; use a larger or sharper picture" zh "图片中有二维码无法读出；请使用更大或更清晰的图片";
    /// More faults in one file than are told.
    more_faults(count: u64) en "{count} more parts of this file were not read as what they are" zh "该文件另有 {count} 处未按其格式读取";
}
