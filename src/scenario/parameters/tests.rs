//! Rows and the values that they lead to.

use super::*;

#[test]
fn every_default_lies_in_its_range_to_vary_and_that_in_its_bounds() {
    for row in PARAMETERS {
        assert!(row.minimum <= row.vary.0 && row.vary.1 <= row.maximum, "{}", row.path);
        assert!(row.vary.0 <= row.default && row.default <= row.vary.1, "{}", row.path);
        assert!(!row.meaning.is_empty() && !row.source.is_empty() && !row.unit.is_empty(), "{}", row.path);
        if !row.options.is_empty() {
            assert_eq!((row.minimum, row.maximum, row.unit), (0.0, (row.options.len() - 1) as f32, "rule"), "{}", row.path);
        }
    }
}

#[test]
fn paths_are_unique_and_lead_to_their_value() {
    let mut seen = std::collections::BTreeSet::new();
    let mut parameters = Parameters::default();
    for row in PARAMETERS {
        assert!(seen.insert(row.path), "{} twice", row.path);
        assert_eq!(parameters.get(row.path), Some(row.default));
        assert!(parameters.set(row.path, row.maximum));
        assert_eq!(parameters.get(row.path), Some(row.maximum));
    }
    assert!(!parameters.set("trust.gian", 0.1));
}

#[test]
fn depth_interpolation_meets_the_four_levels() {
    let values = [1.0, 2.0, 4.0, 8.0];
    for (i, v) in values.iter().enumerate() {
        assert!((by_depth(values, i as f32 / 3.0) - v).abs() < 1e-5);
    }
    assert!((by_depth(values, 0.5) - 3.0).abs() < 1e-5);
}
