//! Large pages of memory for large organisations.
//!
//! What people need of each other lies all over the memory of a large organisation, and a processor looks up where a page lies before
//! it reads it: with pages of 2 MB instead of 4 KB a day of a million people takes about a fifth less. The C library of most
//! Linux systems (glibc 2.35 and newer) asks for them if a variable says so when a program begins; so the program begins anew in its
//! own place, before it has done anything else. Nothing that it computes depends on it.
//!
//! Whether glibc listens can be chance: 2.36 compares the system's setting, as it has read it, with a text one byte longer, and what stands in that
//! byte differs from start to start (`__malloc_thp_mode`). So the program looks whether it was heard, and else begins again.

/// People, in all organisations of an arm, from which it pays.
const LEAST_PEOPLE: usize = 50_000;

/// Begins the program anew with large pages if so many people are to be simulated, the system gives such pages to whoever asks, and
/// the variable is not set. Comes back otherwise, or where it cannot be done.
pub fn ask(people: usize) {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    if people >= LEAST_PEOPLE {
        glibc::begin_anew();
    }
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    let _ = people >= LEAST_PEOPLE;
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::env;
    use std::fs::{read, read_to_string};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const VARIABLE: &str = "GLIBC_TUNABLES";
    const NAME: &str = "glibc.malloc.hugetlb";
    /// Threads that allocate from memory of their own get it in steps too small for a large page, so that all share one.
    const ARENAS: &str = "glibc.malloc.arena_max";
    /// Says how often the program has begun anew.
    const BEGUN: &str = "LEADERFUL_BEGUN_ANEW";
    /// Where half of the starts are heard, one in a thousand programs is not heard in so many.
    const MOST: u32 = 10;

    pub(super) fn begin_anew() {
        let begun = env::var(BEGUN).ok().and_then(|text| text.parse::<u32>().ok());
        let others = given(&read("/proc/self/environ").unwrap_or_default());
        let enough = match begun {
            None => others.contains(NAME),
            Some(times) => times >= MOST || read_to_string("/proc/self/smaps").map_or(true, |maps| asked_for(&maps)),
        };
        if enough || !on_request() {
            return;
        }
        let value = [NAME, ARENAS].iter().filter(|name| !others.contains(**name)).fold(others.clone(), |value, name| {
            let between = if value.is_empty() { "" } else { ":" };
            format!("{value}{between}{name}=1")
        });
        let mut words = env::args_os();
        if let (Ok(program), Some(name)) = (env::current_exe(), words.next()) {
            let times = begun.unwrap_or(0) + 1;
            // Comes back only if it failed; then all goes on as it is.
            let _ = Command::new(program).arg0(name).args(words).env(VARIABLE, value).env(BEGUN, times.to_string()).exec();
        }
    }

    /// The variable as it was given to the process. Where the process finds it, glibc has put an end at each of its colons, so that all
    /// but its first setting look like variables of their own.
    fn given(environment: &[u8]) -> String {
        let entries = environment.split(|byte| *byte == 0).map(String::from_utf8_lossy);
        let mut entries = entries.skip_while(|entry| !entry.strip_prefix(VARIABLE).is_some_and(|rest| rest.starts_with('=')));
        let first = entries.next().unwrap_or_default();
        let (_, first) = first.split_once('=').unwrap_or_default();
        entries.take_while(|entry| entry.starts_with("glibc.")).fold(first.into(), |value, setting| format!("{value}:{setting}"))
    }

    /// Whether the system gives large pages to whoever asks for them, and to nobody else.
    fn on_request() -> bool {
        read_to_string("/sys/kernel/mm/transparent_hugepage/enabled").is_ok_and(|setting| setting.contains("[madvise]"))
    }

    /// Whether large pages have been asked for the heap, by the list of a process's memory in `/proc/self/smaps`.
    fn asked_for(maps: &str) -> bool {
        let heap = maps.lines().skip_while(|line| !line.ends_with("[heap]"));
        let flags = heap.skip(1).find_map(|line| line.strip_prefix("VmFlags:"));
        flags.is_some_and(|flags| flags.split_whitespace().any(|flag| flag == "hg"))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_flags_of_the_heap_say_whether_large_pages_were_asked_for() {
            let maps = |heap: &str, other: &str| {
                format!(
                    "55d0-55d1 r--p 00000000 fe:00 3 /bin/it\nVmFlags: rd mr hg\n55e0-55e2 rw-p 00000000 00:00 0    [heap]\nRss: 8 kB\n\
                     VmFlags: rd wr {heap}\n7f00-7f02 rw-p 00000000 00:00 0\nVmFlags: rd wr {other}\n"
                )
            };
            assert!(asked_for(&maps("mr hg ac", "")));
            assert!(!asked_for(&maps("mr ac", "hg")));
            assert!(!asked_for(&maps("mr hgx", "")));
            assert!(!asked_for(""));
        }

        #[test]
        fn all_settings_of_a_user_are_handed_on() {
            let given = |between: &str| {
                let environment =
                    format!("A=B\0{VARIABLE}_OLD=x\0{VARIABLE}=glibc.malloc.check=3{between}glibc.malloc.perturb=1\0HOME=/home/a\0");
                given(environment.as_bytes())
            };
            assert_eq!(given(":"), "glibc.malloc.check=3:glibc.malloc.perturb=1");
            assert_eq!(given("\0"), "glibc.malloc.check=3:glibc.malloc.perturb=1");
            assert_eq!((super::given(b"HOME=/home/a\0"), super::given(b"")), (String::new(), String::new()));
        }
    }
}
