// What the file holds: stories with their pages, outcomes, patterns. And what becomes of a scenario in the sandbox.
import { micromark } from "micromark";
import { t } from "./dom.js";

/** The data of this file; an error where they are damaged. */
export const data = (() => {
  try {
    return JSON.parse(document.getElementById("data")?.textContent ?? "");
  } catch {
    return null;
  }
})();

/** What each heading of a story is for: where on the page its text stands. */
const PLACES = {
  "How to run it": "never",
  "Place your bets": "never",
  "What came out": "why",
  "Why, in the model": "why",
  "What the model leaves out": "debrief",
  "Questions for the room": "debrief",
};

/** Sections of a story: heading, Markdown and place. The text above the first heading is the hook. */
export function sections(/** @type {any} */ story) {
  const [top, ...rest] = story.pages.replaceAll("\r\n", "\n").split(/^## /m);
  const hook = top.replace(/^# .*$/m, "").trim();
  const parts = rest.map((/** @type {string} */ part) => {
    const [heading, ...body] = part.split("\n");
    return { heading: heading.trim(), text: body.join("\n").trim(), place: PLACES[heading.trim()] ?? "story" };
  });
  return { hook, parts };
}

/** Markdown as HTML; HTML inside it is shown as text. Paths of the repository lead nowhere here. */
export const html = (/** @type {string} */ markdown) => micromark(markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));

/** The questions of the debrief. */
export function questions(/** @type {any} */ story) {
  const part = sections(story).parts.find((/** @type {any} */ one) => one.heading === "Questions for the room");
  const own = [...(part?.text ?? "").matchAll(/^\d+\. (.*)$/gm)].map((match) => match[1]);
  return own.length ? own : [t("question.1"), t("question.2"), t("question.3")];
}

export const outcomePlace = (/** @type {string} */ name) => data.outcomes.findIndex((/** @type {any} */ one) => one.name === name);
export const outcome = (/** @type {string} */ name) => data.outcomes[outcomePlace(name)];

export const arms = (/** @type {any} */ scenario) => [scenario.baseline, ...scenario.arms];
export const armOf = (/** @type {any} */ scenario, /** @type {string} */ name) => arms(scenario).find((arm) => arm.name === name);

/** The nearest of the seven patterns, if an arm has exactly that one. */
export function patternOf(/** @type {any} */ arm) {
  const same = (/** @type {any} */ one) => Object.entries(one.pattern).every(([dial, value]) => arm.pattern[dial] === value);
  return data.patterns.findIndex(same);
}

/** Four outcomes whose lines are drawn: those of the bets, then the usual ones. */
export function shown(/** @type {any} */ story) {
  const wanted = [
    ...story.bets.map((/** @type {any} */ bet) => bet.outcome),
    "decision_days_mean",
    "sound_share",
    "strain_mean",
    "service",
  ];
  return [...new Set(wanted)].slice(0, 4);
}

/**
 * The scenario with the changes of the sandbox: `{ "0.pattern": 3, "1.openness": 0.4, "context.load": 1.5 }`, where 0 and 1 are the sides.
 */
export function changed(/** @type {any} */ story, /** @type {Record<string, number>} */ changes) {
  const scenario = structuredClone(story.scenario);
  // Whole patterns first, so that single dials stay.
  const order = Object.entries(changes).sort(([a], [b]) => Number(b.endsWith(".pattern")) - Number(a.endsWith(".pattern")));
  for (const [path, value] of order) {
    const [first, name] = path.split(".");
    if (first === "context") {
      scenario.parameters.context[name] = value;
      continue;
    }
    const arm = armOf(scenario, story.sides[Number(first)]);
    if (name === "pattern") arm.pattern = { ...data.patterns[value].pattern };
    else arm.pattern[name] = value;
  }
  return scenario;
}

/** The value that a setting has in the story. */
export function startValue(/** @type {any} */ story, /** @type {string} */ path) {
  const [first, name] = path.split(".");
  if (first === "context") return story.scenario.parameters.context[name];
  return armOf(story.scenario, story.sides[Number(first)]).pattern[name];
}

/** Whether a change can be made at all; links may hold anything. */
export function allowed(/** @type {string} */ path, /** @type {number} */ value) {
  const [first, name, ...more] = path.split(".");
  if (more.length || !Number.isFinite(value)) return false;
  if (first === "0" || first === "1") {
    if (name === "pattern") return Number.isInteger(value) && value >= 0 && value < data.patterns.length;
    const dial = data.settings.find((/** @type {any} */ one) => one.dial && one.name === name);
    return !!dial && value >= dial.minimum && value <= dial.maximum;
  }
  const setting = data.settings.find((/** @type {any} */ one) => !one.dial && one.name === path);
  return !!setting && value >= setting.minimum && value <= setting.maximum;
}

const quoted = (/** @type {string} */ word) => (/^[\w.=/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** What a researcher types to run the same a thousand times. */
export function command(/** @type {any} */ story, /** @type {string} */ seed, /** @type {Record<string, number>} */ changes) {
  const path = (/** @type {string} */ key) => {
    const [first, name] = key.split(".");
    if (first === "context") return key;
    const arm = story.sides[Number(first)];
    const whose = arm === story.scenario.baseline.name ? "baseline" : `arm.${arm}`;
    return name === "pattern" ? `${whose}.pattern` : `${whose}.pattern.${name}`;
  };
  const value = (/** @type {string} */ key, /** @type {number} */ number) =>
    key.endsWith(".pattern") ? data.patterns[number].name : number;
  const sets = Object.entries(changes).sort(([a], [b]) => Number(b.endsWith(".pattern")) - Number(a.endsWith(".pattern")));
  const words = sets.map(([key, number]) => ` --set ${quoted(`${path(key)}=${value(key, number)}`)}`).join("");
  return `leaderful compare ${quoted(story.scenario.name)} --seed ${seed} --replications 1000${words}`;
}
