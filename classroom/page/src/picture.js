// The living picture of one organisation on a canvas. Colour never stands alone: strain also changes the shape, trust the line to
// the manager, an acting holder has a letter, a vacant post an empty dashed ring.
import { ACTING, SEAT, VACANT } from "./run.js";
import { network, tree } from "./layout.js";

/** Fills from little strain to much, light to dark. */
export const STRAIN = ["#e8eef2", "#f3dcae", "#eda86a", "#cc5f3b", "#8e2020"];
/** Trust below which a line is dashed, and above which it is thick. */
export const LOW_TRUST = 0.45;
export const HIGH_TRUST = 0.6;
const INK = "#1b2733";
const PALE = "#9aa7b1";
const BOX = "#f1efe9";
const SOUND = "#00694b";
const UNSOUND = "#a8002e";
/** Longest queue that is drawn to scale. */
const MOST_WAITING = 12;

export class Picture {
  constructor(/** @type {HTMLCanvasElement} */ canvas, /** @type {string} */ colour) {
    this.canvas = canvas;
    this.colour = colour;
    this.context = canvas.getContext("2d");
    this.layer = document.createElement("canvas");
    /** @type {any[] | null} */
    this.drawn = null;
    this.view = "tree";
    /** @type {any} */
    this.places = {};
    this.milliseconds = [];
    this.threshold = 1;
    /** @type {any} */
    this.organisation = null;
    this.wide = 0;
    this.high = 0;
    this.ratio = 1;
    /** The seat that is ringed; -1 for none. */
    this.chosen = -1;
  }

  /** The seat at a place of the canvas; -1 where there is none. */
  seatAt(/** @type {number} */ x, /** @type {number} */ y) {
    const place = this.places[this.view];
    if (!place) return -1;
    let [best, nearest] = [-1, Math.max(9, 1.6 * place.radius)];
    for (let seat = 0; seat < place.x.length; seat++) {
      const away = Math.hypot(place.x[seat] - x, place.y[seat] - y);
      if (away < nearest) [best, nearest] = [seat, away];
    }
    return best;
  }

  /** Takes the size of the canvas on the screen, and what is shown. */
  fit(/** @type {any} */ side) {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    if (!clientWidth || !side.organisation) return false;
    if (this.wide !== clientWidth || this.high !== clientHeight || this.organisation !== side.organisation) {
      this.canvas.width = clientWidth * ratio;
      this.canvas.height = clientHeight * ratio;
      Object.assign(this, { wide: clientWidth, high: clientHeight, organisation: side.organisation, ratio, places: {} });
    }
    return true;
  }

  /** Places of seats in pixels, for the view. */
  layout(/** @type {any} */ side, /** @type {any} */ shared) {
    if (this.places[this.view]) return this.places[this.view];
    const pad = 16;
    const [wide, high] = [this.wide - 2 * pad, this.high - 2 * pad];
    const form =
      this.view === "tree" ? tree(side.organisation, wide / high) : (shared.network ??= network(side.organisation, shared.ties()));
    const place = {
      x: Array.from(form.x, (value) => pad + value * wide),
      y: Array.from(form.y, (value) => pad + value * high),
      radius:
        this.view === "tree"
          ? Math.max(1.6, Math.min(11, form.room * wide * 0.36, form.step * high * 0.4))
          : Math.max(2, Math.min(9, form.room * Math.min(wide, high) * 0.3)),
      boxes: (form.boxes ?? []).map((/** @type {any} */ box) => [pad + box.x * wide, pad + box.y * high, box.wide * wide, box.high * high]),
    };
    return (this.places[this.view] = place);
  }

