// Guesses and results as pictures (SVG): a scale for a number, lines for a drawn line. The same in the bets, the result and the hand-out.
import { h, hiddenTable, number, t } from "./dom.js";
import { pointDays } from "./bets.js";
import { SIDES } from "./lines.js";
import { outcome } from "./story.js";

const WIDE = 430;
/** Signs of the two halves of the room: dashes of their lines. */
export const ROOM = [
  { dash: "2 4", key: "room.left", within: "half.left" },
  { dash: "9 5", key: "room.right", within: "half.right" },
];

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
/** A value on an axis: without its unit, which the heading names. */
const short = (/** @type {number} */ value, /** @type {string} */ unit) =>
  unit === "share" ? `${Math.round(value * 100)} %` : String(Math.round(value * 100) / 100);
/** A few even marks on a scale. */
export function marks(/** @type {number} */ from, /** @type {number} */ to, count = 5) {
  return Array.from({ length: count + 1 }, (_, at) => from + ((to - from) * at) / count);
}

const sign = (
  /** @type {number} */ side,
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {number} */ size,
  /** @type {boolean} */ full,
) => {
  const paint = { fill: full ? SIDES[side].colour : "#fff", stroke: SIDES[side].colour, "stroke-width": 2.5 };
  return side === 0
    ? h("circle", { cx: round(x), cy: y, r: size, ...paint })
    : h("polygon", {
        points: `${round(x)},${y - size * 1.25} ${round(x + size * 1.25)},${y} ${round(x)},${y + size * 1.25} ${round(x - size * 1.25)},${y}`,
        ...paint,
      });
};

const label = (/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y, more = {}) =>
  h("text", { x: round(x), y, ...more }, words);

/** The scale of a bet, made wide enough for what came out. */
function wideEnough(/** @type {any} */ bet, /** @type {any[] | null} */ came) {
  const values = (came ?? []).flatMap((one) => [one.value, ...(one.line ?? []).map((/** @type {any} */ point) => point.value)]);
  const known = values.filter((value) => value !== null && Number.isFinite(value));
  const step = (bet.to - bet.from) / 2;
  const to = known.some((value) => value > bet.to) ? bet.from + step * Math.ceil((Math.max(...known) - bet.from) / step) : bet.to;
  return { ...bet, to };
}

/** A scale with rows: each half of the room, then what came out if it is known. */
export function numberScale(/** @type {any} */ placed, /** @type {any[][]} */ guesses, /** @type {any[] | null} */ came) {
  const bet = wideEnough(placed, came);
  const { unit } = outcome(bet.outcome);
  const left = 14;
  const x = (/** @type {number} */ value) =>
    left + ((WIDE - left - 22) * (Math.max(bet.from, Math.min(bet.to, value)) - bet.from)) / (bet.to - bet.from);
  const rows = [
    ...guesses.map((guess, side) => ({ words: t(ROOM[side].key), values: guess, full: false })),
    ...(came ? [{ words: t("result.row"), values: came.map((one) => one.value), full: true }] : []),
  ];
  const high = 82 * rows.length + 22;
  const body = rows.map((row, at) => {
    const y = 48 + 82 * at;
    const values = row.values.map((value, side) => ({ value, side })).filter(({ value }) => value !== null);
    return [
      h("line", { x1: left, x2: WIDE - 22, y1: y, y2: y, stroke: row.full ? "#1b2733" : "#9aa7b1", "stroke-width": row.full ? 2 : 1.2 }),
      label(row.words, 4, y - 32, { "font-weight": row.full ? 700 : 400 }),
      values.length
        ? values.map(({ value, side }) => sign(side, x(value), y, row.full ? 9 : 7, row.full))
        : label(t("bet.none"), left + 8, y - 7),
      values.map(({ value, side }) =>
        label(number(value, unit), x(value), side ? y + 27 : y - 13, {
          "text-anchor": x(value) < 40 ? "start" : x(value) > WIDE - 40 ? "end" : "middle",
          "font-weight": 700,
        }),
      ),
    ];
  });
  const bottom = high - 6;
  const ticks = marks(bet.from, bet.to, 4).map((value, at) =>
    label(short(value, unit), x(value), bottom, { "text-anchor": at ? (at === 4 ? "end" : "middle") : "start" }),
  );
  return h("svg", { viewBox: `0 0 ${WIDE} ${high + 6}`, class: "scale-chart", role: "img", "aria-label": bet.question }, body, ticks);
}

