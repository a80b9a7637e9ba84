//! Inboxes: tasks that wait in a seat. They belong to the seat, so a leaver's work waits for the next holder. The inboxes
//! that the seats of a unit share, one a unit, stand in a tray of their own; they are used where a scenario says so.

use super::fifos::Fifos;
use super::pool::Handle;
use crate::ahead::{self, ways};
use crate::spread::{self, BLOCK};

/// What a task asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// Lead an issue, or pass it on: not yet looked at.
    Lead,
    /// Lead an issue here; true if on own initiative and not by authority.
    Own(bool),
    /// Pass an issue up to a seat, some hops away.
    Up(u32, u8),
    /// Hand an issue to an expert's seat.
    Over(u32),
    /// Answer a colleague's question; the number is the adviser's place.
    Answer(u8),
    /// Settle an issue now that the answers are in.
    Settle,
    /// Sign off a decision made below.
    SignOff,
    /// Deal with a concern.
    Concern,
}

/// A piece of work that waits.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// What it asks for.
    pub kind: TaskKind,
    /// The issue, or the concern, that it is about.
    pub about: Handle,
    /// Thousandths of an hour still to be paid; none until the task is first looked at.
    pub owed: Option<u32>,
}

/// A task on its way to a seat; delivered at the end of the round, sorted.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Receiving seat.
    pub seat: u32,
    /// Name of the issue or concern: the key of delivery beside the seat.
    pub name: u64,
    /// The task.
    pub task: Task,
    /// Whether it goes to the front.
    pub urgent: bool,
}

/// The urgent and the ordinary part of an inbox: two queues side by side.
#[inline]
fn part(inbox: u32, urgent: bool) -> u32 {
    2 * inbox + u32::from(!urgent)
}

/// Some inboxes that are numbered one after the other, in one arena of reused links, and what is on its way to them.
#[derive(Clone, Debug, Default)]
pub struct Tray {
    /// Number of the first inbox.
    first: u32,
    /// For each inbox: what is urgent, and the rest.
    tasks: Fifos<Task>,
    length: Vec<u32>,
    /// A bit for each inbox that has tasks.
    active: Vec<u64>,
    /// On its way.
    sent: Vec<Message>,
}

impl Tray {
    /// So many empty inboxes, numbered from `first`.
    pub fn new(first: u32, count: usize) -> Self {
        Self { first, tasks: Fifos::new(2 * count), length: vec![0; count], active: vec![0; count.div_ceil(64)], ..Self::default() }
    }

    /// Sends a task; it arrives at the next delivery.
    pub fn send(&mut self, message: Message) {
        self.sent.push(message);
    }

    /// Delivers what was sent, sorted, so that the order of sending does not matter. By name first: most is sent in that order. Whether the
    /// tray is one of a `large` organisation changes nothing but the time that it takes; see `crate::ahead`.
    pub fn deliver(&mut self, large: bool) {
        let mut sent = std::mem::take(&mut self.sent);
        sent.sort_unstable_by_key(|message| (message.name, message.seat, message.task.kind));
        ahead::walk(ways::ToDelivery, large, self, sent.iter(), |tray, message| tray.push(message.seat, message.task, message.urgent));
        sent.clear();
        self.sent = sent;
    }

    /// Puts a task at the end of the urgent or of the ordinary part.
    pub fn push(&mut self, inbox: u32, task: Task, urgent: bool) {
        self.append(inbox, task, urgent);
        self.stay_active(inbox);
    }

    /// Puts a task at the end without making the inbox active.
    pub fn append(&mut self, inbox: u32, task: Task, urgent: bool) {
        self.tasks.push(part(inbox - self.first, urgent), task);
        self.length[(inbox - self.first) as usize] += 1;
    }

