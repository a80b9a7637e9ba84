//! R1, the small model that agent-based engines are compared with, built from the public parts of this library: keyed
//! streams, flat columns in blocks, queues in an arena, and the exchange of messages between blocks.
//!
//! N agents, T ticks. Each agent has knowledge of eight topics, a queue of issues, and trust in up to seven colleagues. A
//! tick: with chance .2 a new issue joins the own queue; whoever had a queue takes its head and resolves it (knowledge at
//! least the difficulty), hands it to the most trusted colleague but the sender (up to four times), or fails; senders
//! trust those who resolve more and those who fail less; everybody learns from one colleague in one topic. All decisions
//! read the start of the tick.
//!
//! ```text
//! cargo run --release --example r1 -- single 1000 500 1
//! cargo run --release --example r1 -- sweep 200 200 260
//! ```
//!
//! `threads` after `single N T SEED` works on blocks side by side; the numbers stay the same.

use leaderful::ahead::{self, Way};
use leaderful::organisation::exchange::{Exchange, Outbox};
use leaderful::organisation::fifos::Fifos;
use leaderful::streams::{Named, Process, Streams};
use rayon::prelude::*;
use std::ops::Range;
use std::time::Instant;

const TOPICS: usize = 8;
const COLLEAGUES: usize = 7;
/// Agents of a block: worked on together, with queues of their own.
const BLOCK: usize = 4096;
/// Agents gone through thing by thing (draws, learning, queues, new issues), so that each loop is short and stays in the nearest cache.
const STRETCH: usize = 256;
const MOST_HOPS: u8 = 4;
/// No colleague, or an issue that nobody sent.
const NOBODY: u32 = u32::MAX;
/// Threshold of 18 random bits for the chance .2 of a new issue.
const NEW_ISSUE: u64 = 52_429;

#[derive(Clone, Copy, Debug)]
struct Issue {
    difficulty: f32,
    /// Who passed it on.
    sender: u32,
    /// The lower half of the tick on which it arose: enough to tell how long ago that was, up to 65,535 ticks.
    born: u16,
    topic: u8,
    path: Path,
}

/// How often an issue was passed on, and the place of whoever has it among the sender's colleagues. In one byte, so that an issue and the
/// link to the next one take sixteen and never lie in two lines of the cache.
#[derive(Clone, Copy, Debug)]
struct Path(u8);

impl Path {
    const NEW: Self = Self(0);

    fn hops(self) -> u8 {
        self.0 >> 4
    }

    fn place(self) -> u8 {
        self.0 & 15
    }

    fn on_to(self, place: usize) -> Self {
        Self((self.hops() + 1) << 4 | place as u8)
    }
}

/// What the sender of an issue learns: the colleague's place, and whether it was resolved.
type Feedback = (u8, bool);

/// What a block keeps to itself.
#[derive(Clone, Debug)]
struct Block {
    queues: Fifos<Issue>,
    /// The topic in which each agent learned in this tick, and the new level.
    learned: Vec<(u8, f32)>,
    resolved: u64,
    failed: u64,
    latency: u64,
    knowledge_gain: f64,
    trust_gain: f64,
}

struct Model {
    tick: u32,
    streams: Streams,
    knowledge: Vec<[f32; TOPICS]>,
    /// Colleagues in order of their number.
    colleagues: Vec<[u32; COLLEAGUES]>,
    trust: Vec<[f32; COLLEAGUES]>,
    blocks: Vec<Block>,
    issues: Exchange<Issue>,
    feedback: Exchange<Feedback>,
    knowledge_sum: f64,
    trust_sum: f64,
    trusts: f64,
    metrics: Vec<[f64; 5]>,
}

/// Parent and laterals of an agent, in order of their number; agents 0 to 3 have no parent beside their laterals.
fn colleagues(agent: usize, agents: usize) -> [u32; COLLEAGUES] {
    let lateral = |by: i64| (agent as i64 + by).rem_euclid(agents as i64) as u32;
    let [a, b, c, d, e, f] = [-3, -2, -1, 1, 2, 3].map(lateral);
    let parent = if agent >= 4 { ((agent - 1) / 7) as u32 } else { NOBODY };
    let mut all = [parent, a, b, c, d, e, f];
    all.sort_unstable();
    all
}

