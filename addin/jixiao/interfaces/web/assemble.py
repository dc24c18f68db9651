"""The one HTML file: the runtime, the packages, the families and the program, packed into it; nothing is loaded."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import resources as package_files
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from jixiao.audit.presentation.elements import E, as_html
from jixiao.core import resources
from jixiao.core.files import replacing
from jixiao.interfaces.web.preparing import prepared
from jixiao.interfaces.web.runtime import packages, pyodide_files
from jixiao.interfaces.web.template_packages import template_packages
from jixiao.model.forms.family import FamilyHead
from jixiao.model.forms.library import families, load
from jixiao.model.forms.yaml_file import read_yaml

_ROOMS = ("core", "model", "audit", "documents")
_TEMPLATES = "documents/word_templates/"
"""The room that is used where lxml was given."""
_NEED_LXML = tuple(f"documents/{room}/" for room in ("annotation", "circulation", "learning"))
"""Rooms that a browser does not use: they edit XML in place."""
_FILES = ("__init__.py", "interfaces/__init__.py", "interfaces/web/__init__.py", "interfaces/web/desk.py")
_DATA = (("workbook", "forms"), ("macros",))
_LEARNED_FROM = (".docx", ".xlsx")
"""The blanks beside a family: only learning compares it with them, which a browser does not."""
_NOT_HERE = ("Excel 里的按钮", "读 .doc、.pdf 等别的格式", "在原文件上加批注")
_TEMPLATE_CHOICE = (
    '<p id="by-template" class="choose"><label class="choice">按报告模板生成（选 .docx 模板）'
    '<input id="template" type="file" accept=".docx"></label></p>'
)
_SCRIPTS = ("browser_test.js", "host.js", "engine.js", "dropped.js", "page.js")
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 8
"""Of compression; 9 takes twice as long for the program's memory and saves three thousandths."""
_LINE = 20_000
"""Characters of a line of packed data: editors and mail programs choke on longer ones."""


def write_page(target: Path, runtime: Path, lxml: Path | None = None) -> None:
    """Write the page.

    Args:
        target: the .html; an existing one is replaced when the new one is whole.
        runtime: the folder with Pyodide and the wheels.
        lxml: its wheel for browsers; without it Word templates are not offered.

    Raises:
        RuntimeMissing: something is not in that folder.
        OutputError: the page cannot be written; what stood there before still stands.
    """
    pyodide = pyodide_files(runtime)
    found = packages(runtime) | (template_packages(lxml) if lxml else {})
    text = whole_page(pyodide | prepared(_site(found, bool(lxml)), pyodide), bool(lxml))
    with replacing(target) as temporary:
        temporary.write_text(text, "utf-8")


def whole_page(parts: Mapping[str, bytes], with_templates: bool = False) -> str:
    """The page with everything packed into it."""
    scripts = [_asset(name) for name in _SCRIPTS]
    pieces = {
        "policy": _policy(scripts),
        "style": _asset("page.css", "jixiao.audit.presentation") + _asset("desk.css"),
        "template_choice": _TEMPLATE_CHOICE if with_templates else "",
        "not_here": "、".join(_NOT_HERE if with_templates else ("按 Word 模板排版的报告", *_NOT_HERE)),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
        "families": "".join(as_html(_choice(load(name).head)) for name in families()),
        "packed": "\n".join(_all_packed(parts)),
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: pieces[match[1]], _asset("desk.html"))


def _choice(head: FamilyHead) -> Element:
    return E.option(head.title, value=head.id)


def _all_packed(parts: Mapping[str, bytes]) -> Iterator[str]:
    named = {"worker.js": _asset("worker.js").encode(), **parts}
    with ThreadPoolExecutor() as pool:  # compressing takes most of the time, and lets others work meanwhile
        yield from pool.map(_packed, named.keys(), named.values())


def _policy(scripts: list[str]) -> str:
    """Nothing from anywhere: our scripts by their fingerprints, the worker and the runtime from the page itself."""
    prints = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{each}'" for each in prints)
    return (
        f"default-src 'none'; script-src {allowed} 'wasm-unsafe-eval' blob:; worker-src blob:; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )


def _packed(name: str, content: bytes) -> str:
    text = base64.b85encode(gzip.compress(content, _LEVEL, mtime=0)).decode()  # no "/": it cannot end its element
    lines = "\n".join(text[start : start + _LINE] for start in range(0, len(text), _LINE))
    return f'<script type="application/octet-stream" data-packed="{name}">\n{lines}\n</script>'


def _site(found: Mapping[str, bytes], with_templates: bool) -> bytes:
    """What Python imports, as an archive; it is packed with the page, so it is not compressed itself."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (*sorted(found.items()), *_program(with_templates)):
            archive.writestr(zipfile.ZipInfo(name, _DATE), data)
    return content.getvalue()


def _program(with_templates: bool) -> Iterator[tuple[str, bytes]]:
    """The program as an installed wheel has it, without the rooms that need an office program or a command line."""
    unused = _NEED_LXML if with_templates else (*_NEED_LXML, _TEMPLATES)
    root = Path(__file__).resolve().parents[2]
    for name in _FILES:
        yield f"jixiao/{name}", root.joinpath(name).read_bytes()
    for room in _ROOMS:
        for path in _files_below(root / room):
            name = path.relative_to(root).as_posix()
            if not name.startswith(unused):
                yield f"jixiao/{name}", path.read_bytes()
    for parts in _DATA:
        yield from _data_below(resources.path(*parts), "/".join(parts))
    for folder in resources.family_folders():
        if folder.parent != resources.path("workbook", "forms"):
            yield from _data_below(folder, f"workbook/forms/{folder.name}")


def _data_below(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    for path in (path for path in _files_below(folder) if path.suffix not in _LEARNED_FROM):
        yield f"jixiao/_data/{place}/{path.relative_to(folder).as_posix()}", _quick(path)


def _quick(path: Path) -> bytes:
    """A file of data as a browser reads it quickest: YAML as the JSON that says the same."""
    if path.suffix == ".yaml":
        found = read_yaml(path)
        with suppress(TypeError):
            text = json.dumps(found, ensure_ascii=False)
            if isinstance(found, dict | list) and json.loads(text) == found:
                return text.encode()
    return path.read_bytes()


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _asset(name: str, package: str = "jixiao.interfaces.web") -> str:
    return package_files.files(package).joinpath(name).read_text("utf-8")
