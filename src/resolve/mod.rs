//! Where hidden links lead, by asking the network: the only part of the library that opens a connection.
//!
//! Every answer is hostile until shown otherwise: [`guard`] says to which addresses a connection may be made,
//! [`client`] makes it to just the address that was checked, [`follow`] goes from hop to hop within bounds, and
//! [`cache`] keeps what was found so that a run can be repeated without the network. [`lookups`] ties them together
//! behind [`crate::classify::lookup::Resolve`].

pub mod bounds;
pub mod cache;
pub mod client;
pub mod fetch;
pub mod follow;
pub mod guard;
pub mod lookups;
pub mod names;
pub mod rate;
pub mod refresh;
pub mod trail;
