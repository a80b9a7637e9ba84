// One seat chosen with the pointer or the arrow keys: ringed in both pictures, and told in words beside both names.
import { seatName } from "./causes.js";
import { h, t } from "./dom.js";
import { ACTING, SEAT, VACANT } from "./run.js";

/** How a seat is on the morning of a day. */
function told(/** @type {any} */ side, /** @type {number} */ day, /** @type {number} */ seat) {
  const [strain, trust, waiting, held] = side.frames[Math.min(day, side.last)].seats.subarray(seat * SEAT, seat * SEAT + SEAT);
  const name = seatName(side, seat);
  if (held === VACANT) return t("seat.vacant", { name, waiting: Math.round(waiting) });
  const words = [
    t("seat.strain", { name, strain: strain.toFixed(2) }),
    held === ACTING && t("seat.acting"),
    side.organisation.parents[seat] >= 0 && t("seat.trust", { trust: trust.toFixed(2) }),
    t("seat.waiting", { waiting: Math.round(waiting) }),
  ];
  return words.filter(Boolean).join(", ");
}

export class Chosen {
  /** @param {any} pair @param {any[]} pictures @param {() => void} onchoose */
  constructor(pair, pictures, onchoose) {
    this.pair = pair;
    this.pictures = pictures;
    this.onchoose = onchoose;
    this.seat = -1;
    this.words = pictures.map(() => h("span", { class: "chosen" }));
    for (const picture of pictures) {
      const canvas = picture.canvas;
      canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.choose(picture.seatAt(event.offsetX, event.offsetY)));
      canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    }
  }

  choose(/** @type {number} */ seat) {
    if (seat === this.seat) return;
    this.seat = seat;
    for (const picture of this.pictures) picture.chosen = seat;
    this.onchoose();
  }

  key(/** @type {KeyboardEvent} */ event) {
    const seats = this.pair.sides[0].organisation?.parents.length ?? 0;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === "Escape") this.choose(-1);
    else if (event.key in steps && seats) this.choose((Math.max(this.seat, steps[event.key] > 0 ? -1 : 0) + steps[event.key] + seats) % seats);
    else return;
    event.preventDefault();
  }

  /** Tells the chosen seat of a day in words; read aloud when the clock stands. */
  tell(/** @type {number} */ day, /** @type {boolean} */ playing) {
    this.words.forEach((span, at) => {
      span.setAttribute("aria-live", playing ? "off" : "polite");
      const text = this.seat < 0 ? "" : told(this.pair.sides[at], day, this.seat);
      if (span.textContent !== text) span.textContent = text;
    });
  }
}