impl Model {
    fn new(agents: usize, seed: u64) -> Self {
        let streams = Streams::new(seed, 0, 0);
        let people = streams.named(Process::Person, 0);
        let knowledge: Vec<[f32; TOPICS]> = (0..agents as u64)
            .map(|agent| {
                let mut draws = people.draws(agent);
                std::array::from_fn(|_| draws.unit())
            })
            .collect();
        let colleagues: Vec<[u32; COLLEAGUES]> = (0..agents).map(|agent| colleagues(agent, agents)).collect();
        let known = |list: &[u32; COLLEAGUES]| list.map(|other| if other == NOBODY { -1.0 } else { 0.5 });
        let trust: Vec<[f32; COLLEAGUES]> = colleagues.iter().map(known).collect();
        let block = |number: usize| {
            let members = BLOCK.min(agents - number * BLOCK);
            Block {
                queues: Fifos::new(members),
                learned: vec![(0, 0.0); members],
                resolved: 0,
                failed: 0,
                latency: 0,
                knowledge_gain: 0.0,
                trust_gain: 0.0,
            }
        };
        let trusts = colleagues.iter().flatten().filter(|other| **other != NOBODY).count() as f64;
        Self {
            tick: 0,
            streams,
            knowledge_sum: knowledge.iter().flatten().map(|level| f64::from(*level)).sum(),
            trust_sum: 0.5 * trusts,
            trusts,
            knowledge,
            colleagues,
            trust,
            blocks: (0..agents.div_ceil(BLOCK)).map(block).collect(),
            issues: Exchange::new(agents, BLOCK),
            feedback: Exchange::new(agents, BLOCK),
            metrics: Vec::new(),
        }
    }

    fn agents(&self) -> usize {
        self.knowledge.len()
    }

    /// One tick: decisions of all blocks, then what follows in all blocks.
    fn step(&mut self, side_by_side: bool) {
        let view = View {
            tick: self.tick,
            luck: self.streams.named(Process::Contact, u64::from(self.tick)),
            knowledge: &self.knowledge,
            colleagues: &self.colleagues,
            trust: &self.trust,
        };
        let decide = |(number, ((block, issues), feedback)): (usize, ((&mut Block, _), _))| {
            block.decide(&view, number * BLOCK, Sent { issues, feedback });
        };
        if side_by_side {
            let blocks = self.blocks.par_iter_mut().zip(self.issues.outboxes()).zip(self.feedback.outboxes()).enumerate();
            blocks.with_max_len(1).for_each(decide);
        } else {
            let blocks = self.blocks.iter_mut().zip(self.issues.outboxes()).zip(self.feedback.outboxes()).enumerate();
            blocks.for_each(decide);
        }
        let (issues, feedback, large) = (&self.issues, &self.feedback, ahead::pays(self.agents()));
        type Columns<'a> = ((&'a mut Block, &'a mut [[f32; TOPICS]]), &'a mut [[f32; COLLEAGUES]]);
        let follow = |(number, ((block, knowledge), trust)): (usize, Columns)| {
            block.follow(((number * BLOCK) as u32, large), knowledge, trust, issues.arrived(number), feedback.arrived(number));
        };
        if side_by_side {
            let columns = self.blocks.par_iter_mut().zip(self.knowledge.par_chunks_mut(BLOCK)).zip(self.trust.par_chunks_mut(BLOCK));
            columns.enumerate().with_max_len(1).for_each(follow);
        } else {
            let columns = self.blocks.iter_mut().zip(self.knowledge.chunks_mut(BLOCK)).zip(self.trust.chunks_mut(BLOCK));
            columns.enumerate().for_each(follow);
        }
        self.measure();
        self.tick += 1;
    }

    /// Resolved, failed, mean latency, mean trust, mean knowledge of the tick.
    fn measure(&mut self) {
        let (mut resolved, mut failed, mut latency) = (0, 0, 0);
        for block in &mut self.blocks {
            resolved += std::mem::take(&mut block.resolved);
            failed += std::mem::take(&mut block.failed);
            latency += std::mem::take(&mut block.latency);
            self.knowledge_sum += block.knowledge_gain;
            self.trust_sum += block.trust_gain;
        }
        let mean = if resolved > 0 { latency as f64 / resolved as f64 } else { 0.0 };
        let knowledge = self.knowledge_sum / (TOPICS * self.knowledge.len()) as f64;
        self.metrics.push([resolved as f64, failed as f64, mean, self.trust_sum / self.trusts, knowledge]);
    }
}

