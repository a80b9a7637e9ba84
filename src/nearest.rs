//! The known name that somebody may have meant who wrote an unknown one.

use crate::error::Problem;

/// Longest name that is compared with the known ones.
const LONGEST_COMPARED: usize = 64;
/// Likeness, from 0 to 1, from which a name may be meant.
const LIKE: f64 = 0.55;
/// Shortest part of a known name that stands for the whole.
const SHORTEST_PART: usize = 3;
/// Likeness from which a name may be meant for one word of a known name.
const LIKE_WORD: f64 = 0.75;

/// The known name most like `name` if it is near enough to be meant, else the first of which `name` is a part or nearly a word.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.is_empty() || name.len() > LONGEST_COMPARED {
        return None;
    }
    let fold = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let folded = fold(name);
    let (mut best, mut whole) = ((0.0, None), None);
    for known in known {
        let other = fold(known);
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &other);
        if likeness > best.0 {
            best = (likeness, Some(known));
        }
        let word = |word: &str| strsim::normalized_damerau_levenshtein(&folded, word) >= LIKE_WORD;
        if whole.is_none() && name.len() >= SHORTEST_PART && (other.contains(&folded) || other.split(['-', '.']).any(word)) {
            whole = Some(known);
        }
    }
    best.1.filter(|_| best.0 >= LIKE).or(whole)
}

/// Adds the nearest known name to `problem`, if there is one.
pub(crate) fn with_nearest<'n>(problem: Problem, name: &str, known: impl IntoIterator<Item = &'n str>) -> Problem {
    match nearest(name, known) {
        Some(near) => problem.nearest(near),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts_find_the_name_that_is_meant_and_nonsense_finds_none() {
        let near = |name: &str| nearest(name, ["autocracy", "anarchy", "guided-distribution"]);
        assert_eq!((near("autocrazy"), near("Guided_Distributon")), (Some("autocracy"), Some("guided-distribution")));
        assert_eq!((near("guided"), near("guidet")), (Some("guided-distribution"), Some("guided-distribution")));
        assert_eq!([near("zzzzzzzz"), near(""), near("gu"), near(&"autocracy".repeat(9))], [None; 4]);
    }
}
