//! What will a platform do with an outbound link, in a scene, on a day, and which rule says so?
//!
//! A link goes one way through plain types: a raw link is brought into [canonical form](canon), its
//! [jump pages](unwrap) are opened, every layer is [classified](classify), the [engine] decides, and a
//! [report] tells. A [policy] is read from TOML, checked, and compiled once into an immutable
//! [`engine::compile::Matcher`] that all threads share.
//!
//! ```
//! use outlink::classify::{builtin, chain::Classifier};
//! use outlink::engine::{compile::Matcher, view::View};
//! use outlink::policy::{load::Loader, model::Policy};
//! use outlink::{canon, suffix::CompiledIn, time::AsOf, verdict::Verdict};
//!
//! let mut catalog = builtin::catalog(&CompiledIn).expect("the built-in catalog is valid");
//! let policy: Policy = Loader::new(&mut catalog, &outlink::input::files::Disk)
//!     .load("wechat")
//!     .expect("the built-in policy is valid");
//!
//! let day = AsOf::parse("2021-11-30").expect("a date");
//! let view = View::plain(&policy, day.instant(policy.zone));
//! let matcher = Matcher::compile(&policy, &catalog, view).expect("few contexts");
//!
//! let link = "https://item.taobao.com/item.htm?id=1";
//! let chain = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None }.chain(link, canon::canonicalise(link), &[]);
//! let group = policy.scene("group").expect("a scene");
//! assert_eq!(matcher.decide(group, &matcher.hits(&chain)).verdict, Verdict::Open);
//! ```

pub mod authoring;
pub mod baseline;
pub mod canon;
pub mod check;
pub mod classify;
pub mod diag;
pub mod document;
pub(crate) mod ends;
pub mod engine;
pub mod extract;
pub mod fix;
pub mod input;
pub(crate) mod lanes;
pub mod lint;
pub mod list;
pub mod lookalike;
pub mod marked;
pub mod message;
pub mod page;
pub mod parity;
pub mod path;
pub mod policy;
pub mod policy_diff;
pub mod policy_space;
pub mod policy_test;
pub mod policy_use;
pub(crate) mod punycode;
pub mod report;
pub mod resolve;
pub mod room;
pub mod session;
pub mod settings;
pub mod signal;
pub mod source;
pub mod suffix;
pub mod suggest;
pub mod suppress;
pub mod time;
pub mod timing;
pub mod unwrap;
pub mod verdict;
pub(crate) mod words;
