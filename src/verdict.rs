//! The four verdicts and the small closed vocabularies that policies and records share.

/// Defines a closed vocabulary: an enum whose variants have one written form each.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $text:literal, )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$vdoc])* $variant, )*
        }

        impl $name {
            /// Every value, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The written form of every value, in the same order as [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// The written form, as it stands in policies and records.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads the written form; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What a platform does with a link, from the loosest to the strictest.
    Verdict {
        /// Opens directly.
        Open = "open",
        /// A confirm page comes first.
        Warn = "warn",
        /// Must be copied into a browser.
        Copy = "copy",
        /// Access is stopped.
        Block = "block",
    }
}

vocabulary! {
    /// How a statement is known, from the firmest to the loosest.
    Basis {
        /// The platform said so.
        Announced = "announced",
        /// Read out of what the platform said.
        Inferred = "inferred",
        /// Seen to behave so, on the dates in `seen`.
        Observed = "observed",
    }
}

vocabulary! {
    /// How good a source is, from the best to the weakest.
    Grade {
        /// Official text or official interface document.
        A = "A",
        /// Press report of an official text, or a reporter's own test.
        B = "B",
        /// Developers' code or notes that encode an observed behaviour.
        C = "C",
        /// General knowledge, not confirmed by a text.
        K = "K",
    }
}

vocabulary! {
    /// What kind of thing a link is.
    Kind {
        /// An `http` or `https` URL.
        Web = "web",
        /// A URL that starts an app.
        DeepLink = "deep-link",
        /// A share code (口令) without a URL.
        ShareCode = "share-code",
        /// A code or link that pays or collects money.
        PaymentCode = "payment-code",
        /// A link or code that starts a mini-program.
        MiniProgram = "mini-program",
        /// A mail address or `mailto:` link.
        Mail = "mail",
        /// A scheme that runs code or carries a document in itself, such as `javascript:` or `data:`.
        Script = "script",
        /// Anything else with a scheme, such as `tel:`, `ftp:` or `magnet:`.
        Other = "other",
    }
}

vocabulary! {
    /// Whose links a short-link host leads to.
    Shortener {
        /// One owner's own links: the owner of the target is known.
        FirstParty = "first-party",
        /// Anyone's links: nothing is known of the target.
        Open = "open",
    }
}

vocabulary! {
    /// What happens to a message beside the verdict on its link.
    Effect {
        /// The platform replaces the link with its own.
        Rewritten = "rewritten",
        /// The message is shown collapsed.
        Folded = "folded",
        /// Only the sender sees the message.
        VisibleOnlyToSender = "visible-only-to-sender",
        /// The link is shown as plain text.
        NotClickable = "not-clickable",
        /// The message is not delivered.
        NotSent = "not-sent",
    }
}

vocabulary! {
    /// Why a verdict is not certain.
    Uncertainty {
        /// Where the link leads cannot be read from the link.
        TargetUnknown = "target-unknown",
        /// A trial that decided may not have reached every user.
        GradualRollout = "gradual-rollout",
        /// The verdict depends on a context that was not given.
        UnsetContext = "unset-context",
        /// The verdict depends on a list that was not given, such as that of ICP filings.
        UnsetList = "unset-list",
        /// The deciding rule was last seen to hold more than a year before.
        OldObservation = "old-observation",
        /// The policy knows no rule for this case; its `otherwise` answered.
        NoRuleKnown = "no-rule-known",
        /// Careful parsers read the link as different hosts.
        AmbiguousHost = "ambiguous-host",
        /// The text had to be repaired before it was a link.
        GuessedLink = "guessed-link",
    }
}

/// Defines a set of the values of a vocabulary with at most sixteen members, kept as bits.
macro_rules! small_set {
    ($(#[$doc:meta])* $name:ident of $item:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
        pub struct $name(u16);

        impl $name {
            /// Adds one value.
            pub fn insert(&mut self, item: $item) {
                self.0 |= 1 << (item as u8);
            }

            /// Whether the set is empty.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Whether one value is in the set.
            #[must_use]
            pub const fn contains(self, item: $item) -> bool {
                self.0 & (1 << (item as u8)) != 0
            }

            /// Every value of both sets.
            #[must_use]
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The values, in the vocabulary's order.
            pub fn iter(self) -> impl Iterator<Item = $item> {
                $item::ALL.iter().copied().filter(move |item| self.contains(*item))
            }
        }
    };
}

small_set! {
    /// Reasons for not being certain.
    UncertaintySet of Uncertainty
}

small_set! {
    /// What happens to a message beside the verdict on its link.
    EffectSet of Effect
}
