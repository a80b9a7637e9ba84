// The clock: play, pause, step, speed, scrub; and the marks of events above it, which explain themselves.
import { button, h, still, t } from "./dom.js";
import { SIDES } from "./lines.js";

/** Days a second. */
const SPEEDS = [1, 5, 10, 30, 90];
/** Marks nearer than this part of the axis share one button. */
const TOGETHER = 0.016;

export class Clock {
  /** @param {() => number} last the last day that can be shown @param {number} days @param {(day: number, part: number) => void} onmove */
  constructor(last, days, onmove) {
    this.last = last;
    this.days = days;
    this.onmove = onmove;
    this.day = 0;
    this.part = 0;
    this.playing = false;
    this.speed = 10;
    /** @type {{cause: any, side: number}[]} */
    this.causes = [];
    this.slider = h("input", {
      type: "range",
      min: 0,
      max: days,
      value: 0,
      class: "scrub",
      "aria-label": t("clock.day"),
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.play = button(t("clock.play"), () => this.toggle(), { class: "play" });
    this.words = h("output", { class: "when" });
    this.speeds = h(
      "select",
      { "aria-label": t("clock.speed"), onchange: () => (this.speed = Number(this.speeds.value)) },
      SPEEDS.map((speed) => h("option", { value: speed, selected: speed === this.speed }, t("clock.speeds", { speed }))),
    );
    this.marks = h("div", { class: "marks" });
    this.note = h("p", { class: "note", role: "status", tabindex: 0 }, t("clock.hint"));
    this.element = h(
      "div",
      { class: "clock" },
      h(
        "div",
        { class: "buttons" },
        button("|◀", () => this.go(0), { "aria-label": t("clock.start") }),
        button("−1", () => this.go(this.day - 1), { "aria-label": t("clock.back") }),
        this.play,
        button("+1", () => this.go(this.day + 1), { "aria-label": t("clock.forward") }),
        this.speeds,
        this.words,
      ),
      h("div", { class: "axis" }, this.marks, this.slider),
      this.note,
    );
    this.show();
  }

  go(/** @type {number} */ day) {
    this.day = Math.max(0, Math.min(day, this.last()));
    this.part = 0;
    this.show();
  }

  toggle(playing = !this.playing) {
    this.playing = playing;
    if (playing && this.day >= this.days) this.day = 0;
    this.play.textContent = t(playing ? "clock.pause" : "clock.play");
    this.play.setAttribute("aria-pressed", String(playing));
    this.before = performance.now();
    cancelAnimationFrame(this.frame);
    if (playing) this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  tick(/** @type {number} */ now) {
    if (!this.playing) return;
    const passed = Math.min(0.25, Math.max(0, (now - this.before) / 1000)) * this.speed;
    this.before = now;
    this.part += passed;
    const whole = Math.floor(this.part);
    this.part -= whole;
    this.day += whole;
    const happened = this.causes.filter(({ cause }) => cause.day > this.day - whole && cause.day <= this.day);
    if (happened.length) this.tell(happened[0].side, happened[0].cause.text);
    if (this.day >= this.last()) {
      this.day = this.last();
      this.part = 0;
      // Before the end the run is still being computed: the clock waits for it.
      if (this.day >= this.days) this.toggle(false);
    }
    this.show();
    this.frames = (this.frames ?? 0) + 1;
    if (this.playing) this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  show() {
    this.slider.value = String(this.day);
    const words = t("clock.when", { day: this.day, year: Math.max(1, Math.ceil(this.day / 260)), days: this.days });
    if (this.words.textContent !== words) this.words.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    this.onmove(this.day, still() ? 0 : this.part);
  }

  /** Puts marks on the axis: those of the first side above, those of the second below, each a button. */
  mark(/** @type {any[][]} */ causes) {
    // The highest posts first, where several things happen on one day.
    this.causes = causes
      .flatMap((list, side) => list.filter((one) => one.mark).map((cause) => ({ cause, side })))
      .sort((a, b) => (a.cause.level ?? 0) - (b.cause.level ?? 0));
    this.marks.replaceChildren(
      ...causes.flatMap((list, side) => {
        const groups = [];
        for (const cause of list.filter((one) => one.mark)) {
          const group = groups.at(-1);
          if (group && (cause.day - group[0].day) / this.days < TOGETHER) group.push(cause);
          else groups.push([cause]);
        }
        return groups.map((group) => {
          const { day } = group[0];
          const text = group.map((/** @type {any} */ cause) => cause.text).join(" ");
          const act = () => {
            this.toggle(false);
            this.go(day);
            this.tell(side, text);
          };
          const large = group.some((/** @type {any} */ cause) => cause.kind === "programme" || cause.level === 0);
          return button(group.length > 1 ? String(group.length) : SIDES[side].mark, act, {
            class: `mark side${side}${large ? " large" : ""}`,
            style: `left: ${(100 * day) / this.days}%`,
            title: text,
            "aria-label": t("clock.mark", { day, text }),
          });
        });
      }),
    );
  }

  tell(/** @type {number} */ side, /** @type {string} */ text) {
    this.note.replaceChildren(h("span", { class: `tag side${side}` }, SIDES[side].mark), ` ${text}`);
  }
}
