//! Following links on servers that mean harm.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::hostile::{Server, Table, bounds, client, page, path_of, redirect, short_bounds};
use outlink::classify::lookup::{Origin, Resolution, Resolve as _, Unresolved};
use outlink::resolve::bounds::{BODY_LIMIT, Bounds, HOP_LIMIT};
use outlink::resolve::cache::Cache;
use outlink::resolve::client::USER_AGENT;
use outlink::resolve::fetch::{Answer, Fetch, Method};
use outlink::resolve::follow::Follower;
use outlink::resolve::guard::{Guard, is_public};
use outlink::resolve::lookups::Lookups;
use outlink::resolve::trail::Trail;
use proptest::prelude::*;
use url::Url;

/// No lookup of these tests may take longer: the time of a link and what a busy machine adds.
const PATIENCE: Duration = Duration::from_secs(20);

fn follow(server: &Server, path: &str) -> Trail {
    follow_within(bounds(), server, path)
}

fn follow_within(bounds: Bounds, server: &Server, path: &str) -> Trail {
    let begun = Instant::now();
    let trail = Follower::new(client(&[server], Table::default()), bounds).follow(&server.url(path));
    assert!(begun.elapsed() < PATIENCE, "{path} took {:?}", begun.elapsed());
    trail
}

fn locations(trail: &Trail) -> Vec<String> {
    trail.hops.iter().map(|hop| hop.location.clone()).collect()
}

#[test]
fn hops_are_followed_to_where_they_end() {
    let server =
        Server::table(&[("/a", &redirect("/b?x=1")), ("/b?x=1", &redirect("sub/c")), ("/sub/c", &redirect("../d#part")), ("/d", &page("<h1>here</h1>"))]);
    let trail = follow(&server, "/a");
    assert_eq!(trail.failure, None);
    assert_eq!(locations(&trail), [server.url("/b?x=1"), server.url("/sub/c"), server.url("/d#part")]);
    assert!(trail.hops.iter().all(|hop| hop.status == 302));
}

#[test]
fn a_link_ends_as_its_answer_says() {
    let long = format!("/{}", "a".repeat(20_000));
    let rows: &[(&str, String, Option<Unresolved>, &[&str])] = &[
        ("/200", page("<h1>the short link's own page</h1>"), Some(Unresolved::NoRedirect), &[]),
        ("/304", "HTTP/1.1 304 Not Modified\r\nLocation: http://a.example/\r\n\r\n".into(), Some(Unresolved::NoRedirect), &[]),
        ("/302-nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n".into(), Some(Unresolved::NoRedirect), &[]),
        ("/404", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".into(), Some(Unresolved::HttpStatus), &[]),
        ("/429", "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n".into(), Some(Unresolved::ServerFailed), &[]),
        ("/503", "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n".into(), Some(Unresolved::ServerFailed), &[]),
        ("/self", redirect("/self"), Some(Unresolved::Loop), &["/self"]),
        ("/empty", redirect(""), Some(Unresolved::Loop), &["/empty"]),
        ("/fragment", redirect("#again"), Some(Unresolved::Loop), &["/fragment#again"]),
        ("/bracket", redirect("http://["), Some(Unresolved::BadLocation), &[]),
        ("/port", redirect("http://a.example:99999/"), Some(Unresolved::BadLocation), &[]),
        ("/long", redirect(&long), Some(Unresolved::BadLocation), &[]),
        ("/script", redirect("javascript:alert(1)"), None, &["javascript:alert(1)"]),
        ("/app", redirect("weixin://dl/business/?t=x"), None, &["weixin://dl/business/?t=x"]),
        ("/file", redirect("file:///etc/passwd"), None, &["file:///etc/passwd"]),
        ("/data", redirect("data:text/html,x"), None, &["data:text/html,x"]),
        ("/meta", page("<meta http-equiv=refresh content='0;url=javascript:x'>"), None, &["javascript:x"]),
        (
            "/late-header",
            format!("HTTP/1.1 200 OK\r\nRefresh: 300\r\nContent-Length: 46\r\n\r\n{}", "<meta http-equiv=refresh content='0;url=tel:1'>"),
            None,
            &["tel:1"],
        ),
        ("/header", "HTTP/1.1 200 OK\r\nRefresh: 1; url=taobao://x\r\nContent-Length: 0\r\n\r\n".into(), None, &["taobao://x"]),
        (
            "/two",
            "HTTP/1.1 302 Found\r\nLocation: mailto:a@b.c\r\nLocation: mailto:d@e.f\r\nContent-Length: 0\r\n\r\n".into(),
            Some(Unresolved::BadLocation),
            &[],
        ),
        ("/same", "HTTP/1.1 302 Found\r\nLocation: mailto:a@b.c\r\nLocation: mailto:a@b.c\r\nContent-Length: 0\r\n\r\n".into(), None, &["mailto:a@b.c"]),
        ("/no-http", "220 mail.example ESMTP\r\n".into(), Some(Unresolved::BadAnswer), &[]),
        ("/end", redirect("/gone"), None, &["/gone"]),
    ];
    let answers: Vec<(&str, &str)> = rows.iter().map(|(path, answer, ..)| (*path, answer.as_str())).collect();
    let server = Server::table(&answers);
    for (path, _, failure, hops) in rows {
        let trail = follow(&server, path);
        let hops: Vec<String> = hops.iter().map(|hop| if hop.starts_with('/') { server.url(hop) } else { (*hop).to_owned() }).collect();
        assert_eq!((trail.failure, locations(&trail)), (*failure, hops), "{path}");
    }
}

#[test]
fn a_location_that_is_not_utf8_is_no_target() {
    let server = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nLocation: /\xc4\xe3\xff\r\nContent-Length: 0\r\n\r\n");
    });
    assert_eq!(follow(&server, "/a"), Trail::failed(Unresolved::BadLocation));
}

