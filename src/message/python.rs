//! Messages of the Python package.

use super::{Text, messages};

messages! {
    /// A column of something that has none.
    no_table(name: &str) en "there is no column `{name}`: this is an array and no table; leave `column` out" zh "不存在列 `{name}`：这是数组而不是表；请不要给出 `column`";
    /// Values that are no texts.
    no_texts(data_type: &str) en "links are texts or bytes, and these values are {data_type}; cast them to strings first" zh "链接应为文本或字节，而这些值是 {data_type}；请先转换为字符串";
    /// A table with several columns of texts, or none.
    which_column(known: &str) en "which column holds the links? Give `column`; there are: {known}" zh "哪一列是链接？请给出 `column`；现有的列：{known}";
    /// A column that is not there.
    no_column(name: &str, known: &str) en "there is no column `{name}`; there are: {known}" zh "不存在列 `{name}`；现有的列：{known}";
    /// Files that are no longer what was loaded.
    files_changed() en "a policy or list has changed since this checker was made, so it cannot be packed; make a new one" zh "策略或列表文件在创建此检查器之后已更改，无法打包；请重新创建";
}
messages! {
    /// A column of answers whose name is taken.
    column_twice(name: &str) en "a column `{name}` is there already; give the answers a prefix (`prefix`, --prefix), or keep other columns (`keep`, --keep)" zh "列 `{name}` 已存在；请为结果列加前缀（`prefix`、--prefix），或只保留其他列（`keep`、--keep）";
    /// An output that is its own input.
    output_is_input(name: &str) en "`{name}` is the input; write somewhere else" zh "`{name}` 是输入文件；请写到别处";
    /// A summary of another run.
    other_run(one: &str, other: &str) en "run {one} and run {other} asked different questions, so their counts do not add up" zh "运行 {one} 与运行 {other} 的问题不同，计数不能相加";
    /// A package that is not installed.
    missing_package(what: &str, package: &str) en "{what} needs {package}: pip install {package}" zh "{what} 需要 {package}：pip install {package}";
    /// A Spark without Arrow UDFs.
    old_spark(version: &str) en "PySpark {version} has no arrow_udf, which came with 4.1; take outlink.spark.check(df, checker), which works with 3.5 and later" zh "PySpark {version} 没有 arrow_udf（4.1 起提供）；请使用 outlink.spark.check(df, checker)，它支持 3.5 及更高版本";
    /// Pieces in an output that the input does not have.
    strange_pieces(place: &str, count: &str, example: &str) en "`{place}` holds {count} pieces that this input does not have, such as {example}: its files have changed since, or this is the output of another input; take another --output" zh "`{place}` 中有 {count} 个分片不属于此输入，如 {example}：输入文件已更改，或这是其他输入的输出；请换一个 --output";
    /// An input without files.
    no_files(place: &str) en "there are no files in `{place}`" zh "`{place}` 中没有文件";
    /// How far a job is.
    pieces(done: &str, all: &str, skipped: &str) en "piece {done} of {all} is done ({skipped} were done before)" zh "分片 {done}/{all} 已完成（其中 {skipped} 个此前已完成）";
    /// Where the answers are.
    answers_are_in(place: &str) en "the answers are in {place}" zh "结果位于 {place}";
    /// How many rows there were.
    rows(run: &str, as_of: &str, rows: &str, null: &str) en "run {run}, {as_of}: {rows} rows, {null} of them null" zh "运行 {run}，{as_of}：{rows} 行，其中 {null} 行为空";
    /// The row of the strictest verdict of all scenes.
    strictest() en "strictest" zh "最严";
}

/// Makes one of the messages above, by its name: the package's own Python code speaks with these words too.
#[must_use]
pub fn by_name(name: &str, arguments: &[String]) -> Option<Text> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Some(match (name, arguments.as_slice()) {
        ("no_column", [name, known]) => no_column(name, known),
        ("column_twice", [name]) => column_twice(name),
        ("output_is_input", [name]) => output_is_input(name),
        ("other_run", [one, other]) => other_run(one, other),
        ("missing_package", [what, package]) => missing_package(what, package),
        ("old_spark", [version]) => old_spark(version),
        ("strange_pieces", [place, count, example]) => strange_pieces(place, count, example),
        ("no_files", [place]) => no_files(place),
        ("pieces", [done, all, skipped]) => pieces(done, all, skipped),
        ("answers_are_in", [place]) => answers_are_in(place),
        ("rows", [run, as_of, rows_, null]) => rows(run, as_of, rows_, null),
        ("strictest", []) => strictest(),
        _ => return None,
    })
}

/// Options and commands of the Python modules, by their names, beside those that the command line has too.
pub const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("python -m outlink", "What outlink does with tables; the command `outlink` is for files of links", "处理表格；处理链接文件请使用 `outlink` 命令"),
    ("parquet", "Write a Parquet file again with the answers beside its columns", "重写 Parquet 文件，在原有列旁加上结果列"),
    ("parquet-in", "The Parquet file", "Parquet 文件"),
    ("parquet-out", "The Parquet file that is written", "要写出的 Parquet 文件"),
    (
        "python -m outlink.spark",
        "Check the links of a table with Spark, piece by piece; run it again and what is done is not done again",
        "用 Spark 分片检查表格中的链接；重新运行时，已完成的分片不再重做",
    ),
    ("spark-in", "A file or folder that Spark can read (repeatable)", "Spark 可读取的文件或文件夹（可重复）"),
    ("spark-out", "The folder that the answers go to, under the hash of the run", "结果写入的文件夹，按运行标识分目录"),
    ("input-format", "What the input is read as; by the first file's name if not given", "输入格式；不写则依据首个文件名判断"),
    ("output-format", "What is written; parquet if not given", "输出格式；不写为 parquet"),
    (
        "input-schema",
        "The columns of a JSON Lines input, as in CREATE TABLE; the column of links alone if not given",
        "JSON Lines 输入的各列，写法同 CREATE TABLE；不写则只读链接列",
    ),
    ("piece-size", "About how many bytes of input make a piece, such as 512m or 8g; 4g if not given", "每个分片约含多少字节的输入，如 512m、8g；不写为 4g"),
    ("master", "The Spark master, such as local[2]; Spark's own setting if not given", "Spark master，如 local[2]；不写则用 Spark 自身的设置"),
    ("links", "The column that holds the links; url if not given", "链接所在的列；不写为 url"),
    ("columns", "Which answers are written, parted by commas; the usual ones if not given", "写出哪些结果列，以逗号分隔；不写为常用列"),
    ("keep", "Which columns of the input are kept, parted by commas; all if not given", "保留输入的哪些列，以逗号分隔；不写则全部保留"),
    ("prefix", "What the names of the answers begin with", "结果列名的前缀"),
    ("threads", "How many threads check; one for each core if not given", "检查用的线程数；不写则每核一个"),
    ("summary", "Write the summary to a file, as JSON", "将汇总以 JSON 写入文件"),
    ("question", "The question, as for `outlink check`", "问题（与 `outlink check` 相同）"),
];
