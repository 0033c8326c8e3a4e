//! Finding links in what people write.

mod archive;
mod context;
mod corners;
pub mod cursor;
mod data;
pub mod decode;
mod embedded;
pub mod encoding;
pub mod format;
pub mod found;
mod mail;
mod office;
mod package;
mod picture;
pub mod reader;
pub mod reading;
pub mod text;
