// The engine: compiled once, run by several workers, each with one run at a time.

/** Most workers: more gain little and take memory. */
const MOST_WORKERS = 8;

const element = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? "";

/** The engine's code, unpacked. */
async function compiled() {
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") throw new Error("old browser");
  const packed = Uint8Array.from(atob(element("engine").trim()), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

/**
 * @typedef {{request: string, frames?: boolean, wanted?: number[], onslice?: (message: any) => void}} Job
 * @typedef {Job & {id: number, resolve: (result: any) => void, reject: (error: Error) => void}} Waiting
 */
export class Engine {
  /** Workers, what each does, and what waits. */
  constructor() {
    /** @type {Waiting[]} */
    this.waiting = [];
    /** @type {{worker: Worker, job: Waiting | null}[]} */
    this.places = [];
    this.number = 0;
    const url = URL.createObjectURL(new Blob([element("worker")], { type: "text/javascript" }));
    this.ready = compiled().then((module) => {
      this.module = module;
      this.url = url;
      const count = Math.max(2, Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS));
      for (let place = 0; place < count; place++) this.places.push({ worker: this.begin(place), job: null });
      this.next();
    });
  }

  begin(/** @type {number} */ place) {
    const worker = new Worker(this.url);
    worker.postMessage({ module: this.module });
    worker.onmessage = ({ data }) => this.take(place, data);
    worker.onerror = (event) => this.take(place, { id: this.places[place].job?.id, failed: event.message || "the worker stopped" });
    return worker;
  }

  take(/** @type {number} */ number, /** @type {any} */ message) {
    const place = this.places[number];
    const job = place.job;
    if (!job || message.id !== job.id) return;
    if (message.slice) job.onslice?.(message);
    if (!message.done && !message.failed) return;
    place.job = null;
    this.next();
    if (message.failed) job.reject(new Error(message.failed));
    else job.resolve(message.done);
  }

  next() {
    for (const place of this.places) {
      if (place.job || !this.waiting.length) continue;
      const job = (place.job = this.waiting.shift());
      const { id, request, frames, wanted } = job;
      place.worker.postMessage({ id, request, frames: !!frames, wanted });
    }
  }

  /** Runs one job; what is urgent goes first. */
  run(/** @type {Job} */ job, urgent = false) {
    return new Promise((resolve, reject) => {
      const waiting = { ...job, id: ++this.number, resolve, reject };
      if (urgent) this.waiting.unshift(waiting);
      else this.waiting.push(waiting);
      this.next();
    });
  }

  /** Forgets what waits and stops what runs. */
  stop() {
    this.waiting = [];
    this.places.forEach((place, number) => {
      if (!place.job) return;
      place.worker.terminate();
      place.job = null;
      place.worker = this.begin(number);
    });
  }
}
