// Place your bets: one question at a time, the left half of the room beside the right.
import { POINTS, pointDays } from "../bets.js";
import { button, h, number, t } from "../dom.js";
import { SIDES } from "../lines.js";
import { ROOM, lineFrame, path } from "../scale.js";
import { outcome } from "../story.js";

/** Steps of a slider, or of an arrow key, over the scale. */
const STEPS = 100;

/** @param {any} app */
export function bets(app) {
  const { story, session } = app;
  const at = Math.min(app.bet ?? 0, story.bets.length - 1);
  const bet = story.bets[at];
  const guesses = session.bets[at];
  const move = (/** @type {number} */ to) => {
    app.bet = to;
    app.show();
  };
  const guess = (/** @type {number} */ half, /** @type {number} */ side, /** @type {any} */ value) => {
    guesses[half][side] = value;
    app.remember();
  };
  const card = (/** @type {number} */ half) =>
    h(
      "section",
      { class: "card half" },
      h("h3", {}, t(ROOM[half].key)),
      bet.kind === "number"
        ? story.sides.map((/** @type {string} */ name, /** @type {number} */ side) =>
            numberGuess(bet, name, side, guesses[half][side], (value) => guess(half, side, value)),
          )
        : lineGuess(bet, story, half, guesses[half], (side, value) => guess(half, side, value)),
    );
  return h(
    "div",
    { class: "stage bets" },
    h("p", { class: "counter" }, t("bet.counter", { number: at + 1, count: story.bets.length })),
    h("h2", { tabindex: -1 }, bet.question),
    h("details", { class: "define" }, h("summary", {}, outcome(bet.outcome).label), outcome(bet.outcome).definition),
    h("div", { class: "halves" }, card(0), card(1)),
    h(
      "div",
      { class: "buttons" },
      at > 0 && button(t("bet.previous"), () => move(at - 1)),
      at + 1 < story.bets.length
        ? button(t("bet.next"), () => move(at + 1), { class: "main" })
        : button(t("bet.lock"), () => app.go("run"), { class: "main" }),
    ),
  );
}

function numberGuess(
  /** @type {any} */ bet,
  /** @type {string} */ name,
  /** @type {number} */ side,
  /** @type {number | null} */ value,
  /** @type {(value: number) => void} */ onguess,
) {
  const { unit } = outcome(bet.outcome);
  const step = (bet.to - bet.from) / STEPS;
  const words = (/** @type {number | null} */ guess) => (guess === null ? t("bet.open") : number(guess, unit));
  const out = h("output", {}, words(value));
  const slider = h("input", {
    type: "range",
    min: bet.from,
    max: bet.to,
    step,
    class: value === null ? "open" : "",
    "aria-valuetext": words(value),
    oninput: () => {
      const guess = Number(slider.value);
      slider.classList.remove("open");
      out.textContent = words(guess);
      slider.setAttribute("aria-valuetext", words(guess));
      onguess(guess);
    },
  });
  slider.value = String(value ?? (bet.from + bet.to) / 2);
  return h(
    "label",
    { class: `guess side${side}` },
    h("span", { class: "who" }, h("span", { class: "tag" }, SIDES[side].mark), ` ${name}`, out),
    slider,
    h("span", { class: "ends" }, h("span", {}, number(bet.from, unit)), h("span", {}, number(bet.to, unit))),
  );
}