/// Where a block sends to.
struct Sent<'a> {
    issues: &'a mut Outbox<Issue>,
    feedback: &'a mut Outbox<Feedback>,
}

/// What all blocks read while they decide.
struct View<'a> {
    tick: u32,
    luck: Named,
    knowledge: &'a [[f32; TOPICS]],
    colleagues: &'a [[u32; COLLEAGUES]],
    trust: &'a [[f32; COLLEAGUES]],
}

impl View<'_> {
    /// What agents learn by their draws: three bits of topic, sixteen of colleague. Yields what all gain.
    fn learn(&self, agents: Range<usize>, luck: &[u64], learned: &mut [(u8, f32)]) -> f32 {
        let own = self.knowledge[agents.clone()].iter().zip(&self.colleagues[agents]);
        let mut gain = 0.0f32;
        for (((own, list), bits), learned) in own.zip(luck).zip(learned) {
            let topic = (bits & 7) as usize;
            let known = if list[COLLEAGUES - 1] == NOBODY { COLLEAGUES as u64 - 1 } else { COLLEAGUES as u64 };
            let place = (((bits >> 3) & 0xffff) * known) >> 16;
            let other = list[(place as usize).min(COLLEAGUES - 1)] as usize;
            let own = own[topic];
            let new = own + 0.1 * (self.knowledge[other][topic] - own).max(0.0);
            gain += new - own;
            *learned = (topic as u8, new);
        }
        gain
    }
}

/// Those of some members of whom something holds. Nothing branches by it: who they are cannot be guessed.
fn those(members: Range<u32>, list: &mut [u32; STRETCH], holds: impl Fn(u32) -> bool) -> &[u32] {
    let mut count = 0;
    for member in members {
        list[count] = member;
        count += usize::from(holds(member));
    }
    &list[..count]
}

/// To the first issue in the queue of a member, and whom that agent trusts.
struct ToQueue;

impl<'a> Way<(&'a mut Block, &'a View<'a>, usize), u32> for ToQueue {
    const STAGES: usize = 1;

    fn ask((block, view, first): &(&'a mut Block, &'a View<'a>, usize), member: u32, _: usize) -> bool {
        block.queues.ask(member);
        ahead::near(&view.trust[first + member as usize]);
        false
    }
}

/// To the end of the queue that an issue joins.
struct ToEnd;

impl Way<(u32, &mut Fifos<Issue>), &(u32, Issue)> for ToEnd {
    const STAGES: usize = 1;

    fn ask((first, queues): &(u32, &mut Fifos<Issue>), (to, _): &(u32, Issue), _: usize) -> bool {
        queues.ask_last(to - first);
        false
    }
}

/// To the trust of whoever hears how an issue ended.
struct ToTrust;

impl Way<(u32, &mut [[f32; COLLEAGUES]]), &(u32, Feedback)> for ToTrust {
    const STAGES: usize = 1;

    fn ask((first, trust): &(u32, &mut [[f32; COLLEAGUES]]), (to, _): &(u32, Feedback), _: usize) -> bool {
        ahead::near(&trust[(to - first) as usize]);
        false
    }
}

impl Block {
    fn decide(&mut self, view: &View, first: usize, mut sent: Sent) {
        sent.issues.clear();
        sent.feedback.clear();
        self.knowledge_gain = 0.0;
        let mut learned = std::mem::take(&mut self.learned);
        let mut begin = 0;
        for learned in learned.chunks_mut(STRETCH) {
            let agents = first + begin..first + begin + learned.len();
            let mut luck = [0; STRETCH];
            let luck = &mut luck[..learned.len()];
            luck.iter_mut().zip(agents.start as u64..).for_each(|(luck, agent)| *luck = view.luck.bits(agent));
            self.knowledge_gain += f64::from(view.learn(agents, luck, learned));
            self.work(view, first, begin as u32, luck, &mut sent);
            begin += learned.len();
        }
        self.learned = learned;
    }

