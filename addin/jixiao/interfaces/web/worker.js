// The worker: Python and the program in it. Everything comes with the first message; nothing is fetched.
const TYPES = { wasm: "application/wasm", zip: "application/zip" };
let ask;

self.onmessage = async ({ data }) => {
  if (data.parts) {
    try {
      await start(data.parts);
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

async function start(parts) {
  self.fetch = async (address) => {
    const name = String(address).split("/").pop();
    if (!(name in parts)) throw new TypeError("nothing is fetched here: " + name);
    return new Response(parts[name], { headers: { "Content-Type": TYPES[name.split(".").pop()] || "text/plain" } });
  };
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all(
    [imported(parts["pyodide.mjs"]), imported(parts["pyodide.asm.mjs"])]);
  const python = await loadPyodide({
    createPyodideModule, indexURL: "https://page.invalid/",
    lockFileContents: new TextDecoder().decode(parts["pyodide-lock.json"]),
  });
  python.unpackArchive(parts["site.zip"], "zip", { extractDir: "/site" });
  ask = python.runPython(`
import sys
sys.path.insert(0, "/site")
from jixiao.interfaces.web.desk import Desk, answer
desk = Desk()
def ask(task, arguments):
    return answer(desk, task, [bytes(each) if isinstance(each, memoryview) else each for each in arguments.to_py()])
ask`);
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
