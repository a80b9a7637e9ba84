// A run of two organisations: frames as they arrive, and what came out.
import { armOf, changed } from "./story.js";

/** Values of a seat in a frame: strain, trust in the manager, tasks that wait, and how the seat is held. */
export const SEAT = 4;
export const HELD = 0;
export const ACTING = 1;
export const VACANT = 2;

/** One organisation of a run. */
export class Side {
  constructor(/** @type {any} */ arm, /** @type {any} */ scenario, /** @type {number} */ shown) {
    this.arm = arm;
    /** The organisation that is seen, from 0. */
    this.shown = shown;
    /** Strain from which somebody counts as burnt out. */
    this.threshold = arm.parameters["strain.threshold"] ?? scenario.parameters.strain.threshold;
    /** @type {any} */
    this.organisation = null;
    /** @type {{seats: Float32Array, moves: Float32Array}[]} */
    this.frames = [];
    /** @type {{day: number, ties: Float32Array}[]} */
    this.ties = [];
    /** @type {any} */
    this.result = null;
    this.days = 0;
  }

  /** Takes a slice of frames; the layout is that of `leaderful::frames`. */
  take(/** @type {any} */ message) {
    if (message.organisation) {
      this.organisation = message.organisation;
      this.days = message.days;
    }
    const values = new Float32Array(message.slice);
    const seats = this.organisation.parents.length;
    let at = 0;
    const list = () => {
      const count = values[at];
      const from = at + 1;
      at = from + Math.max(count, 0) * 3;
      return values.subarray(from, at);
    };
    while (at < values.length) {
      const day = values[at];
      const from = at + 1;
      at = from + seats * SEAT;
      const frame = { seats: values.subarray(from, at), moves: list() };
      const withTies = values[at] >= 0;
      const ties = list();
      if (withTies) this.ties.push({ day, ties });
      this.frames[day] = frame;
    }
  }

  /** The last day of which there is a frame. */
  get last() {
    return this.frames.length - 1;
  }

  /** The ties as they were last seen on a day. */
  tiesOn(/** @type {number} */ day) {
    let found = this.ties[0];
    for (const one of this.ties) if (one.day <= day) found = one;
    return found;
  }
}

/** The request for one run; with frames of an organisation, where one is named. */
const request = (
  /** @type {any} */ scenario,
  /** @type {string} */ seed,
  /** @type {string} */ arm,
  /** @type {number} */ replication,
  organisation = -1,
) => JSON.stringify({ scenario, seed, arm, replication, frames: organisation >= 0, organisation: Math.max(0, organisation) });

/** Both organisations of a story, with the same people and the same luck. */
export class Pair {
  constructor(/** @type {any} */ engine, /** @type {any} */ story, /** @type {any} */ session, /** @type {() => void} */ onslice) {
    const scenario = changed(story, session.changes);
    const seed = session.seed || story.seed;
    this.story = story;
    this.scenario = scenario;
    this.sides = story.sides.map((/** @type {string} */ name) => new Side(armOf(scenario, name), scenario, session.shown));
    this.days = scenario.days;
    const one = (/** @type {Side} */ side) =>
      engine
        .run(
          {
            request: request(scenario, seed, side.arm.name, session.replication, session.shown),
            frames: true,
            onslice: (/** @type {any} */ message) => {
              side.take(message);
              onslice();
            },
          },
          true,
        )
        .then((/** @type {any} */ result) => (side.result = result));
    this.done = engine.ready.then(() => Promise.all(this.sides.map(one))).then(() => this);
  }

  /** The last day that both have reached. */
  get last() {
    return Math.min(...this.sides.map((/** @type {Side} */ side) => side.last));
  }

  get complete() {
    return this.sides.every((/** @type {Side} */ side) => side.result);
  }
}

/** Many runs of both: calls `onpair` with the values of the wanted outcomes of both sides, as they arrive. */
export function many(
  /** @type {any} */ engine,
  /** @type {any} */ story,
  /** @type {any} */ session,
  /** @type {number[]} */ wanted,
  /** @type {number} */ count,
  /** @type {(replication: number, values: any[]) => void} */ onpair,
) {
  const scenario = changed(story, session.changes);
  const seed = session.seed || story.seed;
  const pair = (/** @type {number} */ replication) =>
    Promise.all(
      story.sides.map((/** @type {string} */ arm) => engine.run({ request: request(scenario, seed, arm, replication), wanted })),
    ).then((results) =>
      onpair(
        replication,
        results.map((result) => result.outcomes),
      ),
    );
  return Promise.all(Array.from({ length: count }, (_, replication) => pair(replication)));
}