/** Frame, axes and the two lines of a drawn bet; gives also what turns values into places. */
export function lineFrame(/** @type {any} */ bet, /** @type {number} */ days, high = 330, wide = WIDE) {
  const { unit } = outcome(bet.outcome);
  const [left, right, top, bottom] = [52, wide - 12, 14, high - 30];
  const x = (/** @type {number} */ day) => left + ((right - left) * day) / days;
  const y = (/** @type {number} */ value) =>
    bottom - ((bottom - top) * (Math.max(bet.from, Math.min(bet.to, value)) - bet.from)) / (bet.to - bet.from);
  const value = (/** @type {number} */ py) =>
    Math.max(bet.from, Math.min(bet.to, bet.from + ((bottom - py) / (bottom - top)) * (bet.to - bet.from)));
  const grid = marks(bet.from, bet.to, 4).map((one) => [
    h("line", { x1: left, x2: right, y1: y(one), y2: y(one), stroke: "#e0dcd2" }),
    label(short(one, unit), left - 8, y(one) + 5, { "text-anchor": "end" }),
  ]);
  const parts = Math.min(3, Math.ceil(days / 260));
  const dates = marks(0, days, parts).map((day, at) =>
    label(t("axis.day", { day: Math.round(day) }), x(day), high - 8, { "text-anchor": at === parts ? "end" : "middle" }),
  );
  return { x, y, value, wide, high, axes: [grid, dates] };
}

export const path = (/** @type {[number, number][]} */ points) =>
  points.map(([x, y], at) => `${at ? "L" : "M"}${round(x)} ${round(y)}`).join("");

/** Drawn lines against what came out. */
export function lineResult(
  /** @type {any} */ placed,
  /** @type {any[][]} */ guesses,
  /** @type {any[]} */ came,
  /** @type {number} */ days,
) {
  const bet = wideEnough(placed, came);
  const frame = lineFrame(bet, days);
  const at = pointDays(days);
  const drawn = guesses.flatMap((guess, half) =>
    guess.map(
      (line, side) =>
        line &&
        h("path", {
          d: path(line.map((/** @type {number} */ value, /** @type {number} */ point) => [frame.x(at[point]), frame.y(value)])),
          fill: "none",
          stroke: SIDES[side].colour,
          "stroke-width": 1.8,
          "stroke-dasharray": ROOM[half].dash,
        }),
    ),
  );
  const real = came.map((one, side) => {
    const points = one.line.filter((/** @type {any} */ point) => point.value !== null);
    const last = points.at(-1);
    return [
      h("path", {
        d: path(points.map((/** @type {any} */ point) => [frame.x(point.day), frame.y(point.value)])),
        fill: "none",
        stroke: SIDES[side].colour,
        "stroke-width": 3.6,
      }),
      last && sign(side, frame.x(last.day) - 4, frame.y(last.value), 6, true),
    ];
  });
  return h(
    "svg",
    { viewBox: `0 0 ${frame.wide} ${frame.high}`, class: "scale-chart", role: "img", "aria-label": bet.question },
    frame.axes,
    drawn,
    real,
  );
}

/** The same in words, for screen readers. */
export function resultTable(
  /** @type {any} */ bet,
  /** @type {any[][]} */ guesses,
  /** @type {any[]} */ came,
  /** @type {string[]} */ names,
) {
  const { unit, label: what } = outcome(bet.outcome);
  const words = (/** @type {any} */ guess) =>
    guess === null ? t("bet.none") : Array.isArray(guess) ? guess.map((value) => number(value, unit)).join(", ") : number(guess, unit);
  return hiddenTable(
    what,
    [t("table.who"), ...names],
    [
      ...guesses.map((guess, half) => [t(ROOM[half].key), ...guess.map(words)]),
      [t("result.row"), ...came.map((one) => words(Array.isArray(one.guessed) ? one.guessed : one.value))],
    ],
  );
}
