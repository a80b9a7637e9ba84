//! What-ifs from a day of a run: arms that share the past of the run, and differ from it from that morning on.

use crate::error::{Error, Problem};
use crate::pattern::DIALS;
use crate::scenario::branch::{AT_START, Branch};
use crate::scenario::load::Limits;
use crate::scenario::parameters::{PARAMETERS, Parameters};
use crate::scenario::{Arm, Scenario, Scheduled, overrides};
use std::collections::BTreeMap;

/// What can be changed in the middle of a run.
const CHANGEABLE: &str = "parameters, `pattern`, `pattern.DIAL`, `style`, `without`";
/// Most characters of a name that is made of settings.
const LONGEST_NAME: usize = 60;

/// Something else that could have been done from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Name of its arm.
    pub name: String,
    /// What it changes.
    pub branch: Branch,
}

/// A run that is branched: one arm of a scenario on the morning of a day.
#[derive(Clone, Copy, Debug)]
pub struct Fork<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The arm.
    pub arm: &'a Arm,
    /// The day.
    pub day: u32,
}

impl Fork<'_> {
    /// Whether a run can be branched on that day.
    ///
    /// # Errors
    /// [`Error::BadInput`] where the run has no such morning, or no record of its series was made the evening before: outcomes are
    /// counted from record to record.
    pub fn check(&self) -> Result<(), Error> {
        let (days, every) = (self.scenario.days, self.scenario.record_every_days.max(1));
        let last = (days.saturating_sub(1) / every) * every;
        let problem = |message: String| {
            let problem = Problem::new(message).within("--day").value(self.day);
            problem.allowed(format!("multiples of {every} from {every} to {last}"))
        };
        if let Some(stop) = &self.scenario.stop {
            let problem =
                Problem::new(format!("these runs may end before that day: [stop] waits for {stop}")).within("--day").value(self.day);
            return Err(Error::input(problem.help("run the scenario without [stop], and branch from those results")));
        }
        if self.day == 0 || self.day >= days {
            let help = "what holds from day 0 on is another run: use `leaderful compare` with --set";
            return Err(Error::input(problem(format!("a run of {days} days has no such day in its middle")).help(help)));
        }
        if !self.day.is_multiple_of(every) {
            let below = (self.day / every * every).max(every);
            let message = format!("outcomes are counted from one record to the next, and records are made every {every} days");
            return Err(Error::input(problem(message).nearest(below.to_string())));
        }
        Ok(())
    }

    /// Reads a what-if: `NAME: PATH=VALUE; PATH=VALUE`, or settings alone, which then are its name too. Paths are those of
    /// [`overrides::apply`] and mean the arm that is branched.
    ///
    /// # Errors
    /// [`Error::BadInput`] with every problem: paths and values as anywhere else, what cannot be changed in the middle of a run, and a
    /// what-if that changes nothing.
    pub fn what_if(&self, text: &str, limits: &Limits) -> Result<WhatIf, Error> {
        let named = text.split_once(':').filter(|(name, _)| !name.contains('='));
        let (name, list) = named.map_or((text.trim(), text), |(name, list)| (name.trim(), list));
        let settings: Vec<String> = list.split(';').map(str::trim).filter(|setting| !setting.is_empty()).map(of_arm).collect();
        let wrong = |message: &str| Problem::new(message).within("--what-if").value(text);
        if settings.is_empty() || name.is_empty() {
            let help = "write for example --what-if \"calmer: context.load=0.8; trust.gain=0.05\"";
            return Err(Error::input(wrong("a what-if needs a name or settings").help(help)));
        }
        let before = self.as_it_stands();
        let mut after = before.clone();
        overrides::apply(&mut after, &settings, limits)?;
        self.refuse(&before, &settings, limits)?;
        let whole = settings.iter().any(|setting| setting.split('=').next().is_some_and(|path| path.trim().ends_with(".pattern")));
        let branch = self.difference(&before, &after, whole);
        if (Branch { day: self.day, ..Branch::default() }) == branch {
            return Err(Error::input(wrong("it changes nothing: that is what holds on this day already")));
        }
        let name =
            if name.chars().count() > LONGEST_NAME { name.chars().take(LONGEST_NAME - 1).chain(['…']).collect() } else { name.into() };
        Ok(WhatIf { name, branch })
    }

    /// The scenario of the branches: the run as it was is the baseline, and outcomes count from the day on.
    ///
    /// # Errors
    /// [`Error::BadInput`] where two arms have one name.
    pub fn branched(&self, what_ifs: &[WhatIf]) -> Result<Scenario, Error> {
        let Self { scenario, arm, day } = *self;
        let mut names = vec![arm.name.to_lowercase()];
        for what_if in what_ifs {
            if names.contains(&what_if.name.to_lowercase()) {
                let problem = Problem::new("this name is taken already").within("--what-if").value(&what_if.name);
                return Err(Error::input(problem.help("give each what-if a name of its own, other than that of the arm")));
            }
            names.push(what_if.name.to_lowercase());
        }
        let arms = what_ifs.iter().map(|what_if| {
            let mut other = Arm { name: what_if.name.clone(), ..arm.clone() };
            other.branches.push(what_if.branch.clone());
            other
        });
        let has = |one: &&Scheduled| one.arms.is_empty() || one.arms.contains(&arm.name);
        Ok(Scenario {
            title: format!("{}: {} branched on day {day}", scenario.title, arm.name),
            question: format!("What if something else had held from day {day} on, after the same past?"),
            warm_up_days: scenario.warm_up_days.max(day),
            baseline: arm.clone(),
            arms: arms.collect(),
            schedule: scenario.schedule.iter().filter(has).map(|one| Scheduled { arms: Vec::new(), ..one.clone() }).collect(),
            ..scenario.clone()
        })
    }

    /// The scenario with what holds in the arm on the day, and no other arm: what settings are read against.
    fn as_it_stands(&self) -> Scenario {
        let mut parameters = self.scenario.parameters_of(self.arm);
        self.arm.branches.iter().for_each(|branch| branch.set(self.day, &mut parameters));
        let mut later = self.arm.branches.iter().filter(|branch| branch.day <= self.day).filter_map(|branch| branch.without.clone());
        let mut without = later.next_back().unwrap_or_else(|| [&self.scenario.without[..], &self.arm.without].concat());
        without.sort();
        without.dedup();
        let baseline = Arm::new(self.arm.name.clone(), self.arm.pattern_on(self.day));
        Scenario { parameters, without, baseline, arms: Vec::new(), ..self.scenario.clone() }
    }

    /// Refuses the settings that belong to the start of a run.
    fn refuse(&self, before: &Scenario, settings: &[String], limits: &Limits) -> Result<(), Error> {
        let mut problems = Vec::new();
        for setting in settings {
            let mut alone = before.clone();
            // What fits with the others alone is looked at with them.
            if overrides::apply(&mut alone, std::slice::from_ref(setting), limits).is_err() {
                continue;
            }
            let problem = |message: String| Problem::new(message).within("--what-if").value(setting).allowed(CHANGEABLE);
            if fixed(&alone) != fixed(before) {
                let help = "people, chart, calendar, seed and length belong to the whole run: use `leaderful compare` with --set";
                problems.push(problem("this cannot be changed in the middle of a run".to_owned()).help(help));
            }
            let late = changed(&before.parameters, &alone.parameters_of(&alone.baseline));
            if let Some(path) = late.keys().find(|path| AT_START.contains(&path.as_str())) {
                let help = "another value is another run from the first day on: use `leaderful compare` with --set";
                problems.push(problem(format!("`{path}` is settled when a run begins")).help(help));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::BadInput(problems)) }
    }

    /// What is not as before; every dial where the pattern is a new one as a whole.
    fn difference(&self, before: &Scenario, after: &Scenario, whole: bool) -> Branch {
        let [old, new] = [before.baseline.pattern, after.baseline.pattern];
        let dials = DIALS.iter().filter(|dial| whole || old.get(dial.name) != new.get(dial.name));
        let mut off = [&after.without[..], &after.baseline.without].concat();
        off.sort();
        off.dedup();
        Branch {
            day: self.day,
            parameters: changed(&before.parameters, &after.parameters_of(&after.baseline)),
            dials: dials.filter_map(|dial| Some((dial.name.to_owned(), new.get(dial.name)?))).collect(),
            without: (off != before.without).then_some(off),
        }
    }
}

/// `pattern` and `style` of the arm, which needs no name here.
fn of_arm(setting: &str) -> String {
    let whole = ["pattern", "style"].iter().any(|key| setting.split('=').next().is_some_and(|path| path.trim() == *key));
    if whole { format!("baseline.{setting}") } else { setting.to_owned() }
}

/// Parameters whose values differ, with the new ones.
fn changed(old: &Parameters, new: &Parameters) -> BTreeMap<String, f32> {
    let differing = PARAMETERS.iter().filter(|row| old.get(row.path) != new.get(row.path));
    differing.filter_map(|row| Some((row.path.to_owned(), new.get(row.path)?))).collect()
}

/// The scenario without what can be changed in the middle of a run.
fn fixed(scenario: &Scenario) -> Scenario {
    let baseline = Arm::new(
        "",
        DIALS.iter().fold(scenario.baseline.pattern, |mut pattern, dial| {
            pattern.set(dial.name, 0.0);
            pattern
        }),
    );
    Scenario { parameters: Parameters::default(), without: Vec::new(), baseline, ..scenario.clone() }
}
