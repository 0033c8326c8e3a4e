//! Messages about inputs: paths, encodings, and parts of files that are not read as what they are.

use super::messages;

messages! {
    /// What encodings there were beside UTF-8.
    encodings(encodings: &str) en "encodings beside UTF-8: {encodings}" zh "UTF-8 以外的编码：{encodings}";
    /// Files of folders that are no text.
    binary(count: u64, names: &str) en "skipped, for they are no text: {count} files ({names})" zh "跳过 {count} 个非文本文件（{names}）";
    /// Symbolic links in folders.
    symbolic_links(count: u64) en "skipped: {count} symbolic links in folders; name them to read what they point to" zh "跳过文件夹中的 {count} 个符号链接；如需读取其目标，请直接写出路径";
    /// Codes of pictures that are no links.
    other_codes(count: u64) en "{count} codes in pictures are no links" zh "图片中有 {count} 个二维码不是链接";
    /// An encoding that nobody knows.
    unknown_encoding(label: &str) en "`{label}` is no encoding; use auto or a label of the Encoding Standard, such as utf-8, utf-16le, gb18030, big5 or shift_jis" zh "`{label}` 不是已知编码；请用 auto 或编码标准中的名称，如 utf-8、utf-16le、gb18030、big5、shift_jis";
    /// A pattern that is none.
    bad_pattern(pattern: &str, reason: &str) en "`{pattern}` is no pattern of paths: {reason}" zh "`{pattern}` 不是有效的路径模式：{reason}";
    /// A list of files that cannot be read.
    bad_file_list(list: &str, reason: &str) en "cannot read the list of files {list}: {reason}" zh "无法读取文件列表 {list}：{reason}";
    /// Standard input asked for twice.
    stdin_twice() en "standard input is both an input and the list of files; use one of them" zh "标准输入不能同时作为输入和文件列表";
    /// A packed input that cannot be unpacked to its end.
    damaged(packing: &str, bytes: u64) en "the {packing} stream is cut or damaged behind {bytes} unpacked bytes; of a list the whole lines before that were checked, and what stands behind was not. Get the file anew" zh "{packing} 数据流在解压 {bytes} 字节后中断或损坏；链接列表中此前的完整行已检查，其后的内容未检查。请重新获取该文件";
    /// A packed input that unpacks to too much.
    swelling(packing: &str, times: u64, bytes: u64) en "the {packing} stream unpacks to more than {times} times its size; what stands behind {bytes} bytes was not checked. If it is meant so, unpack it and name the unpacked file" zh "{packing} 数据流解压后超过其大小的 {times} 倍；{bytes} 字节之后的内容未检查。如确属正常，请先解压再写出路径";
    /// A name that tells of packing, over nothing.
    empty_packed() en "it is empty, and its name says that it is packed; a packed file has some bytes even if nothing is in it. Get the file anew" zh "文件为空，而文件名表明它是压缩文件；即使内容为空，压缩文件也应有若干字节。请重新获取该文件";
}
