// What every visit to the page needs: the browser, opening, reading what is shown, dropping, saving, asking Python.
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";

export const asked = JSON.parse(readFileSync(0, "utf-8"));
export const seen = { requests: [], faults: [], times: {}, axe: {}, overflow: {} };
const require = createRequire(pathToFileURL(asked.modules + "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const PATIENCE = 600_000;
const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

// One person's browser, with a folder in which it keeps what a page stores.
seen.profile = mkdtempSync(`${asked.folder ?? tmpdir()}/profile-`);
const context = await chromium.launchPersistentContext(seen.profile, {
  executablePath: asked.chromium, args: ["--no-sandbox"], viewport: DESKTOP, acceptDownloads: true, locale: "zh-CN",
});
export const browser = context.browser();

export async function opened({ prepare = () => {}, address = pathToFileURL(asked.page).href, into = seen, within = context } = {}) {
  const page = await within.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("request", (request) => into.requests.push(request.url()));
  page.on("pageerror", (error) => into.faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") into.faults.push(message.text()); });
  await page.addInitScript(prepare);
  await page.goto(address);
  return page;
}

// The page without what is packed into it: what does not need Python is shown with it, and what it says in vain is not.
export const shell = (more = {}) => opened({ address: pathToFileURL(asked.shell).href, into: { requests: [], faults: [] }, ...more });

export async function ready(page) {
  await page.waitForSelector("body[data-ready]");
  return page.getAttribute("body", "data-ready");
}

export const read = (page, count) => page.waitForFunction(
  (n) => document.querySelectorAll("[data-state=读完], [data-state=读不了]").length === n, count);

export const rows = (page) => page.$$eval("#rows tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));

// Files and folders let go over the page, as by a hand.
export async function dropped(page, files) {
  const session = await context.newCDPSession(page);
  const what = { x: 200, y: 200, data: { items: [], files, dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, ...what });
  await session.detach();
}

const ON_PHONE = ["empty", "files", "findings", "question"];
let savings = 0;
export async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const path = `${asked.folder}/saved-${(savings += 1)}/${download.suggestedFilename()}`;
  await download.saveAs(path);
  return path;
}

// Whether everybody can use it as it stands now, and whether it fits on a telephone, where it looks different.
export async function judged(page, name) {
  // axe's own script is put in by the debugger, past the page's policy
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
  seen.axe[name] = await violations(page);
  await page.setViewportSize(PHONE);
  if (ON_PHONE.includes(name)) seen.axe[`${name}, phone`] = await violations(page);
  seen.overflow[name] = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(DESKTOP);
  await pictured(page, name);
}

async function violations(page) {
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations);
  return found.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 200)}`);
}

const PICTURED = { findings: "#detail", error: "#detail", new: ".new" };

async function pictured(page, name) {
  if (!asked.pictures) return;
  for (const [label, size] of [["desktop", { width: 1920, height: 1080 }], ["1366", DESKTOP], ["phone", PHONE]]) {
    await page.setViewportSize(size);
    await page.evaluate((of) => document.querySelector(of)?.scrollIntoView(), PICTURED[name] ?? "#drop");
    await page.screenshot({ path: `${asked.pictures}/${name}-${label}.png` });
  }
  await page.setViewportSize(DESKTOP);
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
  await context.close();
  process.stdout.write(JSON.stringify(seen));
}
