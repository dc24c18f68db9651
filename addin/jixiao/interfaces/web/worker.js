// The worker: Python and the program in it. Everything comes with the first message; nothing is fetched.
const TYPES = { wasm: "application/wasm", zip: "application/zip" };
const PAGE = 65_536; // bytes of a page of WebAssembly's memory
let ask;

self.onmessage = async ({ data }) => {
  if (data.parts) {
    try {
      await start(data.parts, data.largestMemory);
      self.postMessage({ ready: true });
    } catch (error) {
      self.postMessage({ broken: String(error) });
    }
    return;
  }
  try {
    self.postMessage({ id: data.id, ...put(ask(data.task, blanks(data.args))) });
  } catch (error) { // Python itself has ended
    self.postMessage({ id: data.id, fatal: String(error) });
  }
};

async function start(parts, largestMemory) {
  self.fetch = async (address) => {
    const name = Object.keys(parts).find((each) => String(address).endsWith("/" + each));
    if (!name) throw new TypeError("nothing is fetched here: " + address);
    return new Response(parts[name], { headers: { "Content-Type": TYPES[name.split(".").pop()] || "text/plain" } });
  };
  const [{ loadPyodide }, { default: create }] = await Promise.all(
    [imported(parts["pyodide.mjs"]), imported(parts["pyodide.asm.mjs"])]);
  const python = await loadPyodide({
    indexURL: "https://page.invalid/", lockFileContents: new TextDecoder().decode(parts["pyodide-lock.json"]),
    createPyodideModule: (settings) => beginning(create, settings, parts, largestMemory),
    _loadSnapshot: parts["memory.bin"],
  });
  python.unpackArchive(parts["site.zip"], "zip", { extractDir: "/site" });
  ask = python.runPython(`
import importlib, sys
sys.path.insert(0, "/site")
importlib.invalidate_caches()
from jixiao.interfaces.web.desk import ask, warm
ask`);
  warm(python.globals.get("warm"));
}

// Python is told that there is no more, and can say so; the browser would end the whole page.
function limit(memory, most) {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE > most) throw new RangeError("no more memory");
    return grow(pages);
  };
}

// Between two questions: what comes first is read quicker.
function warm(next) {
  setTimeout(() => { if (next()) warm(next); }, 50);
}

// Python as it stood when the page was built (prepare.mjs): its machine code comes before everything else, so that it
// stands at the places that its memory, put in after this, speaks of.
async function beginning(create, settings, parts, largestMemory) {
  const libraries = Object.keys(parts).filter((name) => name.endsWith(".so")).map((name) => "/site/" + name);
  const python = await create(Object.assign(settings, { dynamicLibraries: libraries }));
  if (parts["memory.bin"]) python._emscripten_resize_heap(parts["memory.bin"].byteLength);
  limit(python.memory, largestMemory);
  return python;
}

async function imported(bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

// A blank cell is None to Python; Pyodide makes that of undefined alone.
function blanks(value) {
  if (Array.isArray(value)) return value.map(blanks);
  return value === null ? undefined : value;
}

function put(answer) {
  const plain = answer.toJs({ dict_converter: Object.fromEntries });
  answer.destroy();
  return plain;
}
