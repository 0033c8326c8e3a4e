//! Rewriting rows: only what differs changes, comments stay, and what was rewritten passes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::ops::ControlFlow;

use outlink::classify::builtin;
use outlink::classify::chain::Classifier;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::policy_test::read::read;
use outlink::policy_test::run::{Count, run};
use outlink::policy_test::update::Updates;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;

const ROWS: &str = r#"policy = "wechat"
# what stands here stays
[[row]]
link = "https://item.taobao.com/item.htm?id=1"
as-of = "2021-11-30"
expect = { group = "copy wechat/wrong", p2p = "open wechat/default/p2p" } # and this
uncertain = { group = [  ] }

[[row]]
links = ["https://example.org/", "javascript:alert(1)"]
as-of = "2021-11-30"
expect = { p2p = "warn wechat/wrong" }

[[row]]
link = "https://example.org/"
as-of = "2021-11-30"
expect = { p2p = "warn wechat/wrong" }
todo = "left alone"
"#;

fn judge(text: &str) -> (Count, Updates) {
    let mut problems = Vec::new();
    let suite = read(&SourceFile::new("rows.toml", text), &mut problems).unwrap();
    assert!(problems.is_empty());
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let mut updates = Updates::default();
    let count = run(&suite, &policy, Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None }, |judged| {
        updates.note(judged);
        ControlFlow::Continue(())
    })
    .unwrap();
    (count, updates)
}

#[test]
fn only_what_differs_is_rewritten() {
    let (count, updates) = judge(ROWS);
    assert_eq!(count, Count { passed: 0, failed: 3, todo: 1 });
    let (rewritten, changed, torn) = updates.apply(ROWS).unwrap();
    let expected =
        ROWS.replace(r#"group = "copy wechat/wrong""#, r#"group = "open wechat/group-ecommerce""#).replace("group = [  ]", r#"group = ["gradual-rollout"]"#);
    assert_eq!(rewritten, expected);
    assert_eq!((changed, torn), (2, vec![1]));
    let (count, again) = judge(&rewritten);
    assert_eq!(count, Count { passed: 1, failed: 2, todo: 1 });
    assert_eq!(again.apply(&rewritten).unwrap().1, 0);
}
