//! Policy files: any text is read to a policy or to diagnostics with places inside the text, never to a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::classify::catalog::Catalog;
use outlink::message::Lang;
use outlink::policy::load::{Files, LoadError, Loader};
use outlink::report::{palette::Palette, snippet};
use outlink::source::SourceFile;

struct OneFile<'t>(&'t str);

impl Files for OneFile<'_> {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        if name == "fuzz.toml" { Ok(SourceFile::new(name, self.0)) } else { Err("there is one file only".to_owned()) }
    }
}

fuzz_target!(|text: &str| {
    let mut catalog = Catalog::default();
    let loaded = Loader::new(&mut catalog, &OneFile(text)).load("fuzz.toml");
    if let Err(LoadError::Invalid { problems, .. }) = loaded {
        assert!(!problems.is_empty());
        for problem in &problems {
            let _ = snippet::render(problem, Lang::Zh, Palette::Plain);
        }
    }
});
