//! Which attributes hold links, and as what.

use crate::extract::found::Role;

/// What the value of an attribute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Holds {
    /// No link, though it may look like one: a name of a vocabulary.
    Nothing,
    /// One URL.
    Link(Role),
    /// The target of `<link>`, which its `rel` tells more of.
    Linked,
    /// What the relative links of the document are relative to.
    Base,
    /// Images with widths or densities, as in `srcset`.
    Set,
    /// URLs with spaces between them.
    List,
    /// Style declarations.
    Css,
    /// A script.
    Script,
    /// A document of its own.
    Document,
    /// What `<meta>` says.
    Content,
    /// Words that people read.
    Words,
    /// Anything else.
    Other,
}

/// What an attribute of an element holds; both names in small letters.
pub(in crate::extract) fn holds(element: &str, attribute: &str) -> Holds {
    match attribute {
        "href" | "xlink:href" => match element {
            "base" => Holds::Base,
            "link" => Holds::Linked,
            "image" | "use" | "feimage" | "script" | "mpath" | "textpath" | "pattern" | "lineargradient" | "radialgradient" => Holds::Link(Role::Image),
            _ => Holds::Link(Role::Link),
        },
        "src" | "poster" | "background" | "lowsrc" | "dynsrc" | "data-src" | "data-original" | "data-lazy-src" | "data-actualsrc" | "data-bg" => {
            Holds::Link(Role::Image)
        }
        "data" if matches!(element, "object" | "embed") => Holds::Link(Role::Image),
        "code" | "codebase" | "classid" if matches!(element, "applet" | "object" | "embed") => Holds::Link(Role::Image),
        "archive" if matches!(element, "applet" | "object") => Holds::List,
        "srcset" | "imagesrcset" | "data-srcset" | "data-lazy-srcset" => Holds::Set,
        "action" | "formaction" | "cite" | "longdesc" | "manifest" | "itemid" | "data-href" | "data-url" | "data-link" => Holds::Link(Role::Attribute),
        "url" | "uri" | "xmlurl" | "htmlurl" if element != "meta" => Holds::Link(Role::Attribute),
        "ping" => Holds::List,
        "style" | "fill" | "stroke" | "mask" | "filter" | "clip-path" | "cursor" | "marker-start" | "marker-mid" | "marker-end" => Holds::Css,
        "srcdoc" => Holds::Document,
        "content" if element == "meta" => Holds::Content,
        "alt" | "title" | "placeholder" | "label" | "value" | "summary" | "content" | "aria-label" | "aria-description" => Holds::Words,
        "xmlns" | "itemtype" | "vocab" | "prefix" | "typeof" | "property" | "datatype" | "profile" | "integrity" | "nonce" => Holds::Nothing,
        "xsi:schemalocation" | "xsi:nonamespaceschemalocation" | "schemalocation" | "targetnamespace" | "namespace" => Holds::Nothing,
        _ if attribute.starts_with("xmlns:") => Holds::Nothing,
        _ if attribute.len() > 2 && attribute.starts_with("on") => Holds::Script,
        _ => Holds::Other,
    }
}

/// As what the target of a `<link>` stands, by its `rel`.
pub(super) fn linked(rel: &str) -> Role {
    let loads = ["icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "prerender", "manifest", "mask-icon", "apple-touch-icon"];
    let mut words = rel.split_ascii_whitespace();
    if words.clone().any(|word| word.eq_ignore_ascii_case("stylesheet")) {
        Role::Style
    } else if words.any(|word| loads.iter().any(|known| word.eq_ignore_ascii_case(known))) {
        Role::Image
    } else {
        Role::Link
    }
}

/// The data about a document whose value is one URL, by the name or property.
pub(super) fn is_url_of_document(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "og:url",
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "og:video",
        "og:video:url",
        "og:video:secure_url",
        "og:audio",
        "og:audio:url",
        "twitter:url",
        "twitter:image",
        "twitter:image:src",
        "twitter:player",
        "msapplication-tileimage",
        "thumbnail",
        "canonical",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a `data:` URL is a picture, a sound or a font, and so no link but the thing itself. Pictures of pixels are told, for
/// a code may be in them.
pub(in crate::extract) fn is_embedded(url: &str) -> bool {
    const KINDS: [&str; 7] = ["image/", "font/", "audio/", "video/", "application/font", "application/x-font", "application/vnd.ms-fontobject"];
    const PIXELS: [&str; 5] = ["image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif"];
    let begins = |text: &str, with: &str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let is_of = |kinds: &[&str]| url.get(5..).is_some_and(|rest| kinds.iter().any(|kind| begins(rest, kind)));
    begins(url, "data:") && is_of(&KINDS) && !is_of(&PIXELS)
}
