// The sandbox: one setting at a time, its start value named; the seven patterns on one dial; and back to the story.
import { button, h, t } from "../dom.js";
import { SIDES } from "../lines.js";
import { armOf, data, patternOf, startValue } from "../story.js";
import { Pair } from "../run.js";
import { show } from "./show.js";

/** Pause after the last turn of a slider before the runs begin, in milliseconds. */
const PAUSE = 300;
/** Steps of a slider over its range. */
const STEPS = 100;

const named = (/** @type {string} */ name) => name.replace("context.", "").replaceAll("_", " ");
const shown = (/** @type {number} */ value) => String(Math.round(value * 1000) / 1000);

export function sandbox(/** @type {any} */ app) {
  const { story, session } = app;
  const holder = h("div", { class: "holder" });
  const panel = h("div", { class: "panel" });
  let current = null;
  let timer = 0;
  let side = app.sandSide ?? 1;
  let setting = app.sandSetting ?? "openness";

  function run(day = 0) {
    const former = current;
    app.engine.stop();
    const pair = new Pair(app.engine, story, session, () => next.arrived());
    const onorganisation = (/** @type {number} */ organisation) => {
      session.shown = organisation;
      app.remember();
      run(current.clock.day);
    };
    const next = show(pair, { day, onorganisation });
    current = next;
    holder.replaceChildren(next.element);
    former?.leave();
    pair.done.then(
      () => {
        if (current === next) {
          app.take(pair);
          next.ended();
        }
      },
      (/** @type {Error} */ error) => {
        if (current === next) app.fail(error);
      },
    );
  }

  /** Sets or takes back a change, and runs again once the hand rests. */
  function change(/** @type {string} */ path, /** @type {number | undefined} */ value) {
    if (value === undefined) delete session.changes[path];
    else session.changes[path] = value;
    app.remember();
    clearTimeout(timer);
    timer = window.setTimeout(() => run(current?.clock.day ?? 0), PAUSE);
  }

  const path = () => (setting.startsWith("context.") ? setting : `${side}.${setting}`);

  function renew(/** @type {string} */ focus = "") {
    const row = data.settings.find((/** @type {any} */ one) => one.name === setting);
    const key = path();
    const start = startValue(story, key);
    const now = session.changes[key] ?? (row.dial ? patternValue(setting) : start);
    const words = h("output", {}, shown(now));
    const slider = h("input", {
      type: "range",
      id: "sand-slider",
      min: row.minimum,
      max: row.maximum,
      step: (row.maximum - row.minimum) / STEPS,
      list: "sand-start",
      "aria-valuetext": shown(now),
      oninput: () => {
        const value = Math.fround(Number(slider.value));
        words.textContent = shown(value);
        slider.setAttribute("aria-valuetext", shown(value));
        change(
          key,
          Math.abs(value - start) < 1e-7 && !(`${side}.pattern` in session.changes) ? undefined : Math.round(value * 10000) / 10000,
        );
        chips();
      },
    });
    slider.value = String(now);
    const own = patternOf(armOf(story.scenario, story.sides[side]));
    const pattern = session.changes[`${side}.pattern`] ?? own;
    const dial = h("input", {
      type: "range",
      id: "sand-pattern",
      min: 0,
      max: data.patterns.length - 1,
      step: 1,
      class: pattern < 0 ? "open" : "",
      "aria-valuetext": pattern < 0 ? t("sand.own") : data.patterns[pattern].name,
      oninput: () => {
        change(`${side}.pattern`, Number(dial.value) === own ? undefined : Number(dial.value));
        renew("sand-pattern");
      },
    });
    dial.value = String(pattern < 0 ? 3 : pattern);
    const ends = h("div", { class: "ends" }, h("span", {}, data.patterns[0].name), h("span", {}, data.patterns.at(-1).name));
    const choose = story.sides.map((/** @type {string} */ name, /** @type {number} */ at) =>
      h(
        "label",
        { class: `side${at}` },
        h("input", {
          type: "radio",
          name: "sand",
          id: `sand-side${at}`,
          checked: at === side,
          onchange: () => {
            side = app.sandSide = at;
            renew(`sand-side${at}`);
          },
        }),
        h("span", { class: "tag" }, SIDES[at].mark),
        ` ${name}`,
      ),
    );
    const select = h(
      "select",
      {
        id: "sand-setting",
        onchange: () => {
          setting = app.sandSetting = select.value;
          renew("sand-setting");
        },
      },
      [true, false].map((isDial) =>
        h(
          "optgroup",
          { label: t(isDial ? "sand.dials" : "sand.context") },
          data.settings
            .filter((/** @type {any} */ one) => one.dial === isDial)
            .map((/** @type {any} */ one) => h("option", { value: one.name, selected: one.name === setting }, named(one.name))),
        ),
      ),
    );
    panel.replaceChildren(
      h("h2", { tabindex: -1 }, t("sand.title")),
      h("fieldset", { class: "choose" }, h("legend", {}, t("sand.whom")), choose),
      h("label", { for: "sand-pattern" }, t("sand.pattern")),
      dial,
      ends,
      h("p", { class: "meaning" }, pattern < 0 ? t("sand.own") : `${data.patterns[pattern].name}: ${data.patterns[pattern].meaning}`),
      h("label", { for: "sand-setting" }, t("sand.setting")),
      select,
      h("p", { class: "meaning" }, row.meaning, row.dial ? "" : ` ${t("sand.both")}`),
      h("label", { for: "sand-slider" }, t("sand.value"), " ", words),
      slider,
      h("datalist", { id: "sand-start" }, h("option", { value: start })),
      h(
        "div",
        { class: "ends" },
        h("span", {}, shown(row.minimum)),
        h("span", { class: "start" }, t("sand.start", { value: shown(start) })),
        h("span", {}, shown(row.maximum)),
      ),
      list,
      h(
        "div",
        { class: "buttons" },
        button(
          t("sand.back"),
          () => {
            session.changes = {};
            app.remember();
            renew("sand-back");
            run(current?.clock.day ?? 0);
          },
          { id: "sand-back", class: "main" },
        ),
      ),
    );
    chips();
    if (focus) document.getElementById(focus)?.focus();
  }

  /** The value of a dial after the pattern was chosen. */
  function patternValue(/** @type {string} */ name) {
    const chosen = session.changes[`${side}.pattern`];
    return chosen === undefined ? startValue(story, `${side}.${name}`) : data.patterns[chosen].pattern[name];
  }

  const list = h("ul", { class: "changes", "aria-label": t("sand.changes") });
  function chips() {
    const words = ([key, value]) => {
      const [first, name] = key.split(".");
      const whose = first === "context" ? t("sand.everybody") : story.sides[Number(first)];
      return t("sand.changed", {
        whose,
        name: named(name),
        value: name === "pattern" ? data.patterns[value].name : shown(value),
        start: name === "pattern" ? t("sand.ofStory") : shown(startValue(story, key)),
      });
    };
    const entries = Object.entries(session.changes);
    list.replaceChildren(...(entries.length ? entries.map((entry) => h("li", {}, words(entry))) : [h("li", {}, t("sand.nothing"))]));
  }

  renew();
  // At the end of the run the lines are whole, so that a change shows at once.
  setTimeout(() => run(story.scenario.days), 0);
  return {
    element: h("div", { class: "stage sandbox" }, panel, holder),
    leave: () => {
      clearTimeout(timer);
      current?.leave();
    },
    current: () => current,
  };
}
