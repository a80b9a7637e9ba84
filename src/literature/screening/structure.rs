//! Structures of screeners: committees of committees, to any depth, with their exact chance to accept.

use crate::error::Problem;
use crate::mechanisms::judgement::screen::settle;

/// One screener, as the first node of every structure.
const ONE: u32 = 0;
/// Most nodes and parts that a text may describe.
const MOST_PARTS: usize = 2000;

/// A committee: accepts if enough of its parts do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Committee {
    needed: u32,
    first: u32,
    parts: u32,
}

/// Screeners arranged in committees of committees. A part that stands in several places stands for as many independent
/// copies, so deep hybrids stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Parts before wholes: node n is committee n - 1, and node 0 one screener. The last is the whole.
    committees: Vec<Committee>,
    parts: Vec<u32>,
}

impl Structure {
    /// One screener.
    pub fn one() -> Self {
        Self { committees: Vec::new(), parts: Vec::new() }
    }

    /// At least `needed` of `n` screeners.
    pub fn committee(needed: u32, n: u32) -> Self {
        let mut structure = Self::one();
        structure.join(needed, (0..n).map(|_| ONE));
        structure
    }

    /// `n` by `n` hybrids put into each other `depth` times: a polyarchy of hierarchies, or the other way round.
    pub fn hybrid(n: u32, depth: u32, hierarchy_inside: bool) -> Self {
        let mut structure = Self::one();
        let mut whole = ONE;
        let (inside, outside) = if hierarchy_inside { (n, 1) } else { (1, n) };
        for _ in 0..depth {
            for needed in [inside, outside] {
                whole = structure.join(needed, (0..n).map(|_| whole));
            }
        }
        structure
    }

    /// Reads a tree such as `any(2*all(2*one))` or `2of(one, one, all(3*one))`.
    ///
    /// # Errors
    /// A problem that says how trees are written.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let mut reader = Reader { rest: text, structure: Self::one() };
        let whole = reader.node(0);
        let good = whole.is_some() && reader.rest.trim().is_empty() && reader.structure.parts.len() <= MOST_PARTS;
        good.then_some(reader.structure).ok_or_else(|| {
            Problem::new("this is not a tree of screeners")
                .key("tree")
                .value(text)
                .allowed("one, all(...), any(...), 2of(...), with parts such as one, 3*one, 2*all(2*one)")
        })
    }

    /// Adds a committee of nodes and returns its node.
    fn join(&mut self, needed: u32, nodes: impl Iterator<Item = u32>) -> u32 {
        let first = self.parts.len() as u32;
        self.parts.extend(nodes);
        self.committees.push(Committee { needed, first, parts: self.parts.len() as u32 - first });
        self.committees.len() as u32
    }

    fn parts_of(&self, committee: &Committee) -> &[u32] {
        &self.parts[committee.first as usize..(committee.first + committee.parts) as usize]
    }

    /// How many screeners there are; infinite if beyond counting.
    pub fn screeners(&self) -> f64 {
        let mut number = vec![1.0];
        for committee in &self.committees {
            number.push(self.parts_of(committee).iter().map(|part| number[*part as usize]).sum());
        }
        number[self.committees.len()]
    }

    /// Exact chance to accept what each screener accepts, independently, with `chance`.
    pub fn accepts(&self, chance: f64) -> f64 {
        let mut chances = vec![chance];
        for committee in &self.committees {
            let (needed, parts) = (committee.needed as usize, self.parts_of(committee));
            chances.push(match parts.iter().all(|part| *part == parts[0]) {
                true => binomial_tail(needed, parts.len(), chances[parts[0] as usize]),
                false => at_least(needed, parts.iter().map(|part| chances[*part as usize])),
            });
        }
        chances[self.committees.len()]
    }

    /// The decision on a project, good or bad, with the views of screeners as they come.
    pub fn decides(&self, good: bool, view: &mut dyn FnMut() -> bool) -> bool {
        self.node_decides(self.committees.len() as u32, good, view)
    }

    fn node_decides(&self, node: u32, good: bool, view: &mut dyn FnMut() -> bool) -> bool {
        if node == ONE {
            return view();
        }
        let committee = &self.committees[node as usize - 1];
        let parts = self.parts_of(committee);
        // Accepting is right for what is good, so a view is right where it accepts what is good or rejects what is bad.
        let vote =
            settle(1, u8::from(good), committee.needed, parts.len(), |part| u8::from(self.node_decides(parts[part], good, view) == good));
        (vote.right == 1) == good
    }
}

/// Chance that at least `needed` of `n` events happen that are independent and as likely.
pub fn binomial_tail(needed: usize, n: usize, chance: f64) -> f64 {
    if needed == 0 || chance >= 1.0 {
        return f64::from(u8::from(needed <= n));
    }
    if needed > n || chance <= 0.0 {
        return 0.0;
    }
    // Weights relative to the likeliest number, so that nothing runs out of range.
    let odds = chance / (1.0 - chance);
    let likeliest = (((n + 1) as f64 * chance) as usize).min(n);
    let (mut all, mut tail) = (0.0, 0.0);
    let mut count = |number: usize, weight: f64| {
        all += weight;
        tail += if number >= needed { weight } else { 0.0 };
    };
    let mut weight = 1.0;
    for number in likeliest..=n {
        count(number, weight);
        weight *= odds * (n - number) as f64 / (number + 1) as f64;
    }
    weight = 1.0;
    for number in (0..likeliest).rev() {
        weight *= (number + 1) as f64 / (odds * (n - number) as f64);
        count(number, weight);
    }
    tail / all
}

