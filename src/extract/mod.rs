//! Finding links in what people write.

pub mod text;
