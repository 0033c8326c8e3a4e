//! `Markdown`: `CommonMark` with GitHub's extensions.

mod definitions;
mod destination;
mod others;
mod parts;
mod piece;
mod plain;
mod walk;
mod words;

pub(super) use walk::read;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::parts::{Parts, Sizes};
    use super::walk::{read_parts, read_whole};
    use crate::extract::reading::{Hands, Options};

    /// Lines that begin, go on or end blocks of all kinds.
    const LINES: &[&str] = &[
        "words",
        "https://w.cn/a_b is *there*",
        "看https://w.cn/b，复制 ",
        "words with `https://c.cn` and `x",
        "`` https://c.cn ``",
        "[a](https://a.cn/_x_)",
        "![一 图](https://a.cn/i.png) and [b](https://b.cn?x=1&y=2)",
        "[![in](https://i.cn)](https://o.cn)",
        "[a](<https://a.cn>) [b](https://b.cn \"t\")",
        "[a](https://a.cn/(b)) [open(https://c.cn)",
        "[not] a [link][no] https://w.cn",
        "[a\\](https://a.cn)",
        "[a](https://a.cn/&amp;b) &amp; https://w.cn",
        "# head https://h.cn",
        "## head https://h.cn ##",
        "#tag https://w.cn",
        "- item https://l.cn",
        "  - inner [a](https://l.cn)",
        "    - deep https://l.cn",
        "      - deeper https://l.cn",
        "* star [a](https://l.cn)",
        "- [ ] task https://l.cn",
        "- [a](https://l.cn) `code`",
        "1. one https://l.cn",
        "2. two https://l.cn",
        "3) three https://l.cn",
        "   1. inner https://l.cn",
        "-    wide https://l.cn",
        "-     code https://l.cn",
        "  indented https://w.cn",
        "    far https://w.cn",
        "\ttab https://w.cn",
        "> quote https://q.cn",
        ">near [a](https://q.cn)",
        "> - item https://q.cn",
        "> [!NOTE]",
        "> ```",
        ">",
        "```",
        "```rust https://f.cn",
        "   ```",
        "~~~",
        "~~gone https://w.cn~~",
        "<!-- https://m.cn",
        "-->",
        "<div>",
        "<a href=https://m.cn>",
        "</a></div>",
        "<script>",
        "</script> https://w.cn",
        "<pre>x",
        "words <b>https://m.cn</b> <https://auto.cn>",
        "a < b https://w.cn",
        "---",
        "--- ",
        "+++",
        "...",
        "***",
        "===",
        "-- [said](https://w.cn)",
        "--: https://w.cn",
        "key: https://k.cn",
        "| a | https://t.cn |",
        "|---|---|",
        "-|-",
        ":--|--:",
        "end\\",
        "break  ",
        "__under__ a_b_ https://w.cn",
        "a *b* https://w.cn **中文**https://w.cn",
        "**https://w.cn** *https://w.cn*.",
        "**[a](https://a.cn)** - *[b](https://b.cn)*",
        "a**[a](https://a.cn)**b **c*d**e*",
        "*a **b* c** ***d*** *e",
        "5*6*7 8**9*a** *，* x* y*",
        "* *a* https://l.cn",
        "- **a**: https://l.cn",
        "crlf https://w.cn\r",
        "lone\rreturn https://w.cn",
        "[a] [b]\r[a]: https://d.cn",
        "```\t",
        "x <a href=https://m.cn>",
        "https://w.cn/ [x] 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789",
        "[a](https://a.cn)\r",
        "\r",
        "\u{1} https://w.cn",
        "\u{3000}https://w.cn\u{3000}",
        "![",
        "](https://a.cn)",
        "`",
        "[^note] https://w.cn",
        "[a](b) [c]() ![d](data:image/svg+xml,x)",
    ];

    fn told(read: impl FnOnce(crate::extract::found::See<'_>)) -> Vec<String> {
        let mut told = Vec::new();
        read(&mut |event| told.push(format!("{event:?}")));
        told
    }

    /// What stands on a line, with links that would be others if a mark meant something else.
    const INLINE: &[&str] = &[
        "*",
        "*",
        "**",
        "***",
        "_",
        "`",
        "~",
        "!",
        "[",
        "]",
        "](https://a.cn)",
        "(https://a.cn/x)",
        "https://w.cn/a",
        "https://w.cn/",
        "b",
        "中",
        "，",
        "。",
        "-",
        ".",
        " ",
        "\n",
        "\\",
        "&amp;",
        "&",
        ";",
        "<b>",
        "<",
        ">",
        "\t",
        "1",
        "\u{3000}",
        "é",
    ];

    fn compare(text: &str, sizes: Sizes) -> Result<(), TestCaseError> {
        let options = Options { hands: Hands::One, ..Options::default() };
        if let Some(parts) = Parts::new(text, super::walk::extensions(), sizes) {
            let parts = told(|see| read_parts(parts, text, &options, see));
            prop_assert_eq!(parts, told(|see| read_whole(text, &options, see)), "{}", text);
        }
        Ok(())
    }

    #[test]
    fn two_hands_tell_what_one_tells() {
        let text = LINES.iter().filter(|line| !line.contains('\r')).map(|line| [line, "\n\n"].concat()).collect::<String>().repeat(600);
        let with = |hands| {
            let parts = Parts::of(&text, super::walk::extensions()).unwrap();
            told(|see| read_parts(parts, &text, &Options { hands, ..Options::default() }, see))
        };
        assert_eq!(with(Hands::Two), with(Hands::One));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8192))]

        #[test]
        fn parts_tell_what_the_whole_tells(picks in vec((0..LINES.len(), any::<bool>()), 0..24), sizes in (1_usize..200, 1_usize..40), ends: bool) {
            let lines = picks.into_iter().filter_map(|(pick, is_last)| Some([*LINES.get(pick)?, if is_last { "\n\n" } else { "\n" }].concat()));
            let mut text: String = lines.collect();
            if !ends {
                text.pop();
            }
            compare(&text, Sizes { part: sizes.0, plain: sizes.1 })?;
        }

        #[test]
        fn marks_among_words_mean_what_they_mean_to_the_parser(pieces in vec(proptest::sample::select(INLINE.to_vec()), 0..24), block in 0_usize..4) {
            let text = ["", "- ", "# ", "> "].get(block).copied().unwrap_or_default().to_owned() + &pieces.concat();
            compare(&text, Sizes { part: 1, plain: 1 })?;
        }
    }
}
