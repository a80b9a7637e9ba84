//! Shows an error to a person: for each problem its line of the file, a caret under the value, and what would be right.

use crate::error::{Error, Problem};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
    ThemeCharacters, ThemeStyles,
};
use std::fmt;
use std::io::IsTerminal;

/// Longest line that is shown whole, in bytes.
const LONGEST_LINE: usize = 400;
/// Longest range that stands beside the caret, in bytes.
const SHORT: usize = 48;

/// The error as text for standard error: coloured on a terminal unless `NO_COLOR` is set. `text_of_source` is the scenario's
/// text, from which the lines are shown.
pub fn render(error: &Error, text_of_source: Option<&str>) -> String {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    render_with(error, text_of_source, colour)
}

/// As [`render`], with the choice of colour left to the caller.
pub fn render_with(error: &Error, text_of_source: Option<&str>, colour: bool) -> String {
    let Error::BadInput(problems) = error else {
        return format!("error: {error}\n");
    };
    let styles = if colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let theme = GraphicalTheme { characters: ThemeCharacters { underline: '^', underbar: '^', ..ThemeCharacters::ascii() }, styles };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false).with_context_lines(1);
    let mut shown = String::new();
    for problem in problems {
        let view = View::new(problem, text_of_source);
        // Writing to a String fails only where the view itself does: then plain text has to do.
        let mut one = String::new();
        if handler.render_report(&mut one, &view).is_err() {
            one = format!("error: {problem}\n");
        }
        shown.push_str(one.trim_start_matches('\n'));
        if !shown.ends_with("\n\n") {
            shown.push('\n');
        }
    }
    let count = if problems.len() == 1 { "1 problem".into() } else { format!("{} problems", problems.len()) };
    shown.push_str(&format!("{count}; nothing was run and nothing written\n"));
    shown
}

/// A problem as miette wants it.
#[derive(Debug)]
struct View {
    message: String,
    help: Option<String>,
    snippet: Option<Snippet>,
    label: Option<String>,
}

/// The line of a problem with its neighbours.
#[derive(Debug)]
struct Snippet {
    name: String,
    text: String,
    /// Number of the first line, from 0.
    line: usize,
    span: SourceSpan,
}

impl View {
    fn new(problem: &Problem, text: Option<&str>) -> Self {
        let snippet = text.and_then(|text| Snippet::of(problem, text));
        let mut message = visible(&problem.message);
        if snippet.is_none()
            && let Some(name) = &problem.source_name
        {
            let line = problem.line.map(|l| format!(":{l}")).unwrap_or_default();
            let column = problem.column.map(|c| format!(":{c}")).unwrap_or_default();
            message = format!("{}{line}{column}: {message}", visible(name));
        }
        let label = match (&problem.nearest, &problem.allowed) {
            (Some(near), _) => Some(format!("did you mean {}?", visible(near))),
            (None, Some(allowed)) if allowed.len() <= SHORT => Some(visible(allowed)),
            _ => None,
        };
        let help = Self::help_of(problem, snippet.is_some(), label.as_deref());
        Self { message, help, snippet, label }
    }

    /// What helps and is not said yet by the message, the line or its label.
    fn help_of(problem: &Problem, with_line: bool, label: Option<&str>) -> Option<String> {
        let mut lines: Vec<String> = problem.help.iter().map(|help| visible(help)).collect();
        let is_path = |key: &&String| key.contains(['.', '[']) || !with_line;
        let rows = [
            ("allowed", problem.allowed.as_ref().filter(|a| !with_line || label != Some(a.as_str()))),
            ("did you mean", problem.nearest.as_ref().filter(|_| !with_line)),
            ("value", problem.value.as_ref().filter(|_| !with_line)),
            ("key", problem.key.as_ref().filter(is_path)),
        ];
        lines.extend(rows.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", visible(text?)))));
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

impl Snippet {
    fn of(problem: &Problem, text: &str) -> Option<Self> {
        let (start, end) = problem.span?;
        let start = text.floor_char_boundary(start);
        let end = text.ceil_char_boundary(end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let first = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
        let end_of_line = |from: usize| text[from..].find('\n').map_or(text.len(), |i| from + i);
        let line_end = end_of_line(start);
        let last = end_of_line((line_end + 1).min(text.len()));
        if text[first..last].split('\n').any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        // A value of several lines is marked on its first.
        let length = end.min(line_end) - start;
        Some(Self {
            name: visible(problem.source_name.as_deref().unwrap_or("scenario")),
            text: harmless(&text[first..last]),
            line: problem.line?.saturating_sub(1 + usize::from(first < line_start)),
            span: (start - first, length).into(),
        })
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(self.label.clone(), snippet.span))))
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.text.as_str().read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            inner.data(),
            *inner.span(),
            inner.line() + self.line,
            inner.column(),
            inner.line_count(),
        )))
    }
}

/// Whether a terminal would act on `character`, or show text in another order than it is written.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `text` on one line, with what a terminal would act on written out.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    shown
}

/// `text` of the same length in bytes, with question marks for what a terminal would act on.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\n' || character == '\t' || !acts(character) {
            shown.push(character);
        } else if character == '\r' {
            shown.push(' ');
        } else {
            shown.extend(std::iter::repeat_n('?', character.len_utf8()));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_shown_with_its_line_and_a_caret() {
        let text = "a = 1\nb = 2\ntrust = 'é'\nlast = 3\n";
        let one = Problem::new("too large").key("b").value("2").allowed("0 to 1").located("s.toml", text, (10, 11));
        let two = Problem::new("no such key").nearest("strain").help("look again").located("s.toml", text, (12, 17));
        let shown = render_with(&Error::BadInput(vec![one, two]), Some(text), false);
        assert!(shown.contains("s.toml:2:5") && shown.contains("s.toml:3:1"), "{shown}");
        assert!(shown.contains("2 | b = 2") && shown.contains("^"), "{shown}");
        assert!(shown.contains("did you mean strain?") && shown.ends_with("2 problems; nothing was run and nothing written\n"));
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn a_hostile_file_cannot_steer_the_terminal() {
        let text = "x = \"\u{1b}[2J\u{202e}\"\r\n";
        for span in [(0, 1), (4, 5), (6, 900), (900, 901), (5, 6)] {
            let problem = Problem::new("bad \u{1b}").key("\u{7}").located("a\u{1b}.toml", text, span);
            let shown = render_with(&Error::input(problem), Some(text), false);
            assert!(shown.chars().all(|c| c == '\n' || !acts(c)), "{shown:?}");
        }
    }

    #[test]
    fn any_span_of_any_text_can_be_shown() {
        for text in ["", "a", "\n", "é = 1\r\n\tx\n\n", "\u{feff}a\n🦀\n", &"y".repeat(5000)] {
            for start in 0..text.len().min(20) + 2 {
                for length in [0, 1, 3, 1000] {
                    let problem = Problem::new("m").key("k").located("s", text, (start, start + length));
                    let shown = render_with(&Error::input(problem), Some(text), length == 1);
                    assert!(shown.contains(" m"), "{text:?} {start} {length}: {shown}");
                }
            }
        }
    }

    #[test]
    fn a_problem_without_a_place_is_told_in_words() {
        let problem = Problem::new("row 3: `a` reports to itself").within("chart.csv").help("mend it");
        let shown = render_with(&Error::input(problem), None, false);
        assert!(shown.contains("chart.csv: row 3: `a` reports to itself") && shown.contains("mend it"), "{shown}");
        assert!(render_with(&Error::Interrupted, None, false).starts_with("error: interrupted"));
    }
}
