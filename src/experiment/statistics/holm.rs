//! Several outcomes at once: Holm's adjustment.

/// Holm's step-down adjusted p values, in the order given (Holm 1979, *Scandinavian Journal of Statistics* 6, 65-70).
///
/// The i-th smallest of m p values is multiplied by m - i + 1; then each is at least as large as the one before, and
/// at most 1. A missing p value (`NaN`) stays missing and is not counted in m, as in R's `p.adjust`.
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).filter(|&index| !p_values[index].is_nan()).collect();
    order.sort_by(|&left, &right| p_values[left].total_cmp(&p_values[right]));
    let mut adjusted = vec![f64::NAN; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        largest = largest.max((order.len() - rank) as f64 * p_values[index]).min(1.0);
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::holm;

    #[test]
    fn nothing_gives_nothing_and_one_stays() {
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.03]), [0.03]);
    }
}
