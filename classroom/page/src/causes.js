// From the event log to sentences. Each sentence names the events that it rests on; what waits comes from the frames of the run.
import { t } from "./dom.js";
import { HELD, SEAT } from "./run.js";
import { data } from "./story.js";

/** Most marks of one organisation on the time axis. */
const MOST_MARKS = 14;

/** What a seat is called. */
export function seatName(/** @type {any} */ side, /** @type {number} */ seat) {
  const own = side.organisation.seat_names[seat];
  const level = side.organisation.levels[seat];
  if (level === 0) return t("seat.top");
  if (own) return own;
  const number = side.organisation.levels.slice(0, seat + 1).filter((/** @type {number} */ one) => one === level).length;
  const deepest = Math.max(...side.organisation.levels);
  if (level === deepest) return t("seat.front", { number: seat });
  return t(level === deepest - 1 ? "seat.unit" : "seat.senior", { number });
}

const plural = (/** @type {string} */ key, /** @type {number} */ count) => t(count === 1 ? `${key}.one` : `${key}.many`, { count });
/** What waited in a seat on the morning of a day. */
const waiting = (/** @type {any} */ side, /** @type {number} */ seat, /** @type {number} */ day) =>
  Math.round(side.frames[Math.max(0, Math.min(day, side.last))]?.seats[seat * SEAT + 2] ?? 0);

/** An event as a line of the log. */
export function logged(/** @type {any} */ event) {
  const { day, kind, organisation, ...rest } = event;
  const facts = Object.entries(rest).map(([name, value]) => `${name} ${value}`);
  return t("log.line", { day, kind, facts: facts.join(", ") });
}

/** Causes of one side, in the order of days: day, sentence, the events behind it, and whether it is a mark on the time axis. */
export function causes(/** @type {any} */ side) {
  const events = side.result.events.filter((/** @type {any} */ event) => event.organisation === side.shown);
  /** @type {any[]} */
  const found = [...programmes(events), ...rollouts(events), ...departures(side, events), ...incidents(events), ...queue(side), ...total(side, events)];
  const last = (/** @type {any} */ cause) => Number(cause.kind === "incident" || cause.kind === "total");
  // In a large organisation only the highest posts are marks on the time axis.
  for (let level = 8; level > 0 && found.filter((cause) => cause.mark).length > MOST_MARKS; level--) {
    for (const cause of found) if ((cause.level ?? 0) >= level) cause.mark = false;
  }
  return found.sort((a, b) => last(a) - last(b) || a.day - b.day);
}

function programmes(/** @type {any[]} */ events) {
  const about = (/** @type {string} */ name) =>
    data.programmes.find((/** @type {any} */ one) => one.name === name)?.meaning.replaceAll("`", "") ?? name;
  const seen = new Set();
  return events
    .filter((event) => event.kind.startsWith("programme-"))
    .flatMap((event) => {
      const key = event.kind + event.programme;
      // A programme that comes again every quarter is told once.
      if (seen.has(key) || event.programme === "leader-leaves") return [];
      seen.add(key);
      const begins = event.kind === "programme-begins";
      const meaning = about(event.programme);
      const text = begins
        ? t("cause.begins", { day: event.day, name: event.programme, meaning })
        : t("cause.ends", { day: event.day, name: event.programme });
      return [{ day: event.day, text, events: [event], mark: true, kind: "programme" }];
    });
}

/** What became of a change that went from unit to unit. */
const rollouts = (/** @type {any[]} */ events) =>
  events
    .filter((event) => event.kind.startsWith("roll-out-"))
    .map((event) => {
      const key = event.kind === "roll-out-stopped" ? "cause.stopped" : "cause.adopted";
      return { day: event.day, text: t(key, { ...event, reading: event.reading?.toFixed(3) }), events: [event], mark: true, kind: "programme" };
    });

/** The first morning from `day` on which a seat has its own holder. */
function heldAgain(/** @type {any} */ side, /** @type {number} */ seat, /** @type {number} */ day) {
  for (let one = day; one <= side.last; one++) if (side.frames[one].seats[seat * SEAT + 3] === HELD) return one;
  return null;
}

/** Departures from posts that lead: who stood in, how long the post was empty, what waited in it. */
function departures(/** @type {any} */ side, /** @type {any[]} */ events) {
  const leading = new Set(side.organisation.parents);
  const ofPosts = events.filter((event) => event.kind === "departure" && leading.has(event.seat));
  return ofPosts.map((gone) => {
    const later = events.filter((event) => event.day >= gone.day && event.seat === gone.seat && event !== gone);
    const filled = later.find((event) => event.kind === "appointment");
    const acting = later.find((event) => event.kind === "acting" && (!filled || event.day <= filled.day));
    // Somebody may come back to a seat that was only lent: that is no appointment.
    const back = filled ? null : heldAgain(side, gone.seat, gone.day + 1);
    const until = filled?.day ?? back ?? side.days;
    let [most, when] = [0, gone.day];
    for (let day = gone.day; day <= until; day++) {
      const now = waiting(side, gone.seat, day);
      if (now > most) [most, when] = [now, day];
    }
    const words = [
      t(gone.retired ? "cause.retired" : "cause.left", { seat: seatName(side, gone.seat), day: gone.day }),
      acting ? t("cause.acting", { days: acting.day - gone.day }) : filled || back === null ? t("cause.nobody") : "",
      filled
        ? t(filled.inside ? "cause.inside" : "cause.outside", { days: until - gone.day, day: until })
        : back === null
          ? t("cause.empty")
          : t("cause.again", { day: back }),
      most > 1 ? t("cause.waited", { count: most, day: when }) : "",
    ];
    return {
      day: gone.day,
      text: words.filter(Boolean).join(" "),
      events: [gone, acting, filled].filter(Boolean),
      mark: true,
      kind: "departure",
      level: gone.level,
    };
  });
}

function incidents(/** @type {any[]} */ events) {
  const found = events.filter((event) => event.kind === "incident");
  if (!found.length) return [];
  const text = t("cause.incidents", { number: plural("incidents", found.length), day: found[0].day });
  return [{ day: found[0].day, text, events: found, mark: false, kind: "incident" }];
}

/** The longest queue of the run. */
function queue(/** @type {any} */ side) {
  let [most, where, when] = [0, 0, 0];
  side.frames.forEach((/** @type {any} */ frame, /** @type {number} */ day) => {
    for (let seat = 0; seat < side.organisation.parents.length; seat++) {
      if (frame.seats[seat * SEAT + 2] > most) [most, where, when] = [frame.seats[seat * SEAT + 2], seat, day];
    }
  });
  if (most < 2) return [];
  const text = t("cause.queue", { count: Math.round(most), seat: seatName(side, where), day: when });
  return [{ day: when, text, events: [], mark: false, kind: "queue" }];
}

function total(/** @type {any} */ side, /** @type {any[]} */ events) {
  const gone = events.filter((event) => event.kind === "departure");
  if (!gone.length) return [];
  const leading = new Set(side.organisation.parents);
  const leaders = gone.filter((event) => leading.has(event.seat)).length;
  const filled = events.filter((event) => event.kind === "appointment" && leading.has(event.seat));
  const inside = filled.filter((event) => event.inside).length;
  const text = t("cause.total", { people: plural("people", gone.length), leaders, filled: filled.length, inside });
  return [{ day: side.days, text, events: [...gone, ...filled], mark: false, kind: "total" }];
}
