//! Hosts that can be taken for others: letters that look like other letters, and names of known sites in foreign hosts.
//!
//! The checks of a label's letters follow what Chromium's display policy for internationalised names says in public
//! (chromium.org, "Internationalized Domain Names in Google Chrome", and the sources it names), on the data of UTS #39.
//! The names that a host is compared with are the caller's: nothing here knows a catalog.

pub mod bait;
mod bits;
pub mod embedded;
pub mod host;
pub mod label;
pub mod letters;
pub mod names;
pub mod ordinary;
pub mod pattern;
pub mod shape;
pub mod whole_script;
