//! The parameters of a published model: rows with bounds and meaning, and the values of one case.

use crate::error::Problem;
use crate::nearest::with_nearest;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number from the least to the most; where the most is infinite, `inf` is a value too.
    Number(f64, f64),
    /// A whole number from the least to the most.
    Whole(f64, f64),
    /// One of these names; its value is the place in the list.
    Choice(&'static [&'static str]),
    /// Numbers, `1, 2, 3`; a table has rows, `1, 2; 3, 4`. Each lies between the least and the most.
    List(f64, f64),
    /// Text in a form that the meaning explains; checked by the model.
    Text,
}

/// One parameter of a published model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Name in `--set`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The published value, as it would be written.
    pub default: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// What it means, as a sentence.
    pub meaning: &'static str,
}

impl Setting {
    /// A row of the list.
    pub const fn new(name: &'static str, kind: Kind, default: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self { name, kind, default, unit, meaning }
    }

    /// What is allowed, in words.
    pub fn range(&self) -> String {
        match self.kind {
            Kind::Number(low, high) => format!("{low} to {high}"),
            Kind::Whole(low, high) => format!("a whole number, {low} to {high}"),
            Kind::Choice(names) => names.join(", "),
            Kind::List(low, high) => format!("numbers from {low} to {high}, such as 1, 2; 3, 4 for a table"),
            Kind::Text => "text".to_owned(),
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// A problem that names what is allowed.
    pub fn read(&self, text: &str) -> Result<Value, Problem> {
        let text = text.trim();
        let number = |part: &str, low: f64, high: f64| {
            let value = part.trim().parse::<f64>().ok()?;
            (value >= low && value <= high).then_some(value + 0.0)
        };
        let value = match self.kind {
            Kind::Number(low, high) => number(text, low, high).map(|value| Value::Numbers(vec![vec![value]])),
            Kind::Whole(low, high) => {
                number(text, low, high).filter(|value| value.fract() == 0.0).map(|value| Value::Numbers(vec![vec![value]]))
            }
            Kind::Choice(names) => names.iter().position(|name| *name == text).map(|place| Value::Numbers(vec![vec![place as f64]])),
            Kind::List(low, high) => {
                let row = |row: &str| row.split(',').map(|part| number(part, low, high)).collect::<Option<Vec<f64>>>();
                text.split(';').map(row).collect::<Option<Vec<Vec<f64>>>>().map(Value::Numbers)
            }
            Kind::Text => Some(Value::Text(text.to_owned())),
        };
        value.ok_or_else(|| {
            Problem::new(format!("{} cannot be {text:?}", self.name)).key(self.name).value(text).allowed(self.range()).help(self.meaning)
        })
    }
}

/// A value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Rows of numbers; a single number is one row of one.
    Numbers(Vec<Vec<f64>>),
    /// Text.
    Text(String),
}

/// The values of all settings of one case, in the order of the model's rows.
#[derive(Clone, Debug)]
pub struct Settings {
    rows: &'static [Setting],
    values: Vec<Value>,
}

impl Settings {
    /// The published case.
    ///
    /// # Panics
    /// If a default cannot be read, which a test excludes.
    pub fn published(rows: &'static [Setting]) -> Self {
        let read = |row: &Setting| row.read(row.default).unwrap_or_else(|problem| panic!("default of {}: {}", row.name, problem.message));
        Self { rows, values: rows.iter().map(read).collect() }
    }

    /// The same with some settings changed.
    ///
    /// # Panics
    /// If a name or value is not allowed: for values that stand in the program.
    #[must_use]
    pub fn with(mut self, changes: &[(&str, &str)]) -> Self {
        for (name, text) in changes {
            self.set(name, text).unwrap_or_else(|problem| panic!("{name}={text}: {}", problem.message));
        }
        self
    }

