//! A starting point: a policy with comments that say what to fill in, and rows beside it. Both are valid as they are.

use std::ops::ControlFlow;

use super::format::format;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::diag::Diagnostic;
use crate::message::{Lang, authoring as text};
use crate::policy::load::{Files, LoadError, Loader};
use crate::policy_test::read::read;
use crate::policy_test::run::run;
use crate::policy_test::update::Updates;
use crate::source::{SourceFile, Span};
use crate::suffix::CompiledIn;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// The new policy's id.
    pub id: &'w str,
    /// The policy it extends: a built-in id, or a path from the new file's folder.
    pub base: Option<&'w str>,
    /// The path of the new file.
    pub file: &'w str,
    /// Its name from the folder of its rows.
    pub from_rows: &'w str,
    /// The path of the rows.
    pub rows: &'w str,
    /// The day on which it is written, such as `2026-11-22`.
    pub day: &'w str,
    /// The language of its comments.
    pub lang: Lang,
}

/// A new policy and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The text of the policy.
    pub policy: String,
    /// The text of its rows.
    pub rows: String,
}

/// Files, and one that is not written yet.
struct Unwritten<'u> {
    file: SourceFile,
    files: &'u dyn Files,
}

impl Files for Unwritten<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        if beside.is_none() && name == &*self.file.name { Ok(self.file.clone()) } else { self.files.read(name, beside) }
    }
}

/// Fills in the templates. The rows say what the engine says: they are judged once to be written.
///
/// # Errors
/// The policy it extends cannot be loaded, or what came of both is not valid.
pub fn start(wanted: Wanted<'_>, files: &dyn Files, catalog: &mut Catalog) -> Result<Started, LoadError> {
    let (own, extending, rows) = match wanted.lang {
        Lang::En => (
            include_str!("../../policies/templates/policy.en.toml.in"),
            include_str!("../../policies/templates/extension.en.toml.in"),
            include_str!("../../policies/templates/rows.en.toml.in"),
        ),
        Lang::Zh => (
            include_str!("../../policies/templates/policy.zh.toml.in"),
            include_str!("../../policies/templates/extension.zh.toml.in"),
            include_str!("../../policies/templates/rows.zh.toml.in"),
        ),
    };
    let fill = |template: &str| template.replace("{id}", wanted.id).replace("{file}", wanted.file).replace("{day}", wanted.day);
    let policy_text = match wanted.base {
        None => fill(own),
        Some(base) => fill(extending).replace("{base}", &escaped(base)),
    };
    let invalid = |name: &str| {
        let name = name.to_owned();
        move |problems: Vec<Diagnostic>| LoadError::Invalid { name, problems }
    };
    let policy_text = format(&SourceFile::new(wanted.file, &policy_text)).map_err(invalid(wanted.file))?;
    let unwritten = Unwritten { file: SourceFile::new(wanted.file, &policy_text), files };
    let policy = Loader::new(catalog, &unwritten).load(wanted.file)?;

    let guess: Vec<String> = policy.scenes.iter().map(|scene| format!("{} = \"block {}/otherwise\"", scene.id, policy.id)).collect();
    let rows = fill(rows).replace("{policy}", &escaped(wanted.from_rows)).replace("{expect}", &format!("{{ {} }}", guess.join(", ")));
    let file = SourceFile::new(wanted.rows, &rows);
    let mut problems = Vec::new();
    let suite = read(&file, &mut problems).filter(|_| problems.is_empty());
    let Some(suite) = suite else { return Err(invalid(wanted.rows)(problems)) };
    let mut updates = Updates::default();
    let classifier = Classifier { catalog, suffixes: &CompiledIn, moment: None };
    run(&suite, &policy, classifier, |judged| {
        updates.note(judged);
        ControlFlow::Continue(())
    })
    .map_err(invalid(wanted.rows))?;
    let unjudged = || invalid(wanted.rows)(vec![Diagnostic::error("no-rows", &file, Span::default(), text::no_rows_judged())]);
    let (rows, _, torn) = updates.apply(&rows).map_err(|_| unjudged())?;
    if !torn.is_empty() {
        return Err(unjudged());
    }
    let rows = format(&SourceFile::new(wanted.rows, &rows)).map_err(invalid(wanted.rows))?;
    Ok(Started { policy: policy_text, rows })
}

/// A text as it stands between double quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
