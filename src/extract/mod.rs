//! Finding links in what people write.

pub mod cursor;
pub mod format;
pub mod found;
mod html;
mod markdown;
mod passage;
mod queue;
pub mod reader;
pub mod reading;
mod running;
mod teller;
pub mod text;
