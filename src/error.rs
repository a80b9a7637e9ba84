//! The one error type of the crate.
//!
//! Its text is complete for a plain terminal: the place, the key, the value, what is allowed and the nearest known name. Text
//! that came from a file is shown with control and direction-changing characters escaped, so a hostile file cannot steer a
//! terminal. Variants hold strings only, so that the model compiles without files.

use std::fmt;

use thiserror::Error;

/// Longest piece of a user's text that a message repeats, in characters.
const SHOWN_CHARACTERS: usize = 200;

/// Everything that can go wrong, with what a person needs to mend it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A scenario, an option or another input cannot be used; all its problems at once.
    #[error("{}", ProblemList(.0))]
    BadInput(Vec<Problem>),
    /// A name that was to become a file in the output folder is refused.
    #[error("the name {} cannot be used for an output file: {reason}", quoted(.name))]
    BadName {
        /// The refused name.
        name: String,
        /// Why it is refused.
        reason: String,
    },
    /// A table breaks its own description: a fault of the program, not of its user.
    #[error("table {table}: {message}")]
    BadTable {
        /// Name of the table.
        table: String,
        /// What is wrong.
        message: String,
    },
    /// A file or folder could not be used.
    #[error("cannot {doing} {}: {kind}{}", quoted(.path), detail(.message))]
    Io {
        /// The file or folder, as a person would type it.
        path: String,
        /// What was tried, as an infinitive: `write`, `read`.
        doing: String,
        /// The kind of failure.
        kind: IoKind,
        /// The operating system's own words, or empty.
        message: String,
    },
    /// The user or the system asked the program to stop.
    #[error("interrupted; the files already written are whole")]
    Interrupted,
    /// A command of a cluster's engine failed.
    #[error("{}", escaped(.message, false))]
    Engine {
        /// The command and what it said.
        message: String,
    },
    /// One replication failed.
    #[error("replication {replication} of arm {} failed (seed {seed}): {message}", quoted(.arm))]
    RunFailed {
        /// Name of the arm.
        arm: String,
        /// Number of the replication, from 0.
        replication: u64,
        /// Seed with which to run it again.
        seed: u64,
        /// What went wrong.
        message: String,
    },
}

/// Why a file or folder could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IoKind {
    /// Something that is no folder stands where a folder must be.
    NotAFolder,
    /// Permission is missing or the file system is read-only.
    NotWritable,
    /// The disk or a quota is full.
    DiskFull,
    /// The file or folder does not exist.
    NotFound,
    /// Anything else; the message says what.
    Other,
}

impl From<std::io::ErrorKind> for IoKind {
    fn from(kind: std::io::ErrorKind) -> Self {
        use std::io::ErrorKind as K;
        match kind {
            K::StorageFull | K::QuotaExceeded => Self::DiskFull,
            K::PermissionDenied | K::ReadOnlyFilesystem => Self::NotWritable,
            K::NotADirectory => Self::NotAFolder,
            K::NotFound => Self::NotFound,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for IoKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAFolder => "it is not a folder",
            Self::NotWritable => "no permission, or the file system is read-only",
            Self::DiskFull => "the disk or a quota is full",
            Self::NotFound => "it does not exist",
            Self::Other => "the operating system refused",
        })
    }
}

impl Error {
    /// An [`Error::Io`] about `path` from an error of the operating system.
    pub fn io(path: impl fmt::Display, doing: &str, error: &std::io::Error) -> Self {
        Self::Io { path: path.to_string(), doing: doing.to_owned(), kind: error.kind().into(), message: error.to_string() }
    }

    /// An [`Error::BadInput`] with one problem.
    #[must_use]
    pub fn input(problem: Problem) -> Self {
        Self::BadInput(vec![problem])
    }

    /// The program's exit code: 1 failed, 65 bad input, 75 worth another try, 130 interrupted.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::BadInput(_) | Self::BadName { .. } => 65,
            // Trying again cannot help: the user has to name another folder.
            Self::Io { kind: IoKind::NotAFolder, .. } => 65,
            Self::Io { .. } | Self::Engine { .. } => 75,
            Self::Interrupted => 130,
            Self::BadTable { .. } | Self::RunFailed { .. } => 1,
        }
    }
}

