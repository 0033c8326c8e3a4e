//! Finding links in what people write.

mod archive;
mod asciidoc;
mod context;
mod corners;
pub mod cursor;
mod data;
pub mod decode;
mod embedded;
pub mod encoding;
pub mod format;
pub mod found;
mod html;
mod latex;
mod mail;
mod markdown;
mod office;
mod package;
mod passage;
mod picture;
mod queue;
pub mod reader;
pub mod reading;
mod rst;
mod running;
mod teller;
pub mod text;
mod xml;
