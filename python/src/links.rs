//! Links as Arrow brings them: texts or bytes in any of its forms.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::DataType;
use outlink::message::{Lang, python as text};

/// An array that holds no links.
#[derive(Debug)]
pub(crate) struct NoLinks(pub(crate) outlink::message::Text);

/// The links of an array: of a table, those of a column, which need not be named where there is only one of texts.
pub(crate) fn column(array: &ArrayRef, name: Option<&str>) -> Result<ArrayRef, NoLinks> {
    let Some(table) = array.as_any().downcast_ref::<StructArray>() else {
        return match name {
            Some(name) => Err(NoLinks(text::no_table(name))),
            None if holds_links(array.data_type()) => Ok(ArrayRef::clone(array)),
            None => Err(NoLinks(text::no_texts(&array.data_type().to_string()))),
        };
    };
    let known = || table.column_names().join(", ");
    let Some(name) = name else {
        let mut texts = table.columns().iter().filter(|column| holds_links(column.data_type()));
        return match (texts.next(), texts.next()) {
            (Some(only), None) => Ok(ArrayRef::clone(only)),
            _ => Err(NoLinks(text::which_column(&known()))),
        };
    };
    let found = table.column_by_name(name).ok_or_else(|| NoLinks(text::no_column(name, &known())))?;
    if holds_links(found.data_type()) { Ok(ArrayRef::clone(found)) } else { Err(NoLinks(text::no_texts(&found.data_type().to_string()))) }
}

/// Whether values of a type can be read as links.
fn holds_links(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => holds_links(values),
        other => matches!(
            other,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::Null
        ),
    }
}

/// The links of some rows, one after the other; `None` where there is none.
pub(crate) fn each(array: &dyn Array, mut tell: impl FnMut(Option<&[u8]>)) {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(|link| tell(link.map(str::as_bytes))),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().for_each(|link| tell(link.map(str::as_bytes))),
        DataType::Utf8View => array.as_string_view().iter().for_each(|link| tell(link.map(str::as_bytes))),
        DataType::Binary => array.as_binary::<i32>().iter().for_each(tell),
        DataType::LargeBinary => array.as_binary::<i64>().iter().for_each(tell),
        DataType::BinaryView => array.as_binary_view().iter().for_each(tell),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let mut values: Vec<Option<Vec<u8>>> = Vec::with_capacity(dictionary.values().len());
            each_boxed(dictionary.values().as_ref(), &mut |link| values.push(link.map(<[u8]>::to_vec)));
            for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
                let value = if array.is_null(row) { None } else { values.get(key).and_then(Option::as_deref) };
                tell(value);
            }
        }
        // What holds no links was refused before; of nulls there is nothing to tell but that they are there.
        _ => (0..array.len()).for_each(|_| tell(None)),
    }
}

/// The same through a pointer: the values of a dictionary are looked at in the middle of looking at it.
fn each_boxed(array: &dyn Array, tell: &mut dyn FnMut(Option<&[u8]>)) {
    each(array, tell);
}

impl NoLinks {
    pub(crate) fn told(&self, lang: Lang) -> String {
        self.0.get(lang).to_owned()
    }
}