  /**
   * Draws a moment: the frame of `day`, and how far the moves of the day have come (0 to 1).
   * @param {any} side @param {number} day @param {number} part @param {any} shared
   */
  draw(side, day, part, shared) {
    if (!this.fit(side)) return;
    const began = performance.now();
    const frame = side.frames[Math.min(day, side.last)];
    const place = this.layout(side, shared);
    this.threshold = side.threshold;
    this.still(side, day, frame, place);
    const c = this.context;
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, this.canvas.width, this.canvas.height);
    c.drawImage(this.layer, 0, 0);
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (this.chosen >= 0) this.ring(place.x[this.chosen], place.y[this.chosen], 1.5 * place.radius + 4);
    const next = side.frames[Math.min(day + 1, side.last)];
    if (part > 0 && next) this.moves(next.moves, place, part);
    this.milliseconds.push(performance.now() - began);
    if (this.milliseconds.length > 200) this.milliseconds.shift();
  }

  ring(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ radius) {
    const c = this.context;
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.lineWidth = 2.5;
    c.strokeStyle = INK;
    c.stroke();
  }

  /** The fill of a strain: the darkest from the threshold of the model on. */
  fill(/** @type {number} */ strain) {
    return Math.min(STRAIN.length - 1, Math.floor((strain / this.threshold) * (STRAIN.length - 1)));
  }

  /** What does not move within a day goes to a layer of its own, once a day. */
  still(/** @type {any} */ side, /** @type {number} */ day, /** @type {any} */ frame, /** @type {any} */ place) {
    const drawn = [frame, place];
    if (this.drawn?.every((one, at) => one === drawn[at])) return;
    this.drawn = drawn;
    [this.layer.width, this.layer.height] = [this.canvas.width, this.canvas.height];
    const own = this.context;
    this.context = this.layer.getContext("2d");
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (this.view === "tree") this.lines(side, frame, place);
    else this.ties(side, day, place);
    this.seats(side, frame, place);
    this.context = own;
  }

  /** Lines of report: thick where the manager is trusted, dashed where trust is low. */
  lines(/** @type {any} */ side, /** @type {any} */ frame, /** @type {any} */ place) {
    const c = this.context;
    c.fillStyle = BOX;
    for (const [x, y, wide, high] of place.boxes) {
      c.beginPath();
      c.roundRect(x - 2, y, wide + 4, high, 6);
      c.fill();
    }
    const paths = [new Path2D(), new Path2D(), new Path2D()];
    side.organisation.parents.forEach((/** @type {number} */ parent, /** @type {number} */ seat) => {
      if (parent < 0) return;
      const trust = frame.seats[seat * SEAT + 1];
      const path = paths[trust < LOW_TRUST ? 0 : trust < HIGH_TRUST ? 1 : 2];
      const [x, y, px, py] = [place.x[seat], place.y[seat], place.x[parent], place.y[parent]];
      path.moveTo(px, py);
      path.bezierCurveTo(px, (py + y) / 2, x, (py + y) / 2, x, y);
    });
    const thin = Math.max(0.5, Math.min(1, place.radius / 6));
    [
      [[4, 4], 1.2, "#8a6d5f"],
      [[], 1, "#b4bec6"],
      [[], 2.2, "#7f8d98"],
    ].forEach(([dash, width, colour], kind) => {
      c.setLineDash(/** @type {number[]} */ (dash));
      c.lineWidth = Number(width) * thin;
      c.strokeStyle = String(colour);
      c.stroke(paths[kind]);
    });
    c.setLineDash([]);
  }

  /** Ties: the stronger, the darker and thicker; across units in the colour of the organisation. */
  ties(/** @type {any} */ side, /** @type {number} */ day, /** @type {any} */ place) {
    const { ties } = side.tiesOn(day);
    const { units } = side.organisation;
    const c = this.context;
    const paths = [0, 1, 2, 3].map(() => new Path2D());
    for (let at = 0; at < ties.length; at += 3) {
      const [one, other, strength] = [ties[at], ties[at + 1], ties[at + 2]];
      const path = paths[(units[one] === units[other] ? 0 : 2) + Number(strength > 0.6)];
      path.moveTo(place.x[one], place.y[one]);
      path.lineTo(place.x[other], place.y[other]);
    }
    [
      ["#c9cfd4", 0.7],
      ["#93a0aa", 1.3],
      [this.colour, 1.2],
      [this.colour, 2.4],
    ].forEach(([colour, width], kind) => {
      c.strokeStyle = String(colour);
      c.lineWidth = Number(width);
      c.globalAlpha = kind > 1 ? 0.75 : 0.8;
      c.stroke(paths[kind]);
    });
    c.globalAlpha = 1;
  }

  seats(/** @type {any} */ side, /** @type {any} */ frame, /** @type {any} */ place) {
    const c = this.context;
    c.textAlign = "center";
    c.textBaseline = "middle";
    side.organisation.levels.forEach((/** @type {number} */ level, /** @type {number} */ seat) => {
      const [strain, , waiting, held] = frame.seats.subarray(seat * SEAT, seat * SEAT + SEAT);
      const leads = this.leads(side, seat);
      const radius = place.radius * (leads ? (level === 0 ? 1.5 : 1.2) : 1);
      const [x, y] = [place.x[seat], place.y[seat]];
      this.seat(x, y, radius, strain, held);
      if (waiting > 0) this.queue(x + radius + 2, y + radius, waiting, Math.max(2, place.radius * 0.42), leads);
    });
  }

  leads(/** @type {any} */ side, /** @type {number} */ seat) {
    side.leading ??= new Set(side.organisation.parents);
    return side.leading.has(seat);
  }

  seat(
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ radius,
    /** @type {number} */ strain,
    /** @type {number} */ held,
  ) {
    const c = this.context;
    c.beginPath();
    if (held !== VACANT && strain >= this.threshold) {
      // Burnt out: a square on its tip.
      const tip = radius * 1.3;
      c.moveTo(x, y - tip);
      c.lineTo(x + tip, y);
      c.lineTo(x, y + tip);
      c.lineTo(x - tip, y);
      c.closePath();
    } else c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fillStyle = held === VACANT ? "#ffffff" : STRAIN[this.fill(strain)];
    c.fill();
    c.lineWidth = held === VACANT ? 2 : Math.max(0.7, Math.min(1.4, radius / 6));
    c.strokeStyle = held === VACANT ? UNSOUND : INK;
    if (held === VACANT) c.setLineDash([3, 2.5]);
    c.stroke();
    c.setLineDash([]);
    if (held !== ACTING) return;
    c.fillStyle = this.fill(strain) > 2 ? "#ffffff" : INK;
    c.font = `700 ${Math.max(7, radius * 1.35)}px system-ui, sans-serif`;
    c.fillText("A", x, y + 0.5);
  }

  /** What waits, as a pile beside the seat; with its number where it is high and the seat leads. */
  queue(
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ waiting,
    /** @type {number} */ wide,
    /** @type {boolean} */ leads,
  ) {
    const c = this.context;
    const high = Math.min(waiting, MOST_WAITING) * (wide * 0.62);
    c.fillStyle = INK;
    c.fillRect(x, y - high, wide, high);
    if (!leads || waiting < MOST_WAITING) return;
    c.font = "700 13px system-ui, sans-serif";
    c.textAlign = "left";
    c.fillText(String(Math.round(waiting)), x + wide + 2, y - high + 6);
    c.textAlign = "center";
  }

  /** Matters on their way: dots that move; then a ring where one was settled soundly, a cross where not. */
  moves(/** @type {Float32Array} */ moves, /** @type {any} */ place, /** @type {number} */ part) {
    const c = this.context;
    const size = Math.max(1.3, place.radius * 0.36);
    for (let at = 0; at < moves.length; at += 3) {
      const [from, to, what] = [moves[at], moves[at + 1], moves[at + 2]];
      const way = Math.min(1, part * 1.4);
      const [x, y] = [place.x[from] + (place.x[to] - place.x[from]) * way, place.y[from] + (place.y[to] - place.y[from]) * way];
      if (way < 1 || what === 0) {
        c.beginPath();
        c.arc(x, y, size, 0, 2 * Math.PI);
        c.fillStyle = this.colour;
        c.fill();
        c.lineWidth = 1;
        c.strokeStyle = "#ffffff";
        c.stroke();
        continue;
      }
      const grown = size * (1.1 + (part - 0.7) * 3);
      c.lineWidth = 1.8;
      c.beginPath();
      if (what === 1) {
        c.strokeStyle = SOUND;
        c.arc(x, y, grown + 1.5, 0, 2 * Math.PI);
      } else {
        c.strokeStyle = UNSOUND;
        c.moveTo(x - grown, y - grown);
        c.lineTo(x + grown, y + grown);
        c.moveTo(x + grown, y - grown);
        c.lineTo(x - grown, y + grown);
      }
      c.stroke();
    }
  }
}

export { INK, PALE };
