//! A column: what its values mean, what they promise, and the values.

use std::collections::BTreeSet;

use super::Cell;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Texts.
    Text,
    /// Whole numbers.
    Whole,
    /// Finite numbers.
    Real,
    /// Yes or no.
    Truth,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Texts; an empty one is missing.
    Text(Vec<String>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Finite numbers; NaN is missing.
    Real(Vec<f64>),
    /// Yes or no.
    Truth(Vec<Option<bool>>),
}

/// A named column with its dictionary entry; build one with [`Column::text`] and its siblings.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// snake_case; the header in a file.
    pub name: String,
    /// What the values mean, in one sentence.
    pub meaning: String,
    /// Unit, or empty where there is none.
    pub unit: String,
    /// Smallest value allowed.
    pub minimum: Option<f64>,
    /// Largest value allowed.
    pub maximum: Option<f64>,
    /// Whether a value must be present in every row.
    pub required: bool,
    /// Whether every value that is present is different.
    pub unique: bool,
    /// The only texts allowed; empty where any is.
    pub allowed: Vec<String>,
    /// What the column was declared to hold.
    pub kind: Kind,
    /// The values, one a row.
    pub values: Values,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self::new(name.into(), meaning.into(), Kind::Text)
    }

    /// A column of whole numbers.
    pub fn whole(name: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self::new(name.into(), meaning.into(), Kind::Whole)
    }

    /// A column of finite numbers.
    pub fn real(name: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self::new(name.into(), meaning.into(), Kind::Real)
    }

    /// A column of yes and no.
    pub fn truth(name: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self::new(name.into(), meaning.into(), Kind::Truth)
    }

    fn new(name: String, meaning: String, kind: Kind) -> Self {
        Self {
            name,
            meaning,
            unit: String::new(),
            minimum: None,
            maximum: None,
            required: false,
            unique: false,
            allowed: Vec::new(),
            kind,
            values: Values::empty(kind),
        }
    }

    /// States the unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Promises that no value is smaller.
    #[must_use]
    pub fn minimum(mut self, minimum: f64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Promises that no value is larger.
    #[must_use]
    pub fn maximum(mut self, maximum: f64) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// Promises a value in every row.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Promises that no value comes twice.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Promises that every text is one of these.
    #[must_use]
    pub fn allowed<S: Into<String>>(mut self, texts: impl IntoIterator<Item = S>) -> Self {
        self.allowed = texts.into_iter().map(Into::into).collect();
        self
    }

    /// Sets all values at once; they are checked when the column joins a table.
    #[must_use]
    pub fn values(mut self, values: impl Into<Values>) -> Self {
        self.values = values.into();
        self
    }

    /// The same description without values.
    pub(super) fn emptied(&self) -> Self {
        Self {
            name: self.name.clone(),
            meaning: self.meaning.clone(),
            unit: self.unit.clone(),
            allowed: self.allowed.clone(),
            values: Values::empty(self.kind),
            ..*self
        }
    }

    /// Whether `cell` can be stored here.
    pub(super) fn check_cell(&self, cell: &Cell<'_>) -> Result<(), String> {
        let fits = match (self.kind, cell) {
            (Kind::Real, Cell::Real(value)) => !value.is_infinite(),
            (Kind::Real, Cell::Whole(value)) => value.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS,
            (_, Cell::Missing) | (Kind::Text, Cell::Text(_)) | (Kind::Whole, Cell::Whole(_)) | (Kind::Truth, Cell::Truth(_)) => true,
            _ => false,
        };
        if fits { Ok(()) } else { Err(format!("column {} cannot hold {cell:?}", self.name)) }
    }

    /// Whether the values are of the declared kind, and neither they nor the limits are infinite.
    pub(super) fn check_values(&self) -> Result<(), String> {
        if self.values.kind() != self.kind {
            let (found, wanted) = (self.values.kind(), self.kind);
            return Err(format!("column {} holds {found:?}, not {wanted:?}", self.name));
        }
        if [self.minimum, self.maximum].into_iter().flatten().any(|limit| !limit.is_finite()) {
            return Err(format!("column {} has a limit that is no finite number", self.name));
        }
        match &self.values {
            Values::Real(values) if values.iter().any(|value| value.is_infinite()) => {
                Err(format!("column {} cannot hold an infinite number", self.name))
            }
            _ => Ok(()),
        }
    }

    /// Whether every value keeps what the column promises; columns of the primary key are required.
    pub(super) fn check_constraints(&self, primary_key: &[String]) -> Result<(), String> {
        let required = self.required || primary_key.contains(&self.name);
        for row in 0..self.values.len() {
            let cell = self.values.cell(row);
            let number = match &cell {
                Cell::Missing if required => {
                    return Err(format!("column {} has no value in row {row}", self.name));
                }
                Cell::Text(text) if !self.allowed.is_empty() => {
                    if !self.allowed.iter().any(|allowed| allowed == text) {
                        return Err(format!("column {} does not allow {cell:?}", self.name));
                    }
                    None
                }
                Cell::Whole(value) => Some(*value as f64),
                Cell::Real(value) => Some(*value),
                _ => None,
            };
            let below = number.zip(self.minimum).is_some_and(|(value, minimum)| value < minimum);
            let above = number.zip(self.maximum).is_some_and(|(value, maximum)| value > maximum);
            if below || above {
                return Err(format!("column {} has {cell:?}, out of its range", self.name));
            }
        }
        if self.unique { self.check_unique() } else { Ok(()) }
    }

    fn check_unique(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for cell in (0..self.values.len()).map(|row| self.values.cell(row)) {
            if cell != Cell::Missing && !seen.insert(format!("{cell:?}")) {
                return Err(format!("column {} has {cell:?} twice", self.name));
            }
        }
        Ok(())
    }
}

