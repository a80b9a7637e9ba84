//! Names that become folders and files: slugs, never paths or devices.

/// Longest name of a scenario, in characters.
pub const LONGEST_NAME: usize = 80;
/// What a scenario may be called.
pub const NAME_RULE: &str = "1 to 80 letters (A to Z, a to z), digits, dots, hyphens and underscores, beginning with a letter or digit";

/// Why `name` cannot name a folder of results, if it cannot.
pub fn refused(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || matches!(stem.strip_prefix("COM").or(stem.strip_prefix("LPT")), Some(n) if n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    if name.is_empty() {
        Some("it is empty")
    } else if name.contains(['/', '\\', ':']) || name == "." || name == ".." {
        Some("it is a path, and results go to a folder of this name only")
    } else if name.len() > LONGEST_NAME {
        Some("it is longer than 80 characters")
    } else if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)) {
        Some("it has characters that not every file system takes")
    } else if !name.as_bytes()[0].is_ascii_alphanumeric() || name.ends_with('.') {
        Some("it begins with a sign or ends with a dot")
    } else if device {
        Some("some systems keep it for a device")
    } else {
        None
    }
}

/// A name for the scenario in the file or preset `source_name`: its stem, with hyphens for what a name cannot have.
pub fn from_source(source_name: &str) -> String {
    let file = source_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let mut name: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    name.truncate(LONGEST_NAME);
    let name = name.trim_matches(['-', '.', '_']);
    if refused(name).is_none() { name.into() } else { "scenario".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_devices_and_odd_names_are_refused() {
        let long = "x".repeat(300);
        let bad =
            ["", ".", "..", "../x", "/x", "C:\\x", "C:x", "CON", "nul.toml", "com1", "LPT9.x", "-rf", "a\nb", "a b", "é", "a.", &long];
        for name in bad {
            assert!(refused(name).is_some(), "{name:?}");
        }
        for name in ["school", "a.b-c_d", "2026", "console", "com10", "x".repeat(80).as_str()] {
            assert!(refused(name).is_none(), "{name:?}");
        }
    }

    #[test]
    fn a_file_names_its_scenario() {
        assert_eq!(from_source("scenarios/secondary-school.toml"), "secondary-school");
        assert_eq!(from_source("C:\\My files\\Our school (new).toml"), "Our-school--new");
        for odd in ["", "..", "/", "CON.toml", "été.toml", "-rf", "….toml"] {
            assert!(refused(&from_source(odd)).is_none(), "{odd:?}");
        }
    }
}
