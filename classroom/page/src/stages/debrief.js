// The debrief: what was guessed and what came out, three questions, what the model leaves out; and what can be taken home.
import { results } from "../bets.js";
import { button, h, number, t } from "../dom.js";
import { command, data, html, outcome, questions, sections } from "../story.js";
import { nearer, tally } from "./result.js";
import { write } from "../link.js";

/** A text that stands in a spreadsheet without being taken for a formula, and quoted where it must be. */
const cell = (/** @type {any} */ value) => {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The series of both organisations, in the columns of `series.csv`. */
export function csv(/** @type {any} */ app) {
  const rows = app.pair.sides.flatMap((/** @type {any} */ side) =>
    side.result.series.flatMap((/** @type {any} */ record) =>
      data.outcomes
        .map((/** @type {any} */ one, /** @type {number} */ at) => [
          side.arm.name,
          app.session.replication,
          record.day,
          record.warm_up,
          one.name,
          record.values[at],
        ])
        .filter((/** @type {any[]} */ row) => row.at(-1) !== null),
    ),
  );
  return [["arm", "replication", "day", "warm_up", "outcome", "value"], ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

function save(/** @type {string} */ name, /** @type {string} */ text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Puts a text on the clipboard, or selects it where that is not allowed. */
function copying(/** @type {string} */ text, /** @type {string} */ label) {
  const said = h("span", { role: "status" });
  const field = h("input", { type: "text", readonly: true, value: text, "aria-label": label, onfocus: () => field.select() });
  const copy = () => {
    field.select();
    const done = () => (said.textContent = t("take.copied"));
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => (said.textContent = t("take.selected")));
    else said.textContent = document.execCommand("copy") ? t("take.copied") : t("take.selected");
  };
  return h(
    "div",
    { class: "copy" },
    h("span", { class: "label" }, label),
    h("div", {}, field, button(t("take.copy"), copy, { "aria-label": t("take.copyWhat", { label }) })),
    said,
  );
}

export function debrief(/** @type {any} */ app) {
  const { story, session, pair } = app;
  const left = sections(story).parts.find((/** @type {any} */ part) => part.heading === "What the model leaves out");
  const recap = story.bets.map((/** @type {any} */ bet, /** @type {number} */ at) => {
    const found = results(pair, bet);
    const { label, unit } = outcome(bet.outcome);
    const { same, count } = tally(app, bet, at);
    const often = count ? t("debrief.often", { same, count }) : "";
    const words = t("debrief.came", { a: number(found[0].value, unit), b: number(found[1].value, unit) });
    return h("li", {}, h("strong", {}, label), `: ${words} ${nearer(bet, session.bets[at], found)} ${often}`);
  });
  const known = app.many.filter(Boolean).length > 0;
  const seed = session.seed || story.seed;
  return h(
    "div",
    { class: "stage debrief" },
    h("h2", { tabindex: -1 }, t("debrief.title")),
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        { class: "text" },
        h(
          "section",
          { class: "card" },
          h("h3", {}, t("debrief.questions")),
          h(
            "ol",
            { class: "large" },
            questions(story).map((/** @type {string} */ one) => h("li", {}, one)),
          ),
        ),
        h(
          "section",
          { class: "card" },
          h("h3", {}, t("debrief.left")),
          h("div", { html: html(left?.text ?? t("debrief.leftUsual")) }),
          h("p", {}, t("debrief.caution")),
        ),
      ),
      h(
        "div",
        { class: "text" },
        h("section", { class: "card" }, h("h3", {}, t("debrief.recap")), h("ul", {}, recap), !known && h("p", {}, t("debrief.nomany"))),
        h(
          "section",
          { class: "card" },
          h("h3", {}, t("take.title")),
          h(
            "div",
            { class: "buttons" },
            button(t("take.print"), () => app.print(), { class: "main" }),
            button(t("take.csv"), () => save(`${story.scenario.name}.csv`, csv(app))),
          ),
          copying(location.href.split("#")[0] + write(session), t("take.link")),
          copying(command(story, seed, session.changes), t("take.command")),
        ),
      ),
    ),
  );
}
