// A hard day, driven as asked on the standard input (JSON): all published files, two hundred at once, hostile ones.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ask, asked, browser, bytesOf, opened, read, ready, rows, seen, told } from "./browser.mjs";

const session = await browser.newBrowserCDPSession();

// The largest memory that one of the browser's processes has had, in megabytes.
async function memory() {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const most = (id) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf-8"))?.[1] ?? 0) / 1000;
  return Math.max(...processInfo.map(({ id }) => most(id)));
}

async function many() {
  const page = await opened();
  await ready(page);
  seen.memory = [await memory()];
  await page.evaluate(() => { // how long the page did not answer anybody
    window.longest = 0;
    let last = performance.now();
    setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 20);
  });
  const start = Date.now();
  await page.setInputFiles("#files", asked.many);
  await read(page, 30);
  await page.locator("#rows button").first().click(); // a person does not wait for the rest
  seen.shown = (await page.innerText("#findings")).length;
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#downloads button").nth(1).click()]);
  seen.saved = [download.suggestedFilename(), (await rows(page)).filter((row) => /读完|读不了/.test(row[1])).length];
  await read(page, asked.many.length);
  seen.times.many = Date.now() - start;
  seen.memory.push(await memory());
  seen.longest = await page.evaluate(() => window.longest);
  seen.many = await rows(page);
  await page.close();
}

async function hostile() {
  const page = await opened({ prepare: () => { window.jixiaoSettings = { secondsPerFile: 20 }; } });
  await ready(page);
  seen.hostile = {};
  let count = 0;
  for (const [number, path] of asked.hostile.entries()) {
    const start = Date.now();
    await page.setInputFiles("#files", [path, asked.many[number]]);
    count += 2;
    await read(page, count);
    seen.hostile[basename(path)] = [...(await rows(page)).slice(-2), Date.now() - start];
  }
  seen.memory.push(await memory());
  await page.close();
}

async function all() {
  const page = await opened();
  await ready(page);
  seen.checks = {};
  for (const path of asked.all) seen.checks[path] = await ask(page, "check", basename(path), bytesOf(path));
  seen.made = [];
  for (const [what, path] of asked.makes) seen.made.push(await ask(page, "make", what, basename(path), bytesOf(path), true));
  await page.close();
}

for (const part of [many, hostile, all]) await part();
await told();
