"use strict";
(() => {
  if (!window.jixiaoCanRun) return;

  // What may be set from outside before the page begins: limits, and another host.
  const settings = Object.assign({ secondsPerFile: 120, largestFile: 100_000_000 }, window.jixiaoSettings);
  const KINDS = /\.(docx|xlsx|xlsm)$/i;
  const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const TYPES = { docx: DOCX, xlsx: XLSX, html: "text/html" };
  const BOTH = [["list", "问题清单（.xlsx）"], ["page", "问题网页（.html）"]];
  const OF_BOOK = [["report", "生成自评报告（.docx）"], ["final", "导出上报版（.xlsx）"], ...BOTH];
  const OF_WORD = [["book", "读成工作簿（.xlsx）"], ...BOTH];
  const NOT_STARTED = "程序没有启动起来。请关闭别的网页再重新打开这一个，或换 Edge、Chrome 的新版本";
  const at = (id) => document.getElementById(id);

  // ---- the host: where the page runs; an Office or WPS add-in can put its own in window.jixiaoHost --------------------
  const browserHost = {
    name: () => "浏览器",
    readRange: async () => { throw new Error("浏览器里没有打开的工作簿"); },
    write: async () => { throw new Error("浏览器里没有打开的工作簿"); },
    message: (text) => { at("status").textContent = text; },
    save: (name, content) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([content], { type: TYPES[name.split(".").pop()] }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
  const host = window.jixiaoHost || browserHost;

  // ---- Python in its worker -----------------------------------------------------------------------------------------
  async function unpacked(element) {
    const text = atob(element.textContent);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return [element.dataset.packed, await new Response(stream).arrayBuffer()];
  }

  const engine = {
    parts: null, worker: null, settle: null, number: 0, last: Promise.resolve(),

    async begin() {
      const packed = [...document.querySelectorAll("[data-packed]")];
      this.parts ||= Object.fromEntries(await Promise.all(packed.map(unpacked)));
      const address = URL.createObjectURL(new Blob([this.parts["worker.js"]], { type: "text/javascript" }));
      this.worker = new Worker(address);
      return new Promise((done, failed) => {
        this.worker.onmessage = ({ data }) => {
          if (data.ready) done(data.ready);
          else if (data.broken) failed(new Error(data.broken));
          else this.settle?.(data);
        };
        this.worker.onerror = (event) => {
          event.preventDefault();
          failed(new Error(event.message));
          this.settle?.({ id: this.number, fatal: event.message });
        };
        this.worker.postMessage({ parts: this.parts });
      });
    },

    // One question after the other; one that takes too long is ended with its worker.
    ask(task, ...args) {
      this.last = this.last.then(() => this.one(task, args));
      return this.last;
    },

    async one(task, args) {
      try {
        await this.ready;
      } catch {
        return { error: NOT_STARTED };
      }
      const id = (this.number += 1);
      const answer = await new Promise((done) => {
        const timer = setTimeout(() => done({ timeout: true }), settings.secondsPerFile * 1000);
        this.settle = ({ id: answered, ...said }) => { if (answered === id) { clearTimeout(timer); done(said); } };
        this.worker.postMessage({ id, task, args });
      });
      if (!answer.timeout && !answer.fatal) return answer;
      this.worker.terminate();
      this.ready = this.begin();
      return { error: answer.timeout
        ? `用时超过 ${settings.secondsPerFile} 秒，已经停下，没有读完。请在 Word 或 Excel 里删去多余的内容再试`
        : "内存不够或程序意外中断，没有读完；已重新启动，可以接着读别的文件" };
    },
  };

  // ---- the list of files --------------------------------------------------------------------------------------------
  const files = [];
  let done = 0;

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function button(text, press, kind = "") {
    return element("button", { type: "button", textContent: text, className: kind, onclick: press });
  }

  function add(chosen, skipped = 0) {
    const added = chosen.filter((file) => !file.name.startsWith("~$"));
    for (const file of added) {
      const entry = { file, answer: null, row: element("tr", {}) };
      files.push(entry);
      show(entry, "等待");
      at("rows").append(entry.row);
      check(entry);
    }
    at("results").hidden = files.length === 0;
    if (skipped) at("skipped").textContent = `文件夹里另有 ${skipped} 个不是 .docx、.xlsx、.xlsm 的文件，没有读`;
    progress();
  }

  async function check(entry) {
    entry.answer = await read(entry);
    done += 1;
    show(entry, entry.answer.error ? "读不了" : "读完");
    progress();
    if (files.length === 1) open(entry);
  }

  async function read(entry) {
    if (entry.file.size > settings.largestFile) {
      return { error: `「${entry.file.name}」太大，不像自评报告，没有打开。里面如有大图，请压缩图片后再试` };
    }
    await engine.last;
    show(entry, "正在读…");
    return asked("check", entry);
  }

  async function asked(task, entry, ...before) {
    let content;
    try {
      content = new Uint8Array(await entry.file.arrayBuffer());
    } catch {
      return { error: `「${entry.file.name}」读不到：文件可能已移走、改名，或正被别的程序独占打开` };
    }
    return before.length
      ? engine.ask(task, before[0], entry.file.name, content, ...before.slice(1))
      : engine.ask(task, entry.file.name, content);
  }

  function show(entry, state) {
    const told = entry.answer?.done;
    const counts = told
      ? [told.severities.error, told.severities.warning, told.unjudged].map((count) => element("td", { className: "count" }, String(count)))
      : [element("td", { colSpan: 3, className: "reason" }, entry.answer?.error || "")];
    const press = told ? [button("看结果", () => open(entry, true))] : [];
    press.forEach((each) => each.setAttribute("aria-label", `看结果：${entry.file.name}`));
    entry.row.replaceChildren(
      element("th", { scope: "row", textContent: entry.file.webkitRelativePath || entry.file.name }),
      element("td", { textContent: state }), ...counts, element("td", {}, ...press));
    entry.row.dataset.state = state;
  }

  // One list of all that were read, and of those that could not be.
  async function together() {
    at("all-made").textContent = "正在生成…";
    const rows = files.filter((entry) => entry.answer).map(({ file, answer: { done: told, error } }) => (
      { ...(told ? told.listed : { told: error }), file: file.webkitRelativePath || file.name }));
    save(await engine.ask("together", rows), at("all-made"));
  }

  function progress() {
    at("all").hidden = files.length < 2 || done < files.length;
    at("progress").max = files.length || 1;
    at("progress").value = done;
    const wrong = files.filter((entry) => entry.answer?.error).length;
    host.message(done < files.length ? `正在读：${done} / ${files.length} 个` :
      `已读完 ${files.length} 个文件` + (wrong ? `，其中 ${wrong} 个读不了，原因在表里` : ""));
  }

  // ---- one file -----------------------------------------------------------------------------------------------------
  function open(entry, focus = false) {
    const told = entry.answer.done;
    if (!told) return;
    at("file-name").textContent = entry.file.name;
    at("file-taken").textContent = [told.unit, told.year ? `${told.year}年度` : "", told.taken].filter(Boolean).join("　");
    const tasks = told.isBook ? OF_BOOK : OF_WORD;
    at("downloads").replaceChildren(...tasks.map(([what, text], index) => button(text, (event) => make(entry, what, event.target), index ? "" : "main")));
    at("findings").innerHTML = told.findings; // made by our own writer of elements: a file's words are text in it
    at("scores").innerHTML = told.scores;
    at("scored").hidden = !told.scores;
    at("made").textContent = "";
    at("detail").hidden = false;
    if (focus) at("file-name").focus();
  }

  async function make(entry, what, pressed, agreed = false) {
    pressed.disabled = true;
    at("made").textContent = "正在生成…";
    const answer = await asked("make", entry, what, agreed);
    pressed.disabled = false;
    if (answer.done?.lost) {
      at("made").textContent = "";
      if (await agree(answer.done)) await make(entry, what, pressed, true);
    } else {
      save(answer, at("made"));
    }
  }

  function save(answer, place) {
    if (answer.error) {
      place.textContent = answer.error;
      return;
    }
    host.save(answer.done.name, answer.done.content);
    place.textContent = [`已生成：${answer.done.name}`, answer.done.told].filter(Boolean).join("。");
  }

  function agree({ lost, count }) {
    const dialog = at("lost");
    at("lost-items").replaceChildren(...lost.map((text) => element("li", { textContent: text })),
      ...(count > lost.length ? [element("li", { textContent: `……共 ${count} 处` })] : []));
    return new Promise((answered) => {
      dialog.onclose = () => answered(dialog.returnValue === "yes");
      dialog.returnValue = "";
      dialog.showModal();
    });
  }

  // ---- choosing and dropping ----------------------------------------------------------------------------------------
  function choose(event) {
    const chosen = [...event.target.files];
    const isFolder = event.target.webkitdirectory;
    const wanted = isFolder ? chosen.filter((file) => KINDS.test(file.name)) : chosen;
    add(wanted, chosen.length - wanted.length);
    event.target.value = "";
  }

  async function below(entry) {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return (await Promise.all(found.map(below))).flat();
      found.push(...some);
    }
  }

  async function drop(event) {
    event.preventDefault();
    at("drop").classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return add([...event.dataTransfer.files]);
    const single = await Promise.all(entries.filter((entry) => entry.isFile).map(below));
    const inside = (await Promise.all(entries.filter((entry) => entry.isDirectory).map(below))).flat();
    const wanted = inside.filter((file) => KINDS.test(file.name));
    return add([...single.flat(), ...wanted], inside.length - wanted.length);
  }

  async function makeNew(event) {
    event.preventDefault();
    const [family, unit, year, projects] = ["family", "unit", "year", "projects"].map((name) => at(name).value);
    at("new-made").textContent = "正在生成…";
    save(await engine.ask("new", family, unit, Number(year), Number(projects)), at("new-made"));
  }

  document.addEventListener("DOMContentLoaded", async () => {
    at("files").onchange = at("folder").onchange = choose;
    at("new-book").onsubmit = makeNew;
    at("all-list").onclick = together;
    document.addEventListener("dragover", (event) => { event.preventDefault(); at("drop").classList.add("over"); });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) at("drop").classList.remove("over"); });
    document.addEventListener("drop", drop);
    engine.ready = engine.begin();
    try {
      await engine.ready;
      at("make-new").disabled = false;
      if (!files.length) host.message("可以放文件了");
      document.body.dataset.ready = "yes";
    } catch (error) {
      console.error(error);
      host.message(NOT_STARTED);
      document.body.dataset.ready = "no";
    }
  });
  window.jixiao = { engine, host, settings, add };
})();
