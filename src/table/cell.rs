//! One value of a table, on its way in or out.

use std::borrow::Cow;
use std::cmp::Ordering;

/// One value; an empty text and a NaN are the same as [`Cell::Missing`].
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Missing,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A finite number.
    Real(f64),
    /// Yes or no.
    Truth(bool),
}

impl Cell<'_> {
    /// Order for sorting rows: missing first, then by value; different kinds in the order of the variants.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Whole(a), Self::Whole(b)) => a.cmp(b),
            // Adding zero makes -0.0 and 0.0 equal.
            (Self::Real(a), Self::Real(b)) => (a + 0.0).total_cmp(&(b + 0.0)),
            (Self::Truth(a), Self::Truth(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Missing => 0,
            Self::Text(_) => 1,
            Self::Whole(_) => 2,
            Self::Real(_) => 3,
            Self::Truth(_) => 4,
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(Cow::Owned(text)) }
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        if value.is_nan() { Self::Missing } else { Self::Real(value) }
    }
}

impl From<bool> for Cell<'_> {
    fn from(value: bool) -> Self {
        Self::Truth(value)
    }
}

macro_rules! from_whole {
    ($($type:ty),*) => {$(
        impl From<$type> for Cell<'_> {
            fn from(value: $type) -> Self {
                Self::Whole(i64::from(value))
            }
        }
    )*};
}

from_whole!(i64, i32, i16, i8, u32, u16, u8);

impl From<usize> for Cell<'_> {
    /// Counts of things in memory always fit; anything larger is held at the largest whole number.
    fn from(value: usize) -> Self {
        Self::Whole(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}