/** Lines drawn with the pointer, or point by point with the arrow keys. */
function lineGuess(
  /** @type {any} */ bet,
  /** @type {any} */ story,
  /** @type {number} */ half,
  /** @type {any[]} */ guesses,
  /** @type {(side: number, value: number[]) => void} */ onguess,
) {
  const { unit } = outcome(bet.outcome);
  const days = story.scenario.days;
  const at = pointDays(days);
  const frame = lineFrame(bet, days, 262, 560);
  let active = guesses[0] && !guesses[1] ? 1 : 0;
  const lines = guesses.map((guess) => guess ?? null);
  const start = (bet.from + bet.to) / 2;
  const values = lines.map((line) => [...(line ?? Array(POINTS).fill(start))]);
  const paths = SIDES.map((side) =>
    h("path", { fill: "none", stroke: side.colour, "stroke-width": 3, "stroke-dasharray": side.dash.join(" ") }),
  );
  const points = SIDES.map((side, number) => at.map((day, place) => handle(number, place, day)));
  const draw = () =>
    SIDES.forEach((_, side) => {
      const placed = lines[side] !== null;
      paths[side].setAttribute("d", path(at.map((day, place) => [frame.x(day), frame.y(values[side][place])])));
      paths[side].setAttribute("opacity", placed ? 1 : 0.25);
      points[side].forEach((point, place) => {
        const [x, y] = [frame.x(at[place]), frame.y(values[side][place])];
        point.setAttribute("transform", `translate(${x} ${y})`);
        point.setAttribute("opacity", placed ? 1 : 0.45);
        point.setAttribute("aria-valuenow", values[side][place].toFixed(3));
        point.setAttribute("aria-valuetext", placed ? number(values[side][place], unit) : t("bet.open"));
      });
    });
  const set = (/** @type {number} */ side, /** @type {number} */ place, /** @type {number} */ value) => {
    values[side][place] = Math.max(bet.from, Math.min(bet.to, value));
    lines[side] = values[side];
    onguess(side, [...values[side]]);
    draw();
  };
  function handle(/** @type {number} */ side, /** @type {number} */ place, /** @type {number} */ day) {
    const shape =
      side === 0
        ? h("circle", { r: 7, fill: "#fff", stroke: SIDES[0].colour, "stroke-width": 3 })
        : h("polygon", { points: "0,-9 9,0 0,9 -9,0", fill: "#fff", stroke: SIDES[1].colour, "stroke-width": 3 });
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
    return h(
      "g",
      {
        role: "slider",
        tabindex: 0,
        class: "handle",
        "aria-orientation": "vertical",
        "aria-label": t("bet.point", { name: story.sides[side], day }),
        "aria-valuemin": bet.from,
        "aria-valuemax": bet.to,
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (!(event.key in by)) return;
          event.preventDefault();
          event.stopPropagation();
          set(side, place, values[side][place] + (by[event.key] * (bet.to - bet.from)) / STEPS);
        },
      },
      shape,
    );
  }
  const svg = h(
    "svg",
    { viewBox: `0 0 ${frame.wide} ${frame.high}`, class: "drawing", role: "group", "aria-label": t("bet.drawing") },
    frame.axes,
    paths,
    points,
  );
  let former = -1;
  const pointed = (/** @type {PointerEvent} */ event) => {
    const place = svg.createSVGPoint();
    [place.x, place.y] = [event.clientX, event.clientY];
    const { x, y } = place.matrixTransform(svg.getScreenCTM().inverse());
    const nearest = at.reduce((best, day, number) => (Math.abs(frame.x(day) - x) < Math.abs(frame.x(at[best]) - x) ? number : best), 0);
    // A line that is drawn for the first time has no points yet behind the pointer.
    if (lines[active] === null) values[active].fill(frame.value(y));
    else if (former >= 0)
      for (let between = Math.min(former, nearest) + 1; between < Math.max(former, nearest); between++)
        values[active][between] = frame.value(y);
    former = nearest;
    set(active, nearest, frame.value(y));
  };
  svg.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    former = -1;
    svg.setPointerCapture(event.pointerId);
    pointed(event);
  });
  svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (event.buttons) pointed(event);
  });
  const choose = story.sides.map((/** @type {string} */ name, /** @type {number} */ side) =>
    h(
      "label",
      { class: `side${side}` },
      h("input", { type: "radio", name: `draw${half}`, checked: side === active, onchange: () => (active = side) }),
      h("span", { class: "tag" }, SIDES[side].mark),
      ` ${name}`,
    ),
  );
  draw();
  return [h("fieldset", { class: "choose" }, h("legend", {}, t("bet.draw")), choose), svg];
}
