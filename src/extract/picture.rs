//! Pictures: the codes in them.

use std::io::Cursor;

use image::{GrayImage, ImageError, ImageReader, Limits};
use rqrr::PreparedImage;

use super::context::Context;
use super::corners::corners;
use super::encoding::guessed;
use super::found::{Event, Fault, FaultKind, Found, Place, Role, See, Spot};
use crate::message::{Text, content as message};

/// The most pixels of a picture that is looked at.
pub(super) const PIXEL_LIMIT: u64 = 50_000_000;
/// The most bytes that a decoder may take.
const ALLOC_LIMIT: u64 = 512 << 20;
/// Larger pictures are made smaller before codes are looked for, by whole numbers.
const LOOKED_AT: u32 = 4_000_000;
/// The most corners of codes that a picture may have: looking for codes takes the square of their number.
const CORNER_LIMIT: usize = 96;

/// Tells the codes of a picture, each by its number.
pub(super) fn read(bytes: &[u8], context: &mut Context<'_>, see: See<'_>) {
    let gray = match decoded(bytes, context) {
        Ok(gray) => gray,
        Err(fault) => return see(Event::Fault(fault)),
    };
    let mut codes = Codes { found: Vec::new(), damaged: 0, is_crowded: false };
    for reading in readings(&gray) {
        codes.look(&reading);
        if !codes.found.is_empty() || codes.is_crowded {
            break;
        }
    }
    if codes.is_crowded {
        see(Event::Fault(fault(FaultKind::Bound, message::crowded_picture(CORNER_LIMIT))));
    }
    let damaged = if codes.found.is_empty() { codes.damaged.min(1) } else { codes.damaged };
    for (at, text) in codes.found.iter().enumerate() {
        let mut found = Found::at(text.as_str().into(), Role::Picture, Place::on_line(1, 1, 1), None);
        found.place = None;
        found.spot.picture = u32::try_from(at + 1).ok();
        see(Event::Link(found));
    }
    if damaged > 0 {
        see(Event::Fault(fault(FaultKind::Malformed, message::damaged_code())));
    }
}

/// The picture in shades of gray.
fn decoded(bytes: &[u8], context: &mut Context<'_>) -> Result<GrayImage, Fault> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| fault(FaultKind::Malformed, message::broken_picture()));
    let (width, height) = reader()?.into_dimensions().map_err(|error| of_error(&error))?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXEL_LIMIT || !context.take_pixels(pixels) {
        return Err(fault(FaultKind::Bound, message::large_picture(width, height, PIXEL_LIMIT)));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_LIMIT);
    let mut reader = reader()?;
    reader.limits(limits);
    // What is transparent is taken for white, as it is shown on most pages.
    let picture = reader.decode().map_err(|error| of_error(&error))?;
    if !picture.color().has_alpha() {
        return Ok(picture.into_luma8());
    }
    let picture = picture.into_luma_alpha8();
    Ok(GrayImage::from_fn(width, height, |x, y| {
        let [luma, alpha] = picture.get_pixel(x, y).0;
        let (luma, alpha) = (u32::from(luma), u32::from(alpha));
        image::Luma([u8::try_from((luma * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)])
    }))
}

fn of_error(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => fault(FaultKind::Bound, message::costly_picture()),
        ImageError::Unsupported(_) => fault(FaultKind::Unsupported, message::unknown_picture()),
        _ => fault(FaultKind::Malformed, message::broken_picture()),
    }
}

fn fault(kind: FaultKind, sentence: Text) -> Fault {
    Fault { kind, sentence, place: None, spot: Spot::default() }
}

/// The picture as it is looked at, one way after the other: as it is, smaller, with light and dark exchanged.
fn readings(gray: &GrayImage) -> impl Iterator<Item = Reading<'_>> {
    let factor = (1..).find(|factor| (gray.width() / factor).saturating_mul(gray.height() / factor) <= LOOKED_AT).unwrap_or(1);
    let shades = [Shades::AsIs, Shades::Inverted];
    let smaller = if gray.width().min(gray.height()) / factor >= 120 { factor * 2 } else { factor };
    shades.into_iter().flat_map(move |shades| {
        let second = (smaller != factor).then_some(Reading { gray, factor: smaller, shades });
        std::iter::once(Reading { gray, factor, shades }).chain(second)
    })
}

#[derive(Clone, Copy)]
enum Shades {
    AsIs,
    Inverted,
}

struct Reading<'g> {
    gray: &'g GrayImage,
    factor: u32,
    shades: Shades,
}

impl Reading<'_> {
    fn size(&self) -> (usize, usize) {
        ((self.gray.width() / self.factor) as usize, (self.gray.height() / self.factor) as usize)
    }

    /// The mean of the pixels that become one.
    fn pixel(&self, x: usize, y: usize) -> u8 {
        let (x, y) = (u32::try_from(x).unwrap_or(0) * self.factor, u32::try_from(y).unwrap_or(0) * self.factor);
        let all = (0..self.factor).flat_map(|dy| (0..self.factor).map(move |dx| (x + dx, y + dy)));
        let sum: u32 = all.filter_map(|(x, y)| self.gray.get_pixel_checked(x, y)).map(|pixel| u32::from(pixel.0[0])).sum();
        let mean = u8::try_from(sum / (self.factor * self.factor)).unwrap_or(255);
        match self.shades {
            Shades::AsIs => mean,
            Shades::Inverted => 255 - mean,
        }
    }
}

struct Codes {
    found: Vec<String>,
    damaged: usize,
    is_crowded: bool,
}

impl Codes {
    fn look(&mut self, reading: &Reading<'_>) {
        let (width, height) = reading.size();
        if width < 21 || height < 21 {
            return;
        }
        let mut prepared = PreparedImage::prepare_from_greyscale(width, height, |x, y| reading.pixel(x, y));
        let is_dark = |x: usize, y: usize| prepared.get_pixel_at(x, y) == 1_u8;
        if corners(width, height, CORNER_LIMIT, is_dark) > CORNER_LIMIT {
            self.is_crowded = true;
            return;
        }
        self.damaged = 0;
        for grid in prepared.detect_grids() {
            let mut bytes = Vec::new();
            match grid.decode_to(&mut bytes) {
                Ok(_) => self.found.push(text_of(&bytes)),
                Err(_) => self.damaged += 1,
            }
        }
    }
}

/// What a code says: UTF-8, or else what its bytes look like.
fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => guessed(bytes).decode_without_bom_handling(bytes).0.into_owned(),
    }
}
