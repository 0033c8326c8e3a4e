//! A column of a table, as RFC 4180 writes tables.

use super::collect::Collector;
use super::lines::At;
use super::report::Why;
use super::{Column, Fault};
use crate::classify::listed::ListReach;
use crate::message::list as text;
use crate::source::{SourceFile, Span};

/// Headings of columns that hold domains, where none was named.
const USUAL: &[&str] = &["domain", "domains", "host", "hostname", "域名", "网站域名", "备案域名"];

/// Reads the names of a column; they mean what they mean in `domains`.
pub(super) fn read(file: &SourceFile, column: &Column, reach: ListReach, collector: &mut Collector<'_>) -> Result<(), Fault> {
    collector.enter(file);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = match column {
        Column::Bare(number) => Some(number.saturating_sub(1)),
        Column::Named(_) | Column::Number(_) | Column::Usual => None,
    };
    let starred = if reach == ListReach::Exact { ListReach::Under } else { ListReach::Below };
    while reader.read_record(&mut record).map_err(|error| Fault::new(text::bad_table(&error.to_string())))? {
        let Some(number) = number else {
            number = Some(find(column, &record).ok_or_else(|| lacking(file, column, &record))?);
            continue;
        };
        let (line, start) = record.position().map_or((0, 0), |place| (number_of(place.line()), number_of(place.byte())));
        let cell = record.get(number).map(str::trim);
        let row = file.text.get(start..).and_then(|rest| rest.trim_start_matches(['\r', '\n']).lines().next()).unwrap_or_default();
        let skipped = file.text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let breaks = file.text.get(start..start + skipped).map_or(0, |between| between.matches('\n').count());
        let at = At { line: line + breaks, start: start + skipped, text: row };
        match cell {
            _ if !collector.is_readable(at) => {}
            None | Some("") => collector.unusable(at, Why::NoCell),
            Some(name) => match name.strip_prefix("*.") {
                Some(name) => collector.host(at, name, starred),
                None => collector.host(at, name, reach),
            },
        }
    }
    Ok(())
}

fn number_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn find(column: &Column, heading: &csv::StringRecord) -> Option<usize> {
    match column {
        Column::Named(name) => heading.iter().position(|cell| cell.trim() == name),
        Column::Number(number) | Column::Bare(number) => number.checked_sub(1).filter(|at| *at < heading.len()),
        Column::Usual if heading.len() == 1 => Some(0),
        Column::Usual => heading.iter().position(|cell| USUAL.iter().any(|usual| cell.trim().eq_ignore_ascii_case(usual))),
    }
}

fn lacking(file: &SourceFile, column: &Column, heading: &csv::StringRecord) -> Fault {
    let written = match column {
        Column::Named(name) => name.clone(),
        Column::Number(number) | Column::Bare(number) => number.to_string(),
        Column::Usual => "domain".to_owned(),
    };
    let known: Vec<&str> = heading.iter().collect();
    let end = file.text.lines().next().map_or(0, str::len);
    Fault::at(text::no_column(&written, &known.join(", ")), file, Span { start: 0, end })
}
