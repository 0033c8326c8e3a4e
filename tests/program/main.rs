//! What people see of the program: what it prints, reads, writes and refuses, run as they run it or through the session.

mod batch;
mod cli;
mod floors;
mod formats;
mod inputs;
mod integrations;
mod large;
mod pages;
mod resolve;
mod settings;
mod shards;
mod statistics;
mod walk;
