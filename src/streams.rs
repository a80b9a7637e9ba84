//! Keyed random numbers: every draw is named by what it decides, never by how many draws came before it.
//!
//! A replication owns one key for each [`Process`]. The keys come from ChaCha8, seeded by (seed, replication,
//! organisation), one ChaCha stream a process. A key and two names (a person and a day, or an issue and a judge) give a
//! [`Draws`]: a SplitMix64 sequence whose start is a hash of the three. So
//!
//! * a draw added to one mechanism changes no other mechanism's draws,
//! * person *i* on day *t* has the same luck in every arm of an experiment,
//! * nothing depends on the order in which people are walked, nor on threads.
//!
//! Why not a ChaCha stream for each person and day: its set-up costs 25 to 90 ns, against 2 ns here. The mixer is the
//! finaliser of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA);
//! `tests/streams.rs` checks uniformity, lag correlation and correlation between neighbouring keys.

use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha8Rng;
use std::convert::Infallible;

/// What a random number decides. The order is part of the results: add new processes at the end only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Process {
    /// Attributes of a person when they join; named by (seat, appointments to it so far).
    Person,
    /// The first ties of a founding member, and trust in the manager; named by (first seat, 0 or 1), and by (0, 2) for links
    /// of the whole organisation.
    FirstTies,
    /// New issues that a seat meets; named by (day, seat).
    Arrival,
    /// Attributes and path of an issue; named by (issue name, step of its path).
    Issue,
    /// One judge's view of one issue; named by (issue name, identity).
    Judgement,
    /// Noticing and saying a concern; named by (day, identity).
    Voice,
    /// What becomes of a concern that was said; named by (concern name, 0).
    Answer,
    /// Incidents of a unit; named by (day, unit).
    Incident,
    /// Everyday contacts; named by (day, identity).
    Contact,
    /// Weekly drift of a purpose; named by (day, identity).
    Purpose,
    /// The need of the people served, and how it is read; named by (0, day).
    Need,
    /// Which facets turn obsolete; named by (facet, day).
    Turbulence,
    /// Leaving; named by (day, identity).
    Leaving,
    /// Who fills a vacancy, and how well their skill fits the new post; named by (seat, day).
    Succession,
    /// Programmes and events; named by (programme and identity, day on which it last began).
    Programme,
    /// Whatever a published model decides beside the integrated one; named by the model.
    Literature,
    /// Beliefs of people, and what they take over; named by (identity, day or a name in it).
    Belief,
    /// What lies between organisations of a system; named by (a mechanism and a name in it, day).
    System,
    /// Points of a design; named by (factor, point), and by what shuffles or scrambles them.
    Design,
}

/// How many processes there are.
const PROCESSES: usize = Process::Design as usize + 1;

/// Names the generator in result files; changes whenever the same seed would give other numbers.
pub const GENERATOR: &str = "chacha8-keys/splitmix64-draws/2";

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const SILVER: u64 = 0xD1B5_4A32_D192_ED03;

/// The finaliser of SplitMix64: a bijection on 64 bits.
#[inline(always)]
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The random numbers of one organisation in one replication.
#[derive(Clone, Debug)]
pub struct Streams {
    keys: [u64; PROCESSES],
}

impl Streams {
    /// Keys for `organisation` (0 unless a system of several is run) in `replication` under `seed`.
    pub fn new(seed: u64, replication: u32, organisation: u32) -> Self {
        let mut bytes = [0u8; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..12].copy_from_slice(&replication.to_le_bytes());
        bytes[12..16].copy_from_slice(&organisation.to_le_bytes());
        let mut source = ChaCha8Rng::from_seed(bytes);
        let keys = std::array::from_fn(|process| {
            source.set_stream(process as u64);
            source.set_word_pos(0);
            source.next_u64()
        });
        Self { keys }
    }

    /// What `draws` needs of `first`, for many draws that share it: `streams.named(p, a).draws(b)` is `streams.draws(p, a, b)`.
    #[inline(always)]
    pub fn named(&self, process: Process, first: u64) -> Named {
        Named { half: mix(self.keys[process as usize] ^ first.wrapping_mul(GOLDEN)) }
    }

    /// The draws that decide what `process` does with the thing named by `first` and `second`.
    #[inline(always)]
    pub fn draws(&self, process: Process, first: u64, second: u64) -> Draws {
        self.named(process, first).draws(second)
    }
}

/// A process and the first of two names.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    half: u64,
}

impl Named {
    /// The 64 bits that the second name stands for, where a decision needs no more: half of the work of [`Named::draws`], which
    /// are made from them, so that no name should be used for both.
    #[inline(always)]
    pub fn bits(&self, second: u64) -> u64 {
        mix(self.half ^ second.wrapping_add(1).wrapping_mul(SILVER))
    }

    /// The draws that the second name stands for.
    #[inline(always)]
    pub fn draws(&self, second: u64) -> Draws {
        Draws { state: self.bits(second) }
    }
}

/// A short sequence of draws for one decision. It is a [`Rng`], so every sampler of `rand` and `rand_distr` takes it.
#[derive(Clone, Debug)]
pub struct Draws {
    state: u64,
}

