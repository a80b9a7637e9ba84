// Small tools: elements, texts, numbers.
import texts from "./texts.en.json";

/** The sentence called `key`, with what stands in braces filled in. */
export function t(/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`no text "${key}"`);
  return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
}

const SVG = new Set(["svg", "g", "path", "line", "circle", "rect", "text", "polygon", "polyline", "title"]);

/**
 * An element with attributes, properties that begin with `on`, and children.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {any[]} children @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "html") made.innerHTML = value;
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A button with words. */
export const button = (/** @type {string} */ words, /** @type {() => void} */ act, /** @type {Record<string, any>} */ more = {}) =>
  h("button", { type: "button", onclick: act, ...more }, words);

/** A value in the unit of its outcome. */
export function number(/** @type {number | null} */ value, /** @type {string} */ unit) {
  if (value === null || value === undefined || !Number.isFinite(value)) return t("missing");
  if (unit === "share" || unit === "probability") return `${(value * 100).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`;
  if (unit === "days") return t("days", { value: value.toFixed(1) });
  return value.toFixed(2);
}

/** Whether movement is unwanted. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A table that only screen readers see. */
export const hiddenTable = (/** @type {string} */ caption, /** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
  h(
    "div",
    { class: "hidden" },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((words) => h("th", { scope: "col" }, words)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, at) => h(at ? "td" : "th", at ? {} : { scope: "row" }, cell)),
          ),
        ),
      ),
    ),
  );