    /// Moves the inboxes with tasks into `into`, in order; whoever walks them calls [`Tray::keep_active`] for each that it works on, and
    /// [`Tray::stay_active`] for the others.
    pub fn take_active(&mut self, into: &mut Vec<u32>) {
        into.clear();
        for (inbox, bits) in (self.first..).step_by(64).zip(&mut self.active) {
            let mut bits = std::mem::take(bits);
            while bits != 0 {
                into.push(inbox + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    /// Counts an inbox among those with tasks.
    #[inline]
    pub fn stay_active(&mut self, inbox: u32) {
        let place = (inbox - self.first) as usize;
        self.active[place / 64] |= 1 << (place % 64);
    }

    /// Counts an inbox among those with tasks if it has some, and else no more.
    #[inline]
    pub fn keep_active(&mut self, inbox: u32) {
        let place = (inbox - self.first) as usize;
        let tasks = !self.tasks.is_empty(part(place as u32, true)) | !self.tasks.is_empty(part(place as u32, false));
        let word = &mut self.active[place / 64];
        *word = *word & !(1 << (place % 64)) | u64::from(tasks) << (place % 64);
    }

    /// The first task and whether it is urgent.
    #[inline]
    pub fn first_mut(&mut self, inbox: u32) -> Option<(&mut Task, bool)> {
        let urgent = self.has_urgent(inbox);
        self.tasks.first_mut(part(inbox - self.first, urgent)).map(|task| (task, urgent))
    }

    /// The first task.
    #[inline]
    pub fn first(&self, inbox: u32) -> Option<&Task> {
        self.tasks.first(part(inbox - self.first, self.has_urgent(inbox)))
    }

    /// Asks for the ends of the ordinary part of an inbox; see `crate::ahead`.
    #[inline]
    pub fn ask_ends(&self, inbox: u32) {
        self.tasks.ask_ends(part(inbox - self.first, false));
    }

    /// Asks for the length of an inbox, which changes when something joins or leaves it; see `crate::ahead`.
    #[inline]
    pub fn ask_length(&self, inbox: u32) {
        ahead::at(&self.length, inbox - self.first);
    }

    /// Asks for where a task will lie that is put into an inbox after so many others, and for the task that it will follow, once the ends of
    /// the inbox have come; see `crate::ahead`.
    #[inline]
    pub fn ask_place(&self, inbox: u32, urgent: bool, others: usize) {
        self.tasks.ask_place(others);
        self.tasks.ask_last(part(inbox - self.first, urgent));
    }

    /// Asks for the first task; see `crate::ahead`.
    #[inline]
    pub fn ask(&self, inbox: u32) {
        self.tasks.ask(part(inbox - self.first, self.has_urgent(inbox)));
    }

    /// Asks for the task after the first, in the same part; see `crate::ahead`.
    #[inline]
    pub fn ask_second(&self, inbox: u32) {
        self.tasks.ask_second(part(inbox - self.first, self.has_urgent(inbox)));
    }

    /// The task after the first, in the same part.
    #[inline]
    pub fn second(&self, inbox: u32) -> Option<&Task> {
        self.tasks.second(part(inbox - self.first, self.has_urgent(inbox)))
    }

    /// Whether something urgent waits.
    #[inline]
    pub fn has_urgent(&self, inbox: u32) -> bool {
        !self.tasks.is_empty(part(inbox - self.first, true))
    }

    /// Takes the first task out, and tells whether it was urgent.
    pub fn pop(&mut self, inbox: u32) -> Option<(Task, bool)> {
        let urgent = self.has_urgent(inbox);
        let task = self.tasks.pop(part(inbox - self.first, urgent))?;
        self.length[(inbox - self.first) as usize] -= 1;
        Some((task, urgent))
    }

    /// How many tasks wait in an inbox.
    #[inline]
    pub fn waiting(&self, inbox: u32) -> u32 {
        self.length[(inbox - self.first) as usize]
    }

    /// Tasks in all inboxes.
    pub fn count(&self) -> usize {
        self.tasks.count()
    }

    fn bytes(&self) -> usize {
        use std::mem::size_of;
        self.tasks.bytes() + 4 * self.length.capacity() + 8 * self.active.capacity() + self.sent.capacity() * size_of::<Message>()
    }
}

/// The inboxes of all seats, a tray for each block of seats, so that blocks can be worked on side by side.
#[derive(Clone, Debug, Default)]
pub struct Inboxes {
    trays: Vec<Tray>,
}

impl Inboxes {
    /// An empty inbox for each of so many seats.
    pub fn new(seats: usize) -> Self {
        let tray = |first: usize| Tray::new(first as u32, BLOCK.min(seats - first));
        Self { trays: (0..seats.max(1)).step_by(BLOCK).map(tray).collect() }
    }

    /// All trays, block by block.
    pub fn trays(&mut self) -> &mut [Tray] {
        &mut self.trays
    }

    /// The tray in which a seat's inbox stands.
    #[inline]
    pub fn tray(&mut self, seat: u32) -> &mut Tray {
        &mut self.trays[spread::block_of(seat)]
    }

    /// The tray in which a seat's inbox stands, to ask for parts of it; see `crate::ahead`.
    #[inline]
    pub fn place(&self, seat: u32) -> Option<&Tray> {
        self.trays.get(spread::block_of(seat))
    }

    /// Delivers what was sent to all seats.
    pub fn deliver(&mut self) {
        let large = ahead::pays(self.trays.len() * BLOCK);
        spread::every(&mut self.trays, |_, tray| tray.deliver(large));
    }

    /// How many tasks wait in a seat's inbox.
    #[inline]
    pub fn waiting(&self, seat: u32) -> u32 {
        self.trays[spread::block_of(seat)].waiting(seat)
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        self.trays.iter().map(Tray::bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(kind: TaskKind) -> Task {
        Task { kind, about: Handle::NONE, owed: None }
    }

    #[test]
    fn urgent_tasks_come_first_and_each_part_keeps_its_order() {
        let mut inboxes = Tray::new(0, 2);
        inboxes.push(1, task(TaskKind::Lead), false);
        inboxes.push(1, task(TaskKind::Answer(0)), false);
        inboxes.push(1, task(TaskKind::Settle), true);
        inboxes.push(1, task(TaskKind::SignOff), true);
        let mut seen = Vec::new();
        while let Some((first, urgent)) = inboxes.first_mut(1) {
            seen.push((first.kind, urgent));
            inboxes.pop(1);
        }
        use TaskKind::*;
        assert_eq!(seen, [(Settle, true), (SignOff, true), (Lead, false), (Answer(0), false)]);
        assert_eq!(inboxes.waiting(1), 0);
        assert!(inboxes.first_mut(0).is_none());
    }

    #[test]
    fn links_are_used_again() {
        let mut inboxes = Tray::new(7, 1);
        for _ in 0..100 {
            inboxes.push(7, task(TaskKind::Lead), false);
            inboxes.pop(7);
        }
        assert_eq!(inboxes.tasks.links(), 1);
    }
}