/// One thing that is wrong with an input, with all that helps to mend it.
///
/// ```
/// use leaderful::error::{Error, Problem};
/// let problem = Problem::new("a probability lies between 0 and 1")
///     .key("people.leaving_probability")
///     .value("1.4")
///     .allowed("0 to 1")
///     .located("school.toml", "seed = 1\nleaving_probability = 1.4\n", (31, 34));
/// assert_eq!((problem.line, problem.column), (Some(2), Some(23)));
/// let text = Error::input(problem).to_string();
/// assert!(text.starts_with("school.toml:2:23: a probability lies between 0 and 1"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in one sentence.
    pub message: String,
    /// Path of the key, such as `event[0].kind`.
    pub key: Option<String>,
    /// The value that was found.
    pub value: Option<String>,
    /// What would be allowed, and why.
    pub allowed: Option<String>,
    /// The nearest known name.
    pub nearest: Option<String>,
    /// First byte and the byte after the last of the value in its source.
    pub span: Option<(usize, usize)>,
    /// File or option the input came from.
    pub source_name: Option<String>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem of which nothing but the message is known yet.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Names the key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// States the value that was found.
    #[must_use]
    pub fn value(mut self, value: impl fmt::Display) -> Self {
        self.value = Some(value.to_string());
        self
    }

    /// States what would be allowed.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// Names the nearest known name.
    #[must_use]
    pub fn nearest(mut self, nearest: impl Into<String>) -> Self {
        self.nearest = Some(nearest.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the source without a position in it.
    #[must_use]
    pub fn within(mut self, source_name: impl Into<String>) -> Self {
        self.source_name = Some(source_name.into());
        self
    }

    /// Sets source and span, and counts line and column from the source's `text`. A span that lies outside the text or inside a
    /// character is moved back to the nearest place that exists.
    #[must_use]
    pub fn located(mut self, source_name: impl Into<String>, text: &str, span: (usize, usize)) -> Self {
        let before = &text[..text.floor_char_boundary(span.0)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.line = Some(before.matches('\n').count() + 1);
        self.column = Some(before[line_start..].chars().count() + 1);
        self.span = Some(span);
        self.within(source_name)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(source_name) = &self.source_name {
            write!(f, "{}", escaped(source_name, false))?;
            for place in [self.line, self.column].into_iter().flatten() {
                write!(f, ":{place}")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}", escaped(&self.message, false))?;
        let rows =
            [("key", &self.key), ("value", &self.value), ("allowed", &self.allowed), ("did you mean", &self.nearest), ("help", &self.help)];
        for (label, text) in rows {
            if let Some(text) = text {
                write!(f, "\n  {label}: {}", escaped(text, true))?;
            }
        }
        Ok(())
    }
}

/// All problems of an input, one after another, with their number where there are several.
struct ProblemList<'a>(&'a [Problem]);

impl fmt::Display for ProblemList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("the input cannot be used"),
            [problem] => write!(f, "{problem}"),
            problems => {
                write!(f, "{} problems in the input:", problems.len())?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
        }
    }
}

/// `text` between double quotes, made safe for a terminal.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text, true))
}

/// The operating system's words, where there are any.
fn detail(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(" ({})", escaped(message, false)) }
}

/// `text` with control and direction-changing characters escaped, cut where it is long and `cut` is set.
fn escaped(text: &str, cut: bool) -> String {
    let limit = if cut { SHOWN_CHARACTERS } else { usize::MAX };
    let mut shown = String::with_capacity(text.len().min(4 * SHOWN_CHARACTERS));
    for (index, character) in text.chars().enumerate() {
        if index == limit {
            shown.push('…');
            break;
        }
        let steers = matches!(character,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if character.is_control() || steers {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_send_sync_and_static() {
        fn needs<T: Send + Sync + 'static + std::error::Error>() {}
        needs::<Error>();
    }

    #[test]
    fn exit_codes_follow_the_table() {
        let io = |kind| Error::Io { path: "p".into(), doing: "write".into(), kind, message: String::new() };
        for (error, code) in [
            (Error::input(Problem::new("m")), 65),
            (Error::BadName { name: "n".into(), reason: "r".into() }, 65),
            (io(IoKind::NotAFolder), 65),
            (io(IoKind::NotWritable), 75),
            (io(IoKind::DiskFull), 75),
            (io(IoKind::NotFound), 75),
            (io(IoKind::Other), 75),
            (Error::Engine { message: "m".into() }, 75),
            (Error::Interrupted, 130),
            (Error::BadTable { table: "t".into(), message: "m".into() }, 1),
            (Error::RunFailed { arm: "a".into(), replication: 0, seed: 1, message: "m".into() }, 1),
        ] {
            assert_eq!(error.exit_code(), code, "{error}");
        }
    }

    #[test]
    fn all_problems_are_shown_with_everything_known_about_them() {
        let first = Problem::new("unknown pattern")
            .key("arm[1].pattern")
            .value("autocray")
            .nearest("autocracy")
            .help("see `leaderful list patterns`")
            .located("a.toml", "x\nä = 'autocray'", (6, 16));
        let error = Error::BadInput(vec![first, Problem::new("seed is missing").within("a.toml")]);
        assert_eq!(
            error.to_string(),
            "2 problems in the input:\na.toml:2:4: unknown pattern\n  key: arm[1].pattern\n  value: autocray\n  \
             did you mean: autocracy\n  help: see `leaderful list patterns`\na.toml: seed is missing"
        );
    }

    #[test]
    fn hostile_text_cannot_steer_the_terminal() {
        let hostile = format!("\u{1b}[2J\u{202e}\0\r\n{}", "x".repeat(5000));
        let problem = Problem::new("bad \u{1b}]0;title\u{7}").key(&hostile).value(&hostile);
        let error = Error::BadInput(vec![problem.clone(), problem.located(&hostile, "é", (1, 9999))]);
        let text = error.to_string();
        assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{text:?}");
        assert!(Error::io(&hostile, "write", &std::io::Error::other("\u{1b}")).to_string().len() < 400);
    }
}
