// Guesses: how near they are, who they put ahead, and how often a run agrees.
import { outcome, outcomePlace } from "./story.js";
import { series } from "./lines.js";

/** Points of a drawn line. */
export const POINTS = 6;
/** Part of the scale within which two guesses put nobody ahead. */
const EVEN = 0.02;

/** Days at which a drawn line has its points. */
export const pointDays = (/** @type {number} */ days) => Array.from({ length: POINTS }, (_, at) => Math.round((days * at) / (POINTS - 1)));

const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** A guess as one number: of a line, its mean. */
export const level = (/** @type {any} */ guess) => (Array.isArray(guess) ? mean(guess) : guess);

/** Which of two values is ahead: -1 the first is lower, 1 higher, 0 about the same. */
export function order(/** @type {number} */ a, /** @type {number} */ b, /** @type {any} */ bet) {
  const difference = a - b;
  return Math.abs(difference) <= EVEN * (bet.to - bet.from) ? 0 : Math.sign(difference);
}

/** What came out for both organisations, in the form of the bet. */
export function results(/** @type {any} */ pair, /** @type {any} */ bet) {
  return pair.sides.map((/** @type {any} */ side) => {
    const value = side.result.outcomes[outcomePlace(bet.outcome)];
    if (bet.kind === "number") return { value, guessed: value };
    const line = series(side, bet.outcome);
    const at = (/** @type {number} */ day) => {
      const near = line
        .filter((/** @type {any} */ point) => point.value !== null)
        .reduce(
          (/** @type {any} */ best, /** @type {any} */ point) =>
            !best || Math.abs(point.day - day) < Math.abs(best.day - day) ? point : best,
          null,
        );
      return near?.value ?? value;
    };
    return { value, line, guessed: pointDays(pair.days).map(at) };
  });
}

/** How far the guesses of half the room are from what came out, on average over those placed and their points; nothing without any. */
export function distance(/** @type {any[]} */ guesses, /** @type {any[]} */ came) {
  const placed = guesses.map((guess, side) => ({ guess, side })).filter(({ guess }) => guess !== null);
  if (!placed.length) return null;
  const apart = (/** @type {any} */ guess, /** @type {any} */ result) =>
    Array.isArray(guess) ? mean(guess.map((value, at) => Math.abs(value - result[at]))) : Math.abs(guess - result);
  return mean(placed.map(({ guess, side }) => apart(guess, came[side].guessed)));
}

/** Whether a run puts the organisations in the order that was guessed. */
export function wins(/** @type {any[]} */ guesses, /** @type {number[]} */ values, /** @type {any} */ bet) {
  if (guesses.some((guess) => guess === null) || values.some((value) => value === null)) return null;
  return order(level(guesses[0]), level(guesses[1]), bet) === order(values[0], values[1], bet);
}

/** Whether more is better. */
export const better = (/** @type {any} */ bet) => outcome(bet.outcome).direction;
