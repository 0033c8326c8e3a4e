//! Pictures that stand in a link: `data:image/png;base64,…`.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

/// The most bytes of a picture in a link.
pub(super) const EMBEDDED_LIMIT: usize = 16 << 20;

const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);

/// The bytes of the picture that a link is; `None` where it is another link, or a picture that holds no pixels.
pub(super) fn picture(link: &str) -> Option<Vec<u8>> {
    let rest = link.trim_start();
    if !rest.get(..11)?.eq_ignore_ascii_case("data:image/") || rest.len() > EMBEDDED_LIMIT {
        return None;
    }
    let (kind, data) = rest.get(11..)?.split_once(',')?;
    let kind = kind.to_ascii_lowercase();
    let format = kind.split(';').next()?;
    if !["png", "jpeg", "jpg", "webp", "gif"].contains(&format.trim()) {
        return None;
    }
    let bytes: Vec<u8> = percent_decode_str(data).collect();
    if !kind.split(';').skip(1).any(|part| part.trim() == "base64") {
        return Some(bytes);
    }
    let written: Vec<u8> = bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(written).ok()
}
