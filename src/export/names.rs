//! Which names may become files.

use crate::error::Error;

/// The only folders that may stand inside an output folder.
pub const SUB_FOLDERS: &[&str] = &["plots", "kept"];

/// Longest name of a file, in characters.
const LONGEST: usize = 80;

/// Names that mean a device on some systems, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Splits `name` into a sub-folder, if any, and the file's name, when it is safe on every system: one of [`SUB_FOLDERS`] and a
/// slash, or nothing, before 1 to 80 characters of `A-Z a-z 0-9 . _ -` that neither start with a dot or dash nor end with a dot and
/// are no device such as `NUL` or `com1.txt`.
///
/// # Errors
/// [`Error::BadName`] with the reason.
pub fn check_name(name: &str) -> Result<(Option<&'static str>, &str), Error> {
    let bad = |reason: &str| Error::BadName { name: name.to_owned(), reason: reason.to_owned() };
    let (folder, file) = match name.split_once('/') {
        None => (None, name),
        Some((folder, file)) => match SUB_FOLDERS.iter().find(|known| **known == folder) {
            Some(known) => (Some(*known), file),
            None => {
                return Err(bad(&format!("the only sub-folders are {}", SUB_FOLDERS.join(", "))));
            }
        },
    };
    if !(1..=LONGEST).contains(&file.len()) {
        return Err(bad("it must have 1 to 80 characters"));
    }
    if !file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        return Err(bad("only the letters A to Z and a to z, digits, dot, underscore and dash are allowed"));
    }
    if file.starts_with(['.', '-']) || file.ends_with('.') {
        return Err(bad("it must not start with a dot or dash, nor end with a dot"));
    }
    if SUB_FOLDERS.iter().any(|known| known.eq_ignore_ascii_case(file)) {
        return Err(bad("it is kept for a folder"));
    }
    if is_device(file) {
        return Err(bad("it means a device on some systems"));
    }
    Ok((folder, file))
}

/// Whether the part before the first dot names a device.
fn is_device(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or(file).to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&stem.as_str()) || numbered.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
}
