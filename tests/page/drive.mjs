// Drives the page in a real browser as asked on the standard input (JSON); what was seen goes to the standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const PATIENCE = 300_000;
const seen = { requests: [], faults: [], times: {}, axe: {} };

const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });

async function opened(prepare = () => {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true, locale: "zh-CN" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") seen.faults.push(message.text()); });
  await page.addInitScript(prepare);
  await page.goto(pathToFileURL(asked.page).href);
  return page;
}

const read = (page, count) => page.waitForFunction(
  (n) => document.querySelectorAll("[data-state=读完], [data-state=读不了]").length === n, count, { timeout: PATIENCE });
const rows = (page) => page.$$eval("#rows tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));

async function judged(page, name) {
  // axe's own script is put in by the debugger, past the page's policy
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  seen.axe[name] = violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 200)}`);
}

async function pictured(page, name) {
  for (const [label, width, height] of asked.pictures ? [["desktop", 1920, 1080], ["1366", 1366, 768], ["phone", 390, 844]] : []) {
    await page.setViewportSize({ width, height });
    await page.evaluate((is) => document.getElementById(is ? "detail" : "drop").scrollIntoView(), name === "findings");
    await page.screenshot({ path: `${asked.pictures}/${name}-${label}.png` });
  }
  seen.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize({ width: 1366, height: 768 });
}

const start = Date.now();
const page = await opened();
await page.waitForSelector("body[data-ready]");
seen.ready = await page.getAttribute("body", "data-ready");
seen.times.ready = Date.now() - start;
await judged(page, "empty");
await pictured(page, "empty");

// the same answers
const ask = (...args) => page.evaluate(async (given) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const answer = await window.jixiao.engine.ask(...given.map((each) => (each?.base64 ? bytes(each.base64) : each)));
  const content = answer.done?.content;
  if (content) {
    let text = "";
    for (let at = 0; at < content.length; at += 8192) text += String.fromCharCode(...content.subarray(at, at + 8192));
    answer.done.content = btoa(text);
  }
  return answer;
}, args);
const bytesOf = (path) => ({ base64: readFileSync(path).toString("base64") });

seen.calls = await page.evaluate(async (calls) => {
  const answers = [];
  for (const [name, given] of calls) answers.push(await window.jixiao.engine.ask("call", name, given));
  return answers;
}, asked.calls);
seen.checks = {};
for (const path of asked.checks) seen.checks[path] = await ask("check", basename(path), bytesOf(path));
seen.made = [];
for (const [what, path] of asked.makes) seen.made.push(await ask("make", what, basename(path), bytesOf(path)));
seen.new = await ask("new", "hunan-2024", "某某县某某局", 2024, 2);

// as a person does it: choose, look, save
const before = Date.now();
await page.setInputFiles("#files", asked.files);
await read(page, asked.files.length);
seen.times.files = Date.now() - before;
seen.rows = await rows(page);
seen.status = await page.textContent("#status");
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
seen.stored = await page.evaluate(() => [document.cookie, window.localStorage?.length ?? 0]).catch((error) => [String(error), 0]);
await page.close();

// a file that takes too long, the next one, one with 99 MB of pictures, one that is too large
const strict = await opened(() => { window.jixiaoSettings = { secondsPerFile: 0.05 }; });
await strict.waitForSelector("body[data-ready]");
await strict.setInputFiles("#files", asked.files.slice(1, 2));
await read(strict, 1);
await strict.evaluate(() => { window.jixiao.settings.secondsPerFile = 300; });
await strict.setInputFiles("#files", [asked.files[1], asked.large]);
await strict.evaluate(() => window.jixiao.add([new File([new Uint8Array(100_000_001)], "大.docx")]));
await read(strict, 4);
seen.strict = await rows(strict);
await strict.close();

// a browser too old for it
const old = await opened(() => { delete window.DecompressionStream; });
seen.old = [await old.innerText("main"), await old.isVisible("#desk")];
await judged(old, "old");
await browser.close();
process.stdout.write(JSON.stringify(seen));
