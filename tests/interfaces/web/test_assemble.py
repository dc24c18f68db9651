"""The page as a file: all in it, nothing to load, and no page at all where something is missing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document
from jixiao.core import resources
from jixiao.interfaces.cli.entry import run
from jixiao.interfaces.web.assemble import write_page
from jixiao.interfaces.web.runtime import PACKAGES, PYODIDE_FILES, RuntimeMissing
from jixiao.model.forms.library import families, load

BLOCKED = ("lxml", "docx", "docxtpl", "olefile", "typer", "rich", "pandas", "numpy", "xlwings", "jinja2", "packaging")


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """A folder with the names that the real one has, and little in them."""
    folder = tmp_path / "page"
    folder.mkdir()
    lock = b'{"info": {"python": "3"}, "packages": {"a": 1}}'
    files = dict.fromkeys(PYODIDE_FILES, b"x") | {"pyodide-lock.json": lock}
    with tarfile.open(folder / "pyodide-1.tgz", "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    for name in PACKAGES:
        with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "")
            wheel.writestr(f"{name}/fast.cpython-311-x86_64-linux-gnu.so", "machine code")
            wheel.writestr(f"{name}-1.dist-info/RECORD", "")
    return folder


@pytest.fixture
def page(runtime: Path, tmp_path: Path) -> str:
    write_page(tmp_path / "页.html", runtime)
    return (tmp_path / "页.html").read_text("utf-8")


@pytest.fixture
def lxml_wheel(tmp_path: Path) -> Path:
    """A wheel with the names that lxml for browsers has."""
    path = tmp_path / "lxml-6-cp314-cp314-wasm32.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("lxml/__init__.py", "")
        wheel.writestr("lxml/etree.cpython-314-wasm32-emscripten.so", "machine code")
    return path


def packed(page: str) -> dict[str, bytes]:
    found = re.findall(r'data-packed="([^"]+)">\n(.*?)\n</script>', page, re.DOTALL)
    return {name: gzip.decompress(base64.b85decode(text.replace("\n", ""))) for name, text in found}


def test_everything_is_in_it(page: str) -> None:
    parts = packed(page)
    assert set(parts) == {"worker.js", "site.zip", "pyodide-lock.json", *PYODIDE_FILES}
    assert json.loads(parts["pyodide-lock.json"]) == {"info": {"python": "3"}, "packages": {}}
    with zipfile.ZipFile(io.BytesIO(parts["site.zip"])) as site:
        names = set(site.namelist())
    family = "jixiao/_data/workbook/forms/hunan-2024/family.yaml"
    assert {"jixiao/interfaces/web/desk.py", family, "yaml/__init__.py"} <= names
    assert not [name for name in names if name.endswith(".so") or "dist-info" in name or "__pycache__" in name]


def test_every_family_can_be_chosen(page: str) -> None:
    for name in families():
        assert f'<option value="{name}">{load(name).head.title}</option>' in page


def test_the_policy_lets_nothing_in_and_knows_every_script(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "connect-src" not in policy[1]  # as default-src: none
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) > 1
    for script in scripts:
        assert f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'" in policy[1]
    outside = re.sub(r'<script type="application.*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"https?://|@import|url\(", outside)


def test_the_data_say_what_the_files_say(page: str, tmp_path: Path) -> None:
    count, place = said(page, tmp_path, PACKAGES, BLOCKED, "print(len(load('hunan-2024').checks), jixiao.__file__)")
    assert int(count) == len(load("hunan-2024").checks)
    assert str(tmp_path) in place


def said(page: str, folder: Path, empty: tuple[str, ...], blocked: tuple[str, ...], code: str) -> list[str]:
    """What the page's program says on the desktop: empty packages are this environment's, blocked ones are nowhere."""
    site = folder / "site"
    with zipfile.ZipFile(io.BytesIO(packed(page)["site.zip"])) as archive:
        archive.extractall(site)  # noqa: S202 - our own
    for name in empty:
        shutil.rmtree(site / name)
    start = "; ".join(f"sys.modules[{name!r}] = None" for name in blocked)
    code = f"""import sys; sys.path.insert(0, {str(site)!r}); {start}
import jixiao; from jixiao.interfaces.web.desk import Desk
from jixiao.model.forms.library import load
{code}"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_word_templates_are_not_offered_without_lxml_and_it_is_said(page: str) -> None:
    assert 'id="template"' not in page
    assert "这里做不了的：按 Word 模板排版的报告" in page


def test_with_lxml_a_report_is_made_by_a_template(runtime: Path, lxml_wheel: Path, tmp_path: Path) -> None:
    write_page(tmp_path / "页.html", runtime, lxml_wheel)
    page = (tmp_path / "页.html").read_text("utf-8")
    assert 'id="template"' in page
    assert "按 Word 模板排版的报告" not in page
    template = resources.path("templates", "hunan-2024.docx")
    code = f"""import docx; from pathlib import Path
book = Desk().new("hunan-2024", "某某局", 2024, 1)
made = Desk().by_template("a.xlsx", book["content"], "模板.docx", Path({str(template)!r}).read_bytes())
Path("made.docx").write_bytes(made["content"]); print(made["name"], docx.__file__)"""
    name, place = said(page, tmp_path, (*PACKAGES, "lxml"), ("typer", "rich", "pandas", "xlwings"), code)
    assert name == "a自评报告.docx"
    assert str(tmp_path) in place  # python-docx as it was packed
    assert "某某局" in "".join(paragraph.text for paragraph in Document(str(tmp_path / "made.docx")).paragraphs)


def test_another_wheel_is_refused(runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = next(runtime.glob("openpyxl*.whl"))
    assert run(["page", "-o", str(tmp_path / "页.html"), "--runtime", str(runtime), "--wheel", str(wheel)]) == 2
    assert "不是浏览器用的 lxml" in capsys.readouterr().err
    assert not (tmp_path / "页.html").exists()


@pytest.mark.parametrize("missing", ["pyodide-1.tgz", "openpyxl-1-py3-none-any.whl"])
def test_what_is_missing_is_named_and_no_page_is_written(runtime: Path, tmp_path: Path, missing: str) -> None:
    (runtime / missing).unlink()
    with pytest.raises(RuntimeMissing, match="make page"):
        write_page(tmp_path / "页.html", runtime)
    assert not (tmp_path / "页.html").exists()


@pytest.mark.parametrize("damaged", ["pyodide-1.tgz", "openpyxl-1-py3-none-any.whl"])
def test_what_is_damaged_is_named(runtime: Path, tmp_path: Path, damaged: str) -> None:
    (runtime / damaged).write_bytes(b"PK\x03\x04")
    with pytest.raises(RuntimeMissing, match=r"不完整"):
        write_page(tmp_path / "页.html", runtime)


def test_the_command_writes_it_and_keeps_the_one_before(
    runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "绩效自评.html"
    target.write_text("旧", "utf-8")
    assert run(["page", "-o", str(target), "--runtime", str(runtime)]) == 0
    assert "双击就能用" in capsys.readouterr().out
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run(["page", "-o", str(tmp_path / "a.txt"), "--runtime", str(runtime)]) == 2
    assert run(["page", "-o", str(target), "--runtime", str(tmp_path / "没有")]) == 2
    assert "make page" in capsys.readouterr().err