impl Values {
    fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new()),
            Kind::Whole => Self::Whole(Vec::new()),
            Kind::Real => Self::Real(Vec::new()),
            Kind::Truth => Self::Truth(Vec::new()),
        }
    }

    /// What these values are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Whole(_) => Kind::Whole,
            Self::Real(_) => Kind::Real,
            Self::Truth(_) => Kind::Truth,
        }
    }

    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Truth(values) => values.len(),
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of one row, from 0; missing behind the last one.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text(values) => values.get(row).into(),
            Self::Whole(values) => values.get(row).copied().flatten().into(),
            Self::Real(values) => values.get(row).copied().into(),
            Self::Truth(values) => values.get(row).copied().flatten().into(),
        }
    }

    /// The numbers, where these are real.
    #[must_use]
    pub fn reals(&self) -> Option<&[f64]> {
        if let Self::Real(values) = self { Some(values) } else { None }
    }

    /// Adds a value that was checked to fit.
    pub(super) fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(values), Cell::Text(text)) => values.push(text.into_owned()),
            (Self::Text(values), _) => values.push(String::new()),
            (Self::Whole(values), Cell::Whole(value)) => values.push(Some(value)),
            (Self::Whole(values), _) => values.push(None),
            (Self::Real(values), Cell::Real(value)) => values.push(value),
            (Self::Real(values), Cell::Whole(value)) => values.push(value as f64),
            (Self::Real(values), _) => values.push(f64::NAN),
            (Self::Truth(values), Cell::Truth(value)) => values.push(Some(value)),
            (Self::Truth(values), _) => values.push(None),
        }
    }

    /// The same values in another order.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        match self {
            Self::Text(values) => Self::Text(order.iter().map(|&i| values[i].clone()).collect()),
            Self::Whole(values) => Self::Whole(order.iter().map(|&i| values[i]).collect()),
            Self::Real(values) => Self::Real(order.iter().map(|&i| values[i]).collect()),
            Self::Truth(values) => Self::Truth(order.iter().map(|&i| values[i]).collect()),
        }
    }
}

macro_rules! from_vec {
    ($($type:ty => $variant:ident, $convert:expr);* $(;)?) => {$(
        impl From<Vec<$type>> for Values {
            fn from(values: Vec<$type>) -> Self {
                Self::$variant(values.into_iter().map($convert).collect())
            }
        }
    )*};
}

from_vec! {
    String => Text, |text| text;
    &str => Text, str::to_owned;
    i64 => Whole, Some;
    u32 => Whole, |value| Some(i64::from(value));
    Option<i64> => Whole, |value| value;
    f64 => Real, |value| value;
    Option<f64> => Real, |value| value.unwrap_or(f64::NAN);
    bool => Truth, Some;
    Option<bool> => Truth, |value| value;
}
