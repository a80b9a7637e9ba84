// The hand-out: two printed pages, made when printing begins.
import { results } from "./bets.js";
import { h, t } from "./dom.js";
import { causes } from "./causes.js";
import { SIDES } from "./lines.js";
import { write } from "./link.js";
import { lineResult, numberScale } from "./scale.js";
import { came, nearer, tallyWords } from "./stages/result.js";
import { command, html, outcome, questions, sections } from "./story.js";

/** Most causes of an organisation on paper. */
const MOST_CAUSES = 5;

export function handout(/** @type {any} */ app) {
  const { story, session, pair } = app;
  const place = /** @type {HTMLElement} */ (document.getElementById("handout"));
  if (!story) return place.replaceChildren(h("p", {}, t("handout.nothing")));
  const ready = pair?.complete;
  const { hook, parts } = sections(story);
  const left = parts.find((/** @type {any} */ part) => part.heading === "What the model leaves out");
  const bets = story.bets.map((/** @type {any} */ bet, /** @type {number} */ at) => {
    if (!ready) return h("section", {}, h("h3", {}, bet.question), h("p", { class: "write" }));
    const found = results(pair, bet);
    return h(
      "section",
      {},
      h("h3", {}, outcome(bet.outcome).label),
      bet.kind === "line" ? lineResult(bet, session.bets[at], found, pair.days) : numberScale(bet, session.bets[at], found),
      h(
        "p",
        {},
        `${came(bet, found, story.sides)} ${nearer(bet, session.bets[at], found)} ${app.many.filter(Boolean).length ? tallyWords(app, bet, at)[0] : ""}`,
      ),
    );
  });
  const told = ready
    ? pair.sides.map((/** @type {any} */ side, /** @type {number} */ at) => {
        const all = causes(side)
          .sort((a, b) => rank(a) - rank(b))
          .slice(0, MOST_CAUSES)
          .sort((a, b) => a.day - b.day);
        return h(
          "section",
          {},
          h("h3", {}, `${SIDES[at].mark} ${side.arm.name}`),
          h(
            "ul",
            {},
            all.map((cause) => h("li", {}, cause.text)),
          ),
        );
      })
    : [];
  place.replaceChildren(
    h(
      "article",
      { class: "sheet" },
      h("h1", {}, story.scenario.title),
      h("p", { class: "question" }, story.scenario.question),
      h("div", { html: html(hook) }),
      h("p", {}, story.sides.map((/** @type {string} */ name, /** @type {number} */ at) => `${SIDES[at].mark} ${name}`).join("   ")),
      h("div", { class: "sheet-bets" }, bets),
    ),
    h(
      "article",
      { class: "sheet" },
      h("h2", {}, t("why.title")),
      h("div", { class: "halves" }, told),
      h("h2", {}, t("debrief.questions")),
      h(
        "ol",
        {},
        questions(story).map((/** @type {string} */ one) => h("li", {}, one, h("p", { class: "write" }), h("p", { class: "write" }))),
      ),
      h("h2", {}, t("debrief.left")),
      h("div", { html: html(left?.text ?? t("debrief.leftUsual")) }),
      h("p", { class: "small" }, t("debrief.caution")),
      h(
        "p",
        { class: "small" },
        t("handout.again"),
        " ",
        h("code", {}, command(story, session.seed || story.seed, session.changes)),
        " ",
        t("handout.link"),
        " ",
        h("code", {}, write(session)),
      ),
    ),
  );
}

/** The departures of the highest posts first, then programmes, then the rest. */
const rank = (/** @type {any} */ cause) =>
  cause.kind === "departure" ? cause.level : cause.kind === "programme" ? 0.5 : cause.kind === "queue" ? 1.5 : 2;
