// An everyday visit, driven as asked on the standard input (JSON); what was seen goes to the standard output.
import { createServer } from "node:http";
import { basename } from "node:path";
import { ask, asked, bytesOf, judged, opened, read, ready, rows, seen, shell, told } from "./browser.mjs";
import { dropping } from "./dropping.mjs";
import { person } from "./person.mjs";

// The same answers as Python's.
async function answers() {
  const page = await opened();
  await ready(page);
  seen.calls = await page.evaluate(async (calls) => {
    const answered = [];
    for (const [name, given] of calls) answered.push(await window.jixiao.engine.ask("call", name, given));
    return answered;
  }, asked.calls);
  seen.checks = {};
  for (const path of asked.checks) seen.checks[path] = await ask(page, "check", basename(path), bytesOf(path));
  seen.made = [];
  for (const [what, path] of asked.makes) seen.made.push(await ask(page, "make", what, basename(path), bytesOf(path), true));
  await page.close();
}

// A file that takes too long, one for which there is no memory, a large one and one too large.
async function trouble(page) {
  const before = (await rows(page)).length;
  await page.evaluate(() => {
    window.readOf = [];
    const asItIs = File.prototype.arrayBuffer;
    File.prototype.arrayBuffer = function () { window.readOf.push(this.name); return asItIs.call(this); };
  });
  // the memory's holds from the worker that comes after the one that is ended
  const setting = (values) => page.evaluate((given) => Object.assign(window.jixiao.settings, given), values);
  await setting({ secondsPerFile: 0.05, largestMemory: asked.little });
  await page.setInputFiles("#files", asked.slow);
  await read(page, before + 1);
  await setting({ secondsPerFile: 300, largestMemory: 1_000_000_000 });
  await page.setInputFiles("#files", [asked.large, asked.slow, asked.large, asked.largest]);
  await read(page, before + 5);
  seen.trouble = (await rows(page)).slice(before);
  seen.readOf = await page.evaluate(() => window.readOf);
  await page.close();
}

// What somebody's words in the page could try: the policy lets none of it out.
async function outside() {
  const asking = [];
  const server = createServer((request, response) => { asking.push(request.url); response.end(); });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const page = await shell();
  seen.cut = await page.textContent("#status");
  seen.refused = await page.evaluate(async (address) => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    const script = `fetch("${address}/worker").catch(() => {}).then(() => self.postMessage(0))`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    await new Promise((done) => { worker.onmessage = done; });
    await fetch(`${address}/fetch`).catch(() => {});
    for (const tag of ["img", "script", "iframe"]) {
      const element = document.createElement(tag);
      element.src = `${address}/${tag}`;
      await new Promise((done) => { element.onerror = element.onload = done; document.body.append(element); });
    }
    return refused;
  }, `http://127.0.0.1:${server.address().port}`);
  seen.asking = asking;
  server.close();
  await page.close();
}

// Browsers too old for it, each lacking something.
async function old() {
  const lacking = {
    DecompressionStream: () => { delete window.DecompressionStream; },
    WebAssembly: () => { delete window.WebAssembly; },
    Worker: () => { delete window.Worker; },
    exceptions: () => { WebAssembly.validate = () => false; },
  };
  seen.old = {};
  for (const [what, prepare] of Object.entries(lacking)) {
    const page = await shell({ prepare });
    seen.old[what] = [await page.innerText("main"), await page.isVisible("#desk")];
    if (what === "Worker") await judged(page, "old");
    await page.close();
  }
}

const start = Date.now();
const timed = async (what, ...args) => { const made = await what(...args); seen.times[what.name] = Date.now() - start; return made; };
const page = await timed(person); // alone: keys that are pressed while another page is put in front are lost
await Promise.all([
  timed(trouble, page),
  timed(answers).then(() => timed(old)).then(() => timed(outside)).then(() => timed(dropping)),
]);
await told();
