// The session: stages one after the other, kept in the link.
import { Engine } from "./engine.js";
import { button, h, t } from "./dom.js";
import { handout } from "./handout.js";
import { emptyBets, fit, read, write } from "./link.js";
import { Pair } from "./run.js";
import { bets } from "./stages/bets.js";
import { debrief } from "./stages/debrief.js";
import { manyRuns, reveal, why } from "./stages/result.js";
import { sandbox } from "./stages/sandbox.js";
import { show } from "./stages/show.js";
import { choose, story } from "./stages/story.js";
import { data, outcomePlace } from "./story.js";

/** Stages in their order, and which of them need a run that is over. */
const STAGES = [
  { name: "story", make: story },
  { name: "bets", make: bets },
  { name: "run", make: (/** @type {any} */ app) => app.watch() },
  { name: "result", make: reveal, needs: true },
  { name: "why", make: why, needs: true },
  { name: "many", make: manyRuns, needs: true },
  { name: "debrief", make: debrief, needs: true },
  { name: "sandbox", make: sandbox },
];

class App {
  constructor() {
    this.root = /** @type {HTMLElement} */ (document.getElementById("app"));
    this.many = [];
    this.computing = false;
    this.began = 0;
    this.engine = new Engine();
    this.engine.ready.catch((/** @type {Error} */ error) => this.fail(error));
    this.open(location.hash);
    addEventListener("hashchange", () => {
      if (location.hash !== this.written) this.open(location.hash);
    });
    addEventListener("beforeprint", () => handout(this));
    addEventListener("keydown", (event) => this.key(event));
  }

  /** Takes a session from a link. */
  open(/** @type {string} */ fragment) {
    this.session = read(fragment);
    this.notice = this.session.broken ? t("link.broken") : "";
    this.setStory(this.session.story);
    const known = STAGES.some((stage) => stage.name === this.session.stage) || this.session.stage === "choose";
    this.session.stage = this.session.broken && !fragment.includes("story=") ? "choose" : known ? this.session.stage : "story";
    this.show();
  }

  setStory(/** @type {number} */ at) {
    this.session.story = at;
    this.story = data.stories[at];
    if (!fit(this.session.bets, this.story)) {
      if (this.session.bets.length) this.notice = t("link.broken");
      this.session.bets = emptyBets(this.story);
    }
    this.bet = 0;
    this.pair = null;
    this.many = [];
    this.wanted = this.story.bets.map((/** @type {any} */ bet) => outcomePlace(bet.outcome));
  }

  begin(/** @type {number} */ at) {
    Object.assign(this.session, { seed: "", replication: 0, shown: 0, bets: [], changes: {}, stage: "story" });
    this.setStory(at);
    this.show();
  }

  go(/** @type {string} */ stage, day = 0) {
    this.session.stage = stage;
    this.day = day;
    this.show();
  }

  step(/** @type {number} */ by) {
    const at = STAGES.findIndex((stage) => stage.name === this.session.stage) + by;
    if (at < 0) this.go("choose");
    else if (at < STAGES.length) this.go(STAGES[at].name);
  }

  remember() {
    this.written = this.session.stage === "choose" ? "" : write(this.session);
    history.replaceState(null, "", this.written || location.href.split("#")[0]);
  }

  /** The run of the sandbox is what the other stages then speak of. */
  take(/** @type {Pair} */ pair) {
    this.pair = pair;
    this.pairKey = this.runKey();
    this.many = [];
  }

  runKey() {
    return JSON.stringify([this.session.story, this.session.seed, this.session.replication, this.session.shown, this.session.changes]);
  }

  /** The two runs; begun once, and again after a change. */
  run() {
    if (this.pair && this.pairKey === this.runKey()) return this.pair;
    this.many = [];
    this.pairKey = this.runKey();
    this.pair = new Pair(this.engine, this.story, this.session, () => this.arrived?.());
    this.pair.done.catch((/** @type {Error} */ error) => this.fail(error));
    return this.pair;
  }

  /** Looks at another organisation of a system; the runs are made again, with the same outcomes. */
  look(/** @type {number} */ organisation) {
    this.session.shown = organisation;
    this.show();
  }

  watch() {
    const pair = this.run();
    const shown = show(pair, { day: this.day, onorganisation: (organisation) => this.look(organisation) });
    this.arrived = () => shown.arrived();
    this.arrived();
    const own = (this.watching = {});
    pair.done.then(
      () => {
        if (this.watching === own) shown.ended();
      },
      () => {},
    );
    return {
      element: h("div", { class: "stage running" }, h("h2", { tabindex: -1, class: "hidden" }, t("run.title")), shown.element),
      leave: () => {
        this.watching = null;
        this.arrived = null;
        shown.leave();
      },
      current: () => shown,
    };
  }

