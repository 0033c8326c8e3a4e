//! The network itself: HTTP by `ureq`, which is given names and connections of ours. The only file that names it.
//!
//! No proxy, no cookies, no credentials, no `Referer`, no redirects of its own, no connection kept for later. The
//! addresses of a host are looked up once for each request, checked, and checked again where the connection is made,
//! which goes to just these addresses: a name that answers otherwise the next time gains nothing.

use std::fmt;
use std::io::Read as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ureq::http::{HeaderMap, Uri};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, RustlsConnector, TcpConnector};
use ureq::{Agent, Error};
use url::Url;

use super::bounds::{BODY_LIMIT, HEAD_LIMIT};
use super::fetch::{Answer, Fetch, Method};
use super::guard::Guard;
use super::names::{ADDRESS_LIMIT, Names};
use crate::classify::lookup::Unresolved;

/// How the tool names itself to servers.
pub const USER_AGENT: &str = concat!("outlink/", env!("CARGO_PKG_VERSION"));

/// Asks servers over the network.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client that connects where the guard lets it, to hosts as the names say. Nothing is opened yet.
    #[must_use]
    pub fn new(guard: Guard, names: Box<dyn Names>) -> Self {
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .max_response_header_size(HEAD_LIMIT)
            .user_agent(USER_AGENT)
            .accept("text/html, */*;q=0.1")
            .accept_encoding("identity")
            .build();
        let guard = Arc::new(guard);
        let connector = AtConnect { guard: Arc::clone(&guard) }.chain(TcpConnector::default()).chain(RustlsConnector::default());
        Self { agent: Agent::with_parts(config, connector, Checked { guard, names }) }
    }
}

impl Fetch for Client {
    fn fetch(&self, method: Method, url: &Url, time: Duration) -> Result<Answer, Unresolved> {
        let request = match method {
            Method::Head => self.agent.head(url.as_str()),
            Method::Get => self.agent.get(url.as_str()),
        };
        let response = request.config().timeout_global(Some(time)).build().call().map_err(|error| reason(&error, url))?;
        let (head, body) = response.into_parts();
        let mut answer = Answer {
            status: head.status.as_u16(),
            locations: values(&head.headers, "location"),
            refreshes: values(&head.headers, "refresh"),
            page: Vec::new(),
        };
        if method == Method::Get && is_html(&head.headers) {
            // A page that breaks off is read as far as it came; one that comes too slowly may still lead on.
            if let Err(error) = body.into_reader().take(BODY_LIMIT).read_to_end(&mut answer.page)
                && reason(&Error::from(error), url) == Unresolved::Timeout
            {
                return Err(Unresolved::Timeout);
            }
        }
        Ok(answer)
    }
}

fn values(headers: &HeaderMap, name: &str) -> Vec<Vec<u8>> {
    headers.get_all(name).iter().map(|value| value.as_bytes().to_vec()).collect()
}

/// Whether a page is HTML, or does not say what it is.
fn is_html(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get("content-type") else { return true };
    let kind = kind.as_bytes().to_ascii_lowercase();
    kind.starts_with(b"text/html") || kind.starts_with(b"application/xhtml+xml")
}

/// A refusal of ours on its way through the HTTP library.
#[derive(Debug, Clone, Copy)]
struct Refused(Unresolved);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl std::error::Error for Refused {}

fn refused(reason: Unresolved) -> Error {
    Error::Other(Box::new(Refused(reason)))
}

/// What an error of the HTTP library means for a lookup.
fn reason(error: &Error, url: &Url) -> Unresolved {
    match error {
        Error::Other(inner) => inner.downcast_ref::<Refused>().map_or(Unresolved::NoConnection, |refused| refused.0),
        Error::Timeout(_) => Unresolved::Timeout,
        Error::HostNotFound => Unresolved::NoAddress,
        Error::Http(_) | Error::BadUri(_) => Unresolved::BadUrl,
        Error::Protocol(_) | Error::LargeResponseHeader(..) => Unresolved::BadAnswer,
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired | Error::Pem(_) => Unresolved::Tls,
        Error::Io(error) => match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Unresolved::Timeout,
            // What the TLS library finds wrong with a peer comes as damaged data.
            std::io::ErrorKind::InvalidData if url.scheme() == "https" => Unresolved::Tls,
            _ => error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()).map_or(Unresolved::NoConnection, |refused| refused.0),
        },
        _ => Unresolved::NoConnection,
    }
}

/// The addresses of a host, each of them checked. One that is refused refuses the host: a name that stands for public
/// and private addresses together is no ordinary one.
#[derive(Debug)]
struct Checked {
    guard: Arc<Guard>,
    names: Box<dyn Names>,
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, _: &ureq::config::Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let host = uri.host().unwrap_or_default();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let found = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.names.addresses(host, *timeout.after).ok_or_else(|| refused(Unresolved::Timeout))?,
        };
        let mut checked = self.empty();
        for address in found.into_iter().take(ADDRESS_LIMIT) {
            let address = SocketAddr::new(address, port);
            self.guard.check(address).map_err(|_| refused(Unresolved::ForbiddenAddress))?;
            checked.push(address);
        }
        if checked.is_empty() { Err(Error::HostNotFound) } else { Ok(checked) }
    }
}

/// Checks once more where the connection is made, whoever found the addresses.
#[derive(Debug)]
struct AtConnect {
    guard: Arc<Guard>,
}

impl Connector<()> for AtConnect {
    type Out = ();

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<()>, Error> {
        for address in &details.addrs {
            self.guard.check(*address).map_err(|_| refused(Unresolved::ForbiddenAddress))?;
        }
        Ok(None)
    }
}