impl Draws {
    /// The next 64 bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A number in [0, 1) with 24 random bits, so that it is exact in `f32`.
    #[inline(always)]
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 * (1.0 / 16_777_216.0)
    }

    /// True with `probability` (0..1; below 0 is never, above 1 is always).
    #[inline(always)]
    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// Two numbers like [`Draws::unit`] from one draw.
    #[inline(always)]
    pub fn units(&mut self) -> [f32; 2] {
        let bits = self.bits();
        [bits >> 40, bits >> 16 & 0xFF_FFFF].map(|part| part as f32 * (1.0 / 16_777_216.0))
    }

    /// A whole number below `end` (at least 1). The bias is below `end` / 2^32.
    #[inline(always)]
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// Those of the bits of `among` that each come up with `probability` (below 0 is never, above 1 is always). Uniform
    /// numbers are compared with the probability digit by digit, 64 of them at once, until all bits of `among` are decided.
    pub fn mask(&mut self, probability: f64, among: u64) -> u64 {
        if probability >= 1.0 {
            return among;
        }
        let mut digits = (probability.max(0.0) * 18_446_744_073_709_551_616.0) as u64;
        let (mut open, mut chosen) = (among, 0);
        while open != 0 && digits != 0 {
            let bits = self.bits();
            if digits >> 63 == 1 {
                chosen |= open & !bits;
                open &= bits;
            } else {
                open &= !bits;
            }
            digits <<= 1;
        }
        chosen
    }

    /// A draw from the normal distribution.
    pub fn normal(&mut self, mean: f32, sd: f32) -> f32 {
        use rand_distr::{Distribution, StandardNormal};
        let z: f64 = StandardNormal.sample(self);
        mean + sd * z as f32
    }

    /// A count from the Poisson distribution by inversion of one uniform number, so that a higher rate never gives
    /// fewer: arms with different loads share their issues. `none` is exp(-rate), computed once by the caller.
    #[inline(always)]
    pub fn poisson(&mut self, rate: f32, none: f32) -> u32 {
        let u = self.unit();
        let (mut count, mut term, mut total) = (0u32, none, none);
        while u >= total && count < 1000 {
            count += 1;
            term *= rate / count as f32;
            if term <= f32::MIN_POSITIVE {
                break;
            }
            total += term;
        }
        count
    }

    /// How many of `trials` succeed, by inversion of one uniform number (a higher probability never gives fewer).
    pub fn binomial(&mut self, trials: u32, probability: f32) -> u32 {
        if probability <= 0.0 {
            self.bits();
            return 0;
        }
        if probability >= 1.0 {
            self.bits();
            return trials;
        }
        let u = self.unit();
        let odds = probability / (1.0 - probability);
        let mut term = (0..trials).fold(1.0f32, |all, _| all * (1.0 - probability));
        let mut total = term;
        let mut count = 0;
        while u >= total && count < trials {
            term *= odds * (trials - count) as f32 / (count + 1) as f32;
            count += 1;
            total += term;
        }
        count
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.bits().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_name_same_draws_and_other_names_other_draws() {
        let streams = Streams::new(7, 3, 0);
        let first = streams.draws(Process::Voice, 12, 400).bits();
        assert_eq!(first, streams.draws(Process::Voice, 12, 400).bits());
        assert_ne!(first, streams.draws(Process::Voice, 400, 12).bits());
        assert_ne!(first, streams.draws(Process::Leaving, 12, 400).bits());
        assert_ne!(first, Streams::new(7, 4, 0).draws(Process::Voice, 12, 400).bits());
        assert_ne!(first, Streams::new(7, 3, 1).draws(Process::Voice, 12, 400).bits());
    }

    #[test]
    fn poisson_and_binomial_have_their_means_and_are_monotone() {
        let streams = Streams::new(1, 0, 0);
        let (mut low, mut high, mut bits) = (0u64, 0u64, 0u64);
        let n = 40_000u64;
        for i in 0..n {
            let draws = streams.draws(Process::Arrival, i, 0);
            let a = draws.clone().poisson(0.3, libm::expf(-0.3));
            let b = draws.clone().poisson(1.2, libm::expf(-1.2));
            assert!(a <= b);
            low += u64::from(a);
            high += u64::from(b);
            bits += u64::from(draws.clone().binomial(7, 0.2));
        }
        let mean = |sum: u64| sum as f64 / n as f64;
        // Four standard errors of each mean.
        assert!((mean(low) - 0.3).abs() < 4.0 * (0.3f64 / n as f64).sqrt());
        assert!((mean(high) - 1.2).abs() < 4.0 * (1.2f64 / n as f64).sqrt());
        assert!((mean(bits) - 1.4).abs() < 4.0 * (7.0 * 0.2 * 0.8 / n as f64).sqrt());
    }

    #[test]
    fn each_bit_of_a_mask_comes_up_with_its_probability() {
        let streams = Streams::new(4, 0, 0);
        let n = 20_000u64;
        for probability in [1.0 / 3.0, 0.5, 0.1, 0.9, 0.001] {
            let mut counts = [0u64; 3];
            for i in 0..n {
                let mask = streams.draws(Process::Belief, i, 0).mask(probability, 1 | 1 << 40 | 1 << 63);
                assert_eq!(mask & !(1 | 1 << 40 | 1 << 63), 0);
                counts.iter_mut().zip([0, 40, 63]).for_each(|(count, bit)| *count += mask >> bit & 1);
            }
            let room = 4.0 * (probability * (1.0 - probability) / n as f64).sqrt();
            assert!(counts.iter().all(|count| (*count as f64 / n as f64 - probability).abs() < room), "{probability}: {counts:?}");
        }
    }

    #[test]
    fn certain_and_impossible_things() {
        let mut draws = Streams::new(1, 0, 0).draws(Process::Issue, 1, 1);
        assert_eq!((draws.mask(0.0, 0b1011), draws.mask(1.0, 0b1011), draws.mask(0.5, 0)), (0, 0b1011, 0));
        assert_eq!(draws.binomial(7, 0.0), 0);
        assert_eq!(draws.binomial(7, 1.0), 7);
        assert_eq!(draws.poisson(0.0, 1.0), 0);
        assert!(!draws.chance(0.0));
        assert!(draws.chance(1.0));
    }
}
