// A person's visit, by hand and by keyboard: files in, every button pressed, what is saved kept to be judged.
import { renameSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { asked, browser, dropped, judged, opened, read, ready, rows, saved, seen } from "./browser.mjs";

const pressed = (page) => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);

// Everything that the Tab key comes to, from the top of the page to its end, and what of it does not show that.
async function tabbed(page) {
  await page.locator("#rows button").first().press("Enter");
  const there = await page.evaluate(() => {
    const top = Object.assign(document.createElement("p"), { tabIndex: -1 });
    document.body.prepend(top);
    top.focus();
    const all = [...document.querySelectorAll("button:enabled, input, select, summary, [tabindex='0'], a[href]")];
    const shown = all.filter((each) => each.checkVisibility());
    shown.forEach((each, number) => { each.dataset.stop = number; });
    return shown.map((each) => each.outerHTML.slice(0, 100));
  });
  const come = new Set();
  for (let press = 0; press < there.length + 5; press += 1) {
    await page.keyboard.press("Tab");
    const [stop, outline] = await page.evaluate(() => {
      const marked = document.activeElement.closest(".choice") || document.activeElement;
      return [document.activeElement.dataset.stop, getComputedStyle(marked).outlineStyle];
    });
    if (stop === undefined) break;
    come.add(Number(stop));
    if (outline === "none") seen.keys.unmarked.push(there[stop]);
  }
  seen.keys.stops = there.length;
  seen.keys.missed = there.filter((_, number) => !come.has(number));
}

async function watched(page) {
  await page.evaluate(() => {
    window.announced = [];
    const note = ([{ target }]) => window.announced.push(target.textContent);
    document.querySelectorAll("[role=status]").forEach((each) => new MutationObserver(note).observe(each, { childList: true }));
  });
}

// As long as nobody lets it go on, nothing more is read.
const held = (page) => page.evaluate(() => {
  const { engine } = window.jixiao;
  const { ask } = engine;
  const gate = new Promise((open) => { window.goOn = open; });
  engine.ask = async (...args) => { await gate; return ask.apply(engine, args); };
});

// The first thing that the Tab key comes to asks for files. Keys that come while another page is put in front are lost.
async function chooser(page) {
  for (let tries = 0; tries < 10; tries += 1) {
    await page.bringToFront();
    await page.evaluate(() => {
      const top = Object.assign(document.createElement("p"), { tabIndex: -1 });
      document.body.prepend(top);
      top.focus();
      top.remove();
    });
    const coming = page.waitForEvent("filechooser", { timeout: 10_000 }).catch(() => undefined);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const come = await coming;
    if (come) return come;
  }
  throw new Error("no file is asked for by keyboard");
}

async function filesIn(page) {
  const [first, ...others] = asked.files;
  await (await chooser(page)).setFiles(first);
  await read(page, 1);
  seen.alone = await page.isVisible("#detail"); // a single file is shown at once
  await held(page);
  await dropped(page, others);
  await page.waitForSelector("[data-state^=正在读]");
  await judged(page, "working");
  seen.working = await page.innerText("#status");
  await page.evaluate(() => window.goOn());
  await read(page, asked.files.length);
  seen.rows = await rows(page);
  await judged(page, "files");
}

// 上报版 asks first: once it is said no to with the Escape key, once yes.
async function question(page, button) {
  await page.keyboard.press("Enter");
  await page.waitForSelector("#question[open]");
  seen.question = await page.innerText("#question");
  await judged(page, "question");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.getElementById("made").innerText === "没有导出");
  seen.answeredNo = await pressed(page);
  await button.press("Space");
  await page.waitForSelector("#question[open]");
  await page.keyboard.press("Enter"); // on 照样导出, which comes first
}

// Each file's result is opened and each of its buttons pressed, by keyboard alone.
async function everyButton(page) {
  seen.saved = [];
  for (const [number, path] of asked.files.entries()) {
    const look = page.locator("#rows tr").nth(number).locator("button");
    if (!(await look.count())) continue;
    await look.press("Enter");
    seen.focus = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("Tab");
    for (const button of await page.locator("#downloads button").all()) {
      const text = await pressed(page);
      const asks = text.includes("上报版");
      const made = await saved(page, () => (asks ? question(page, button) : page.keyboard.press("Space")));
      await page.waitForFunction(() => document.getElementById("made").innerText.startsWith("已生成："));
      seen.saved.push([path, text, made, await page.innerText("#made")]);
      if ((await pressed(page)) !== text) seen.keys.lost.push(text);
      await page.keyboard.press("Tab");
    }
    if (number === 0) await judged(page, "findings");
  }
  seen.together = await saved(page, () => page.locator("#all-list").press("Enter"));
}

async function newBook(page) {
  await page.locator(".new summary").press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  seen.family = await page.inputValue("#family");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // without a unit nothing is made
  seen.unnamed = await page.innerText("#new-made");
  await page.keyboard.type("某某县某某局");
  seen.new = await saved(page, () => page.keyboard.press("Enter"));
  await judged(page, "new");
  await dropped(page, [seen.new]);
  await read(page, asked.files.length + 1);
  seen.newRow = (await rows(page)).at(-1);
}

// The file has gone in the meantime.
async function gone(page) {
  renameSync(asked.files[0], `${asked.files[0]}.away`);
  await page.locator("#rows button").first().press("Enter");
  await page.locator("#downloads button").first().press("Enter");
  await page.waitForFunction(() => /读不到/.test(document.getElementById("made").innerText));
  await judged(page, "error");
  renameSync(`${asked.files[0]}.away`, asked.files[0]);
}

// The page of findings that was saved, opened.
async function findingsPage() {
  const [, , path] = seen.saved.find(([, text]) => text.includes("问题网页"));
  const within = await browser.newContext(); // not in the profile that is looked through afterwards
  await judged(await opened({ address: pathToFileURL(path).href, into: { requests: [], faults: [] }, within }), "page of findings");
  await within.close();
}

export async function person() {
  seen.keys = { unmarked: [], lost: [] };
  const page = await opened();
  await judged(page, "beginning");
  seen.ready = await ready(page);
  await watched(page);
  await judged(page, "empty");
  for (const part of [filesIn, everyButton, newBook, tabbed, gone]) await part(page);
  await findingsPage();
  seen.announced = await page.evaluate(() => window.announced);
  seen.stored = await page.evaluate(async () => {
    const kept = async (what) => { try { return await what(); } catch (error) { return error.name === "SecurityError" ? 0 : String(error); } };
    return {
      cookie: document.cookie.length, local: await kept(() => localStorage.length), session: await kept(() => sessionStorage.length),
      databases: await kept(async () => (await indexedDB.databases()).length), caches: await kept(async () => (await caches.keys()).length),
      workers: await kept(async () => (await navigator.serviceWorker?.getRegistrations() ?? []).length),
    };
  });
  return page;
}