    /// Changes one setting.
    ///
    /// # Errors
    /// A problem that names what is allowed, or the nearest name.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let place = self.rows.iter().position(|row| row.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.rows.iter().map(|row| row.name).collect();
            let problem = Problem::new("this model has no such setting").key(name).allowed(names.join(", "));
            with_nearest(problem, name, names)
        })?;
        self.values[place] = self.rows[place].read(text)?;
        Ok(())
    }

    /// Changes one setting to a number (or to a choice, by its place).
    pub fn put(&mut self, name: &str, value: f64) {
        let place = self.place(name);
        self.values[place] = Value::Numbers(vec![vec![value]]);
    }

    fn place(&self, name: &str) -> usize {
        self.rows.iter().position(|row| row.name == name).unwrap_or_else(|| panic!("no setting {name}"))
    }

    /// A number, or the place of a choice.
    ///
    /// # Panics
    /// If there is no such setting: a fault of the model.
    pub fn number(&self, name: &str) -> f64 {
        self.list(name)[0]
    }

    /// A whole number, or the place of a choice.
    pub fn whole(&self, name: &str) -> usize {
        self.number(name) as usize
    }

    /// The numbers of a list (the first row of a table).
    pub fn list(&self, name: &str) -> &[f64] {
        &self.table(name)[0]
    }

    /// The rows of a table.
    pub fn table(&self, name: &str) -> &[Vec<f64>] {
        match &self.values[self.place(name)] {
            Value::Numbers(rows) => rows,
            Value::Text(_) => panic!("{name} is a text"),
        }
    }

    /// A text.
    pub fn text(&self, name: &str) -> &str {
        match &self.values[self.place(name)] {
            Value::Text(text) => text,
            Value::Numbers(_) => panic!("{name} is a number"),
        }
    }

    /// Whether every value is that of `other`.
    pub fn same(&self, other: &Self) -> bool {
        self.values == other.values
    }

    /// The settings that differ from the published case, as they would be written.
    pub fn changes(&self) -> Vec<(&'static str, String)> {
        let published = Self::published(self.rows);
        let pairs = self.rows.iter().zip(self.values.iter().zip(&published.values));
        pairs.filter(|(_, (value, published))| value != published).map(|(row, (value, _))| (row.name, written(row, value))).collect()
    }
}

fn written(row: &Setting, value: &Value) -> String {
    match (value, row.kind) {
        (Value::Text(text), _) => text.clone(),
        (Value::Numbers(rows), Kind::Choice(names)) => names[rows[0][0] as usize].to_owned(),
        (Value::Numbers(rows), _) => {
            let row = |row: &Vec<f64>| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
            rows.iter().map(row).collect::<Vec<_>>().join(";")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &[Setting] = &[
        Setting::new("people", Kind::Whole(1.0, 100.0), "50", "people", "How many."),
        Setting::new("rule", Kind::Choice(&["best", "worst"]), "best", "rule", "Who is promoted."),
        Setting::new("matrix", Kind::List(0.0, 1.0), "0.5, 0.5; 1, 0", "share", "Who listens to whom."),
        Setting::new("tree", Kind::Text, "all(2)", "structure", "How they are arranged."),
    ];

    #[test]
    fn values_are_read_and_written() {
        let mut settings = Settings::published(ROWS);
        assert_eq!((settings.whole("people"), settings.whole("rule"), settings.text("tree")), (50, 0, "all(2)"));
        assert_eq!(settings.table("matrix"), [vec![0.5, 0.5], vec![1.0, 0.0]]);
        settings.set("rule", "worst").unwrap();
        settings.set("people", "7").unwrap();
        assert_eq!(settings.changes(), [("people", "7".to_owned()), ("rule", "worst".to_owned())]);
    }

    #[test]
    fn what_is_not_allowed_is_refused_with_what_is() {
        let mut settings = Settings::published(ROWS);
        for (name, text) in [("people", "0"), ("people", "1.5"), ("people", "nan"), ("rule", "random"), ("matrix", "2"), ("matrix", "")] {
            let problem = settings.set(name, text).unwrap_err();
            assert!(problem.allowed.is_some() && problem.key.as_deref() == Some(name), "{name}={text}");
        }
        assert_eq!(settings.set("peple", "1").unwrap_err().nearest.as_deref(), Some("people"));
        assert!(settings.same(&Settings::published(ROWS)), "nothing changed");
    }
}
