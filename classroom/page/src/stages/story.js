// The choice of a story, and its first page.
import { button, h, t } from "../dom.js";
import { SIDES } from "../lines.js";
import { armOf, data, html, patternOf, sections } from "../story.js";

export function choose(/** @type {any} */ app) {
  return h(
    "div",
    { class: "stage choose" },
    h("h2", { tabindex: -1 }, t("choose.title")),
    h("p", { class: "lead" }, t("choose.about")),
    h(
      "div",
      { class: "stories" },
      data.stories.map((/** @type {any} */ story, /** @type {number} */ at) =>
        h(
          "button",
          { type: "button", class: "card story", onclick: () => app.begin(at) },
          h("strong", {}, story.scenario.title),
          h("span", {}, story.scenario.question),
        ),
      ),
    ),
  );
}

/** What sets an organisation apart: its pattern, and what is on its calendar alone. */
function about(/** @type {any} */ story, /** @type {string} */ name) {
  const arm = armOf(story.scenario, name);
  const place = patternOf(arm);
  const pattern = data.patterns[place];
  const own = story.scenario.schedule.filter((/** @type {any} */ one) => one.arms.includes(name) || !one.arms.length);
  const programme = (/** @type {any} */ one) => {
    if (one.kind === "leader-leaves" && one.levels.join() === "0") return t("story.leaves", { day: one.from });
    const whole = data.programmes.find((/** @type {any} */ row) => row.name === one.kind)?.meaning ?? one.kind;
    // The first clause will do here; the event log has the whole sentence.
    const meaning = whole.replaceAll("`", "").split(/[;.] /)[0].replace(/\.?$/, ".");
    const settings = Object.entries(one.settings).map(([setting, value]) => `${setting.replaceAll("_", " ")} ${rounded(value)}`);
    return t("story.programme", { day: one.from, meaning, settings: settings.length ? ` (${settings.join(", ")})` : "" });
  };
  const parameters = Object.entries(arm.parameters).map(([path, value]) => `${path.replaceAll("_", " ")} ${rounded(value)}`);
  return [
    pattern ? t("story.pattern", { name: pattern.name, meaning: pattern.meaning }) : between(arm),
    ...own.map(programme),
    ...(parameters.length ? [t("story.set", { list: parameters.join(", ") })] : []),
  ];
}

const rounded = (/** @type {any} */ value) => Math.round(value * 100) / 100;
/** Most dials in which an arm differs from the pattern that it is told by. */
const MOST_DIALS = 6;

/** A pattern that is none of the seven: the nearest one, and which dials differ. */
function between(/** @type {any} */ arm) {
  const differing = (/** @type {any} */ one) => Object.keys(one.pattern).filter((dial) => one.pattern[dial] !== arm.pattern[dial]);
  const nearest = data.patterns.reduce((/** @type {any} */ best, /** @type {any} */ one) =>
    differing(one).length < differing(best).length ? one : best,
  );
  const dials = differing(nearest);
  if (dials.length > MOST_DIALS) return t("story.own");
  return t("story.but", {
    name: nearest.name,
    meaning: nearest.meaning,
    list: dials.map((dial) => `${dial.replaceAll("_", " ")} ${rounded(arm.pattern[dial])}`).join(", "),
  });
}

export function story(/** @type {any} */ app) {
  const { story } = app;
  const { hook, parts } = sections(story);
  return h(
    "div",
    { class: "stage tale" },
    h("h2", { tabindex: -1 }, story.scenario.title),
    h("p", { class: "question" }, story.scenario.question),
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        { class: "text" },
        h("div", { class: "lead", html: html(hook) }),
        parts
          .filter((/** @type {any} */ part) => part.place === "story")
          .map((/** @type {any} */ part) => h("section", {}, h("h3", {}, part.heading), h("div", { html: html(part.text) }))),
      ),
      h(
        "div",
        { class: "text" },
        story.sides.map((/** @type {string} */ name, /** @type {number} */ side) =>
          h(
            "section",
            { class: `card side${side}` },
            h("h3", {}, h("span", { class: "tag" }, SIDES[side].mark), ` ${name}`),
            h(
              "ul",
              {},
              about(story, name).map((words) => h("li", {}, words)),
            ),
          ),
        ),
        h("p", { class: "hint" }, t("story.same", { years: (story.scenario.days / 260).toFixed(1).replace(/\.0$/, "") })),
      ),
    ),
  );
}
