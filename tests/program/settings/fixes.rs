//! Fixes: what they write in each format, that doing it twice changes nothing, and that all else stays byte for byte.

use outlink::check::content::Asked;
use outlink::extract::format::Format;
use outlink::extract::found::Role;
use outlink::extract::reader::Hands;
use outlink::extract::reader::Options;
use outlink::fix::apply::{Fixed, fixed};
use outlink::fix::escape::escaped;
use proptest::prelude::*;

use super::world::{World, world};

fn fix(world: &World, format: Format, text: &str) -> Option<Fixed> {
    let run = world.run();
    let (measures, options) = (world.measures(&run), Options::default());
    fixed(Asked { run: &run, measures: &measures, file: &"posts/a.md".into(), options: &options, hands: Hands::One }, format, text).map(|fixed| fixed.unwrap())
}

#[test]
fn a_jump_page_gives_way_to_its_target_and_a_disguise_to_the_plain_host() {
    let world = world();
    let text = "One https://link.zhihu.com/?target=https%3A%2F%2Fitem.jd.com%2F1.html here.\r\nTwo hxxps://item[.]jd[.]com/2.html\r\nThree https://item.jd.com/3.html\r\n";
    let fixed = fix(world, Format::Text, text).unwrap();
    assert_eq!(fixed.links, 2);
    assert_eq!(fixed.text, "One https://item.jd.com/1.html here.\r\nTwo https://item.jd.com/2.html\r\nThree https://item.jd.com/3.html\r\n");
}

#[test]
fn what_helps_nowhere_or_is_allowed_is_left_alone() {
    let world = world();
    // The target gets the same verdict as the jump page.
    assert_eq!(fix(world, Format::Text, "https://link.zhihu.com/?target=https%3A%2F%2Fexample.com%2F\n"), None);
    let allowed = "https://link.zhihu.com/?target=https%3A%2F%2Fitem.jd.com%2F1.html # outlink: allow wechat/* -- agreed\n";
    assert_eq!(fix(world, Format::Text, allowed), None);
    assert_eq!(fix(world, Format::Zip, "https://link.zhihu.com/?target=https%3A%2F%2Fitem.jd.com%2F1.html"), None);
}

#[test]
fn urls_are_escaped_as_their_format_reads_them() {
    let url = "https://a.example/x_(1)?a=1&amp=2&b='\"";
    let as_written = |format, role| escaped(url, format, role).map(std::borrow::Cow::into_owned);
    assert_eq!(as_written(Format::Html, Role::Link).unwrap(), "https://a.example/x_(1)?a=1&amp;amp=2&amp;b=&#39;&quot;");
    assert_eq!(as_written(Format::Json, Role::Value).unwrap(), "https://a.example/x_(1)?a=1&amp=2&b='\\\"");
    assert_eq!(as_written(Format::Markdown, Role::Link).unwrap(), url, "pairs of parentheses stay");
    assert_eq!(escaped("https://a.example/)&copy;", Format::Markdown, Role::Link).unwrap(), "https://a.example/\\)&amp;copy;");
    assert_eq!(as_written(Format::Csv, Role::Cell), None, "a quote in a cell is not written");
    assert_eq!(as_written(Format::Text, Role::Code), None, "code is left alone");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixing_twice_changes_nothing_and_all_else_stays(
        parts in proptest::collection::vec(prop_oneof![
            Just("https://link.zhihu.com/?target=https%3A%2F%2Fitem.jd.com%2F1.html"),
            Just("https://example.com/a?b=c"),
            Just("hxxps://item[.]jd[.]com/2.html"),
            Just("字 \u{feff}\t"),
            Just("\r\n"),
            Just("words, and: more"),
        ], 0..10),
    ) {
        let world = world();
        let text = parts.join(" \n ");
        let fixable = |part: &&&str| part.contains("zhihu") || part.contains("hxxps");
        let Some(once) = fix(world, Format::Text, &text) else {
            prop_assert_eq!(parts.iter().filter(fixable).count(), 0, "{}", text);
            return Ok(());
        };
        prop_assert_eq!(fix(world, Format::Text, &once.text), None);
        let expected = parts.iter().map(|part| match *part {
            "https://link.zhihu.com/?target=https%3A%2F%2Fitem.jd.com%2F1.html" => "https://item.jd.com/1.html",
            "hxxps://item[.]jd[.]com/2.html" => "https://item.jd.com/2.html",
            other => other,
        });
        prop_assert_eq!(once.text, expected.collect::<Vec<_>>().join(" \n "));
    }
}
