//! Look-alikes: no host makes the checks panic, and the umbrella stands over every finding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::lookalike::host::{Host, signals};
use outlink::lookalike::names::Names;
use outlink::signal::Signal;

fuzz_target!(|text: &str| {
    // The first line is a known name, the second a host, the third what was registered of it.
    let mut lines = text.lines();
    let mut names = Names::default();
    names.add(lines.next().unwrap_or_default(), 0);
    names.add("taobao.com", 1);
    let name = lines.next().unwrap_or_default();
    let registrable = lines.next().unwrap_or(name);
    let found = signals(Host { name, registrable }, &names, |owner| owner == 0);
    assert_eq!(found.is_empty(), !found.contains(Signal::Lookalike));
});
