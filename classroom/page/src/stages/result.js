// The guesses against the result; then the causes; then what two hundred runs say.
import { better, distance, order, results, wins } from "../bets.js";
import { button, h, hiddenTable, number, t } from "../dom.js";
import { causes, logged } from "../causes.js";
import { SIDES } from "../lines.js";
import { many } from "../run.js";
import { ROOM, lineResult, numberScale, resultTable } from "../scale.js";
import { html, outcome, outcomePlace, sections } from "../story.js";

/** Runs of both organisations: first some, then all. */
const RUNS = 200;

/** Which half of the room was nearer, in a sentence. */
export function nearer(/** @type {any} */ bet, /** @type {any[][]} */ guesses, /** @type {any[]} */ came) {
  const [left, right] = guesses.map((guess) => distance(guess, came));
  if (left === null && right === null) return t("result.nobet");
  if (left === null || right === null)
    return t("result.one", { room: t(ROOM[left === null ? 1 : 0].within), apart: number(left ?? right, outcome(bet.outcome).unit) });
  const unit = outcome(bet.outcome).unit;
  if (Math.abs(left - right) < 1e-9) return t("result.even", { apart: number(left, unit) });
  const best = left < right ? 0 : 1;
  return t("result.nearer", {
    room: t(ROOM[best].within),
    apart: number(Math.min(left, right), unit),
    other: number(Math.max(left, right), unit),
  });
}

/** What came out, in a sentence. */
export function came(/** @type {any} */ bet, /** @type {any[]} */ found, /** @type {string[]} */ names) {
  const unit = outcome(bet.outcome).unit;
  return t("result.came", { first: names[0], second: names[1], a: number(found[0].value, unit), b: number(found[1].value, unit) });
}

export function reveal(/** @type {any} */ app) {
  const { story, session, pair } = app;
  const cards = story.bets.map((/** @type {any} */ bet, /** @type {number} */ at) => {
    const found = results(pair, bet);
    const guesses = session.bets[at];
    return h(
      "section",
      { class: "card" },
      h("h3", {}, outcome(bet.outcome).label),
      bet.kind === "line" ? lineResult(bet, guesses, found, pair.days) : numberScale(bet, guesses, found),
      h("p", { class: "said" }, came(bet, found, story.sides)),
      h("p", {}, nearer(bet, guesses, found)),
      resultTable(bet, guesses, found, story.sides),
    );
  });
  return h(
    "div",
    { class: "stage reveal" },
    h("h2", { tabindex: -1 }, t("result.title")),
    key(story),
    h("div", { class: "cards" }, cards),
    h("p", { class: "hint" }, t("result.once")),
  );
}

/** Which sign stands for what. */
function key(/** @type {any} */ story, room = true) {
  return h(
    "p",
    { class: "key" },
    story.sides.map((/** @type {string} */ name, /** @type {number} */ side) =>
      h("span", { class: `side${side}` }, h("span", { class: "tag" }, SIDES[side].mark), ` ${name}`),
    ),
    room &&
      ROOM.map((half) =>
        h(
          "span",
          {},
          h(
            "svg",
            { viewBox: "0 0 40 10", width: 40, height: 10, "aria-hidden": "true" },
            h("line", { x1: 0, x2: 40, y1: 5, y2: 5, stroke: "#1b2733", "stroke-width": 2, "stroke-dasharray": half.dash }),
          ),
          ` ${t(half.key)}`,
        ),
      ),
  );
}

export function why(/** @type {any} */ app) {
  const { story, pair } = app;
  const column = (/** @type {any} */ side, /** @type {number} */ at) =>
    h(
      "section",
      { class: `card side${at}` },
      h("h3", {}, h("span", { class: "tag" }, SIDES[at].mark), ` ${side.arm.name}`),
      h(
        "ol",
        { class: "causes" },
        causes(side).map((cause) =>
          h(
            "li",
            {},
            h(
              "div",
              {},
              button(t("axis.day", { day: cause.day }), () => app.go("run", cause.day), {
                class: "day",
                "aria-label": t("why.see", { day: cause.day }),
              }),
              " ",
              cause.text,
            ),
            h(
              "details",
              {},
              h("summary", {}, cause.events.length ? t("why.log", { count: cause.events.length }) : t("why.frames")),
              cause.events.length
                ? h(
                    "ul",
                    {},
                    cause.events.slice(0, 40).map((/** @type {any} */ event) => h("li", {}, logged(event))),
                  )
                : h("p", {}, t("why.framesMeaning")),
            ),
          ),
        ),
      ),
    );
  const told = sections(story).parts.filter((/** @type {any} */ part) => part.place === "why");
  return h(
    "div",
    { class: "stage why" },
    h("h2", { tabindex: -1 }, t("why.title")),
    h("div", { class: "halves" }, pair.sides.map(column)),
    told.length > 0 &&
      h(
        "details",
        { class: "card told" },
        h("summary", {}, t("why.told")),
        told.map((/** @type {any} */ part) => h("section", {}, h("h3", {}, part.heading), h("div", { html: html(part.text) }))),
      ),
  );
}

