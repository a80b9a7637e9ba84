//! Short columns that are looked through at once, without a branch on any entry.

/// The first place of a column (of at most 32) whose entry is `wanted`.
#[inline]
pub fn first<T: Copy + PartialEq, const N: usize>(column: &[T; N], wanted: T) -> Option<usize> {
    let bits = const { bits::<N>() };
    let found = column.iter().zip(&bits).fold(0, |found, (entry, bit)| found | if *entry == wanted { *bit } else { 0 });
    (found != 0).then(|| found.trailing_zeros() as usize)
}

/// A bit for each place.
const fn bits<const N: usize>() -> [u32; N] {
    let (mut bits, mut place) = ([0; N], 0);
    while place < N {
        bits[place] = 1 << place;
        place += 1;
    }
    bits
}

/// The place of the largest entry of a column (of at most 32), the first among equals; none if no entry is above minus infinity.
#[inline]
pub fn largest<const N: usize>(column: &[f32; N]) -> Option<usize> {
    let mut most = [f32::NEG_INFINITY; 4];
    let (fours, rest) = column.as_chunks::<4>();
    for four in fours {
        for (most, entry) in most.iter_mut().zip(four) {
            *most = if *entry > *most { *entry } else { *most };
        }
    }
    let most = most.iter().chain(rest).fold(f32::NEG_INFINITY, |most, entry| if *entry > most { *entry } else { most });
    if most > f32::NEG_INFINITY { first(column, most) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_among_equals_is_found_wherever_it_stands() {
        for place in 0..7 {
            let mut column = [0.25f32; 7];
            (column[place], column[6]) = (0.75, 0.75);
            assert_eq!((first(&column, 0.75), largest(&column)), (Some(place), Some(place)));
        }
        assert_eq!((first(&[1, 2, 3], 4), largest(&[f32::NEG_INFINITY; 5])), (None, None));
        assert_eq!(largest(&[f32::NEG_INFINITY, -1.0, f32::NEG_INFINITY, -2.0]), Some(1));
    }
}
