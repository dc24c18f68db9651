"use strict";
// Python in its worker: one question after the other, and a new worker where one has ended or was ended.
(() => {
  if (!window.jixiaoCanRun) return;

  const { settings } = window.jixiao;
  const NOT_STARTED = "程序没有启动起来。请关闭别的网页再重新打开这一个，或换 Edge、Chrome 的新版本";
  const CUT = "这个网页文件不完整，可能没有下载完、没有拷完。请重新拿一份再打开";
  const STOPPED = {
    timeout: () => `用时超过 ${settings.secondsPerFile} 秒，已经停下，没有读完。请在 Word 或 Excel 里删去多余的内容再试`,
    spent: (answer) => answer.error,
    fatal: () => "内存不够或程序意外中断，没有读完；已重新启动，可以接着读别的文件",
  };

  // Five signs are four bytes, as Python's base64.b85encode writes them; a sixteenth shorter than base64.
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
  const DIGITS = new Uint8Array(128);
  [...SIGNS].forEach((sign, digit) => { DIGITS[sign.charCodeAt(0)] = digit; });

  function bytesOf(text) {
    const signs = new TextEncoder().encode(text.replaceAll("\n", ""));
    const bytes = new Uint8Array(Math.ceil(signs.length / 5) * 4);
    for (let at = 0, to = 0; at < signs.length; at += 5) {
      let number = 0;
      for (let next = at; next < at + 5; next += 1) {
        number = number * 85 + (next < signs.length ? DIGITS[signs[next]] : 84);
      }
      for (let shift = 24; shift >= 0; shift -= 8) bytes[to++] = number >>> shift;
    }
    return bytes.subarray(0, Math.floor(signs.length * 4 / 5));
  }

  async function unpacked(element) {
    const stream = new Blob([bytesOf(element.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return [element.dataset.packed, await new Response(stream).arrayBuffer()];
  }

  window.jixiao.engine = {
    parts: null, worker: null, settle: null, number: 0, last: Promise.resolve(),

    async begin() {
      if (!document.getElementById("whole")) throw new Error(CUT);
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
        this.worker.postMessage({ parts: this.parts, largestMemory: settings.largestMemory });
      });
    },

    whyNot: ({ message }) => (message === CUT ? CUT : NOT_STARTED),

    // One question after the other.
    ask(task, ...args) {
      this.last = this.last.then(() => this.one(task, args));
      return this.last;
    },

    async one(task, args) {
      try {
        await this.ready;
      } catch (error) {
        return { error: this.whyNot(error) };
      }
      const answer = await this.answered(task, args);
      const end = Object.keys(STOPPED).find((each) => answer[each]);
      if (!end) return answer;
      this.worker.terminate(); // what it has taken is given back with it
      this.ready = this.begin();
      return { error: STOPPED[end](answer) };
    },

    answered(task, args) {
      const id = (this.number += 1);
      return new Promise((done) => {
        const timer = setTimeout(() => done({ timeout: true }), settings.secondsPerFile * 1000);
        this.settle = ({ id: answered, ...said }) => { if (answered === id) { clearTimeout(timer); done(said); } };
        const contents = args.filter((each) => each instanceof Uint8Array).map((each) => each.buffer);
        this.worker.postMessage({ id, task, args }, contents);
      });
    },
  };
})();
