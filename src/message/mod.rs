//! Every sentence a person reads, in English and in Chinese, in one place.
//!
//! A message is a function that gives a [`Text`]; the language is chosen where it is shown. The files below
//! group the messages by the part of the tool that speaks.

use serde::{Deserialize, Serialize};

pub mod authoring;
pub mod baseline;
pub mod content;
pub mod document;
pub mod explain;
pub mod extract;
pub mod finding;
pub mod fix;
pub mod help;
pub mod input;
pub mod lint;
pub mod list;
pub mod parity;
pub mod policy;
pub mod policy_diff;
pub mod policy_test;
pub mod python;
pub mod resolve;
pub mod rules;
pub mod run;
pub mod settings;
pub mod shard;
pub mod suggest;
pub mod summary;
pub mod suppress;
pub mod timing;

/// The language messages are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    /// English, the default.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Reads `en` or `zh`; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The English sentence.
    pub en: String,
    /// The Chinese sentence.
    pub zh: String,
}

impl Text {
    /// A text that reads the same in both languages, such as an identifier.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self { en: text.to_owned(), zh: text.to_owned() }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// Defines message functions: `name(argument: type) en "..." zh "...";` with `format!` placeholders.
macro_rules! messages {
    ($( $(#[$doc:meta])* $name:ident ( $($arg:ident : $ty:ty),* $(,)? ) en $en:literal zh $zh:literal; )*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name($($arg: $ty),*) -> $crate::message::Text {
                $crate::message::Text { en: format!($en), zh: format!($zh) }
            }
        )*
    };
}
/// Room for a sentence that is told often.
const SENTENCE_ROOM: usize = 256;

/// As [`messages`], for what is told so often that the other language would be made in vain: functions that give one of the two.
macro_rules! sentences {
    ($( $(#[$doc:meta])* $name:ident ( $($arg:ident : $ty:ty),* $(,)? ) en $en:literal zh $zh:literal; )*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(lang: $crate::message::Lang, $($arg: $ty),*) -> String {
                let mut told = String::with_capacity($crate::message::SENTENCE_ROOM);
                // Writing into a string does not fail.
                let _ = match lang {
                    $crate::message::Lang::En => ::std::fmt::Write::write_fmt(&mut told, format_args!($en)),
                    $crate::message::Lang::Zh => ::std::fmt::Write::write_fmt(&mut told, format_args!($zh)),
                };
                told
            }
        )*
    };
}

pub(crate) use {messages, sentences};
