// The session in the link: story, seed, bets, changes and stage. A link that makes no sense is told, and what does is kept.
import { POINTS } from "./bets.js";
import { allowed, data } from "./story.js";

/** A bet that nobody has placed yet: for each side of the room a guess for each organisation. */
export const emptyBets = (/** @type {any} */ story) =>
  story.bets.map(() => [
    [null, null],
    [null, null],
  ]);

/** Whether bets are those of a story: as many, a number for a number and all points for a line. */
export function fit(/** @type {any[]} */ bets, /** @type {any} */ story) {
  const one = (/** @type {any} */ guess, /** @type {any} */ bet) =>
    guess === null || (bet.kind === "line" ? Array.isArray(guess) && guess.length === POINTS : typeof guess === "number");
  return (
    bets.length === story.bets.length &&
    bets.every((halves, at) => halves.every((/** @type {any[]} */ half) => half.every((guess) => one(guess, story.bets[at]))))
  );
}

/** What the fragment of the address says. */
export function read(/** @type {string} */ fragment) {
  const session = { story: 0, seed: "", replication: 0, shown: 0, stage: "choose", bets: [], changes: {}, broken: false };
  if (fragment.replace(/^#/, "") === "") return session;
  const words = new URLSearchParams(fragment.replace(/^#/, ""));
  const story = data.stories.findIndex((/** @type {any} */ one) => one.scenario.name === words.get("story"));
  if (story < 0) return { ...session, broken: true };
  const seed = words.get("seed") ?? data.stories[story].seed;
  const replication = Number(words.get("run") ?? 0);
  const shown = Number(words.get("organisation") ?? 1) - 1;
  session.story = story;
  session.stage = words.get("stage") ?? "story";
  session.broken =
    !/^\d{1,20}$/.test(seed) || BigInt(seed) >= 2n ** 64n || !(Number.isInteger(replication) && replication >= 0 && replication < 1e6) ||
    !(shown in Array(data.stories[story].scenario.parameters.system.organisations).fill(0));
  if (!session.broken) Object.assign(session, { seed, replication, shown });
  try {
    const bets = guessed(words.get("bets") ?? "");
    session.bets = bets;
    for (const part of (words.get("set") ?? "").split(";").filter(Boolean)) {
      const [path, value] = part.split(":");
      if (!allowed(path, Number(value))) throw part;
      session.changes[path] = Number(value);
    }
  } catch {
    session.broken = true;
  }
  return session;
}

/** Most bets, and most points of a drawn line, that a link may hold. */
const MOST = 100;
/** A guess as text: nothing, a number, or the points of a line. */
const written = (/** @type {any} */ guess) =>
  guess === null
    ? ""
    : [guess]
        .flat()
        .map((value) => Math.round(value * 1000) / 1000)
        .join("_");

/** The bets of a link: `!` between bets, `~` between the halves of the room, `,` between the organisations, `_` between points. */
function guessed(/** @type {string} */ text) {
  if (!text) return [];
  const pair = (/** @type {string[]} */ parts) => {
    if (parts.length !== 2) throw new Error(text);
    return parts;
  };
  const one = (/** @type {string} */ guess) => {
    if (guess === "") return null;
    const values = guess.split("_").map(Number);
    if (values.length > MOST || !values.every(Number.isFinite)) throw new Error(text);
    return values.length === 1 ? values[0] : values;
  };
  return text.split("!", MOST).map((bet) => pair(bet.split("~")).map((half) => pair(half.split(",")).map(one)));
}

/** The fragment that brings this session back. */
export function write(/** @type {any} */ session) {
  const story = data.stories[session.story];
  /** @type {Record<string, any>} */
  const words = { story: story.scenario.name, seed: session.seed || story.seed, stage: session.stage };
  if (session.replication) words.run = session.replication;
  if (session.shown) words.organisation = session.shown + 1;
  if (session.bets.flat(2).some((/** @type {any} */ guess) => guess !== null)) {
    words.bets = session.bets.map((/** @type {any[]} */ bet) => bet.map((half) => half.map(written).join(",")).join("~")).join("!");
  }
  const changes = Object.entries(session.changes);
  if (changes.length) words.set = changes.map(([path, value]) => `${path}:${value}`).join(";");
  return `#${Object.entries(words)
    .map(([name, value]) => `${name}=${encodeURI(value)}`)
    .join("&")}`;
}
