//! Formats made of lines: commands of runners, single lines, Markdown.

use super::{NAME, findings, output};

fn is_calm(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
}

#[test]
fn every_concise_line_is_one_finding() {
    for line in output("concise").lines() {
        assert!(is_calm(line), "{line:?}");
        let (place, rest) = line.split_once(": ").filter(|(place, _)| !place.contains("error[")).unwrap();
        assert!(place.starts_with("posts.md:") || place.starts_with("a b#c%20,d;e:f]g\\u{a}::error::中.txt:"), "{place}");
        assert!(["error[shop/", "warning[shop/"].iter().any(|level| rest.starts_with(level)), "{rest}");
    }
}

/// The path, as the runner undoes it.
fn undone(text: &str) -> String {
    text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

#[test]
fn github_reads_one_command_for_each_finding_the_gravest_first() {
    let text = output("github");
    let mut commands = 0;
    let mut last = ("", 0);
    for line in text.lines() {
        assert!(is_calm(line), "{line:?}");
        let (head, _message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let weight = ["error", "warning", "notice"].iter().position(|known| *known == name).unwrap();
        if properties == "title=outlink" {
            assert_eq!(name, "notice");
            continue;
        }
        commands += 1;
        let pairs: Vec<(&str, &str)> = properties.split(',').map(|pair| pair.split_once('=').unwrap()).collect();
        let file = pairs[0].1;
        assert!(undone(file) == NAME || file == "posts.md", "{file}");
        assert!(last.0 != file || last.1 <= weight, "the gravest of a file come first");
        last = (file, weight);
        assert!(pairs.iter().all(|(key, _)| ["file", "line", "endLine", "col", "endColumn", "title"].contains(key)), "{pairs:?}");
    }
    assert_eq!(commands, findings());
    assert!(text.lines().last().unwrap().starts_with("::notice title=outlink::"), "what GitHub leaves out is said");
}

#[test]
fn azure_reads_one_command_for_each_finding() {
    let text = output("azure");
    assert_eq!(text.lines().count(), findings());
    for line in text.lines() {
        assert!(is_calm(line), "{line:?}");
        let (head, _message) = line.strip_prefix("##vso[task.logissue ").unwrap().split_once(']').unwrap();
        let pairs: Vec<(&str, &str)> = head.trim_end_matches(';').split(';').map(|pair| pair.split_once('=').unwrap()).collect();
        let keys: Vec<&str> = pairs.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["type", "sourcepath", "linenumber", "columnnumber", "code"]);
        let path = pairs[1].1.replace("%5D", "]").replace("%3B", ";").replace("%0A", "\n").replace("%AZP25", "%");
        assert!(path == NAME || path == "posts.md", "{path}");
    }
}

/// How many cells a row has: bars that no backslash stands before.
fn cells(row: &str) -> usize {
    let bars = row.matches('|').count() - row.matches("\\|").count();
    bars - 1
}

#[test]
fn markdown_keeps_its_tables_whole_and_runs_nothing() {
    let text = output("markdown");
    assert!(text.lines().all(is_calm));
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| error") || line.starts_with("| warning")).collect();
    assert_eq!(rows.len(), findings().min(50));
    for row in rows {
        assert_eq!(cells(row), 4, "{row}");
        // Outside of code no tag, no mention and no link can begin.
        let fence = row.chars().fold((0, 0), |(longest, run), c| if c == '`' { (longest.max(run + 1), run + 1) } else { (longest, 0) }).0;
        assert!(fence >= 1, "{row}");
        let last = row.rsplit(" | ").next().unwrap();
        assert!(!last.replace("\\<", "").contains('<') && !last.contains('@'), "{last}");
    }
    let by_file = |name: &str| text.contains(name);
    assert!(by_file("`posts.md:7:3`") && by_file("\\u{a}::error::中.txt:1:1`"));
}
