// Makes classroom/page.html: styles, worker, texts and page in one file, with places for engine and data. The marks are filled
// by functions, since a replacement text may hold `$`.
import { build } from "esbuild";
import { readFileSync, writeFileSync, readdirSync, existsSync } from "node:fs";

const bundle = async (entry) => {
  const options = { entryPoints: [entry], bundle: true, format: "iife", minify: true, target: "es2022", write: false, charset: "utf8" };
  const made = await build({ ...options, loader: { ".css": "css" }, legalComments: "none", metafile: true });
  return { text: made.outputFiles[0].text.trim(), inputs: Object.keys(made.metafile.inputs) };
};
const inert = (text) => text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

/** Licences of the packages that are in the bundle. */
const notices = (inputs) => {
  const names = new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  return [...names].sort().map((name) => {
    const folder = `node_modules/${name}/`;
    const { version, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file && existsSync(folder + file) ? readFileSync(folder + file, "utf8").trim() : ""}\n`;
  });
};

const [app, worker, style] = await Promise.all([bundle("src/main.js"), bundle("src/worker.js"), bundle("src/style.css")]);
const head = "Packages inside classroom/page.html and the files made from it.\n";
const all = [head, ...notices([...app.inputs, ...style.inputs])].join("\n" + "-".repeat(80) + "\n");
writeFileSync("../NOTICES.txt", all);
const parts = { style: style.text, worker: inert(worker.text), app: inert(app.text), notices: inert(all) };
const page = readFileSync("src/page.html", "utf8").replace(/\{\{(style|worker|app|notices)\}\}/g, (_, name) => parts[name]);
writeFileSync("../page.html", page);
console.log(`classroom/page.html: ${page.length} characters`);
