//! Texts with their lines as people read them: the place, the lines, the way out. The only file that names the renderer.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::escape::terminal;
use super::palette::Palette;
use crate::diag::{Diagnostic, Severity};
use crate::message::Lang;
use crate::source::{SourceFile, Span};

/// How much a sheet weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It must not stay.
    Error,
    /// It should be looked at.
    Warning,
    /// It is good to know.
    Note,
}

/// Lines of a text with a marked part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// The file, safe to show.
    pub path: String,
    /// Line and column of the mark, where the lines shown are not the whole ones; else they are counted.
    pub at: Option<(usize, usize)>,
    /// The number of the first line.
    pub first_line: usize,
    /// The lines.
    pub text: String,
    /// The bytes of the lines that are marked.
    pub mark: Range<usize>,
    /// What is said of them, safe to show.
    pub label: Option<String>,
}

/// What is said below the lines, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Something to know.
    Note(String),
    /// The way out.
    Help(String),
}

/// Something with its lines, in one language: a diagnostic or a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// How much it weighs.
    pub weight: Weight,
    /// Its id.
    pub id: String,
    /// What it is, safe to show.
    pub title: String,
    /// A place that has no lines, safe to show.
    pub place: Option<String>,
    /// The lines it is about; the first are what is wrong, the others belong to it.
    pub extracts: Vec<Extract>,
    /// What is said below.
    pub remarks: Vec<Remark>,
}

/// A diagnostic with its lines, in one language.
#[must_use]
pub fn render(diagnostic: &Diagnostic, lang: Lang, palette: Palette) -> String {
    let mut extracts = vec![window(&diagnostic.file, diagnostic.span, None)];
    extracts.extend(diagnostic.related.as_ref().map(|related| window(&related.file, related.span, Some(related.label.get(lang)))));
    let sheet = Sheet {
        weight: match diagnostic.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
            Severity::Note => Weight::Note,
        },
        id: diagnostic.code.to_owned(),
        title: terminal(diagnostic.title.get(lang)).into_owned(),
        place: None,
        extracts,
        remarks: diagnostic.help.iter().map(|help| Remark::Help(terminal(help.get(lang)).into_owned())).collect(),
    };
    draw(&sheet, palette)
}

/// The whole lines around a span.
fn window(file: &SourceFile, span: Span, label: Option<&str>) -> Extract {
    let (text, first_byte, first_line) = file.window(span);
    let start = span.start.saturating_sub(first_byte).min(text.len());
    let end = span.end.saturating_sub(first_byte).clamp(start, text.len());
    Extract { path: file.name.to_string(), at: None, first_line, text: text.to_owned(), mark: start..end, label: label.map(str::to_owned) }
}

/// A sheet as it is shown.
#[must_use]
pub fn draw(sheet: &Sheet, palette: Palette) -> String {
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Coloured => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let level = match sheet.weight {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
        Weight::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&sheet.title).id(&sheet.id));
    if let Some(place) = &sheet.place {
        group = group.element(Origin::path(place));
    }
    for (number, extract) in sheet.extracts.iter().enumerate() {
        let kind = if number == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(extract.mark.clone()).label(extract.label.as_deref());
        group = group.element(Snippet::source(&extract.text).line_start(extract.first_line).path(&extract.path).annotation(annotation));
    }
    for remark in &sheet.remarks {
        group = match remark {
            Remark::Note(text) => group.element(Level::NOTE.message(text)),
            Remark::Help(text) => group.element(Level::HELP.message(text)),
        };
    }
    with_true_places(renderer.render(&[group]), &sheet.extracts)
}

/// The renderer counts columns in the lines that it is given. Where these were cut or escaped, the true places are put in; they
/// stand below the title, which is one line.
fn with_true_places(drawn: String, extracts: &[Extract]) -> String {
    let mut rest = drawn.as_str();
    let mut out = String::with_capacity(drawn.len());
    if let Some((title, below)) = rest.split_once('\n') {
        out.extend([title, "\n"]);
        rest = below;
    }
    for extract in extracts {
        let Some((line, column)) = extract.at else { continue };
        let counted = extract.text.get(..extract.mark.start).unwrap_or_default().chars().count() + 1;
        if let Some((before, after)) = rest.split_once(&format!("{}:{}:{counted}", extract.path, extract.first_line)) {
            out.push_str(&format!("{before}{}:{line}:{column}", extract.path));
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_true_though_lines_are_cut() {
        let extract = |path: &str, at| Extract { path: path.to_owned(), at, first_line: 7, text: "…a b".to_owned(), mark: 6..7, label: None };
        let sheet = Sheet {
            weight: Weight::Note,
            id: "x".to_owned(),
            title: "p.md:7:4".to_owned(),
            place: None,
            extracts: vec![extract("p.md", Some((7, 900))), extract("q.toml", Some((7, 12)))],
            remarks: Vec::new(),
        };
        for palette in [Palette::Plain, Palette::Coloured] {
            let drawn = draw(&sheet, palette);
            assert!(drawn.contains("p.md:7:900") && drawn.contains("q.toml:7:12"), "{drawn}");
            assert_eq!(drawn.matches("p.md:7:4").count(), 1, "the title stays: {drawn}");
        }
    }
}
