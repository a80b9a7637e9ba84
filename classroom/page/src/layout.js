// Where seats stand: the reporting tree as a tidy tree with the front line in blocks by unit; ties by forces, once.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

/** Rounds of the forces. */
const TICKS = 260;

/**
 * Places of seats in the unit square, the room that a seat has, and the blocks of the front line.
 * @param {{parents: number[], levels: number[], units: number[]}} organisation @param {number} shape width over height
 */
export function tree(organisation, shape) {
  const { parents } = organisation;
  const children = parents.map(() => /** @type {number[]} */ ([]));
  let root = 0;
  parents.forEach((parent, seat) => (parent < 0 ? (root = seat) : children[parent].push(seat)));
  const isLeaf = (/** @type {number} */ seat) => children[seat].length === 0;
  const depths = parents.map(() => 0);
  parents.forEach((parent, seat) => (depths[seat] = parent < 0 ? 0 : depths[parent] + 1));
  const largest = Math.max(1, ...children.map((below) => below.filter(isLeaf).length));
  const deepest = Math.max(...depths);
  // The block of the largest unit is about as wide as the picture gives each unit.
  const blocks = children.filter((below) => below.some(isLeaf)).length;
  const columns = Math.max(1, Math.round(Math.sqrt((largest * shape * 2.2) / Math.max(1, blocks))));
  const x = new Float64Array(parents.length);
  const y = new Float64Array(parents.length);
  /** @type {{x: number, y: number, wide: number, high: number, unit: number}[]} */
  const boxes = [];
  const gap = blocks > 1 ? 0.6 : 0;
  let cursor = 0;
  const rows = Math.ceil(largest / columns);
  const place = (/** @type {number} */ seat) => {
    const leaves = children[seat].filter(isLeaf);
    const inner = children[seat].filter((below) => !isLeaf(below));
    const from = cursor;
    const half = Math.ceil(inner.length / 2);
    inner.slice(0, half).forEach(place);
    if (leaves.length) {
      const wide = Math.min(columns, leaves.length);
      leaves.forEach((leaf, number) => {
        x[leaf] = cursor + (number % columns) + 0.5;
        y[leaf] = depths[leaf] + (Math.floor(number / columns) / Math.max(2.2, rows)) * 1.6;
      });
      boxes.push({ x: cursor, y: depths[leaves[0]], wide, high: Math.ceil(leaves.length / columns), unit: organisation.units[leaves[0]] });
      cursor += wide + gap;
    }
    inner.slice(half).forEach(place);
    x[seat] = (from + Math.max(cursor - gap, from + 1)) / 2;
    y[seat] = depths[seat];
  };
  place(root);
  const across = Math.max(cursor - gap, 1);
  const step = 1.6 / Math.max(2.2, rows);
  const down = deepest + step * (rows - 1) + 0.9;
  for (let seat = 0; seat < x.length; seat++) {
    x[seat] = x[seat] / across;
    y[seat] = (y[seat] + 0.45) / down;
  }
  const scaled = boxes.map((box) => ({
    x: box.x / across,
    wide: box.wide / across,
    unit: box.unit,
    y: (box.y + 0.45 - step * 0.62) / down,
    high: (step * (box.high - 1) + step * 1.24) / down,
  }));
  return { x, y, room: 1 / across, step: step / down, boxes: scaled };
}

/**
 * Places of seats by the ties of the first morning: who knows whom stands together, units hold together a little.
 * @param {{units: number[]}} organisation @param {Float32Array} ties
 */
export function network(organisation, ties) {
  const count = organisation.units.length;
  const units = Math.max(...organisation.units) + 1;
  const around = (/** @type {number} */ unit) => (2 * Math.PI * unit) / units;
  const nodes = organisation.units.map((unit, seat) => ({
    x: 60 * Math.cos(around(unit)) + (seat % 7),
    y: 60 * Math.sin(around(unit)) + (seat % 5),
    unit,
  }));
  const links = [];
  for (let at = 0; at < ties.length; at += 3) links.push({ source: ties[at], target: ties[at + 1], strength: ties[at + 2] });
  let drawn = 0;
  forceSimulation(nodes)
    // The same picture for everybody: no chance but a fixed sequence.
    .randomSource(() => (drawn = (drawn * 16807 + 11) % 2147483647) / 2147483647)
    .force(
      "ties",
      forceLink(links)
        .distance(16)
        .strength((link) => link.strength * 0.25),
    )
    .force("apart", forceManyBody().strength(-26))
    .force("room", forceCollide(5.2))
    .force("x", forceX((node) => 70 * Math.cos(around(node.unit))).strength(0.09))
    .force("y", forceY((node) => 70 * Math.sin(around(node.unit))).strength(0.09))
    .stop()
    .tick(count > 300 ? TICKS / 3 : TICKS);
  const fit = (/** @type {number[]} */ values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return Float64Array.from(values, (value) => 0.04 + (0.92 * (value - low)) / Math.max(high - low, 1e-9));
  };
  return { x: fit(nodes.map((node) => node.x)), y: fit(nodes.map((node) => node.y)), room: 1 / Math.sqrt(count) };
}
