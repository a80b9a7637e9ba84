//! `leaderful list`: what there is of a kind.

use super::Failure;
use super::catalogue::{KINDS, kind};
use super::options::KindName;
use super::screen::Screen;

pub(super) fn perform(name: Option<KindName>, screen: &Screen) -> Result<u8, Failure> {
    let Some(name) = name else {
        let mut table = screen.table(["kind".to_owned(), "what it is".to_owned()]);
        for kind in KINDS {
            table.add_row([kind.plural, kind.meaning]);
        }
        screen.print(&format!("{table}\nleaderful list KIND lists one; leaderful show KIND NAME shows an entry\n"));
        return Ok(0);
    };
    let kind = kind(name);
    let mut table = screen.table(std::iter::once("name").chain(kind.brief.iter().copied()).map(str::to_owned));
    for entry in (kind.entries)() {
        let facts = kind.brief.iter().map(|wanted| entry.fact(wanted).to_owned());
        table.add_row(std::iter::once(entry.name.clone()).chain(facts));
    }
    screen.print(&format!("{table}\n"));
    Ok(0)
}
