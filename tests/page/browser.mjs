// What every visit to the page needs: the browser, opening, reading what is shown, asking Python.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const asked = JSON.parse(readFileSync(0, "utf-8"));
export const seen = { requests: [], faults: [], times: {}, axe: {} };
const require = createRequire(pathToFileURL(asked.modules + "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const PATIENCE = 600_000;

export const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });

export async function opened(prepare = () => {}, file = asked.page, into = seen) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true, locale: "zh-CN" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("request", (request) => into.requests.push(request.url()));
  page.on("pageerror", (error) => into.faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") into.faults.push(message.text()); });
  await page.addInitScript(prepare);
  await page.goto(pathToFileURL(file).href);
  return page;
}

export async function ready(page) {
  await page.waitForSelector("body[data-ready]");
  return page.getAttribute("body", "data-ready");
}

export const read = (page, count) => page.waitForFunction(
  (n) => document.querySelectorAll("[data-state=读完], [data-state=读不了]").length === n, count);

export const rows = (page) => page.$$eval("#rows tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));

export async function judged(page, name) {
  // axe's own script is put in by the debugger, past the page's policy
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  seen.axe[name] = violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 200)}`);
}

export const ask = (page, ...args) => page.evaluate(async (given) => {
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

export const bytesOf = (path) => ({ base64: readFileSync(path).toString("base64") });

export async function told() {
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
}
