//! Diagnostics as people read them: the place, the lines, the way out. The only file that names the renderer.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::palette::Palette;
use crate::diag::{Diagnostic, Severity};
use crate::message::Lang;
use crate::source::{SourceFile, Span};

/// A diagnostic with its lines, in one language.
#[must_use]
pub fn render(diagnostic: &Diagnostic, lang: Lang, palette: Palette) -> String {
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Coloured => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = super::escape::terminal(diagnostic.title.get(lang)).into_owned();
    let (text, first_byte, first_line) = diagnostic.file.window(diagnostic.span);
    let path = diagnostic.file.name.to_string();
    let primary = Snippet::source(text).line_start(first_line).path(&path).annotation(AnnotationKind::Primary.span(within(
        &diagnostic.file,
        diagnostic.span,
        first_byte,
    )));
    let mut group = Group::with_title(level.primary_title(&title).id(diagnostic.code)).element(primary);
    let related = diagnostic.related.as_ref().map(|related| (related, related.file.window(related.span), related.file.name.to_string()));
    if let Some((related, (text, first_byte, first_line), path)) = &related {
        let span = within(&related.file, related.span, *first_byte);
        let annotation = AnnotationKind::Context.span(span).label(related.label.get(lang));
        group = group.element(Snippet::source(*text).line_start(*first_line).path(path.as_str()).annotation(annotation));
    }
    let help = diagnostic.help.as_ref().map(|help| super::escape::terminal(help.get(lang)).into_owned());
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// A span inside the window of lines that begins at a byte; never past its end.
fn within(file: &SourceFile, span: Span, first_byte: usize) -> std::ops::Range<usize> {
    let (text, ..) = file.window(span);
    let start = span.start.saturating_sub(first_byte).min(text.len());
    let end = span.end.saturating_sub(first_byte).clamp(start, text.len());
    start..end
}
