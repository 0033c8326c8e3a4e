//! A server of the tests' own, which does whatever a test wants of it, and names that are not looked up anywhere.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outlink::resolve::bounds::Bounds;
use outlink::resolve::client::Client;
use outlink::resolve::guard::Guard;
use outlink::resolve::names::Names;

/// A server on a loopback address; it ends with the process.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers each connection by `answer`, which is given the head of the request.
    pub(crate) fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST, 0, answer).unwrap()
    }

    /// The same at an address of choice; `None` where it cannot be had.
    pub(crate) fn start_at(host: Ipv4Addr, port: u16, answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Option<Self> {
        let listener = TcpListener::bind((host, port)).ok()?;
        let address = listener.local_addr().unwrap();
        let server = Self { address, requests: Arc::default(), connections: Arc::default() };
        let (mine, answer) = (server.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                mine.connections.fetch_add(1, Ordering::SeqCst);
                let (requests, answer) = (Arc::clone(&mine.requests), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let head = read_head(&mut stream);
                    requests.lock().unwrap().push(head.clone());
                    answer(&head, &mut stream);
                });
            }
        });
        Some(server)
    }

    /// Answers every path by a table: the whole answer, byte by byte; 404 for any other path.
    pub(crate) fn table(rows: &[(&str, &str)]) -> Self {
        let rows: BTreeMap<String, String> = rows.iter().map(|(path, answer)| ((*path).to_owned(), (*answer).to_owned())).collect();
        Self::start(move |head, stream| {
            let answer = rows.get(path_of(head)).map_or("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", String::as_str);
            let _ = stream.write_all(answer.as_bytes());
        })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// The path of a request by its head.
pub(crate) fn path_of(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

/// An answer that sends elsewhere.
pub(crate) fn redirect(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

/// A page.
pub(crate) fn page(html: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{html}", html.len())
}

fn read_head(stream: &mut TcpStream) -> String {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut head = Vec::new();
    let mut byte = [0_u8; 1];
    while !head.ends_with(b"\r\n\r\n") && head.len() < 1 << 16 {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => break,
        }
        // A greeting of TLS is no request; it is answered as it stands.
        if head == [0x16] {
            break;
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Names by a table; each answer in its turn, the last one for good.
#[derive(Debug, Default)]
pub(crate) struct Table {
    answers: BTreeMap<String, Vec<Vec<IpAddr>>>,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Table {
    pub(crate) fn new(rows: &[(&str, &[&[&str]])]) -> Self {
        let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        let answers = rows.iter().map(|(name, turns)| ((*name).to_owned(), turns.iter().map(|turn| addresses(turn)).collect())).collect();
        Self { answers, asked: Arc::default() }
    }

    /// How often names were asked for.
    pub(crate) fn asked(&self) -> Arc<Mutex<BTreeMap<String, usize>>> {
        Arc::clone(&self.asked)
    }
}

impl Names for Table {
    fn addresses(&self, host: &str, _: Duration) -> Option<Vec<IpAddr>> {
        let mut asked = self.asked.lock().unwrap();
        let count = asked.entry(host.to_owned()).or_default();
        let turn = *count;
        *count += 1;
        let turns = self.answers.get(host)?;
        Some(turns.get(turn).or(turns.last()).cloned().unwrap_or_default())
    }
}

/// A client that may connect to these servers, and to public addresses, which no test names.
pub(crate) fn client(servers: &[&Server], names: Table) -> Box<Client> {
    let also = servers.iter().map(|server| server.address).collect();
    Box::new(Client::new(Guard::public_and(also), Box::new(names)))
}

/// Bounds that a busy machine meets as well.
pub(crate) fn bounds() -> Bounds {
    Bounds { host_rate: 10_000, total_rate: 10_000, ..Bounds::with_request(Duration::from_secs(4)) }
}

/// Bounds for servers that never answer in time.
pub(crate) fn short_bounds() -> Bounds {
    Bounds { host_rate: 10_000, total_rate: 10_000, ..Bounds::with_request(Duration::from_millis(500)) }
}
