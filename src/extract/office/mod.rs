//! Word documents and Excel workbooks: packages of XML.

pub(super) mod docx;
pub(super) mod field;
pub(super) mod parts;
pub(super) mod relations;
pub(super) mod sheet;
pub(super) mod xlsx;
pub(super) mod xml;
