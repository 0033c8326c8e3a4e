//! From a host's name to its addresses, within a time.

use std::fmt;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::sync::mpsc;
use std::time::Duration;

/// The most addresses of one host that are tried.
pub const ADDRESS_LIMIT: usize = 8;

/// Finds the addresses of a host. It is asked once for each connection, and the connection goes to what it said then.
pub trait Names: fmt::Debug + Send + Sync + 'static {
    /// The addresses of a name, in the order in which they are to be tried; `None` if it took too long.
    fn addresses(&self, host: &str, time: Duration) -> Option<Vec<IpAddr>>;
}

/// The names that the system knows.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Names for System {
    fn addresses(&self, host: &str, time: Duration) -> Option<Vec<IpAddr>> {
        // The system's call cannot be stopped, so it is left behind where it takes too long.
        let (send, receive) = mpsc::sync_channel(1);
        let host = host.to_owned();
        let asked = std::thread::Builder::new().name("names".to_owned()).spawn(move || {
            let found = (host.as_str(), 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect()).unwrap_or_default();
            let _ = send.send(found);
        });
        match asked {
            Ok(_) => receive.recv_timeout(time).ok(),
            Err(_) => Some(Vec::new()),
        }
    }
}
