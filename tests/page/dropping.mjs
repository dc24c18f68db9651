// Folders and files dropped and chosen, on the page without Python: who answers instead says that all are well.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { asked, dropped, read, seen, shell } from "./browser.mjs";

const shown = (page) => page.evaluate(() => ({
  paths: [...document.querySelectorAll("#rows th")].map((cell) => cell.innerText),
  note: document.getElementById("note").innerText,
  repeated: document.getElementById("repeated").innerText,
  states: [...document.querySelectorAll("#rows tr")].map((row) => row.innerText),
}));

async function begun(more) {
  const page = await shell(more);
  await page.evaluate(() => {
    window.jixiao.engine.ask = async (task, name, content) => {
      await window.gate;
      return { done: { severities: { error: 0, warning: 0, info: 0 }, unjudged: 0, listed: { file: name, told: content?.length } } };
    };
  });
  return page;
}

const settled = (page) => page.waitForFunction(() => !/正在/.test(document.getElementById("note").innerText));

async function drop(page, paths, count) {
  await dropped(page, paths);
  await read(page, count);
  await settled(page);
}

async function asFile() {
  const page = await begun();
  const { folder, single, empty, inside, count } = asked.dropping;
  await drop(page, [folder, single, `${folder}/${inside[0]}`, `${folder}/~$${inside[0]}`], count + 2);
  seen.dropping.file = await shown(page);
  await drop(page, [empty], count + 2);
  seen.dropping.empty = await shown(page);
  await dropped(page, [folder]);
  await page.waitForFunction((n) => document.getElementById("repeated").innerText.includes(` ${n} `), count);
  seen.dropping.again = await shown(page);
  writeFileSync(single, "改过，存过");
  await drop(page, [single], count + 3);
  seen.dropping.changed = await shown(page);
  await page.close();
}

async function chosen() {
  const page = await begun();
  await page.setInputFiles("#folder", asked.dropping.folder);
  await read(page, asked.dropping.count);
  seen.dropping.chosen = await shown(page);
  await page.close();
}

// From a server and by a browser without handles: a folder's content comes a hundred at a time.
async function withoutHandles() {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(readFileSync(asked.shell));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const prepare = () => { delete DataTransferItem.prototype.getAsFileSystemHandle; };
  const page = await begun({ prepare, address: `http://127.0.0.1:${server.address().port}/` });
  await drop(page, [asked.dropping.folder], asked.dropping.count);
  seen.dropping.entries = await shown(page);
  await page.close();
  server.close();
}

// A folder that the browser keeps shut, words instead of files, a file that goes away before its turn.
async function inVain() {
  const page = await begun({ prepare: () => { DataTransferItem.prototype.getAsFileSystemHandle = () => Promise.reject(new Error()); } });
  await dropped(page, [asked.dropping.folder]);
  await settled(page);
  seen.dropping.shut = await shown(page);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "几个字");
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await settled(page);
  seen.dropping.words = await shown(page);
  await page.evaluate(() => { window.gate = new Promise((open) => { window.openGate = open; }); });
  await dropped(page, [asked.dropping.single, asked.dropping.leaving]);
  await page.waitForSelector("[data-state^=正在读]");
  rmSync(asked.dropping.leaving);
  await page.evaluate(() => window.openGate());
  await read(page, 2);
  seen.dropping.gone = await shown(page);
  await page.close();
}

// Another host: what the page says and saves goes there.
async function inHost() {
  const page = await begun({ prepare: () => {
    window.told = { messages: [], saved: [] };
    window.jixiaoHost = {
      message: (text) => window.told.messages.push(text), save: (name, content) => window.told.saved.push([name, content]),
    };
  } });
  await page.evaluate(() => {
    window.jixiao.engine.ask = async () => ({ done: { name: "清单.xlsx", content: 7, told: "", severities: {}, unjudged: 0 } });
  });
  await dropped(page, [asked.dropping.single, `${asked.dropping.folder}/${asked.dropping.inside[0]}`]);
  await read(page, 2);
  await page.locator("#all-list").click();
  await page.waitForFunction(() => window.told.saved.length);
  seen.host = await page.evaluate(() => window.told);
  await page.close();
}

export async function dropping() {
  seen.dropping = {};
  for (const part of [asFile, chosen, withoutHandles, inVain, inHost]) await part();
}