    /// The members from `begin` on work on their queues, which new issues then join.
    fn work(&mut self, view: &View, first: usize, begin: u32, luck: &[u64], sent: &mut Sent) {
        let (members, mut list) = (begin..begin + luck.len() as u32, [0; STRETCH]);
        let waiting = those(members, &mut list, |member| !self.queues.is_empty(member));
        let (large, mut context) = (ahead::pays(view.trust.len()), (&mut *self, view, first));
        ahead::walk(ToQueue, large, &mut context, waiting.iter().copied(), |(block, ..), member| {
            if let Some(issue) = block.queues.pop(member) {
                block.handle(view, first + member as usize, issue, sent);
            }
        });
        for &place in those(0..luck.len() as u32, &mut list, |place| luck[place as usize] >> 46 < NEW_ISSUE) {
            let bits = luck[place as usize];
            let difficulty = ((bits >> 22) & 0xff_ffff) as f32 * (1.0 / 16_777_216.0);
            let topic = ((bits >> 19) & 7) as u8;
            self.queues.push(begin + place, Issue { difficulty, sender: NOBODY, born: view.tick as u16, topic, path: Path::NEW });
        }
    }

    /// Resolves an issue, passes it on, or fails.
    #[inline]
    fn handle(&mut self, view: &View, agent: usize, issue: Issue, sent: &mut Sent) {
        let resolved = view.knowledge[agent][issue.topic as usize & (TOPICS - 1)] >= issue.difficulty;
        if !resolved && issue.path.hops() < MOST_HOPS {
            let place = most_trusted(&view.colleagues[agent], &view.trust[agent], issue.sender);
            let to = view.colleagues[agent][place];
            sent.issues.send(to, Issue { sender: agent as u32, path: issue.path.on_to(place), ..issue });
            return;
        }
        self.resolved += u64::from(resolved);
        self.failed += u64::from(!resolved);
        self.latency += if resolved { u64::from((view.tick as u16).wrapping_sub(issue.born)) } else { 0 };
        if issue.sender != NOBODY {
            sent.feedback.send(issue.sender, (issue.path.place(), resolved));
        }
    }

    fn follow<'a>(
        &mut self,
        (first, large): (u32, bool),
        knowledge: &mut [[f32; TOPICS]],
        trust: &mut [[f32; COLLEAGUES]],
        issues: impl Iterator<Item = &'a (u32, Issue)> + Clone,
        feedback: impl Iterator<Item = &'a (u32, Feedback)> + Clone,
    ) {
        for (levels, (topic, new)) in knowledge.iter_mut().zip(&self.learned) {
            levels[usize::from(*topic) & (TOPICS - 1)] = *new;
        }
        ahead::walk(ToEnd, large, &mut (first, &mut self.queues), issues, |(_, queues), (to, issue)| queues.push(to - first, *issue));
        let mut gain = 0.0f32;
        ahead::walk(ToTrust, large, &mut (first, trust), feedback, |(_, trust), (to, (place, resolved))| {
            let trust = &mut trust[(to - first) as usize][usize::from(*place) % COLLEAGUES];
            let change = if *resolved { 0.05 * (1.0 - *trust) } else { -0.15 * *trust };
            *trust += change;
            gain += change;
        });
        self.trust_gain = f64::from(gain);
    }
}

/// Place of the most trusted colleague but the sender; the lowest number among equals.
#[inline]
fn most_trusted(colleagues: &[u32; COLLEAGUES], trust: &[f32; COLLEAGUES], sender: u32) -> usize {
    let mut best = (f32::NEG_INFINITY, 0);
    for place in 0..COLLEAGUES {
        let value = if colleagues[place] == sender { -1.0 } else { trust[place] };
        best = if value > best.0 { (value, place) } else { best };
    }
    best.1
}

