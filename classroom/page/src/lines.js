// Four lines that grow with the run (uPlot), each with a table for screen readers.
import uPlot from "uplot";
import { h, hiddenTable, number, t } from "./dom.js";
import { outcome, outcomePlace } from "./story.js";

/** Colours and dashes of the two organisations: never colour alone. */
export const SIDES = [
  { colour: "#b8460e", dash: [], mark: "●" },
  { colour: "#00588f", dash: [7, 4], mark: "◆" },
];

/** Values of an outcome in the series of a side, by record. */
export const series = (/** @type {any} */ side, /** @type {string} */ name) =>
  (side.result?.series ?? []).map((/** @type {any} */ record) => ({ day: record.day, value: record.values[outcomePlace(name)] }));

export class Lines {
  constructor(/** @type {any} */ pair, /** @type {string[]} */ names) {
    this.pair = pair;
    /** @type {any[]} */
    this.charts = names.map((name) => ({ name, place: h("div", { class: "plot", "aria-hidden": "true" }), table: h("div", {}) }));
    this.element = h(
      "div",
      { class: "lines", role: "group", "aria-label": t("lines.label") },
      this.charts.map((chart) =>
        h(
          "figure",
          { class: "chart" },
          h("figcaption", {}, outcome(chart.name).label, h("span", { class: "unit" }, ` ${this.unit(chart.name)}`)),
          chart.place,
          chart.table,
        ),
      ),
    );
    this.day = 0;
  }

  unit(/** @type {string} */ name) {
    const { unit } = outcome(name);
    return unit === "share" ? "%" : unit.includes("..") ? "" : unit;
  }

  /** Makes the charts once both organisations have their series. */
  begin() {
    if (this.begun || !this.pair.complete) return;
    this.begun = true;
    for (const chart of this.charts) {
      const factor = outcome(chart.name).unit === "share" ? 100 : 1;
      chart.values = this.pair.sides.map((/** @type {any} */ side) =>
        series(side, chart.name).map((/** @type {any} */ point) => (point.value === null ? null : point.value * factor)),
      );
      chart.days = series(this.pair.sides[0], chart.name).map((/** @type {any} */ point) => point.day);
      const all = chart.values.flat().filter((/** @type {any} */ value) => value !== null);
      const [low, high] = [Math.min(...all), Math.max(...all)];
      const room = Math.max((high - low) * 0.12, Math.abs(high) * 0.02, 1e-6);
      const font = "14px system-ui, sans-serif";
      const axis = { font, stroke: "#33414d", grid: { stroke: "#e4e1d9", width: 1 }, ticks: { show: false } };
      chart.plot = new uPlot(
        {
          width: chart.place.clientWidth || 300,
          height: chart.place.clientHeight || 130,
          cursor: { show: false },
          legend: { show: false },
          padding: [6, 20, 0, 0],
          scales: { x: { time: false, range: [0, this.pair.days] }, y: { range: [low - room, high + room] } },
          axes: [
            { ...axis, size: 24, space: 60 },
            { ...axis, size: 48, space: 26 },
          ],
          series: [{}, ...SIDES.map((side) => ({ stroke: side.colour, width: 2.6, dash: side.dash, points: { show: false } }))],
        },
        [[], [], []],
        chart.place,
      );
      const rows = chart.days.map((/** @type {number} */ day, /** @type {number} */ at) => [
        String(day),
        ...chart.values.map((/** @type {any} */ line) => number(line[at] === null ? null : line[at] / factor, outcome(chart.name).unit)),
      ]);
      chart.table.append(
        hiddenTable(
          `${outcome(chart.name).label}: ${outcome(chart.name).definition}`,
          [t("day"), ...this.pair.sides.map((/** @type {any} */ side) => side.arm.name)],
          rows,
        ),
      );
    }
  }

  /** Shows the lines up to a day. */
  show(/** @type {number} */ day) {
    this.begin();
    if (!this.begun) return;
    const count = this.charts[0].days.filter((/** @type {number} */ one) => one <= day).length;
    if (count === this.count) return;
    this.count = count;
    for (const chart of this.charts) {
      chart.plot.setData([chart.days.slice(0, count), ...chart.values.map((/** @type {any} */ line) => line.slice(0, count))], true);
    }
  }

  resize() {
    for (const chart of this.charts) chart.plot?.setSize({ width: chart.place.clientWidth, height: chart.place.clientHeight });
  }
}
