//! Where the time of a run went, for people: a row for each thread, a column for each stage.

use std::time::Duration;

use textwrap::core::display_width;

use crate::message::{Lang, timing as text};
use crate::timing::{Measured, Spent, Stage};

/// The least width of a column of seconds.
const WIDTH: usize = 8;

/// The times of a run that checked so many links.
#[must_use]
pub fn render(measured: &Measured, links: u64, lang: Lang) -> String {
    let wall = measured.wall.as_secs_f64().max(f64::MIN_POSITIVE);
    let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
    let speed = format!("{:.1}", measured.read as f64 / 1e6 / wall);
    let times = text::times(&seconds(measured.wall), links, per_second(links, wall), &megabytes(measured.read), &speed);
    let mut out = format!("{}\n", times.get(lang));
    let heads: Vec<String> = Stage::ALL.iter().map(|stage| text::stage(*stage).get(lang).to_owned()).collect();
    let mut all = Spent::default();
    measured.rows.iter().for_each(|(_, spent)| all.iter_mut().zip(spent).for_each(|(sum, spent)| *sum += *spent));
    let named = measured.rows.iter().map(|(who, spent)| (text::who(*who).get(lang).to_owned(), spent));
    let rows: Vec<(String, &Spent)> = named.chain([(text::all().get(lang).to_owned(), &all)]).collect();
    let first = rows.iter().map(|(name, _)| display_width(name)).chain([display_width(text::seconds().get(lang))]).max().unwrap_or_default();
    let widths: Vec<usize> = heads.iter().map(|head| display_width(head).max(WIDTH)).collect();
    line(&mut out, first, text::seconds().get(lang), widths.iter().copied().zip(heads.iter().cloned()));
    for (name, spent) in rows {
        line(&mut out, first, &name, widths.iter().copied().zip(spent.iter().map(|spent| seconds(*spent))));
    }
    if measured.unpacked > 0 {
        out.push_str(&format!("{}\n", text::unpacked(&megabytes(measured.unpacked)).get(lang)));
    }
    out
}

/// How many a second, in whole numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float becomes the nearest number there is")]
fn per_second(count: u64, wall: f64) -> u64 {
    (count as f64 / wall) as u64
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// A line of a table: a name, and cells that end where their columns end.
fn line(out: &mut String, first: usize, name: &str, cells: impl Iterator<Item = (usize, String)>) {
    let pad = |width: usize, text: &str| " ".repeat(width.saturating_sub(display_width(text)));
    out.push_str(&format!("  {name}{}", pad(first, name)));
    cells.for_each(|(width, cell)| out.push_str(&format!("  {}{cell}", pad(width, &cell))));
    out.push('\n');
}
