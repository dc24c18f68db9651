"use strict";
// What a person sees and does: files in, a list of them, one file's findings, files out.
(() => {
  if (!window.jixiaoCanRun) return;

  const { host, engine, settings, given } = window.jixiao;
  const BOTH = [["list", "问题清单（.xlsx）"], ["page", "问题网页（.html）"]];
  const OF_BOOK = [["report", "生成自评报告（.docx）"], ["final", "导出上报版（.xlsx）"], ...BOTH];
  const OF_WORD = [["book", "读成工作簿（.xlsx）"], ...BOTH];
  const LARGE = 20_000_000;
  const at = (id) => document.getElementById(id);
  const megabytes = (size) => `${Math.ceil(size / 1_000_000)} MB`;

  // ---- the list of files --------------------------------------------------------------------------------------------
  const files = [];
  let done = 0;
  let repeated = 0;
  let turn = Promise.resolve(); // files are opened one after the other: of two hundred only one lies in memory

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function button(text, press, kind = "") {
    return element("button", { type: "button", textContent: text, className: kind, onclick: press });
  }

  function add({ found, others, unread }) {
    repeated = 0;
    at("repeated").textContent = "";
    for (const file of found) {
      const entry = { ...file, answer: null, row: element("tr", {}) };
      files.push(entry);
      show(entry, "等待");
      at("rows").append(entry.row);
      turn = turn.then(() => check(entry));
    }
    at("note").replaceChildren(...notes(found, others, unread).map((text) => element("p", { textContent: text })));
    progress();
  }

  function notes(found, others, unread) {
    const told = unread.map((name) => `文件夹「${name}」没有读全，浏览器不让打开。请用“选文件夹”，或打开它，把里面的文件拖到这里`);
    if (others) told.push(`文件夹里另有 ${others} 个不是 .docx、.xlsx、.xlsm 的文件，没有读`);
    if (!found.length && !unread.length) told.push("没有找到能读的文件。请放 .docx、.xlsx、.xlsm，或放着这些文件的文件夹");
    return told;
  }

  async function check(entry) {
    const file = await entry.open().catch(() => null);
    entry.mark = file && [entry.path, file.size, file.lastModified].join();
    if (files.some((each) => each.answer?.done && each.mark === entry.mark)) {
      leaveOut(entry);
      return;
    }
    entry.answer = await read(entry, file);
    done += 1;
    show(entry, entry.answer.error ? "读不了" : "读完");
    progress();
    if (files.length === 1) open(entry);
  }

  // It stands in the list already, read and unchanged since.
  function leaveOut(entry) {
    files.splice(files.indexOf(entry), 1);
    entry.row.remove();
    repeated += 1;
    at("repeated").textContent = `有 ${repeated} 个文件已经在表里，没有改过，没有再读`;
    progress();
  }

  async function read(entry, file) {
    if (file?.size > settings.largestFile) {
      const most = megabytes(settings.largestFile);
      return { error: `「${entry.name}」有 ${megabytes(file.size)}，太大（最多 ${most}），没有打开。里面如有大图，请压缩图片后再试` };
    }
    show(entry, file?.size > LARGE ? `正在读（${megabytes(file.size)}，要等一会儿）…` : "正在读…");
    return withContent(entry, (...content) => engine.ask("check", ...content));
  }

  async function withContent({ name, open: opened }, ask) {
    try {
      return ask(name, new Uint8Array(await (await opened()).arrayBuffer()));
    } catch {
      return { error: `「${name}」读不到：文件可能已移走、改名，或正被别的程序独占打开` };
    }
  }

  function show(entry, state) {
    const told = entry.answer?.done;
    const counts = told
      ? [told.severities.error, told.severities.warning, told.severities.info, told.unjudged].map((count) => element("td", { className: "count" }, String(count)))
      : [element("td", { colSpan: 4, className: "reason" }, entry.answer?.error || "")];
    const press = told ? [button("看结果", () => open(entry, true))] : [];
    press.forEach((each) => each.setAttribute("aria-label", `看结果：${entry.path}`));
    entry.row.replaceChildren(
      element("th", { scope: "row", textContent: entry.path }),
      element("td", {}, state, " ", ...press), ...counts);
    entry.row.dataset.state = state;
  }

  // One list of all that were read, and of those that could not be.
  async function together(event) {
    const rows = files.filter((entry) => entry.answer).map(({ path, answer: { done: told, error } }) => (
      { ...(told ? told.listed : { told: error }), file: path }));
    save(await busy(event.target, at("all-made"), () => engine.ask("together", rows)), at("all-made"));
  }

  function progress() {
    at("results").hidden = files.length === 0;
    at("all").hidden = files.length < 2 || done < files.length;
    at("progress").max = files.length || 1;
    at("progress").value = done;
    if (!files.length) return;
    const wrong = files.filter((entry) => entry.answer?.error).length;
    host.message(done < files.length ? `正在读：${done} / ${files.length} 个` :
      `已读完 ${files.length} 个文件` + (wrong ? `，其中 ${wrong} 个读不了，原因在表里` : ""));
  }

  // ---- one file -----------------------------------------------------------------------------------------------------
  function open(entry, focus = false) {
    const told = entry.answer.done;
    if (!told) return;
    files.forEach(({ row }) => { row.ariaCurrent = null; });
    entry.row.ariaCurrent = "true";
    at("file-name").textContent = entry.path;
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

  // Told to be busy and not disabled: a disabled button would let the keyboard's place go.
  async function busy(pressed, place, work) {
    if (pressed.ariaDisabled) return null;
    pressed.ariaDisabled = "true";
    place.textContent = "正在生成…";
    const answer = await work();
    pressed.ariaDisabled = null;
    return answer;
  }

  async function make(entry, what, pressed, agreed = false) {
    const answer = await busy(pressed, at("made"), () => withContent(entry, (...file) => engine.ask("make", what, ...file, agreed)));
    const question = answer?.done?.question;
    if (!question) return save(answer, at("made"));
    at("made").textContent = "";
    if (await agree(question)) return make(entry, what, pressed, true);
    at("made").textContent = "没有导出";
    pressed.focus();
  }

  async function byTemplate(entry, chosen) {
    const [template] = given.byInput(chosen).found;
    save(await busy(chosen, at("made"), () => withContent(entry, (...file) => withContent(template,
      (...content) => engine.ask("by_template", ...file, ...content)))), at("made"));
    chosen.value = "";
  }

  function save(answer, place) {
    if (!answer) return; // pressed again while it is being made
    if (answer.error) {
      place.textContent = answer.error;
      return;
    }
    host.save(answer.done.name, answer.done.content);
    place.textContent = [`已生成：${answer.done.name}`, answer.done.told].filter(Boolean).join("。");
  }

  // Whether it is made all the same, after what is still open and what it would leave out were read.
  function agree(question) {
    const dialog = at("question");
    for (const [part, items] of Object.entries(question)) {
      at(part).hidden = items.length === 0;
      at(`${part}-items`).replaceChildren(...items.map((text) => element("li", { textContent: text })));
    }
    return new Promise((answered) => {
      dialog.onclose = () => answered(dialog.returnValue === "yes");
      dialog.returnValue = "";
      dialog.showModal();
    });
  }

  // ---- choosing and dropping ----------------------------------------------------------------------------------------
  function choose(event) {
    add(given.byInput(event.target));
    event.target.value = "";
  }

  async function drop(event) {
    event.preventDefault();
    at("drop").classList.remove("over");
    const dropped = given.byDrop(event.dataTransfer);
    at("note").textContent = "正在看放进来的有哪些文件…";
    add(await dropped);
  }

  async function makeNew(event) {
    event.preventDefault();
    const [family, unit, year, projects] = ["family", "unit", "year", "projects"].map((name) => at(name).value);
    const asked = () => engine.ask("new", family, unit, Number(year), Number(projects));
    save(await busy(at("make-new"), at("new-made"), asked), at("new-made"));
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
})();
