#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
use outlink::classify::builtin as catalog;
use outlink::input::files::Disk;
use outlink::policy::builtin;
use outlink::policy::load::Loader;
use outlink::policy_use::examples::Examples;
use outlink::policy_use::study::Study;
use outlink::suffix::CompiledIn;

#[test]
fn print_all() {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policies: Vec<_> = builtin::ids().map(|id| Loader::new(&mut catalog, &Disk).load(id).unwrap()).collect();
    let examples = Examples::new(&catalog, &CompiledIn);
    let t = std::time::Instant::now();
    println!("sites {} {:?}", examples.sites().len(), t.elapsed());
    for policy in &policies {
        let t = std::time::Instant::now();
        let study = Study::of(policy, &examples);
        println!("== {} {:?}", policy.id, t.elapsed());
        for f in study.findings {
            let name = f.part.rule().map(|r| policy.rules[r].name.clone()).unwrap_or_default();
            let m = format!("{:?}", f.matter);
            println!("  {name} {:?} {:?} {}", f.part, f.value.map(|v| (v.key, v.text)), m.chars().take(220).collect::<String>());
        }
    }
}
