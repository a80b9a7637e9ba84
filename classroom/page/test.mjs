// The page in a real browser, from file://: the session by keyboard from bet to debrief, scrubbing, link, print, failures in words, no
// request, nothing that axe-core finds, speed and size. SHOTS names a folder for pictures of every stage, LEADERFUL the program whose
// numbers the browser must give.
import { chromium } from "playwright-core";
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const FILE = resolve(here, "../leaderful-classroom.html");
const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const work = mkdtempSync(join(tmpdir(), "leaderful-classroom-"));
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;
before(async () => (browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS })));
after(() => browser.close());

/** A page of the file, and all that it asked for or complained of. */
async function open({ fragment = "", file = FILE, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  await page.goto(pathToFileURL(file).href + fragment);
  return { page, seen, close: () => context.close() };
}

const shoot = (page, name) => (shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : null);
/** Goes on with the tab key until something called `name` has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const words = await page.evaluate(() => {
      const one = document.activeElement === document.body ? null : document.activeElement;
      return one?.getAttribute("aria-label") ?? one?.closest("label")?.textContent ?? one?.textContent ?? "";
    });
    if (words.includes(name)) return;
  }
  assert.fail(`the tab key never reaches ${name}`);
}
async function press(page, name) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
async function inspect(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(
    violations.map((one) => `${where}: ${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`),
    [],
  );
}
/** The page fits: nothing scrolls but lists that are meant to. */
async function fits(page, where) {
  const over = await page.evaluate(() => {
    const main = document.querySelector("main");
    return [
      document.documentElement.scrollHeight - innerHeight,
      document.documentElement.scrollWidth - innerWidth,
      main.scrollHeight - main.clientHeight,
      main.scrollWidth - main.clientWidth,
    ];
  });
  assert.ok(Math.max(...over) <= 1, `${where} scrolls by ${over}`);
}
/** A file like the ready-made one with other data. */
function variant(name, change) {
  const text = readFileSync(FILE, "utf8");
  const [head, rest] = text.split('id="data">');
  const end = rest.indexOf("</script>");
  const data = JSON.parse(rest.slice(0, end));
  const changed = change(data);
  const file = join(work, `${name}.html`);
  writeFileSync(
    file,
    `${head}id="data">${typeof changed === "string" ? changed : JSON.stringify(data).replaceAll("<", "\\u003c")}${rest.slice(end)}`,
  );
  return file;
}
const ended = (page) => page.waitForSelector(".mark", { timeout: 60_000 });

test("the file is small, and the first picture is there within three seconds", async () => {
  assert.ok(statSync(FILE).size <= 1_500_000, `${statSync(FILE).size} bytes`);
  const { page, seen, close } = await open({ fragment: "#story=the-head-leaves&stage=run" });
  const first = Number(await (await page.waitForSelector("[data-first]")).getAttribute("data-first"));
  console.log(`# ${statSync(FILE).size} bytes, first picture after ${first} ms`);
  assert.ok(first <= 3000, `first picture after ${first} ms`);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("the whole session by keyboard, bet to debrief, without a request", async () => {
  const { page, seen, close } = await open();
  await shoot(page, "0-stories");
  await inspect(page, "stories");
  await fits(page, "stories");
  await press(page, "The head leaves");
  await shoot(page, "1-story");
  await inspect(page, "story");
  await fits(page, "story");
  await press(page, "Next: Bets");
  await tabTo(page, "Heroic, head leaves, day 0");
  for (const key of ["ArrowDown", "PageDown", "ArrowUp"]) await page.keyboard.press(key);
  await tabTo(page, "Distributed, head leaves, day 0");
  await page.keyboard.press("PageDown");
  await shoot(page, "2-bet-line");
  await inspect(page, "line bet");
  await fits(page, "line bet");
  await press(page, "Next bet");
  for (const keys of [["ArrowLeft"], ["ArrowRight"], ["End"], ["Home"]]) {
    await page.keyboard.press("Tab");
    const slider = () => page.evaluate(() => document.activeElement.matches("input[type=range]"));
    while (!(await slider())) await page.keyboard.press("Tab");
    for (const key of keys) await page.keyboard.press(key);
  }
  await shoot(page, "2-bet-number");
  await inspect(page, "number bet");
  await press(page, "Next bet");
  await press(page, "Bets are placed");
  await ended(page);
  await inspect(page, "run");
  await fits(page, "run");
  await tabTo(page, "Day of the run");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  const day = () => page.evaluate(() => Number(document.querySelector(".scrub").value));
  assert.ok((await day()) > 10);
  await page.keyboard.press("Home");
  await press(page, "Play");
  await page.waitForFunction(() => Number(document.querySelector(".scrub").value) >= 8);
  await page.keyboard.press("Enter");
  const stopped = await day();
  await page.waitForTimeout(400);
  assert.equal(await day(), stopped, "pause holds the clock");
  await press(page, "one day back");
  assert.equal(await day(), stopped - 1);
  await page.locator(".scrub").fill("275");
  await shoot(page, "3-run-reporting");
  await tabTo(page, "Reporting");
  await page.keyboard.press("ArrowRight");
  await shoot(page, "3-run-ties");
  const mark = page.locator(".mark.large").first();
  await mark.focus();
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".note").innerText(), /day \d+ the holder of the top post left/);
  assert.equal(await day(), 260);
  assert.equal(await page.locator(".chart table tbody tr").count(), 4 * 26, "every chart has its table");
  const canvas = page.locator(".picture canvas").first();
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  const seat = /the top post: strain [\d.]+, (held by somebody acting, )?\d+ waiting|the top post: vacant/;
  for (const words of await page.locator(".chosen").allInnerTexts()) assert.match(words, seat);
  await canvas.hover({ position: { x: 5, y: 5 } });
  assert.deepEqual(await page.locator(".chosen").allInnerTexts(), ["", ""], "where nobody sits nothing is told");
  await press(page, "Next: Result");
  await shoot(page, "4-result");
  await inspect(page, "result");
  await fits(page, "result");
  const result = await page.locator("main").innerText();
  assert.match(result, /was nearer|placed this bet/);
  await press(page, "Next: Why");
  await shoot(page, "5-why");
  await inspect(page, "why");
  await fits(page, "why");
  const logs = await page.locator("details:has(ul) ul li").allTextContents();
  assert.ok(
    logs.some((line) => /Day 260: departure; .*seat 0/.test(line)),
    "the departure of the head is backed by its event",
  );
  await press(page, "Next: 200 runs");
  await page.waitForFunction(() => document.querySelector("progress").value >= 12, null, { timeout: 60_000 });
  await press(page, "Stop");
  await page.waitForSelector("button:has-text('Run 200 times')");
  await shoot(page, "6-many");
  await inspect(page, "many runs");
  await fits(page, "many runs");
  assert.match(await page.locator("main").innerText(), /this happened in \d+ of \d+ runs/);
  assert.match(await page.locator("main").innerText(), /The bet of the left of the room .* won in \d+ %/);
  await press(page, "Next: Debrief");
  await shoot(page, "7-debrief");
  await inspect(page, "debrief");
  await fits(page, "debrief");
  const said = await page.locator("main").innerText();
  assert.match(said, /Three questions[\s\S]*What the model leaves out/);
  const command = await page.getByLabel("Run this a thousand times").first().inputValue();
  assert.equal(command, "leaderful compare the-head-leaves --seed 20260101 --replications 1000");
  assert.deepEqual(
    seen.requests.filter((url) => !url.startsWith("blob:") && !url.startsWith("file:")),
    [],
  );
  assert.equal(seen.requests.filter((url) => url.startsWith("file:")).length, 1);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("a link brings back story, seed, bets and day by day the same run", async () => {
  const first = await open({ fragment: "#story=the-silo&seed=18446744073709551615&stage=run" });
  await ended(first.page);
  const digest = (page) => page.evaluate(() => JSON.stringify(window.classroom.pair.sides.map((side) => side.result.outcomes)));
  const before = await digest(first.page);
  await first.page.evaluate(() => {
    window.classroom.session.bets[1][0] = [0.25, 0.5];
    window.classroom.remember();
  });
  const fragment = await first.page.evaluate(() => location.hash);
  await first.close();
  const second = await open({ fragment });
  await ended(second.page);
  assert.equal(await digest(second.page), before);
  assert.deepEqual(await second.page.evaluate(() => window.classroom.session.bets[1][0]), [0.25, 0.5]);
  await second.close();
  const other = await open({ fragment: "#story=the-silo&seed=7&stage=run" });
  await ended(other.page);
  assert.notEqual(await digest(other.page), before);
  await other.close();
});

const program = process.env.LEADERFUL;
test("the browser gives the same numbers as the program", { skip: !program && "LEADERFUL does not name the program" }, async () => {
  const { page, close } = await open({ fragment: "#story=the-head-leaves&stage=run" });
  await ended(page);
  const told = await page.evaluate(() => window.classroom.pair.sides.map((side) => [side.arm.name, side.result.outcomes]));
  const names = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).outcomes.map((one) => one.name));
  await close();
  for (const [arm, outcomes] of told) {
    const out = join(work, "native");
    execFileSync(program, ["run", "the-head-leaves", "--arm", arm, "--replication", "0", "--out", out, "--no-plots", "--quiet"]);
    const [head, row] = readFileSync(join(out, "runs.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "")));
    const own = names.map((name) => {
      const at = head.indexOf(name);
      return at < 0 || row[at] === "" ? null : Number(row[at]);
    });
    // Numbers in the file are the shortest texts that give the same bits.
    assert.ok(own.filter((value) => value !== null).length > 50);
    names.forEach(
      (name, at) =>
        head.includes(name) &&
        assert.ok(Object.is(own[at], outcomes[at] === null ? null : outcomes[at] + 0), `${arm}: ${name}: ${own[at]} and ${outcomes[at]}`),
    );
  }
});

test("of many organisations each can be seen, with the same outcomes", async () => {
  const file = variant("few", (data) => {
    const story = data.stories.find((one) => one.scenario.name === "the-school-that-helps");
    Object.assign(story.scenario, { days: 130, warm_up_days: 20 });
    story.scenario.parameters.system.organisations = 3;
  });
  const { page, seen, close } = await open({ file, fragment: "#story=the-school-that-helps&stage=run" });
  await page.waitForFunction(() => window.classroom.pair?.complete);
  const look = () =>
    page.evaluate(() => window.classroom.pair.sides.map((side) => [JSON.stringify(side.result.outcomes), Array.from(side.frames[60].seats).join()]));
  const first = await look();
  await page.getByLabel("Organisation", { exact: true }).selectOption("2");
  await page.waitForFunction(() => window.classroom.pair.sides[0].shown === 2 && window.classroom.pair.complete);
  const third = await look();
  for (const side of [0, 1]) {
    assert.equal(third[side][0], first[side][0]);
    assert.notEqual(third[side][1], first[side][1]);
  }
  assert.match(await page.evaluate(() => location.hash), /organisation=3/);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("the sandbox turns one setting, names where it started, and goes back", async () => {
  const { page, seen, close } = await open({ fragment: "#story=the-head-leaves&stage=sandbox" });
  await ended(page);
  const service = () =>
    page.evaluate(() => {
      const { pair } = window.classroom;
      return pair && JSON.stringify(pair.sides.map((side) => side.result?.outcomes));
    });
  const start = await service();
  const settled = async () => {
    await page.waitForTimeout(500);
    await page.waitForFunction(() => document.querySelector(".mark") && !document.querySelector(".computing"));
    return service();
  };
  await page.locator("#sand-slider").focus();
  await page.keyboard.press("Home");
  const turned = await settled();
  assert.notEqual(turned, start);
  assert.match(await page.locator(".changes").innerText(), /openness is 0, in the story 0.65/);
  await shoot(page, "8-sandbox");
  await inspect(page, "sandbox");
  await fits(page, "sandbox");
  await page.locator("#sand-pattern").focus();
  await page.keyboard.press("End");
  await settled();
  assert.match(await page.locator(".changes").innerText(), /anarchy/);
  const command = await page.evaluate(() => {
    window.classroom.go("debrief");
    return document.querySelector("[aria-label='Run this a thousand times']").value;
  });
  assert.ok(command.includes("--set 'arm.Distributed, head leaves.pattern=anarchy'"), command);
  await page.evaluate(() => window.classroom.go("sandbox"));
  await ended(page);
  await page.getByRole("button", { name: "Back to the story" }).click();
  assert.equal(await settled(), start);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("the hand-out has two pages, and the series can be downloaded", async () => {
  const { page, close } = await open({ fragment: "#story=the-crisis&stage=debrief" });
  await page.waitForSelector(".debrief", { timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const rows = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  assert.equal(rows[0], "arm,replication,day,warm_up,outcome,value");
  assert.match(rows[1], /^"High trust, pulled up",0,10,true,decision_days_mean,[\d.]+$/);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const pdf = await page.pdf({ format: "A4" });
  if (shots) writeFileSync(join(shots, "handout.pdf"), pdf);
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 2);
  await close();
});

test("with reduced motion nothing travels", async () => {
  const { page, close } = await open({ fragment: "#story=the-head-leaves&stage=run", reducedMotion: "reduce" });
  await ended(page);
  const travelled = await page.evaluate(async () => {
    const { clock, pictures } = window.classroom.stage.current();
    let parts = 0;
    for (const picture of pictures) picture.moves = () => parts++;
    clock.toggle(true);
    await new Promise((done) => setTimeout(done, 700));
    clock.toggle(false);
    return [parts, clock.day];
  });
  assert.equal(travelled[0], 0);
  assert.ok(travelled[1] > 2, "the clock itself runs");
  await close();
});

test("five hundred people at thirty frames a second", async () => {
  const file = variant("500", (data) => {
    data.stories[0].scenario.structure = { levels: [1, 6, 15, 60, 418] };
  });
  const { page, seen, close } = await open({ file, fragment: "#story=the-head-leaves&stage=run" });
  await ended(page);
  const measured = await page.evaluate(async () => {
    const { clock, pictures } = window.classroom.stage.current();
    const seconds = 3;
    /** What the machine gives a page that draws nothing. */
    const idle = await new Promise((done) => {
      let frames = 0;
      const began = performance.now();
      const next = () => (performance.now() - began > seconds * 1000 ? done(frames / seconds) : (frames++, requestAnimationFrame(next)));
      requestAnimationFrame(next);
    });
    clock.frames = 0;
    clock.toggle(true);
    await new Promise((done) => setTimeout(done, seconds * 1000));
    const rate = clock.frames / seconds;
    clock.toggle(false);
    const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
    return { idle, rate, draw: pictures.map((picture) => median([...picture.milliseconds])) };
  });
  await shoot(page, "9-500-people");
  const { idle, rate, draw } = measured;
  console.log(
    `# 500 people: ${rate.toFixed(1)} frames a second (drawing nothing: ${idle.toFixed(1)}), ${draw.map((one) => one.toFixed(1))} ms a picture`,
  );
  // On a machine busy with other things even an empty page has fewer.
  assert.ok(rate >= Math.min(30, 0.5 * idle), `${rate} frames a second, ${idle} where nothing is drawn`);
  assert.ok(Math.max(...draw) < 4, `${draw} ms a picture`);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("what is wrong is told in words, never a blank page", async () => {
  const says = async (options, words) => {
    const { page, close } = await open(options);
    await page.getByText(words).first().waitFor({ timeout: 20_000 });
    assert.ok((await page.locator("body").innerText()).length > 60);
    await close();
  };
  await says({ fragment: "#story=no-such-story" }, /Part of this link could not be read/);
  await says({ fragment: "#story=the-silo&seed=-4&bets=x" }, /Part of this link could not be read/);
  await says({ fragment: "#story=the-silo&set=0.openness:77" }, /Part of this link could not be read/);
  await says({ fragment: "#%E0%A4%A" }, /Part of this link could not be read|Choose a story/);
  const run = "#story=the-head-leaves&stage=run";
  await says(
    {
      file: variant("large", (data) => {
        data.stories[0].scenario.structure = { levels: [1, 4000] };
      }),
      fragment: run,
    },
    /too large for the page: 4001 people/,
  );
  await says(
    {
      file: variant("wrong", (data) => {
        data.stories[0].scenario.baseline.pattern.openness = 7;
      }),
      fragment: run,
    },
    /openness = 7 is not from 0 to 1/,
  );
  await says(
    {
      file: variant("kind", (data) => {
        data.stories[0].scenario.schedule[0].kind = "party";
      }),
      fragment: run,
    },
    /no programme "party"/,
  );
  await says({ file: variant("broken", () => "{"), fragment: run }, /the file is damaged/);
});
