//! The file of a shard: rows of fixed length between a header and a checksum.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `LDRSHRD1` |
//! | 32 | plan: SHA-256 of `plan.json` |
//! | 8 | number of the shard |
//! | 8 | rows |
//! | 8 | outcomes of a row |
//! | rows x (1 + 8 x outcomes) | 0 for a finished run and 1 for a failed one, then its outcomes; NaN is missing |
//! | for each failed row | its number in the shard (8), length of the reason (4), the reason in UTF-8 |
//! | 32 | SHA-256 of everything before |
//!
//! Whole numbers and outcomes are little-endian; rows stand by block and then by arm.

use super::plan::PlanId;
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"LDRSHRD1";
/// Bytes before the first row.
pub const HEADER_BYTES: u64 = 64;
/// Bytes of the checksum.
const CHECKSUM_BYTES: usize = 32;
/// Longest reason of a failed run, in bytes.
const LONGEST_REASON: usize = 1000;

/// Bytes of a row with so many outcomes.
#[must_use]
pub fn row_bytes(outcomes: usize) -> u64 {
    1 + 8 * outcomes as u64
}

/// The bytes of a shard, row by row.
pub(super) struct Writer {
    bytes: Vec<u8>,
    rows: u64,
    outcomes: usize,
    reasons: Vec<(u64, String)>,
}

impl Writer {
    pub(super) fn new(plan: &PlanId, shard: u64, rows: u64, outcomes: usize) -> Self {
        let mut bytes = Vec::with_capacity((HEADER_BYTES + rows * row_bytes(outcomes)) as usize + CHECKSUM_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(plan);
        for number in [shard, rows, outcomes as u64] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Self { bytes, rows: 0, outcomes, reasons: Vec::new() }
    }

    pub(super) fn push(&mut self, result: Result<&[f64], &str>) {
        self.bytes.push(u8::from(result.is_err()));
        let values = result.unwrap_or(&[]);
        for place in 0..self.outcomes {
            let value = values.get(place).copied().filter(|value| value.is_finite()).unwrap_or(f64::NAN);
            // One form of a missing value, and no negative zero: the same bytes whatever computed them.
            let bits = if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
            self.bytes.extend_from_slice(&bits.to_le_bytes());
        }
        if let Err(reason) = result {
            let end = reason.floor_char_boundary(LONGEST_REASON);
            self.reasons.push((self.rows, reason[..end].to_owned()));
        }
        self.rows += 1;
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        for (row, reason) in &self.reasons {
            self.bytes.extend_from_slice(&row.to_le_bytes());
            self.bytes.extend_from_slice(&(reason.len() as u32).to_le_bytes());
            self.bytes.extend_from_slice(reason.as_bytes());
        }
        let checksum = Sha256::digest(&self.bytes);
        self.bytes.extend_from_slice(&checksum);
        self.bytes
    }
}

/// What a whole shard says beside its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Row and reason of each failed run.
    pub reasons: Vec<(u64, String)>,
    /// The checksum, which names the content.
    pub checksum: [u8; 32],
}

/// Checks that `bytes` are the whole shard number `shard` of a plan with so many rows and outcomes.
///
/// # Errors
/// What is wrong, in words.
pub fn check(bytes: &[u8], plan: &PlanId, shard: u64, rows: u64, outcomes: usize) -> Result<Facts, &'static str> {
    let header = HEADER_BYTES as usize;
    if bytes.len() < header + CHECKSUM_BYTES || &bytes[..8] != MAGIC {
        return Err("it is cut off or no shard");
    }
    let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM_BYTES);
    if Sha256::digest(body).as_slice() != checksum {
        return Err("its checksum is wrong: it is cut off or damaged");
    }
    let number = |at: usize| u64::from_le_bytes(body[at..at + 8].try_into().expect("eight bytes"));
    if &body[8..40] != plan {
        return Err("it belongs to another plan");
    }
    if number(40) != shard {
        return Err("it has the name of another shard");
    }
    if (number(48), number(56)) != (rows, outcomes as u64) {
        return Err("it has other rows than the plan");
    }
    let reasons = reasons(&body[header..], rows, outcomes).ok_or("its rows do not end where they should")?;
    Ok(Facts { reasons, checksum: checksum.try_into().expect("32 bytes") })
}

/// The reasons behind the rows.
fn reasons(body: &[u8], rows: u64, outcomes: usize) -> Option<Vec<(u64, String)>> {
    let mut rest = body.get((rows * row_bytes(outcomes)) as usize..)?;
    let mut reasons = Vec::new();
    while !rest.is_empty() {
        let (row, length) = (rest.get(..8)?, rest.get(8..12)?);
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        let reason = std::str::from_utf8(rest.get(12..12 + length)?).ok()?;
        reasons.push((u64::from_le_bytes(row.try_into().ok()?), reason.to_owned()));
        rest = &rest[12 + length..];
    }
    Some(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(number: u64) -> Vec<u8> {
        let mut writer = Writer::new(&[7; 32], number, 3, 2);
        writer.push(Ok(&[1.5, f64::NAN]));
        writer.push(Err("seat 7 has no holder"));
        writer.push(Ok(&[-0.0, f64::INFINITY]));
        writer.finish()
    }

    #[test]
    fn a_whole_shard_is_known_and_every_cut_and_flip_is_found() {
        let bytes = shard(5);
        let good = |bytes: &[u8]| check(bytes, &[7; 32], 5, 3, 2);
        assert_eq!(good(&bytes).unwrap().reasons, [(1, "seat 7 has no holder".to_owned())]);
        for cut in 0..bytes.len() {
            assert!(good(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(good(&flipped).is_err(), "flipped bit {bit}");
        }
        assert_eq!(good(&shard(6)).unwrap_err(), "it has the name of another shard");
        assert_eq!(check(&bytes, &[8; 32], 5, 3, 2).unwrap_err(), "it belongs to another plan");
        assert_eq!(check(&bytes, &[7; 32], 5, 2, 2).unwrap_err(), "it has other rows than the plan");
        let zero = HEADER_BYTES as usize + 2 * row_bytes(2) as usize + 1;
        assert_eq!(bytes[zero..zero + 8], [0; 8], "no negative zero");
    }
}
