//! Parity: does a policy treat the same kind of site the same, whoever runs it?
//!
//! [`treatment`] asks the policy about every known site, over all time; [`standard`] holds the answers against what a
//! regulator demands; [`corpus`] counts who fares how in links that people really share.

pub mod corpus;
pub mod standard;
pub mod treatment;
