// Compiles what Python imports with the Python of the page itself: node compile.mjs PYODIDE_FOLDER SITE.zip COMPILED.zip
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, source, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: folder });
python.FS.writeFile("/source.zip", new Uint8Array(readFileSync(source)));
python.runPython(`
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

with zipfile.ZipFile("/source.zip") as source, zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_STORED) as compiled:
    for entry in source.infolist():
        content = source.read(entry)
        if entry.filename.endswith(".py"):
            code = compile(content, f"/site/{entry.filename}", "exec", dont_inherit=True)
            content = _code_to_hash_pyc(code, bytes(8), False)
            entry = zipfile.ZipInfo(f"{entry.filename}c", entry.date_time)
        compiled.writestr(entry, content)
`);
writeFileSync(target, python.FS.readFile("/compiled.zip"));
