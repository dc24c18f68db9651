"use strict";
// What a person sees and does: files in, a list of them, one file's findings, files out.
(() => {
  if (!window.jixiaoCanRun) return;

  const { host, engine, settings } = window.jixiao;
  const KINDS = /\.(docx|xlsx|xlsm)$/i;
  const BOTH = [["list", "问题清单（.xlsx）"], ["page", "问题网页（.html）"]];
  const OF_BOOK = [["report", "生成自评报告（.docx）"], ["final", "导出上报版（.xlsx）"], ...BOTH];
  const OF_WORD = [["book", "读成工作簿（.xlsx）"], ...BOTH];
  const LARGE = 20_000_000;
  const at = (id) => document.getElementById(id);
  const megabytes = (size) => `${Math.ceil(size / 1_000_000)} MB`;

  // ---- the list of files --------------------------------------------------------------------------------------------
  const files = [];
  let done = 0;
  let turn = Promise.resolve(); // files are opened one after the other: of two hundred only one lies in memory

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
      turn = turn.then(() => check(entry));
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
      const most = megabytes(settings.largestFile);
      return { error: `「${entry.file.name}」有 ${megabytes(entry.file.size)}，太大（最多 ${most}），没有打开。里面如有大图，请压缩图片后再试` };
    }
    show(entry, entry.file.size > LARGE ? `正在读（${megabytes(entry.file.size)}，要等一会儿）…` : "正在读…");
    return withContent(entry, (...file) => engine.ask("check", ...file));
  }

  async function withContent({ file }, ask) {
    try {
      return ask(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch {
      return { error: `「${file.name}」读不到：文件可能已移走、改名，或正被别的程序独占打开` };
    }
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
      element("td", {}, state, " ", ...press), ...counts);
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
    if (at("template")) {
      at("by-template").hidden = !told.isBook;
      at("template").onchange = (event) => byTemplate(entry, event.target);
    }
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
    const answer = await withContent(entry, (...file) => engine.ask("make", what, ...file, agreed));
    pressed.disabled = false;
    if (answer.done?.lost) {
      at("made").textContent = "";
      if (await agree(answer.done)) await make(entry, what, pressed, true);
    } else {
      save(answer, at("made"));
    }
  }

  async function byTemplate(entry, chosen) {
    at("made").textContent = "正在生成…";
    save(await withContent(entry, (...file) => withContent({ file: chosen.files[0] },
      (...template) => engine.ask("by_template", ...file, ...template))), at("made"));
    chosen.value = "";
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
      host.message(engine.whyNot(error));
      document.body.dataset.ready = "no";
    }
  });
  window.jixiao.add = add;
})();
