//! One JSON value a line, read as it comes.

use std::io::{self, BufRead as _, BufReader, Read};

use super::json;
use super::value::Source;
use crate::extract::found::{Event, Fault, FaultKind, Place, See, Spot};
use crate::extract::reading::Options;
use crate::message::content as message;

/// The most bytes of one line.
const LINE_LIMIT: usize = 8 << 20;

/// Tells the links of every line.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub(in crate::extract) fn read(reader: impl Read, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        if (&mut reader).take(LINE_LIMIT as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_cut = line.len() == LINE_LIMIT && line.last() != Some(&b'\n');
        let text = String::from_utf8_lossy(&line);
        if !text.trim().is_empty() {
            json::read(text.trim_end_matches(['\r', '\n']), number, Source::Stretch, options, see);
        }
        if is_cut {
            let place = Some(Place::on_line(number, 1, 1));
            see(Event::Fault(Fault { kind: FaultKind::Bound, sentence: message::long_line(LINE_LIMIT), place, spot: Spot::default() }));
            reader.skip_until(b'\n')?;
        }
    }
}
