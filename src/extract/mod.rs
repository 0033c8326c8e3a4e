//! Finding links in what people write.

pub mod cursor;
pub mod format;
pub mod found;
pub mod reader;
pub mod text;
