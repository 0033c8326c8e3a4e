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
/// Pictures at least this wide and high are looked at in half their size too: a code can be blurred.
const SMALLER_FROM: u32 = 240;
/// The least width of a code, in pixels.
const CODE_FROM: usize = 21;
/// The most corners of codes that a picture may have: looking for codes takes the square of their number.
const CORNER_LIMIT: usize = 96;

/// Tells the codes of a picture, each by its number.
pub(super) fn read(bytes: &[u8], context: &mut Context<'_>, see: See<'_>) {
    let gray = match decoded(bytes, context) {
        Ok(gray) => gray,
        Err((kind, sentence)) => return see(Event::Fault(fault(kind, sentence))),
    };
    let mut codes = Codes { found: Vec::new(), damaged: 0, is_crowded: false };
    let sizes = sizes(gray);
    let ways = [Shades::AsIs, Shades::Inverted].into_iter().flat_map(|shades| sizes.iter().map(move |picture| (picture, shades)));
    for (picture, shades) in ways {
        if codes.look(picture, shades) {
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

/// Why a picture is not read.
type Refusal = (FaultKind, Text);

/// The picture in shades of gray.
fn decoded(bytes: &[u8], context: &mut Context<'_>) -> Result<GrayImage, Refusal> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| (FaultKind::Malformed, message::broken_picture()));
    let (width, height) = reader()?.into_dimensions().map_err(|error| of_error(&error))?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXEL_LIMIT || !context.take_pixels(pixels) {
        return Err((FaultKind::Bound, message::large_picture(width, height, PIXEL_LIMIT)));
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

fn of_error(error: &ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => (FaultKind::Bound, message::costly_picture()),
        ImageError::Unsupported(_) => (FaultKind::Unsupported, message::unknown_picture()),
        _ => (FaultKind::Malformed, message::broken_picture()),
    }
}

fn fault(kind: FaultKind, sentence: Text) -> Fault {
    Fault { kind, sentence, place: None, spot: Spot::default() }
}

/// The sizes in which a picture is looked at: as it is, or made smaller where it is large, and half of that.
fn sizes(gray: GrayImage) -> Vec<GrayImage> {
    let factor = (1..).find(|factor| (gray.width() / factor).saturating_mul(gray.height() / factor) <= LOOKED_AT).unwrap_or(1);
    let gray = if factor > 1 { smaller(&gray, factor) } else { gray };
    let half = (gray.width().min(gray.height()) >= SMALLER_FROM).then(|| smaller(&gray, 2));
    std::iter::once(gray).chain(half).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shades {
    AsIs,
    Inverted,
}

/// A picture made smaller by a whole number: each pixel is the mean of those that become one.
fn smaller(gray: &GrayImage, factor: u32) -> GrayImage {
    let (width, height) = (gray.width() / factor, gray.height() / factor);
    let mut sums = vec![0_u32; width as usize];
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    for (number, row) in gray.as_raw().chunks_exact(gray.width().max(1) as usize).take((height * factor) as usize).enumerate() {
        for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(factor as usize)) {
            *sum += pixels.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
        }
        if (number + 1) % factor as usize == 0 {
            pixels.extend(sums.iter().map(|sum| u8::try_from(sum / (factor * factor)).unwrap_or(255)));
            sums.fill(0);
        }
    }
    GrayImage::from_raw(width, height, pixels).unwrap_or_default()
}

struct Codes {
    found: Vec<String>,
    damaged: usize,
    is_crowded: bool,
}

impl Codes {
    /// Looks for codes; `true` where there is no more to look for.
    fn look(&mut self, picture: &GrayImage, shades: Shades) -> bool {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        if width < CODE_FROM || height < CODE_FROM {
            return false;
        }
        let pixels = picture.as_raw();
        let mut prepared = PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            let luma = pixels.get(y * width + x).copied().unwrap_or(255);
            if shades == Shades::Inverted { 255 - luma } else { luma }
        });
        let is_dark = |x: usize, y: usize| prepared.get_pixel_at(x, y) == 1_u8;
        if corners(width, height, CORNER_LIMIT, is_dark) > CORNER_LIMIT {
            self.is_crowded = true;
            return true;
        }
        self.damaged = 0;
        for grid in prepared.detect_grids() {
            let mut bytes = Vec::new();
            match grid.decode_to(&mut bytes) {
                Ok(_) => self.found.push(text_of(&bytes)),
                Err(_) => self.damaged += 1,
            }
        }
        !self.found.is_empty()
    }
}

/// What a code says: UTF-8, or else what its bytes look like.
fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => guessed(bytes).decode_without_bom_handling(bytes).0.into_owned(),
    }
}