#[test]
fn ten_thousand_hops_end_at_the_bound() {
    let server = Server::start(|head, stream| {
        let next = path_of(head).trim_start_matches('/').parse::<u32>().unwrap_or(0) + 1;
        let _ = stream.write_all(redirect(&format!("/{}", next.min(10_000))).as_bytes());
    });
    let trail = follow(&server, "/0");
    assert_eq!(trail.failure, Some(Unresolved::TooManyHops));
    assert_eq!(trail.hops.len(), HOP_LIMIT);
    assert_eq!(server.connections(), HOP_LIMIT + 1, "not one request more than it takes to know");
}

#[test]
fn a_circle_ends() {
    let server = Server::table(&[("/a", &redirect("/b")), ("/b", &redirect("/c")), ("/c", &redirect("/a"))]);
    let trail = follow(&server, "/a");
    assert_eq!((trail.failure, trail.hops.len()), (Some(Unresolved::Loop), 3));
}

/// Writes one byte at a time until the other side goes away.
fn dribble(stream: &mut std::net::TcpStream, bytes: impl Iterator<Item = u8>) {
    for byte in bytes {
        if stream.write_all(&[byte]).is_err() {
            return;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn slow_answers_are_left_in_time() {
    let head = || b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n".iter().copied();
    let server = Server::start(move |request, stream| match path_of(request) {
        "/silent" => std::thread::sleep(Duration::from_secs(20)),
        "/head" => dribble(stream, head().chain(b"X-A: b\r\n".iter().copied().cycle().take(100_000))),
        "/hints" => dribble(stream, b"HTTP/1.1 103 Early Hints\r\n\r\n".iter().copied().cycle().take(100_000)),
        _ if request.starts_with("HEAD") => drop(stream.write_all(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")),
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n");
            dribble(stream, std::iter::repeat_n(b'.', 100_000));
        }
    });
    for path in ["/silent", "/head", "/hints", "/body"] {
        assert_eq!(follow_within(short_bounds(), &server, path), Trail::failed(Unresolved::Timeout), "{path}");
    }
}

#[test]
fn a_link_has_a_time_of_its_own() {
    let server = Server::start(|head, stream| {
        std::thread::sleep(Duration::from_millis(300));
        let _ = stream.write_all(redirect(&format!("{}a", path_of(head))).as_bytes());
    });
    let bounds = Bounds { hops: 32, link: Duration::from_secs(1), ..bounds() };
    let trail = Follower::new(client(&[&server], Table::default()), bounds).follow(&server.url("/"));
    assert_eq!(trail.failure, Some(Unresolved::Timeout));
    assert!((1..=4).contains(&trail.hops.len()), "{} hops of 0.3 s in 1 s", trail.hops.len());

    // A request gets no more than what is left of the link's time.
    let slow = Server::start(|_, _| std::thread::sleep(Duration::from_secs(20)));
    let bounds = Bounds { request: Duration::from_secs(15), link: Duration::from_millis(300), ..bounds };
    let begun = Instant::now();
    assert_eq!(Follower::new(client(&[&slow], Table::default()), bounds).follow(&slow.url("/")), Trail::failed(Unresolved::Timeout));
    assert!(begun.elapsed() < PATIENCE);
}

#[test]
fn endless_pages_are_read_to_the_bound_only() {
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let server = Server::start(move |request, stream| {
        let kind = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        let (head, block) = match path_of(request) {
            "/chunked" => (format!("{kind}Transfer-Encoding: chunked\r\n\r\n"), format!("{:x}\r\n{}\r\n", 4096, "x".repeat(4096))),
            "/length" => (format!("{kind}Content-Length: 1099511627776\r\n\r\n"), "x".repeat(4096)),
            "/two" => (format!("{kind}Content-Length: 1073741824\r\nTransfer-Encoding: chunked\r\n\r\n"), format!("1000\r\n{}\r\n", "x".repeat(4096))),
            _ => (format!("{kind}Connection: close\r\n\r\n"), "x".repeat(4096)),
        };
        let _ = stream.write_all(head.as_bytes());
        // A gigabyte, if anyone wants it.
        for _ in 0..262_144 {
            match stream.write_all(block.as_bytes()) {
                Ok(()) => count.fetch_add(block.len(), Ordering::SeqCst),
                Err(_) => return,
            };
        }
    });
    for path in ["/chunked", "/length", "/two", "/close"] {
        let trail = follow(&server, path);
        assert!(matches!(trail.failure, Some(Unresolved::NoRedirect | Unresolved::BadAnswer)), "{path}: {trail:?}");
    }
    // The system's own buffers take some; a page, its head asked for first, is asked for eight times here.
    let most = 8 * (usize::try_from(BODY_LIMIT).unwrap() + (8 << 20));
    assert!(written.load(Ordering::SeqCst) < most, "{} bytes were taken", written.load(Ordering::SeqCst));
}

#[test]
fn false_lengths_end_without_a_target() {
    let server = Server::table(&[
        ("/short", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<h1>"),
        ("/leads", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<meta http-equiv=refresh content='0;url=tel:1'>"),
        ("/negative", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
        ("/chunks", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx"),
    ]);
    assert_eq!(follow(&server, "/short"), Trail::failed(Unresolved::NoRedirect));
    assert_eq!(locations(&follow(&server, "/leads")), ["tel:1"]);
    for path in ["/negative", "/chunks"] {
        assert!(follow(&server, path).failure.is_some(), "{path}");
    }
}

#[test]
fn heads_without_end_are_refused() {
    let server = Server::start(|request, stream| {
        let _ = stream.write_all(b"HTTP/1.1 302 Found\r\n");
        let line = match path_of(request) {
            "/lines" => "X: y\r\n".repeat(10),
            "/location" => format!("Location: /{}", "a".repeat(4096)),
            _ => "x".repeat(4096),
        };
        for _ in 0..10_000 {
            if stream.write_all(line.as_bytes()).is_err() {
                return;
            }
        }
        let _ = stream.write_all(b"\r\n\r\n");
    });
    for path in ["/lines", "/location", "/one"] {
        let trail = follow(&server, path);
        assert!(trail.hops.is_empty() && matches!(trail.failure, Some(Unresolved::BadAnswer | Unresolved::NoConnection)), "{path}: {trail:?}");
    }
}

#[test]
fn broken_connections_are_no_target() {
    let server = Server::start(|request, stream| {
        let _ = match path_of(request) {
            "/half" => stream.write_all(b"HTTP/1.1 302 Found\r\nLoca"),
            "/noise" => stream.write_all(&[0, 1, 2, 0xff, b'\n', b'\n']),
            // With unread input a socket that is dropped resets its connection.
            _ => Ok(()),
        };
    });
    for path in ["/half", "/noise", "/reset"] {
        let trail = follow(&server, path);
        assert!(matches!(trail.failure, Some(Unresolved::NoConnection | Unresolved::BadAnswer)), "{path}: {trail:?}");
    }
    let closed = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let follower = Follower::new(Box::new(outlink::resolve::client::Client::new(Guard::public_and(vec![closed]), Box::new(Table::default()))), bounds());
    assert_eq!(follower.follow(&format!("http://{closed}/")).failure, Some(Unresolved::NoConnection));
}

#[test]
fn a_refused_head_is_asked_for_as_a_page() {
    for refusal in ["400 Bad", "403 No", "404 Not Found", "405 Method", "501 Not Implemented", "200 OK", ""] {
        let server = Server::start(move |request, stream| {
            let answer = match (request.starts_with("HEAD"), refusal) {
                (true, "") => return,
                (true, status) => format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"),
                (false, _) => redirect("tel:10086"),
            };
            let _ = stream.write_all(answer.as_bytes());
        });
        assert_eq!(locations(&follow(&server, "/a")), ["tel:10086"], "{refusal}");
        assert_eq!(server.connections(), 2, "{refusal}");
    }
}

#[test]
fn nothing_of_ours_is_sent_along() {
    let server = Server::table(&[("/b", "HTTP/1.1 302 Found\r\nLocation: /x\rX-Evil: 1\r\nSet-Cookie: id=1; Path=/\r\nContent-Length: 0\r\n\r\n")]);
    let address = server.address;
    let first = Server::table(&[(
        "/start",
        &format!("HTTP/1.1 302 Found\r\nLocation: http://me:pw@{address}/%0d%0aX-Evil:%201?q=a%0ab\r\nSet-Cookie: id=1\r\nContent-Length: 0\r\n\r\n"),
    )]);
    let follower = Follower::new(client(&[&server, &first], Table::default()), bounds());
    let trail = follower.follow(&format!("http://user:password@{}/start#part", first.address));
    assert_eq!(trail.hops.len(), 1, "{trail:?}");
    let _ = follower.follow(&server.url("/b"));
    let requests: Vec<String> = first.requests().into_iter().chain(server.requests()).collect();
    assert!(requests.len() >= 4, "{requests:?}");
    for request in &requests {
        let lower = request.to_ascii_lowercase();
        for word in ["cookie", "authorization", "referer", "\nx-evil", "secret", "password", "#part"] {
            assert!(!lower.contains(word), "{word} in {request}");
        }
        assert!(request.contains(&format!("ser-agent: {USER_AGENT}\r\n")) || request.contains(&format!("ser-Agent: {USER_AGENT}\r\n")), "{request}");
        assert_eq!(request.matches("\r\n\r\n").count(), 1, "{request}");
    }
}

#[test]
fn no_redirect_reaches_inside() {
    let inside = Server::start(|_, stream| drop(stream.write_all(redirect("http://a.example/").as_bytes())));
    let port = inside.address.port();
    let places = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://0177.0.0.1:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://１２７.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://[64:ff9b::7f00:1]:{port}/"),
        format!("http://[2002:7f00:1::]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        format!("http://[::]:{port}/"),
        format!("http://inside.test:{port}/"),
        format!("http://mixed.test:{port}/"),
        format!("http://mapped.test:{port}/"),
        format!("http://LOCALHOST:{port}/"),
        format!("http://localhost.:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[fd00:ec2::254]/latest/meta-data/".to_owned(),
        "http://100.100.100.200/latest/meta-data/".to_owned(),
        "http://[::ffff:a9fe:a9fe]/".to_owned(),
        "http://metadata.test/".to_owned(),
        "https://127.0.0.1/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        // A public address, but a port that no web server uses.
        "http://public.test:22/".to_owned(),
    ];
    let listed = places.clone();
    let server = Server::start(move |head, stream| {
        let number: usize = path_of(head).trim_start_matches('/').parse().unwrap_or(0);
        let _ = stream.write_all(redirect(&listed[number]).replace('１', "%EF%BC%91").replace('２', "%EF%BC%92").replace('７', "%EF%BC%97").as_bytes());
    });
    for (number, place) in places.iter().enumerate() {
        let names = Table::new(&[
            ("inside.test", &[&["127.0.0.1"]]),
            ("mixed.test", &[&["93.184.215.14", "127.0.0.1"]]),
            ("mapped.test", &[&["::ffff:127.0.0.1"]]),
            ("localhost", &[&["127.0.0.1", "::1"]]),
            ("localhost.", &[&["127.0.0.1"]]),
            ("metadata.test", &[&["169.254.169.254"]]),
            ("public.test", &[&["93.184.215.14"]]),
        ]);
        let trail = Follower::new(client(&[&server], names), bounds()).follow(&server.url(&format!("/{number}")));
        assert_eq!((trail.failure, trail.hops.len()), (Some(Unresolved::ForbiddenAddress), 1), "{place}: {trail:?}");
    }
    assert_eq!(inside.connections(), 0, "somebody knocked inside");
}

#[test]
fn a_name_that_changes_its_answer_gains_nothing() {
    let Some(inside) = Server::start_at(Ipv4Addr::new(127, 0, 0, 2), 0, |_, stream| drop(stream.write_all(redirect("http://a.example/").as_bytes()))) else {
        eprintln!("SKIPPED: 127.0.0.2 cannot be bound here");
        return;
    };
    let server = Server::start_at(Ipv4Addr::LOCALHOST, inside.address.port(), |_, stream| drop(stream.write_all(redirect("/again").as_bytes())))
        .expect("a port that is free on one loopback address is free on another");
    let link = format!("http://rebind.test:{}/", server.address.port());

    // One lookup a request: what was checked is what is connected to, so the second answer is met at the second hop.
    let names = Table::new(&[("rebind.test", &[&["127.0.0.1"], &["127.0.0.2"]])]);
    let asked = names.asked();
    let trail = Follower::new(client(&[&server], names), bounds()).follow(&link);
    assert_eq!((trail.failure, trail.hops.len()), (Some(Unresolved::ForbiddenAddress), 1));
    assert_eq!(asked.lock().unwrap()["rebind.test"], 2, "one lookup for each of two requests");
    assert_eq!((server.connections(), inside.connections()), (1, 0));
}

#[test]
fn a_name_without_address_is_no_target() {
    let server = Server::table(&[("/a", &redirect("http://nobody.test/")), ("/b", &redirect("http://slow.test/"))]);
    let names = || Table::new(&[("nobody.test", &[&[]])]);
    let trail = |path: &str| Follower::new(client(&[&server], names()), bounds()).follow(&server.url(path));
    assert_eq!(trail("/a").failure, Some(Unresolved::NoAddress));
    assert_eq!(trail("/b").failure, Some(Unresolved::Timeout), "a name service that does not answer");
    let names = names();
    let asked = names.asked();
    let follower = Follower::new(client(&[], names), bounds());
    for path in ["a", "b", "c"] {
        assert_eq!(follower.follow(&format!("http://nobody.test/{path}")), Trail::failed(Unresolved::NoAddress));
    }
    assert_eq!(asked.lock().unwrap()["nobody.test"], 1, "a host that is not there is asked for once");
}

#[test]
fn tls_is_not_given_up() {
    let plain = Server::start(|request, stream| match request.as_bytes().first() {
        Some(0x16) => drop(stream.write_all(b"HTTP/1.1 302 Found\r\nLocation: tel:1\r\n\r\n")),
        _ => drop(stream.write_all(redirect("tel:1").as_bytes())),
    });
    let slow = Server::start(|_, stream| dribble(stream, [0x16, 3, 3, 0x40, 0, 2].into_iter().chain(std::iter::repeat_n(0, 20_000))));
    let follower = Follower::new(client(&[&plain, &slow], Table::default()), bounds());
    assert_eq!(follower.follow(&format!("https://{}/", plain.address)), Trail::failed(Unresolved::Tls));
    let hasty = Follower::new(client(&[&slow], Table::default()), short_bounds());
    assert_eq!(hasty.follow(&format!("https://{}/", slow.address)), Trail::failed(Unresolved::Timeout));
}

/// Answers by a table, without a network.
#[derive(Debug)]
struct Script(Vec<(&'static str, Answer)>);

impl Fetch for Script {
    fn fetch(&self, _: Method, url: &Url, _: Duration) -> Result<Answer, Unresolved> {
        self.0.iter().find(|(known, _)| *known == url.as_str()).map(|(_, answer)| answer.clone()).ok_or(Unresolved::NoConnection)
    }
}

#[test]
fn a_step_down_from_https_is_a_hop_like_any_other() {
    let to = |place: &str| Answer { status: 301, locations: vec![place.as_bytes().to_vec()], ..Answer::default() };
    let script = Script(vec![
        ("https://t.cn/a", to("http://t.cn/b")),
        ("http://t.cn/b", to("https://shop.example/")),
        ("https://shop.example/", Answer { status: 403, ..Answer::default() }),
    ]);
    let trail = Follower::new(Box::new(script), bounds()).follow("https://t.cn/a");
    assert_eq!((trail.failure, locations(&trail)), (None, vec!["http://t.cn/b".to_owned(), "https://shop.example/".to_owned()]));
}

#[test]
fn a_proxy_of_the_environment_is_not_used() {
    let proxy = Server::start(|_, stream| drop(stream.write_all(redirect("tel:666").as_bytes())));
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "network::child_that_follows", "--ignored", "--nocapture"])
        .env("HTTP_PROXY", proxy.url("/"))
        .env("http_proxy", proxy.url("/"))
        .env("ALL_PROXY", proxy.url("/"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(proxy.connections(), 0);
}

#[test]
#[ignore = "run by the test above, in a process with another environment"]
fn child_that_follows() {
    assert!(std::env::var_os("HTTP_PROXY").is_some());
    let server = Server::table(&[("/a", &redirect("tel:1"))]);
    assert_eq!(locations(&follow(&server, "/a")), ["tel:1"]);
}

#[test]
fn a_link_is_looked_up_once_whoever_asks() {
    let busy = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (now, peak) = (Arc::clone(&busy), Arc::clone(&most));
    let server = Server::start(move |head, stream| {
        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(40));
        now.fetch_sub(1, Ordering::SeqCst);
        let _ = stream.write_all(redirect(&format!("tel:{}", path_of(head).len())).as_bytes());
    });
    let lookups = Lookups::online(Cache::default(), client(&[&server], Table::default()), Bounds { concurrency: 3, ..bounds() });
    let urls: Vec<String> = (1..=12).map(|length| server.url(&format!("/{}", "x".repeat(length)))).collect();
    std::thread::scope(|scope| {
        for asker in 0..4 {
            // Each asker begins elsewhere, so that only the bound over all of them keeps them from being too many.
            let mut urls = urls.clone();
            urls.rotate_left(asker * 3);
            let lookups = &lookups;
            scope.spawn(move || lookups.prepare(&urls));
        }
    });
    for (url, length) in urls.iter().zip(1..) {
        let expected = Resolution::Found { before: Vec::new(), target: format!("tel:{}", length + 1), origin: Origin::Network };
        assert_eq!(lookups.resolve(url), expected);
    }
    assert_eq!(server.connections(), urls.len());
    assert!((2..=3).contains(&most.load(Ordering::SeqCst)), "{} at a time", most.load(Ordering::SeqCst));
}

/// What no connection may reach, as it stands in the registries, written anew for the test.
const CLOSED: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "168.63.129.16/32",
    "169.254.169.254/32",
    "100.100.100.200/32",
];
const CLOSED_V6: &[&str] = &[
    "::/128",
    "::1/128",
    "::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fd00:ec2::254/128",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

fn network<T: std::str::FromStr>(text: &str) -> (T, u32)
where
    T::Err: std::fmt::Debug,
{
    let (address, length) = text.split_once('/').unwrap();
    (address.parse().unwrap(), length.parse().unwrap())
}

/// An address as WHATWG parsers take it, in other spellings; each must be the same address.
fn spellings(address: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = address.octets();
    let number = address.to_bits();
    vec![
        format!("{a}.{b}.{c}.{d}"),
        format!("{number}"),
        format!("{number:#x}"),
        format!("0{number:o}"),
        format!("{a:#x}.{b:#x}.{c:#x}.{d:#x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("{a}.{}", number & 0xff_ffff),
        format!("{a}.{b}.{}", number & 0xffff),
        format!("{a}.{b}.{c}.{d}."),
        format!("[::ffff:{a}.{b}.{c}.{d}]"),
        format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
        format!("[2002:{:x}:{:x}::1]", number >> 16, number & 0xffff),
    ]
}

fn address_of(host: &str) -> IpAddr {
    match Url::parse(&format!("http://{host}/")).unwrap().host().unwrap().to_owned() {
        url::Host::Ipv4(address) => address.into(),
        url::Host::Ipv6(address) => address.into(),
        url::Host::Domain(name) => unreachable!("{name} is no address"),
    }
}

proptest! {
    #[test]
    fn the_guard_refuses_every_closed_address_in_every_spelling(which in 0..CLOSED.len(), bits: u32, port in prop_oneof![Just(80_u16), Just(443), 1024_u16..]) {
        let (base, length) = network::<Ipv4Addr>(CLOSED[which]);
        let host = if length == 32 { 0 } else { bits & (u32::MAX >> length) };
        let address = Ipv4Addr::from_bits(base.to_bits() | host);
        for spelling in spellings(address) {
            let address = address_of(&spelling);
            prop_assert!(Guard::public().check(SocketAddr::new(address, port)).is_err(), "{} is {}", spelling, address);
        }
    }

    #[test]
    fn the_guard_refuses_every_closed_ipv6_address(which in 0..CLOSED_V6.len(), bits: u128) {
        let (base, length) = network::<Ipv6Addr>(CLOSED_V6[which]);
        let host = if length == 128 { 0 } else { bits & (u128::MAX >> length) };
        let address = Ipv6Addr::from_bits(base.to_bits() | host);
        prop_assert!(!is_public(address.into()), "{}", address);
    }

    #[test]
    fn an_address_is_as_public_as_the_one_it_carries(bits: u32) {
        let plain = is_public(Ipv4Addr::from_bits(bits).into());
        for spelling in spellings(Ipv4Addr::from_bits(bits)) {
            prop_assert_eq!(is_public(address_of(&spelling)), plain, "{}", spelling);
        }
    }
}

#[test]
fn the_guard_lets_public_addresses_through() {
    for address in [
        "1.1.1.1",
        "93.184.215.14",
        "172.32.0.1",
        "100.128.0.1",
        "169.253.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2400:3200::1",
        "64:ff9b::101:101",
    ] {
        assert!(is_public(address.parse().unwrap()), "{address}");
    }
    let at = |port| Guard::public().check(SocketAddr::new([1, 1, 1, 1].into(), port)).is_ok();
    assert!(at(80) && at(443) && at(8080) && !at(22) && !at(25) && !at(0));
    let own = SocketAddr::new([127, 0, 0, 1].into(), 9);
    let guard = Guard::public_and(vec![own]);
    assert!(
        guard.check(own).is_ok()
            && guard.check(SocketAddr::new([127, 0, 0, 1].into(), 10)).is_err()
            && guard.check(SocketAddr::new([127, 0, 0, 2].into(), 9)).is_err()
    );
}
