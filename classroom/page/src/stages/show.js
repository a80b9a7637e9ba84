// Both organisations side by side under one clock: the pictures, the time axis, the lines. Used by the run and the sandbox.
import { button, h, t } from "../dom.js";
import { causes } from "../causes.js";
import { Chosen } from "../chosen.js";
import { Lines, SIDES } from "../lines.js";
import { HIGH_TRUST, LOW_TRUST, Picture, STRAIN } from "../picture.js";
import { Clock } from "../timeline.js";
import { shown } from "../story.js";

/** What the signs of the pictures mean. */
function legend() {
  const sign = (/** @type {any[]} */ ...shapes) => h("svg", { viewBox: "0 0 22 22", width: 22, height: 22, "aria-hidden": "true" }, shapes);
  const circle = (/** @type {string} */ fill, more = {}) => h("circle", { cx: 11, cy: 11, r: 7, fill, stroke: "#1b2733", ...more });
  const entry = (/** @type {any} */ drawn, /** @type {string} */ key) => h("li", {}, drawn, t(key));
  const line = (more = {}) => sign(h("line", { x1: 1, x2: 21, y1: 11, y2: 11, stroke: "#6d7a85", "stroke-width": 2, ...more }));
  return h(
    "ul",
    { class: "legend", "aria-label": t("legend.label") },
    h(
      "li",
      {},
      h(
        "span",
        { class: "scale" },
        STRAIN.map((colour) => h("i", { style: `background: ${colour}` })),
      ),
      t("legend.strain"),
    ),
    entry(sign(h("polygon", { points: "11,2 20,11 11,20 2,11", fill: STRAIN[4], stroke: "#1b2733" })), "legend.burnt"),
    entry(line({ "stroke-width": 3 }), "legend.trusted"),
    entry(line({ "stroke-dasharray": "4 3", stroke: "#8a6d5f" }), "legend.distrusted"),
    entry(sign(circle("#fff", { stroke: "#a8002e", "stroke-dasharray": "3 2.5", "stroke-width": 2 })), "legend.vacant"),
    entry(
      sign(circle(STRAIN[1]), h("text", { x: 11, y: 15, "text-anchor": "middle", "font-size": 11, "font-weight": 700 }, "A")),
      "legend.acting",
    ),
    entry(sign(h("rect", { x: 9, y: 3, width: 5, height: 16, fill: "#1b2733" })), "legend.queue"),
    entry(
      sign(h("circle", { cx: 6, cy: 11, r: 4, fill: SIDES[0].colour }), h("circle", { cx: 16, cy: 11, r: 4, fill: SIDES[1].colour })),
      "legend.move",
    ),
  );
}

/** @param {any} pair @param {{day?: number, onorganisation?: (organisation: number) => void}} options */
export function show(pair, options = {}) {
  const shared = { ties: () => pair.sides[0].tiesOn(0).ties };
  const canvases = pair.sides.map((/** @type {any} */ side, /** @type {number} */ at) =>
    h("canvas", { role: "img", tabindex: 0, "aria-label": t("picture.label", { name: side.arm.name, low: LOW_TRUST, high: HIGH_TRUST }) }),
  );
  const pictures = canvases.map((/** @type {any} */ canvas, /** @type {number} */ at) => new Picture(canvas, SIDES[at].colour));
  const many = h("span", { class: "shown" });
  const chosen = new Chosen(pair, pictures, () => draw(clock.day, 0));
  const lines = new Lines(pair, shown(pair.story));
  const clock = new Clock(
    () => Math.max(0, pair.last),
    pair.days,
    (day, part) => draw(day, part),
  );
  const view = (/** @type {string} */ name) =>
    h(
      "label",
      {},
      h("input", {
        type: "radio",
        name: "view",
        value: name,
        checked: name === "tree",
        onchange: () => {
          pictures.forEach((/** @type {any} */ picture) => (picture.view = name));
          draw(clock.day, 0);
        },
      }),
      t(`view.${name}`),
    );
  const waitingWords = h("p", { class: "computing", role: "status" }, t("run.computing"));

  function draw(/** @type {number} */ day, /** @type {number} */ part) {
    if (pair.last < 0) return;
    pictures.forEach((/** @type {any} */ picture, /** @type {number} */ at) =>
      picture.draw(pair.sides[at], Math.min(day, pair.last), part, shared),
    );
    chosen.tell(day, clock.playing);
    lines.show(day);
  }

  const element = h(
    "div",
    { class: "show" },
    h(
      "div",
      { class: "bar" },
      h("fieldset", { class: "views" }, h("legend", { class: "hidden" }, t("view.label")), view("tree"), view("ties")),
      many,
      legend(),
    ),
    h(
      "div",
      { class: "pictures" },
      canvases.map((/** @type {any} */ canvas, /** @type {number} */ at) =>
        h(
          "figure",
          { class: `picture side${at}` },
          h("figcaption", {}, h("span", { class: "tag" }, SIDES[at].mark), ` ${pair.sides[at].arm.name} `, chosen.words[at]),
          canvas,
        ),
      ),
    ),
    clock.element,
    lines.element,
    waitingWords,
  );

  /** Which organisation of a system is seen; another one may be chosen. */
  function which(/** @type {number} */ count) {
    const choose = h(
      "select",
      { "aria-label": t("picture.which"), onchange: () => options.onorganisation?.(Number(choose.value)) },
      Array.from({ length: count }, (_, at) => h("option", { value: at, selected: at === pair.sides[0].shown }, t("picture.one", { number: at + 1, count }))),
    );
    clock.note.append(` ${t("picture.many", { count })}`);
    return choose;
  }

  const resize = () => {
    lines.resize();
    draw(clock.day, 0);
  };
  const shape = new ResizeObserver(resize);
  shape.observe(element);
  const arrived = () => {
    if (pair.last < 0) return;
    if (pair.last >= 0 && !element.dataset.first) {
      element.dataset.first = String(Math.round(performance.now()));
      const { organisations } = pair.sides[0].organisation;
      if (organisations > 1) many.replaceChildren(which(organisations));
      draw(clock.day, 0);
    }
  };
  const ended = () => {
    waitingWords.remove();
    clock.mark(pair.sides.map(causes));
    if (options.day) clock.go(Math.min(options.day, pair.days));
    draw(clock.day, 0);
  };
  return {
    element,
    clock,
    pictures,
    arrived,
    ended,
    leave: () => {
      clock.toggle(false);
      shape.disconnect();
    },
  };
}
