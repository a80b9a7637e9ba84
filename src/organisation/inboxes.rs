//! Inboxes: tasks that wait in a seat. They belong to the seat, so a leaver's work waits for the next holder. Behind the
//! inboxes of the seats stand those that the seats of a unit share, one a unit; they are used where a scenario says so.

use super::fifos::Fifos;
use super::pool::Handle;

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
fn part(seat: u32, urgent: bool) -> u32 {
    2 * seat + u32::from(!urgent)
}

/// The inboxes of all seats, in one arena of reused links.
#[derive(Clone, Debug, Default)]
pub struct Inboxes {
    /// For each inbox: what is urgent, and the rest.
    tasks: Fifos<Task>,
    length: Vec<u32>,
    /// Inboxes with tasks, each once.
    active: Vec<u32>,
}

impl Inboxes {
    /// So many empty inboxes.
    pub fn new(count: usize) -> Self {
        Self { tasks: Fifos::new(2 * count), length: vec![0; count], active: Vec::new() }
    }

    /// Delivers messages, sorted, so that the order of sending does not matter.
    pub fn deliver(&mut self, outbox: &mut Vec<Message>) {
        outbox.sort_unstable_by_key(|message| (message.seat, message.name, message.task.kind));
        for message in outbox.drain(..) {
            self.push(message.seat, message.task, message.urgent);
        }
    }

    /// Puts a task at the end of the urgent or of the ordinary part.
    pub fn push(&mut self, seat: u32, task: Task, urgent: bool) {
        if self.length[seat as usize] == 0 {
            self.active.push(seat);
        }
        self.append(seat, task, urgent);
    }

    fn append(&mut self, seat: u32, task: Task, urgent: bool) {
        self.tasks.push(part(seat, urgent), task);
        self.length[seat as usize] += 1;
    }

    /// Moves the seats with tasks into `into`, in order; whoever walks them calls [`Inboxes::keep_active`] for each.
    pub fn take_active(&mut self, into: &mut Vec<u32>) {
        into.clear();
        into.append(&mut self.active);
        into.sort_unstable();
    }

    /// Keeps a seat among those with tasks if it still has some.
    pub fn keep_active(&mut self, seat: u32) {
        if self.length[seat as usize] > 0 {
            self.active.push(seat);
        }
    }

    /// The first task and whether it is urgent.
    #[inline]
    pub fn first_mut(&mut self, seat: u32) -> Option<(&mut Task, bool)> {
        let urgent = self.has_urgent(seat);
        self.tasks.first_mut(part(seat, urgent)).map(|task| (task, urgent))
    }

    #[inline]
    fn has_urgent(&self, seat: u32) -> bool {
        !self.tasks.is_empty(part(seat, true))
    }

    /// Moves the first task of one inbox to the end of the same part of another, which does not become active by it.
    pub fn hand_over(&mut self, from: u32, to: u32) {
        let urgent = self.has_urgent(from);
        if let Some(task) = self.pop(from) {
            self.append(to, task, urgent);
        }
    }

    /// Takes the first task out.
    pub fn pop(&mut self, seat: u32) -> Option<Task> {
        let task = self.tasks.pop(part(seat, self.has_urgent(seat)))?;
        self.length[seat as usize] -= 1;
        Some(task)
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        self.tasks.bytes() + 4 * self.length.len()
    }

    /// How many tasks wait in an inbox.
    #[inline]
    pub fn waiting(&self, seat: u32) -> u32 {
        self.length[seat as usize]
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
        let mut inboxes = Inboxes::new(2);
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
        let mut inboxes = Inboxes::new(1);
        for _ in 0..100 {
            inboxes.push(0, task(TaskKind::Lead), false);
            inboxes.pop(0);
        }
        assert_eq!(inboxes.tasks.links(), 1);
    }
}