/// Chance that at least `needed` of independent events happen.
fn at_least(needed: usize, chances: impl Iterator<Item = f64>) -> f64 {
    // Chances of 0, 1, ... events so far.
    let mut spread = vec![1.0];
    for chance in chances {
        spread.push(0.0);
        for number in (0..spread.len()).rev() {
            let before = if number > 0 { spread[number - 1] } else { 0.0 };
            spread[number] = spread[number] * (1.0 - chance) + before * chance;
        }
    }
    spread.iter().skip(needed).sum()
}

struct Reader<'a> {
    rest: &'a str,
    structure: Structure,
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// A whole number from 1, if one comes next.
    fn number(&mut self) -> Option<u32> {
        let text = self.rest.trim_start();
        let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
        let number = text[..end].parse::<u32>().ok().filter(|number| (1..=MOST_PARTS as u32).contains(number))?;
        self.rest = &text[end..];
        Some(number)
    }

    fn node(&mut self, depth: u32) -> Option<u32> {
        if depth > 64 {
            return None;
        }
        if self.take("one") {
            return Some(ONE);
        }
        let needed = if self.take("all") {
            u32::MAX
        } else if self.take("any") {
            1
        } else {
            let number = self.number()?;
            self.take("of").then_some(number)?
        };
        self.take("(").then_some(())?;
        let mut nodes = Vec::new();
        loop {
            let before = self.rest;
            let copies = match self.number() {
                Some(copies) if self.take("*") => copies,
                _ => {
                    self.rest = before;
                    1
                }
            };
            let node = self.node(depth + 1)?;
            nodes.extend((0..copies).map(|_| node));
            if nodes.len() > MOST_PARTS {
                return None;
            }
            if self.take(")") {
                break;
            }
            self.take(",").then_some(())?;
        }
        let number = nodes.len() as u32;
        let needed = if needed == u32::MAX { number } else { needed };
        (needed <= number).then(|| self.structure.join(needed, nodes.into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_as_they_are_meant() {
        assert_eq!(Structure::read("any( 2 * all(2*one) )").unwrap(), Structure::hybrid(2, 1, true));
        let other = Structure::read("all(any(one,one), any(one, one))").unwrap().accepts(0.3);
        assert!((other - Structure::hybrid(2, 1, false).accepts(0.3)).abs() < 1e-12);
        assert_eq!(Structure::read("2of(3*one)").unwrap(), Structure::committee(2, 3));
        assert_eq!(Structure::read("one").unwrap(), Structure::one());
        let mixed = Structure::read("2of(one, all(2*one), any(one, 3of(5*one)))").unwrap();
        assert_eq!(mixed.screeners(), 9.0);
        for bad in ["", "all", "all()", "4of(3*one)", "any(one", "any(one))", "0of(one)", "two", "all(0*one)", "all(20000*one)", "1of one"]
        {
            assert!(Structure::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_chance_to_accept_is_that_of_all_patterns_of_views() {
        for text in ["2of(one, all(2*one), any(one, 3of(4*one)))", "any(2*all(2*one))", "one", "3of(7*one)"] {
            let structure = Structure::read(text).unwrap();
            let number = structure.screeners() as u32;
            for (f, good) in [(0.3f64, true), (0.8, false)] {
                let mut sum = 0.0;
                for pattern in 0..1u32 << number {
                    let mut place = 0;
                    let accepts = structure.decides(good, &mut || {
                        place += 1;
                        pattern >> (place - 1) & 1 == 1
                    });
                    assert_eq!(place, number, "every screener is asked");
                    let yes = pattern.count_ones() as i32;
                    sum += if accepts { f.powi(yes) * (1.0 - f).powi(number as i32 - yes) } else { 0.0 };
                }
                assert!((structure.accepts(f) - sum).abs() < 1e-12, "{text} {f}: {sum}");
            }
        }
    }

    #[test]
    fn the_tail_of_the_binomial_is_that_of_events_one_by_one() {
        for n in [1, 2, 5, 40, 300] {
            for chance in [0.0, 1e-6, 0.3, 0.5, 0.8, 1.0 - 1e-6, 1.0] {
                for needed in [0, 1, n / 2, n - 1, n, n + 1] {
                    let (fast, slow) = (binomial_tail(needed, n, chance), at_least(needed, (0..n).map(|_| chance)));
                    assert!((fast - slow).abs() < 1e-12, "{needed} of {n} at {chance}: {fast} and {slow}");
                }
            }
        }
    }

    #[test]
    fn deep_hybrids_stay_small_and_turn_to_a_step_at_the_golden_section() {
        let deep = Structure::hybrid(2, 40, true);
        assert_eq!(deep.screeners(), libm::pow(4.0, 40.0));
        assert!(deep.accepts(0.617) < 1e-9 && deep.accepts(0.619) > 1.0 - 1e-9);
    }
}
