//! The terminal: what may be said, how wide it is, and whether colours are wanted.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table};
use std::io::{IsTerminal, Write};

/// Width where nobody says how wide the terminal is, as in a file.
const USUAL_WIDTH: u16 = 100;
/// Narrowest and widest layout.
const WIDTHS: (u16, u16) = (40, 160);

/// Where words for people go.
pub(super) struct Screen {
    quiet: bool,
    verbose: bool,
    colour: bool,
    width: u16,
}

impl Screen {
    pub(super) fn new(quiet: bool, verbose: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<u16>().ok());
        let width = asked.or_else(|| Table::new().width().filter(|_| terminal)).unwrap_or(USUAL_WIDTH);
        Self { quiet, verbose, colour, width: width.clamp(WIDTHS.0, WIDTHS.1) }
    }

    /// Whether only errors are wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Characters in a line.
    pub(super) fn width(&self) -> usize {
        usize::from(self.width)
    }

    /// Prints what was asked for, quiet or not.
    pub(super) fn print(&self, text: &str) {
        // Whoever closed the pipe has read enough.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a report on what was done, unless quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            self.print(text);
        }
    }

    /// Prints a remark beside the results, unless quiet.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            complain(text);
        }
    }

    /// Prints a detail, if details are wanted.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            complain(text);
        }
    }

    /// An empty table as wide as the terminal.
    pub(super) fn table(&self, header: impl IntoIterator<Item = String>) -> Table {
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic).set_width(self.width);
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        table.set_header(header.into_iter().map(|title| self.bold(title)));
        table
    }

    /// A cell that stands out where there are colours.
    pub(super) fn bold(&self, text: impl Into<String>) -> Cell {
        let cell = Cell::new(text.into());
        if self.colour { cell.add_attribute(Attribute::Bold) } else { cell }
    }

    /// A cell of the best where there are colours.
    pub(super) fn best(&self, text: impl Into<String>) -> Cell {
        let cell = self.bold(text);
        if self.colour { cell.fg(Color::Green) } else { cell }
    }

    /// A line that stands out where there are colours.
    pub(super) fn heading(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// `text` in lines no longer than the terminal, each after the first one after `indent` spaces.
    pub(super) fn wrapped(&self, text: &str, indent: usize) -> String {
        let (mut lines, mut line) = (String::new(), String::new());
        for word in text.split_whitespace() {
            let length = line.chars().count() + 1 + word.chars().count();
            if !line.trim().is_empty() && length > self.width() {
                lines.push_str(line.trim_end());
                lines.push('\n');
                line = " ".repeat(indent);
            } else if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines + &line + "\n"
    }
}

/// Prints to standard error.
pub(super) fn complain(text: &str) {
    let text = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_longer_than_the_terminal() {
        let screen = Screen { quiet: false, verbose: false, colour: false, width: 40 };
        let text = screen.wrapped(&"a sentence that has to go on for a while ".repeat(4), 2);
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("  ")) && text.ends_with('\n'));
        assert_eq!(screen.wrapped("short", 2), "short\n");
    }
}
