// What the page begins with: node prepare.mjs FOLDER LIBRARY...
// FOLDER holds the runtime, site.zip and the libraries, which are given as Python will ask for them. The page's own
// Python compiles the site; another, in which nothing else has been done, imports the program. Its memory is written to
// FOLDER/memory.bin, and what of the site and of Python's own library it has not imported to rest.zip and library.zip.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...dynamicLibraries] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const { default: create } = await import(pathToFileURL(`${folder}/pyodide.asm.mjs`).href);

const begin = () => loadPyodide({
  indexURL: folder, _makeSnapshot: true, env: { HOME: "/home", PYTHONNODEBUGRANGES: "1" },
  // as worker.js loads them: before everything else, so that they stand at the same places in memory
  createPyodideModule: (settings) => create(Object.assign(settings, {
    dynamicLibraries, locateFile: (path) => `${folder}/${basename(path)}`,
  })),
});

const compiler = await begin();
compiler.FS.writeFile("/source.zip", new Uint8Array(readFileSync(`${folder}/site.zip`)));
compiler.runPython(`
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

with zipfile.ZipFile("/source.zip") as source, zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_STORED) as compiled:
    for entry in source.infolist():
        content = source.read(entry)
        if entry.filename.endswith(".py"):
            code = compile(content, f"/site/{entry.filename}", "exec", dont_inherit=True, optimize=2)
            content = _code_to_hash_pyc(code, bytes(8), False)
            entry = zipfile.ZipInfo(f"{entry.filename}c", entry.date_time)
        compiled.writestr(entry, content)
`);

const python = await begin();
python.FS.writeFile("/compiled.zip", compiler.FS.readFile("/compiled.zip"));
python.runPython(`
import gc, importlib, shutil, sys

shutil.unpack_archive("/compiled.zip", "/site")
sys.path.insert(0, "/site")
importlib.import_module("jixiao.interfaces.web.desk")
gc.collect()
gc.freeze()
`);
writeFileSync(`${folder}/memory.bin`, python.makeMemorySnapshot());
python.runPython(`
import zipfile

OWN = next(path for path in sys.path if path.endswith(".zip"))
NEVER = ("_aix_support.", "_android_support.", "_apple_support.", "_ios_support.", "_osx_support.", "_pydatetime.",
         "_pydecimal.", "_pyio.", "_pyrepl/", "bdb.", "cProfile.", "cmd.", "colorsys.", "compileall.", "ctypes/macholib/",
         "doctest.", "encodings/cp0", "encodings/cp10", "encodings/cp11", "encodings/cp2", "encodings/cp5",
         "encodings/cp7", "encodings/cp8", "encodings/mac_", "ensurepip/", "filecmp.", "fileinput.", "ftplib.",
         "getpass.", "http/", "idlelib/", "imaplib.", "mailbox.", "modulefinder.", "multiprocessing/", "netrc.",
         "nturl2path.", "optparse.", "pdb.", "pickletools.", "plistlib.", "poplib.", "profile.", "pstats.", "pty.",
         "pyclbr.", "pydoc", "sched.", "shelve.", "smtplib.", "socketserver.", "symtable.", "tabnanny.", "timeit.",
         "trace.", "tty.", "unittest/", "venv/", "wave.", "webbrowser.", "wsgiref/", "xmlrpc/",
         "zipapp.")  # terminals, servers, mail, tests, other systems, old code pages, what is there in C too
imported = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
for archive, place, left in (("/compiled.zip", "/site", "/rest.zip"), (OWN, OWN, "/library.zip")):
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(left, "w", zipfile.ZIP_STORED) as rest:
        for entry in whole.infolist():
            if f"{place}/{entry.filename}" not in imported and not entry.filename.startswith(NEVER):
                rest.writestr(entry.filename, whole.read(entry))
`);
writeFileSync(`${folder}/rest.zip`, python.FS.readFile("/rest.zip"));
writeFileSync(`${folder}/library.zip`, python.FS.readFile("/library.zip"));
