"use strict";
// What was chosen or dropped, as files to be opened when their turn comes: each with its name, its path and `open`.
(() => {
  if (!window.jixiaoCanRun) return;

  const KINDS = /\.(docx|xlsx|xlsm)$/i;
  const BESIDE = /^(~\$|\.~|\._)/; // what Word, WPS and macOS lay beside a file
  const byPath = new Intl.Collator("zh", { numeric: true }).compare;

  const real = ({ name }) => !BESIDE.test(name);
  const chosen = (file) => ({ name: file.name, path: file.webkitRelativePath || file.name, open: async () => file });

  // A page that was opened as a file may look into a dropped folder through handles alone.
  async function* inHandle(folder, path) {
    for await (const inside of folder.values()) {
      const below = `${path}/${inside.name}`;
      if (inside.kind === "directory") yield* inHandle(inside, below);
      else yield { name: inside.name, path: below, open: () => inside.getFile() };
    }
  }

  // Browsers without handles; a folder's content comes in pieces of a hundred.
  async function* inEntry(folder) {
    const reader = folder.createReader();
    const more = () => new Promise((done, failed) => reader.readEntries(done, failed));
    for (let some = await more(); some.length; some = await more()) {
      for (const inside of some) {
        if (inside.isDirectory) yield* inEntry(inside);
        else yield { name: inside.name, path: inside.fullPath.slice(1), open: () => new Promise((done, failed) => inside.file(done, failed)) };
      }
    }
  }

  async function ofFolder({ entry, handle }) {
    const all = [];
    try {
      const folder = await handle;
      for await (const file of folder ? inHandle(folder, folder.name) : inEntry(entry)) all.push(file);
      return { all };
    } catch {
      return { all, unread: entry.name };
    }
  }

  // What of a folder is read; the rest is counted.
  function sifted(all) {
    const found = all.filter((file) => KINDS.test(file.name)).sort((a, b) => byPath(a.path, b.path));
    return { found, others: all.length - found.length };
  }

  window.jixiao.given = {
    // The files of an <input>; of a folder those that can be read.
    byInput({ files, webkitdirectory }) {
      const all = [...files].filter(real).map(chosen);
      return { unread: [], ...(webkitdirectory ? sifted(all) : { found: all, others: 0 }) };
    },

    // What was dropped: single files as they are, of folders what can be read, and the folders that cannot be opened.
    async byDrop({ items }) {
      const dropped = [...items].filter((item) => item.kind === "file").map((item) => { // all asked before any is waited for
        const entry = item.webkitGetAsEntry?.();
        const handle = entry?.isDirectory && item.getAsFileSystemHandle?.().catch(() => null);
        return { file: item.getAsFile(), entry, handle };
      });
      const [folders, single] = [true, false].map((is) => dropped.filter(({ entry }) => Boolean(entry?.isDirectory) === is));
      const looked = await Promise.all(folders.map(ofFolder));
      const { found, others } = sifted(looked.flatMap(({ all }) => all.filter(real)));
      const files = single.map(({ file }) => file).filter((file) => file && real(file));
      return { found: [...files.map(chosen), ...found], others, unread: looked.map(({ unread }) => unread).filter(Boolean) };
    },
  };
})();
