"use strict";
// Where the page runs, and what may be set from outside before it begins. An Office or WPS add-in is another host of
// the same page: it puts into window.jixiaoHost what it does in its own way, and the browser does the rest.
(() => {
  if (!window.jixiaoCanRun) return;

  const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const TYPES = { docx: DOCX, xlsx: XLSX, html: "text/html" };
  const noBook = async () => { throw new Error("浏览器里没有打开的工作簿"); };

  const browser = {
    name: () => "浏览器",
    readRange: noBook, // (address) → rows of cells
    write: noBook, // (address, rows of cells)
    message: (text) => { document.getElementById("status").textContent = text; },
    save: (name, content) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([content], { type: TYPES[name.split(".").pop()] }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
  const limits = { secondsPerFile: 120, largestFile: 100_000_000, largestMemory: 1_000_000_000 };
  window.jixiao = {
    host: { ...browser, ...window.jixiaoHost },
    settings: { ...limits, ...window.jixiaoSettings },
  };
})();