/** What many runs say about a bet: how often the order of this run, and that of each half of the room, came about. */
export function tally(/** @type {any} */ app, /** @type {any} */ bet, /** @type {number} */ at) {
  const place = app.wanted.indexOf(outcomePlace(bet.outcome));
  const values = app.many.filter(Boolean).map((/** @type {any} */ pair) => pair.map((/** @type {any} */ one) => one[place]));
  const here = results(app.pair, bet).map((/** @type {any} */ one) => one.value);
  const same = values.filter(([a, b]) => a !== null && b !== null && order(a, b, bet) === order(here[0], here[1], bet)).length;
  const halves = app.session.bets[at].map((/** @type {any} */ guess) => {
    const won = values.map((/** @type {any} */ pair) => wins(guess, pair, bet)).filter((/** @type {any} */ one) => one !== null);
    return won.length ? won.filter(Boolean).length / won.length : null;
  });
  return { values, same, count: values.length, halves, order: order(here[0], here[1], bet) };
}

/** The sentences of one bet after many runs. */
export function tallyWords(/** @type {any} */ app, /** @type {any} */ bet, /** @type {number} */ at) {
  const { same, count, halves, order: which } = tally(app, bet, at);
  const [first, second] = app.story.sides;
  const this_ = which === 0 ? t("many.equal", { first, second }) : t(which > 0 ? "many.higher" : "many.lower", { first, second });
  const words = [t("many.same", { order: this_, same, count })];
  halves.forEach(
    (/** @type {any} */ share, /** @type {number} */ half) =>
      share !== null && words.push(t("many.won", { room: t(ROOM[half].within), share: Math.round(share * 100) })),
  );
  const direction = better(bet);
  if (direction !== "neutral") words.push(t(`many.${direction}Better`));
  return words;
}

export function manyRuns(/** @type {any} */ app) {
  const { story } = app;
  const charts = story.bets.map((/** @type {any} */ bet, /** @type {number} */ at) => {
    const canvas = h("canvas", { role: "img", "aria-label": t("many.chart", { label: outcome(bet.outcome).label }) });
    const words = h("div", { class: "said" });
    const table = h("div", {});
    return {
      bet,
      at,
      canvas,
      words,
      table,
      element: h("section", { class: "card" }, h("h3", {}, outcome(bet.outcome).label), canvas, words, table),
    };
  });
  const progress = h("progress", { max: RUNS, value: 0, "aria-label": t("many.progress") });
  const counter = h("p", { role: "status", class: "counter" });
  const stop = button(t("many.stop"), () => {
    app.engine.stop();
    app.computing = false;
    renew();
  });
  const go = button(t("many.go", { count: RUNS }), () => begin(), { class: "main" });
  let pending = false;
  function renew() {
    pending = false;
    const count = app.many.filter(Boolean).length;
    progress.value = count;
    const left = ((performance.now() - app.began) / Math.max(count, 1)) * (RUNS - count);
    // A guess from the first few would jump about.
    const words = app.computing && count >= 8 ? t("many.left", { minutes: Math.ceil(left / 60_000) }) : "";
    counter.textContent = `${t("many.counter", { count, all: RUNS })} ${words}`;
    stop.hidden = !app.computing;
    go.hidden = app.computing || count >= RUNS;
    for (const chart of charts) {
      dots(chart.canvas, chart.bet, tally(app, chart.bet, chart.at).values);
      if (!count) continue;
      chart.words.replaceChildren(...tallyWords(app, chart.bet, chart.at).map((sentence) => h("p", {}, sentence)));
      if (!app.computing) chart.table.replaceChildren(spread(app, chart.bet, chart.at));
    }
  }
  function begin() {
    app.computing = true;
    app.began = performance.now();
    app.many = [];
    const own = (app.task = {});
    many(app.engine, story, app.session, app.wanted, RUNS, (replication, values) => {
      if (app.task !== own) return;
      app.many[replication] = values;
      if (!pending) {
        pending = true;
        requestAnimationFrame(renew);
      }
    }).then(
      () => {
        if (app.task === own) {
          app.computing = false;
          renew();
        }
      },
      (error) => app.fail(error),
    );
    renew();
  }
  if (app.many.filter(Boolean).length === 0 && !app.computing) setTimeout(begin, 0);
  const shape = new ResizeObserver(renew);
  const element = h(
    "div",
    { class: "stage many" },
    h("h2", { tabindex: -1 }, t("many.title")),
    h("p", {}, t("many.about")),
    h("div", { class: "bar" }, progress, counter, stop, go),
    key(story, false),
    h(
      "div",
      { class: "cards" },
      charts.map((/** @type {any} */ chart) => chart.element),
    ),
  );
  shape.observe(element);
  renew();
  return { element, leave: () => shape.disconnect() };
}

