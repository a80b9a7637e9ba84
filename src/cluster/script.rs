//! The shell script of an element: numbers and quoted paths, nothing that a scenario says.

use super::LOGS;
use crate::sweep::MOST_DEATHS;

/// What all elements of a submission have in common.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Absolute path of the program.
    pub program: &'a str,
    /// Absolute path of the folder of the sweep.
    pub folder: &'a str,
    /// The plan's hash.
    pub plan: &'a str,
    /// Name of the jobs.
    pub name: &'a str,
    /// The shard after the last one that is wanted.
    pub shards: u64,
    /// Shards of an element.
    pub shards_per_element: u64,
    /// Threads of an element.
    pub threads: u16,
    /// Words for the engine's own command, as the user typed them.
    pub options: &'a [String],
}

/// What an element does once its shards are being made.
pub(super) enum End {
    /// The program takes the place of the shell.
    Replace,
    /// The shell waits, and asks SLURM for another start where that helps.
    Requeue,
}

impl Part<'_> {
    /// The script; the engine puts the element's index into the variable `index`, and index 0 is the element `base`.
    pub(super) fn script(&self, base: u64, index: &str, end: &End) -> String {
        let Self { plan, shards, shards_per_element, threads, .. } = *self;
        let (program, folder) = (quoted(self.program), quoted(self.folder));
        let version = env!("CARGO_PKG_VERSION");
        let run = format!("\"$program\" --verbose sweep run-shard \"$folder\" --shard \"$first..$last\" --threads {threads}");
        let end = match end {
            End::Replace => format!("exec {run}\n"),
            End::Requeue => REQUEUE.replace("RUN", &run).replace("MOST", &MOST_DEATHS.to_string()),
        };
        format!(
            "#!/bin/sh\n\
             # Makes some shards of the plan {plan}; written by leaderful {version}.\n\
             umask 077\n\
             program={program}\n\
             folder={folder}\n\
             first=$((({base} + {index}) * {shards_per_element}))\n\
             last=$((first + {shards_per_element}))\n\
             if [ \"$last\" -gt {shards} ]; then last={shards}; fi\n\
             exec >>\"$folder/{LOGS}/$first.log\" 2>&1\n\
             {end}"
        )
    }
}

/// Before the time limit SLURM sends USR1 to the shell alone: the program puts down what it holds, and the element waits for
/// another start. TERM means that somebody cancelled it. 75 is worth another start, 65 is not.
const REQUEUE: &str = "\
child= again=
trap 'again=yes; [ -z \"$child\" ] || kill -TERM \"$child\"' USR1
trap 'again=no; [ -z \"$child\" ] || kill -TERM \"$child\"' TERM
RUN &
child=$!
# A signal may have come before there was somebody to tell.
[ -z \"$again\" ] || kill -TERM \"$child\"
wait \"$child\"
code=$?
# A signal ends `wait` before the program has ended.
while kill -0 \"$child\" 2>/dev/null; do wait \"$child\"; code=$?; done
if [ \"$code\" = 75 ]; then again=${again:-yes}; fi
if [ \"$again\" = yes ] && [ \"$code\" != 0 ]; then
    if [ \"${SLURM_RESTART_COUNT:-0}\" -lt MOST ]; then
        scontrol requeue \"$SLURM_JOB_ID\"
    else
        echo \"started MOST times again: not once more; submit the sweep again\"
    fi
fi
exit \"$code\"
";

/// `text` as one word of a POSIX shell, as it is where that is safe.
pub(super) fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./,:=@%+".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// Ascending numbers as `0-3,7`.
#[must_use]
pub fn ranges(numbers: &[u64]) -> String {
    let run = |run: &[u64]| match run {
        [only] => only.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    };
    numbers.chunk_by(|a, b| a + 1 == *b).map(run).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_of_a_shell_as_they_went_in() {
        assert_eq!((quoted("/a/b-c.d"), quoted(""), quoted("it's")), ("/a/b-c.d".to_owned(), "''".to_owned(), "'it'\\''s'".to_owned()));
        for word in ["a b", "$(date) `date` \\ \"", "two\nlines", "-rf", "~", "é\u{202e}", "*", "!x", "#", "'''", ";&|<>"] {
            let line = format!("printf %s {}", quoted(word));
            let output = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stdout), word, "{line}");
        }
    }

    #[test]
    fn numbers_are_written_as_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 4, 6, 7]), "0-2,4,6-7");
        assert_eq!((ranges(&[]), ranges(&[9])), (String::new(), "9".to_owned()));
    }
}
