//! Hosts that can be taken for others: our own table, and laws of the checks.

use std::path::Path;

use outlink::canon::canonicalise;
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::read_text;
use outlink::lookalike::host::{self, Host};
use outlink::lookalike::names::Names;
use outlink::signal::{Signal, SignalSet};
use outlink::suffix::{CompiledIn, SuffixList as _};
use proptest::prelude::*;
use serde::Deserialize;

/// The signals that the table is about.
const ON_LOOKALIKES: &[Signal] = &[Signal::Lookalike, Signal::MixedScripts, Signal::ConfusableLetters, Signal::BrandInHost];

#[derive(Deserialize)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    why: String,
    signals: Vec<String>,
    hosts: Vec<String>,
}

fn catalog() -> Catalog {
    builtin::catalog(&CompiledIn).unwrap_or_default()
}

/// The signals on look-alikes of a link, whose text may be anything.
fn of_link(catalog: &Catalog, link: &str) -> Vec<&'static str> {
    let chain = Classifier { catalog, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[]);
    ids(chain.first.signals)
}

fn ids(signals: SignalSet) -> Vec<&'static str> {
    signals.iter().filter(|signal| ON_LOOKALIKES.contains(signal)).map(Signal::id).collect()
}

#[test]
fn the_table_holds() {
    let catalog = catalog();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for name in ["letters", "names"] {
        let table: Table = toml::from_str(&read_text(Path::new(&format!("testdata/lookalike/{name}.toml"))).unwrap()).unwrap();
        for group in table.group {
            for host in group.hosts {
                rows += 1;
                let ascii = idna::domain_to_ascii(&host).unwrap_or_else(|_| host.clone());
                // The short road and the long one, the spelling readers see and the one in links.
                for link in [format!("https://{host}/"), format!("HTTPS://{host}/a"), format!("https://{ascii}/")] {
                    let found = of_link(&catalog, &link);
                    if found != group.signals {
                        wrong.push(format!("{link} ({ascii}): {found:?}, not {:?}: {}", group.signals, group.why));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 250, "{rows} rows");
}

fn signals(host: &str, names: &Names) -> SignalSet {
    let registrable = CompiledIn.registrable(host).unwrap_or(host);
    host::signals(Host { name: host, registrable }, names, |_| false)
}

fn some_names() -> Names {
    let mut names = Names::default();
    for name in ["taobao.com", "qq.com", "v.douyin.com", "paypal.com", "xn--hxajbheg2az3al.gr", "a.cn", "modern.com.cn"] {
        names.add(name, 0);
    }
    names
}

/// Labels of every kind: plain, Punycode, and letters of all scripts.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9-]{0,12}",
        "xn--[a-z0-9-]{0,10}",
        Just("taobao".to_owned()),
        Just("com".to_owned()),
        Just("cn".to_owned()),
        "[a-zàéþœӏаеορ·ーノ一0-9०০-]{1,8}",
        prop::collection::vec(any::<char>(), 0..6).prop_map(String::from_iter),
    ]
}

fn host_like() -> impl Strategy<Value = String> {
    (prop::collection::vec(label(), 0..6), prop_oneof![Just("."), Just("-"), Just("..")]).prop_map(|(labels, separator)| labels.join(separator))
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_the_umbrella_stands_over_every_finding(host in host_like(), cut in 0_usize..40) {
        let names = some_names();
        let registrable = host.get(cut.min(host.len())..).unwrap_or(&host);
        for registrable in [registrable, &host, ""] {
            let found = host::signals(Host { name: &host, registrable }, &names, |_| false);
            prop_assert_eq!(found.is_empty(), !found.contains(Signal::Lookalike));
        }
    }

    #[test]
    fn plain_labels_mix_no_scripts(host in "[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?(\\.[a-z0-9]{1,8}){1,3}") {
        prop_assume!(!host.contains("xn--"));
        prop_assert!(!signals(&host, &some_names()).contains(Signal::MixedScripts));
    }

    #[test]
    fn both_spellings_have_the_same_signals(host in "([a-zàéюяωあ中한-]{1,6}\\.){1,3}(com|cn|рф)") {
        let catalog = catalog_once();
        if let Ok(ascii) = idna::domain_to_ascii(&host) {
            prop_assert_eq!(of_link(catalog, &format!("http://{host}/")), of_link(catalog, &format!("http://{ascii}/")));
        }
    }

    #[test]
    fn what_belongs_to_the_owner_is_no_imitation(host in "[a-z01-]{0,8}(taobao|qq|ta0bao)[a-z-]{0,5}\\.(com|cn)(\\.[a-z]{2,5})?") {
        // What cannot be decoded is looked at whoever owns it.
        prop_assume!(!host.contains("xn--"));
        let registrable = CompiledIn.registrable(&host).unwrap_or(&host);
        let found = host::signals(Host { name: &host, registrable }, &some_names(), |_| true);
        prop_assert_eq!(found, SignalSet::EMPTY);
    }

    #[test]
    fn a_known_name_is_found_in_front_of_any_other_domain(front in "([a-z]{1,5}\\.)?", name in prop_oneof![Just("taobao.com"), Just("qq.com"), Just("v-douyin-com")], joint in "[.-]", back in "[a-z]{4,8}") {
        let host = format!("{front}{name}{joint}{back}.org");
        prop_assert!(signals(&host, &some_names()).contains(Signal::BrandInHost), "{}", host);
    }
}

fn catalog_once() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(catalog)
}
