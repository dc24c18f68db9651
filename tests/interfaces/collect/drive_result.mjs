// Opens a result's page in a real browser as asked on the standard input (JSON); what was seen goes to standard output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const seen = { requests: [], faults: [], axe: {}, overflow: {}, small: {} };

const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
page.setDefaultTimeout(120_000);
page.on("request", (request) => seen.requests.push(request.url()));
page.on("pageerror", (error) => seen.faults.push(String(error)));
page.on("console", (message) => { if (message.type() === "error") seen.faults.push(message.text()); });

async function looked(name, width, height, media) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ media });
  await page.goto(pathToFileURL(asked.page).href);
  // what can be opened is judged open too
  await page.$$eval("details", (all) => all.forEach((each, place) => { if (place < 20) each.open = true; }));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  seen.axe[name] = violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
  const size = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  seen.overflow[name] = await page.evaluate(size);
  if (asked.pictures) await page.screenshot({ path: `${asked.pictures}/result-${name}.png`, fullPage: false });
}

await looked("desktop", 1366, 900, "screen");
await looked("phone", 390, 844, "screen");
await looked("print", 1000, 1400, "print");
if (asked.pictures) await page.pdf({ path: `${asked.pictures}/result.pdf`, format: "A4" });
seen.title = await page.title();
await browser.close();
process.stdout.write(JSON.stringify(seen));
