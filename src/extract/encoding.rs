//! Which encoding bytes are in.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

/// How far into a text its own word on its encoding is looked for, as browsers do.
const DECLARED_WITHIN: usize = 1024;
/// How many bytes beyond ASCII a list must have before its encoding is guessed from them.
const TELLING: usize = 8;

/// How the encoding of an input is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// By its bytes.
    #[default]
    Auto,
    /// As the user says.
    Given(&'static Encoding),
}

impl Choice {
    /// Reads `auto` or a label of the Encoding Standard, such as `gb18030`; anything else is `None`.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        if label == "auto" { Some(Self::Auto) } else { Encoding::for_label(label.as_bytes()).map(Self::Given) }
    }
}

/// The encoding that a text says it is in by a byte order mark, or that its zero bytes show, with the length of the mark.
///
/// Only UTF-16 has a zero byte in every other place; a text with zero bytes elsewhere is none.
#[must_use]
pub fn marked(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some(marked) = Encoding::for_bom(head) {
        return Some(marked);
    }
    memchr::memchr(0, head)?;
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    let encoding = match half {
        0 | 1 => return None,
        _ if odd * 4 >= half && even * 16 <= odd => UTF_16LE,
        _ if even * 4 >= half && odd * 16 <= even => UTF_16BE,
        _ => return None,
    };
    let is_text = encoding.decode_without_bom_handling(head.get(..half * 2)?).0.chars().all(|c| !c.is_control() || c.is_whitespace());
    is_text.then_some((encoding, 0))
}

/// The encoding of a text without a mark, by a stretch of it that is not all ASCII.
///
/// Text that is mostly UTF-8 is UTF-8 with damage. Otherwise what the text itself says counts (`charset=gbk`), and then a guess.
#[must_use]
pub fn guessed(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf8(bytes) { UTF_8 } else { declared(bytes).unwrap_or_else(|| best_guess(bytes)) }
}

/// The encoding of a list of links, where it is another than UTF-8 beyond doubt: single bad lines leave a list as it is.
#[must_use]
pub fn of_list(head: &[u8]) -> Option<&'static Encoding> {
    match marked(head) {
        Some((encoding, _)) if encoding == UTF_8 => return None,
        Some((encoding, _)) => return Some(encoding),
        None => {}
    }
    let beyond = head.iter().filter(|byte| !byte.is_ascii()).count();
    let is_utf8 = |line: &[u8]| !line.is_ascii() && std::str::from_utf8(line).is_ok();
    // One line beyond ASCII that is whole UTF-8 speaks for a list of UTF-8 with bad lines.
    if beyond < TELLING || is_mostly_utf8(head) || head.split(|byte| *byte == b'\n').any(is_utf8) {
        return None;
    }
    let guess = best_guess(head);
    let is_wide = [GBK, GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR].contains(&guess);
    (is_wide && decodes(head, guess)).then_some(guess)
}

/// Whether bytes are whole characters of an encoding; the last may be cut.
fn decodes(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let Some(length) = decoder.max_utf8_buffer_length_without_replacement(bytes.len()) else { return false };
    let mut out = vec![0; length];
    let (result, ..) = decoder.decode_to_utf8_without_replacement(bytes, &mut out, false);
    result == encoding_rs::DecoderResult::InputEmpty
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    // Nearly every text is sound, but for a character that the end of the stretch cuts.
    if simdutf8::compat::from_utf8(bytes).map_or_else(|fault| fault.error_len().is_none(), |_| true) {
        return true;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A character cut at the end of the stretch is no damage.
        let is_cut = chunks.peek().is_none() && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        bad += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    bad == 0 || good >= bad
}

/// What a text says of itself: `<meta charset=gbk>`, `<?xml encoding="gb2312"?>`, `# coding: gbk`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN))?.to_ascii_lowercase();
    ["charset", "encoding", "coding"].iter().find_map(|word| {
        memchr::memmem::find_iter(&head, word.as_bytes()).find_map(|at| {
            let rest = head.get(at + word.len()..)?.trim_ascii_start();
            let rest = rest.strip_prefix(b"=").or_else(|| rest.strip_prefix(b":"))?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))).unwrap_or(rest.len());
            // A text that is no UTF-8 and says so is believed no more than its bytes.
            Encoding::for_label(rest.get(..end)?).filter(|encoding| *encoding != UTF_8)
        })
    })
}

fn best_guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false);
    detector.guess(None, Utf8Detection::Deny)
}