function spread(/** @type {any} */ app, /** @type {any} */ bet, /** @type {number} */ at) {
  const { values } = tally(app, bet, at);
  const { unit, label } = outcome(bet.outcome);
  const of = (/** @type {number} */ side) => {
    const sorted = values
      .map((/** @type {any} */ pair) => pair[side])
      .filter((/** @type {any} */ value) => value !== null)
      .sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
    return [0, 0.25, 0.5, 0.75, 1].map((share) => number(sorted[Math.round(share * (sorted.length - 1))], unit));
  };
  return hiddenTable(
    t("many.chart", { label }),
    [t("table.who"), t("many.least"), t("many.quarter"), t("many.median"), t("many.three"), t("many.most")],
    app.story.sides.map((/** @type {string} */ name, /** @type {number} */ side) => [name, ...of(side)]),
  );
}

/** A dot a run, stacked where runs are alike: the first organisation above the axis, the second below; this run is ringed. */
function dots(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ bet, /** @type {any[]} */ values) {
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  if (!wide) return;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  const c = canvas.getContext("2d");
  c.scale(ratio, ratio);
  const all = values.flat().filter((value) => value !== null);
  const [low, top] = all.length ? [Math.min(...all), Math.max(...all)] : [bet.from, bet.to];
  const room = Math.max((top - low) * 0.06, 1e-6);
  // A scale that begins at nothing does not go below.
  const [from, to] = [low >= 0 ? Math.max(0, low - room) : low - room, top + room];
  const columns = 46;
  const size = Math.min((wide - 24) / columns / 2, 5);
  const middle = high / 2 - 8;
  c.font = "14px system-ui, sans-serif";
  c.fillStyle = "#33414d";
  c.strokeStyle = "#1b2733";
  c.beginPath();
  c.moveTo(12, middle);
  c.lineTo(wide - 12, middle);
  c.stroke();
  [0, 0.5, 1].forEach((share) => {
    c.textAlign = share === 0 ? "left" : share === 1 ? "right" : "center";
    c.fillText(number(from + (to - from) * share, outcome(bet.outcome).unit), 12 + (wide - 24) * share, high - 4);
  });
  [0, 1].forEach((side) => {
    const piles = new Map();
    const most = new Map();
    values.forEach((pair) => {
      const column = Math.round(((pair[side] - from) / (to - from)) * columns);
      most.set(column, (most.get(column) ?? 0) + 1);
    });
    const tallest = Math.max(1, ...most.values());
    const step = Math.min(size * 2, (middle - size - 6) / tallest);
    values.forEach((pair, run) => {
      if (pair[side] === null) return;
      const column = Math.round(((pair[side] - from) / (to - from)) * columns);
      const height = piles.get(column) ?? 0;
      piles.set(column, height + 1);
      const x = 12 + ((wide - 24) * column) / columns;
      const y = middle + (side ? 1 : -1) * (size + 3 + height * step);
      c.beginPath();
      if (side === 0) c.arc(x, y, size * 0.86, 0, 2 * Math.PI);
      else {
        c.moveTo(x, y - size);
        c.lineTo(x + size, y);
        c.lineTo(x, y + size);
        c.lineTo(x - size, y);
        c.closePath();
      }
      c.fillStyle = SIDES[side].colour;
      c.globalAlpha = 0.8;
      c.fill();
      c.globalAlpha = 1;
      if (run === 0) {
        c.lineWidth = 2.5;
        c.strokeStyle = "#000";
        c.beginPath();
        c.arc(x, y, size + 3, 0, 2 * Math.PI);
        c.stroke();
        c.lineWidth = 1;
      }
    });
  });
}
