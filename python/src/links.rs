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

/// The link of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Link<'l> {
    /// There is none.
    None,
    Text(&'l str),
    /// It may be no text.
    Bytes(&'l [u8]),
}

impl<'l> Link<'l> {
    fn text(link: Option<&'l str>) -> Self {
        link.map_or(Self::None, Self::Text)
    }

    fn bytes(link: Option<&'l [u8]>) -> Self {
        link.map_or(Self::None, Self::Bytes)
    }

    /// The link, where it is text.
    pub(crate) fn as_text(self) -> Option<&'l str> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(text),
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
        }
    }

    fn to_vec(self) -> Option<Vec<u8>> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(text.as_bytes().to_vec()),
            Self::Bytes(bytes) => Some(bytes.to_vec()),
        }
    }
}

/// How many links are told together.
const TOGETHER: usize = 32;

/// The links of all rows in their order, some at a time.
pub(crate) fn each(array: &dyn Array, tell: &mut dyn FnMut(&[Link<'_>])) {
    match array.data_type() {
        DataType::Utf8 => together(array.as_string::<i32>().iter().map(Link::text), tell),
        DataType::LargeUtf8 => together(array.as_string::<i64>().iter().map(Link::text), tell),
        DataType::Utf8View => together(array.as_string_view().iter().map(Link::text), tell),
        DataType::Binary => together(array.as_binary::<i32>().iter().map(Link::bytes), tell),
        DataType::LargeBinary => together(array.as_binary::<i64>().iter().map(Link::bytes), tell),
        DataType::BinaryView => together(array.as_binary_view().iter().map(Link::bytes), tell),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let mut values: Vec<Option<Vec<u8>>> = Vec::with_capacity(dictionary.values().len());
            each(dictionary.values().as_ref(), &mut |links| values.extend(links.iter().map(|link| link.to_vec())));
            let keys = dictionary.normalized_keys().into_iter().enumerate();
            let value = |(row, key): (usize, usize)| if array.is_null(row) { None } else { values.get(key).and_then(Option::as_deref) };
            together(keys.map(value).map(Link::bytes), tell);
        }
        // What holds no links was refused before; of nulls there is nothing to tell but that they are there.
        _ => together(std::iter::repeat_n(Link::None, array.len()), tell),
    }
}

fn together<'l>(links: impl Iterator<Item = Link<'l>>, tell: &mut dyn FnMut(&[Link<'l>])) {
    let mut some = Vec::with_capacity(TOGETHER);
    for link in links {
        some.push(link);
        if some.len() == TOGETHER {
            tell(&some);
            some.clear();
        }
    }
    if !some.is_empty() {
        tell(&some);
    }
}

impl NoLinks {
    pub(crate) fn told(&self, lang: Lang) -> String {
        self.0.get(lang).to_owned()
    }
}
