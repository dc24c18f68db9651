// An everyday visit, driven as asked on the standard input (JSON); what was seen goes to the standard output.
import { createServer } from "node:http";
import { basename } from "node:path";
import { ask, asked, bytesOf, judged, opened, read, ready, rows, seen, told } from "./browser.mjs";

async function pictured(page, name) {
  for (const [label, width, height] of asked.pictures ? [["desktop", 1920, 1080], ["1366", 1366, 768], ["phone", 390, 844]] : []) {
    await page.setViewportSize({ width, height });
    await page.evaluate((is) => document.getElementById(is ? "detail" : "drop").scrollIntoView(), name === "findings");
    await page.screenshot({ path: `${asked.pictures}/${name}-${label}.png` });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  seen.overflow = Math.max(over, seen.overflow ?? 0);
  await page.setViewportSize({ width: 1366, height: 768 });
}

// As a person does it: choose, look, save.
async function person() {
  const page = await opened();
  seen.ready = await ready(page);
  await judged(page, "empty");
  await pictured(page, "empty");
  await page.setInputFiles("#files", asked.files);
  await read(page, asked.files.length);
  seen.rows = await rows(page);
  seen.status = await page.textContent("#status");
  await pictured(page, "files");
  await page.locator("#rows button").first().press("Enter");
  seen.focus = await page.evaluate(() => document.activeElement.id);
  seen.shown = await page.innerText("#findings");
  await judged(page, "findings");
  await pictured(page, "findings");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#downloads button.main").click()]);
  await download.saveAs(`${asked.folder}/${download.suggestedFilename()}`);
  seen.saved = download.suggestedFilename();
  const [whole] = await Promise.all([page.waitForEvent("download"), page.locator("#all-list").click()]);
  await whole.saveAs(`${asked.folder}/${whole.suggestedFilename()}`);
  seen.together = whole.suggestedFilename();
  await page.locator(".new summary").click();
  await judged(page, "new");
  await pictured(page, "new");
  seen.stored = await page.evaluate(() => [document.cookie, window.localStorage?.length ?? 0]).catch((error) => [String(error), 0]);
  await page.close();
}

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
  for (const [what, path] of asked.makes) seen.made.push(await ask(page, "make", what, basename(path), bytesOf(path)));
  seen.new = await ask(page, "new", "hunan-2024", "某某县某某局", 2024, 2);
  await page.close();
}

// A file that takes too long, one for which there is no memory, a large one and one too large; in another host.
async function trouble() {
  const page = await opened(() => {
    window.jixiaoSettings = { secondsPerFile: 0.05 };
    window.told = { messages: [], saved: [], opened: [] };
    window.jixiaoHost = {
      message: (text) => window.told.messages.push(text), save: (name, content) => window.told.saved.push([name, content.length]),
    };
    const asItIs = File.prototype.arrayBuffer;
    File.prototype.arrayBuffer = function () { window.told.opened.push(this.name); return asItIs.call(this); };
  });
  await ready(page);
  // these hold from the worker that comes after the one that is ended
  const setting = (values) => page.evaluate((given) => Object.assign(window.jixiao.settings, given), values);
  await setting({ largestMemory: asked.little });
  await page.setInputFiles("#files", asked.files.slice(1, 2));
  await read(page, 1);
  await setting({ secondsPerFile: 300, largestMemory: 1_000_000_000 });
  await page.setInputFiles("#files", [asked.large, asked.files[1], asked.large, asked.largest]);
  await read(page, 5);
  seen.trouble = await rows(page);
  await page.locator("#all-list").click();
  await page.waitForFunction(() => window.told.saved.length);
  seen.host = await page.evaluate(() => window.told);
  await page.close();
}

// What somebody's words in the page could try: the policy lets none of it out.
async function outside() {
  const asking = [];
  const server = createServer((request, response) => { asking.push(request.url); response.end(); });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const page = await opened(() => {}, asked.shell, { requests: [], faults: [] });
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
    const page = await opened(prepare, asked.shell, { requests: [], faults: [] });
    seen.old[what] = [await page.innerText("main"), await page.isVisible("#desk")];
    if (what === "Worker") await judged(page, "old");
    await page.close();
  }
}

const start = Date.now();
const timed = (what) => what().then(() => { seen.times[what.name] = Date.now() - start; });
await Promise.all([timed(person).then(() => timed(trouble)), timed(answers).then(() => timed(old)).then(() => timed(outside))]);
await told();