/// A number in kilobytes from /proc, 0 where there is none.
fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// Seconds that all threads of this process have been on a processor.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let texts = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    texts.filter_map(|text| text.split_whitespace().next()?.parse::<f64>().ok()).sum::<f64>() * 1e-9
}

#[expect(clippy::disallowed_methods, reason = "this example measures time")]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let number = |place: usize| words.get(place).and_then(|word| word.parse::<u64>().ok());
    match (words.get(1).map(String::as_str), number(2), number(3), number(4)) {
        (Some("single"), Some(agents), Some(ticks), Some(seed)) => {
            single(agents as usize, ticks, seed, number(5).unwrap_or(1) as usize);
        }
        (Some("sweep"), Some(runs), Some(agents), Some(ticks)) => sweep(runs, agents as usize, ticks, number(5).unwrap_or(2) as usize),
        _ => {
            eprintln!("r1 single N T SEED [THREADS]   or   r1 sweep RUNS N T [THREADS]");
            std::process::exit(2);
        }
    }
}

fn single(agents: usize, ticks: u64, seed: u64, threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let base = status("VmRSS");
    let mut model = Model::new(agents, seed);
    let (start, processor) = (now(), processor_seconds());
    // The loop runs inside the pool, so that no tick is handed over.
    let model = pool.install(|| {
        (0..ticks).for_each(|_| model.step(threads > 1));
        model
    });
    let (seconds, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
    let sums = model.metrics.iter().fold([0.0; 3], |sum, m| [sum[0] + m[0], sum[1] + m[1], sum[2] + m[0] * m[2]]);
    let last = model.metrics.last().copied().unwrap_or_default();
    let queued: usize = model.blocks.iter().map(|block| block.queues.count()).sum();
    let agent_ticks = agents as f64 * ticks as f64;
    println!(
        "{{\"peer\":\"leaderful\",\"threads\":{threads},\"n\":{agents},\"t\":{ticks},\"seed\":{seed},\"secs\":{seconds:.6},\"cpu\":{processor:.6},\
         \"ats\":{:.4e},\"rss_kb\":{},\"base_kb\":{base},\"resolved\":{:.5},\"failed\":{:.5},\"latency\":{:.4},\"trust\":{:.5},\"know\":{:.5},\
         \"queued\":{:.4},\"hash\":\"{:x}\"}}",
        agent_ticks / if threads > 1 { seconds } else { processor },
        status("VmHWM"),
        sums[0] / agent_ticks,
        sums[1] / agent_ticks,
        sums[2] / sums[0],
        last[3],
        last[4],
        queued as f64 / agents as f64,
        fingerprint(&model),
    );
}

fn sweep(runs: u64, agents: usize, ticks: u64, threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let (start, processor) = (now(), processor_seconds());
    let run = |number: u64| {
        let mut model = Model::new(agents, number + 1);
        (0..ticks).for_each(|_| model.step(false));
        model.metrics.last().copied().unwrap_or_default()[4]
    };
    let knowledge: Vec<f64> = pool.install(|| (0..runs).into_par_iter().map(run).collect());
    let (seconds, processor) = (start.elapsed().as_secs_f64(), processor_seconds() - processor);
    println!(
        "{{\"peer\":\"leaderful\",\"threads\":{threads},\"reps\":{runs},\"n\":{agents},\"t\":{ticks},\"secs\":{seconds:.6},\"cpu\":{processor:.6},\
         \"runs_per_s\":{:.2},\"ats\":{:.4e},\"know\":{:.5}}}",
        runs as f64 / seconds,
        (runs * agents as u64 * ticks) as f64 / seconds,
        knowledge.iter().sum::<f64>() / runs as f64,
    );
}

/// A number that changes with any bit of knowledge or trust.
fn fingerprint(model: &Model) -> u64 {
    let bits = |sum: u64, level: &f32| (sum ^ u64::from(level.to_bits())).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    let of = |agent: usize| model.knowledge[agent].iter().chain(&model.trust[agent]).fold(agent as u64, bits);
    (0..model.agents()).fold(0, |sum, agent| (sum ^ of(agent)).rotate_left(7))
}
