//! Finding links in what people write.

pub mod cursor;
mod data;
pub mod decode;
pub mod encoding;
pub mod format;
pub mod found;
pub mod reader;
pub mod text;
