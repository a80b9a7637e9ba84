//! `leaderful show`: one entry with everything known about it.

use super::Failure;
use super::catalogue::{kind, unknown};
use super::options::KindName;
use super::screen::Screen;

pub(super) fn perform(name: KindName, wanted: &str, screen: &Screen) -> Result<u8, Failure> {
    let kind = kind(name);
    let entries = (kind.entries)();
    let found = entries.iter().find(|entry| entry.name == wanted).or_else(|| entries.iter().find(|e| e.name.eq_ignore_ascii_case(wanted)));
    let Some(entry) = found else {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        let problem = unknown(kind.singular, wanted, &names);
        return Err(problem.help(format!("see `leaderful list {}`", kind.plural)).into());
    };
    let mut text = screen.heading(&entry.name) + "\n";
    let width = entry.facts.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, value) in entry.facts.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&screen.wrapped(&format!("{label:<width$}  {value}"), width + 2).replacen(label, &format!("{label:<width$} "), 1));
    }
    if let Some(body) = &entry.body {
        text.push_str(&format!("\n{body}"));
    }
    screen.print(&text);
    Ok(0)
}