  show() {
    this.stage?.leave?.();
    if (this.computing) this.engine.stop();
    Object.assign(this, { computing: false, task: null });
    const { stage: name } = this.session;
    const stage = STAGES.find((one) => one.name === name);
    const body = h("main", { id: "stage" });
    this.root.replaceChildren(this.head(), body, this.foot());
    this.remember();
    document.title = name === "choose" ? t("title") : `${this.story.scenario.title} · ${t(`stage.${name}`)}`;
    if (!stage) this.put(body, choose(this));
    else if (stage.needs && !(this.pair?.complete && this.pairKey === this.runKey())) {
      body.append(h("p", { class: "computing", role: "status" }, t("run.computing")));
      const pair = this.run();
      pair.done.then(
        () => {
          if (this.session.stage === name && this.pair === pair) this.show();
        },
        () => {},
      );
    } else this.put(body, stage.make(this));
  }

  put(/** @type {HTMLElement} */ body, /** @type {any} */ made) {
    this.stage = made.element ? made : { element: made };
    body.append(this.stage.element);
    if (this.shown) this.stage.element.querySelector("h2")?.focus();
    this.shown = true;
  }

  head() {
    const { stage } = this.session;
    const steps = STAGES.map(({ name }, at) =>
      h(
        "li",
        {},
        button(`${at + 1} ${t(`stage.${name}`)}`, () => this.go(name), {
          "aria-current": stage === name && "step",
          disabled: stage === "choose",
        }),
      ),
    );
    return h(
      "header",
      {},
      h(
        "h1",
        {},
        button(stage === "choose" ? t("title") : this.story.scenario.title, () => this.go("choose"), { title: t("head.stories") }),
      ),
      h("nav", { "aria-label": t("head.steps") }, h("ol", {}, steps)),
      this.notice &&
        h(
          "p",
          { class: "notice", role: "alert" },
          this.notice,
          " ",
          button(t("notice.close"), () => {
            this.notice = "";
            this.show();
          }),
        ),
    );
  }

  foot() {
    const { stage } = this.session;
    if (stage === "choose") return h("footer", {}, h("span", {}, t("foot.version", { version: data.version })));
    const at = STAGES.findIndex((one) => one.name === stage);
    return h(
      "footer",
      {},
      button(at ? t("foot.back") : t("head.stories"), () => this.step(-1)),
      h("span", {}, t("foot.same", { seed: this.session.seed || this.story.seed })),
      at + 1 < STAGES.length && button(t("foot.next", { stage: t(`stage.${STAGES[at + 1].name}`) }), () => this.step(1), { class: "main" }),
    );
  }

  /** PageDown and PageUp turn the pages, space plays; where a control has the key, it keeps it. */
  key(/** @type {KeyboardEvent} */ event) {
    const on = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || on.matches("input, select, textarea, summary, [role=slider]")) return;
    if (event.key === "PageDown") this.step(1);
    else if (event.key === "PageUp") this.step(-1);
    else if (event.key === " " && !on.matches("button") && this.stage?.current?.()) this.stage.current().clock.toggle();
    else return;
    event.preventDefault();
  }

  print() {
    handout(this);
    window.print();
  }

  fail(/** @type {Error} */ error) {
    const words = error.message === "old browser" ? t("fail.browser") : t("fail.run", { reason: error.message });
    this.stage?.leave?.();
    this.root.replaceChildren(
      h(
        "main",
        { class: "failed", role: "alert" },
        h("h1", {}, t("fail.title")),
        h("p", {}, words),
        h("p", {}, t("fail.advice")),
        button(
          t("fail.back"),
          () => {
            location.hash = "";
            location.reload();
          },
          { class: "main" },
        ),
      ),
    );
  }
}

const broken = (/** @type {string} */ reason) =>
  document
    .getElementById("app")
    ?.replaceChildren(
      h(
        "main",
        { class: "failed", role: "alert" },
        h("h1", {}, t("fail.title")),
        h("p", {}, t("fail.run", { reason })),
        h("p", {}, t("fail.advice")),
      ),
    );
if (!data?.stories?.length) broken(t("fail.data"));
else {
  try {
    Object.assign(window, { classroom: new App() });
  } catch (error) {
    broken(String(error?.message ?? error));
  }
}
