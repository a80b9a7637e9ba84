// One engine in a worker: it takes runs one after the other, and hands over frames slice by slice.
// @ts-nocheck: `self` is a worker here and a window elsewhere.

/** Days simulated between two messages. */
const SLICE_DAYS = 40;

let module = null;
let engine = null;

function start() {
  engine = new WebAssembly.Instance(module, {}).exports;
  engine.init();
}

/** The bytes of an answer; copied, since the memory may grow. */
const bytes = (what) => {
  const at = engine[what + "_ptr"]();
  return engine.memory.buffer.slice(at, at + engine[what + "_len"]());
};
const text = (what) => new TextDecoder().decode(bytes(what));

function run({ id, request, frames, wanted }) {
  const written = new TextEncoder().encode(request);
  const at = engine.alloc(written.length);
  new Uint8Array(engine.memory.buffer, at, written.length).set(written);
  const days = engine.open(at, written.length);
  engine.free(at, written.length);
  if (days < 0) throw new Error(text("message"));
  if (frames) {
    const organisation = JSON.parse(text("out"));
    let day = engine.step(0);
    let slice = bytes("out");
    self.postMessage({ id, organisation, days, slice }, [slice]);
    while (day < days) {
      day = engine.step(SLICE_DAYS);
      slice = bytes("out");
      self.postMessage({ id, slice }, [slice]);
    }
  }
  if (engine.close() < 0) throw new Error(text("message"));
  const result = JSON.parse(text("out"));
  // Of the many runs only what the bets ask for is kept.
  self.postMessage({ id, done: wanted ? { outcomes: wanted.map((place) => result.outcomes[place]) } : result });
}

self.onmessage = ({ data }) => {
  if (data.module) {
    module = data.module;
    start();
    return;
  }
  try {
    run(data);
  } catch (error) {
    let message = error.message;
    if (error instanceof WebAssembly.RuntimeError) {
      message = text("message") || message;
      // What a trap leaves behind is of no more use.
      start();
    }
    self.postMessage({ id: data.id, failed: message });
  }
};
