"""What is asked of the page in a visit, and the files for it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from jixiao.core import resources
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

from ..audit.presentation.conftest import SEEDS
from ..function_calls import CALLS

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.stem for path in resources.path("workbook", "samples").glob("*.yaml"))
STRANGERS = ROOT.parent / "shared" / "strangers"
LARGE = 99_000_000
LITTLE = 150_000_000
"""Bytes of memory that are enough to begin with, but not for a large file."""
FEW = 2
"""Of the strangers' files, spread over all; test_crowd.py reads the rest."""
MANY = 130
"""Files of one folder: a browser hands over a hundred at a time."""


def questions(folder: Path) -> dict[str, Any]:
    """What is asked in the visit."""
    files = samples(folder)
    books, words = files["books"], files["words"]
    return {
        "pictures": os.environ.get("JIXIAO_PAGE_PICTURES", ""),
        "slow": shutil.copy(words[0], folder / "慢.docx"),
        "large": files["large"][0], "largest": files["large"][1], "little": LITTLE,
        "calls": [(name, [as_cells(each) for each in row]) for name, many in CALLS.items() for row in many],
        "checks": [*files["strangers"], *books, *files["broken"]],
        "makes": [*(("report", book) for book in books), ("final", books[0]), ("book", words[0]), ("list", words[0])],
        "files": handed_in(folder / "交来的", books[-1], words[-1]),
        "dropping": a_folder(folder),
    }  # fmt: skip


def handed_in(folder: Path, book: Path, word: Path) -> list[Path]:
    """What a person drops: a workbook with a sheet of their own, a report, another's table, and what cannot be read."""
    folder.mkdir()
    changed = openpyxl.load_workbook(book)
    changed.create_sheet("我的底稿")["A1"] = 1
    changed.save(folder / "自评.xlsx")
    shutil.copy(word, folder / "报告.docx")
    theirs = openpyxl.Workbook()
    for row in (["支出表", None], ["科目", "决算数（万元）"], ["办公费", 60], ["差旅费", 30], ["合计", 100]):
        theirs.active.append(row)
    theirs.save(folder / "别人的表.xlsx")
    bad = {"坏.docx": b"PK\x03\x04", "空.xlsx": b"", "旧.doc": b"\xd0\xcf\x11\xe0", "便条.txt": "自评".encode()}
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in ("自评.xlsx", "报告.docx", "别人的表.xlsx", *bad)]


def a_folder(folder: Path) -> dict[str, Any]:
    """Folders in folders, with more in one than a browser hands over at once, and what lies about there."""
    whole, nothing = folder / "各单位材料", folder / "空文件夹"
    names = [f"报告{number}.docx" for number in range(1, MANY + 1)]
    places = [f"民政局/{name}" for name in names] + ["水利局/2024 年/自评（终稿）.XLSX", "水利局/自评&（二）.xlsm"]
    others = ["民政局/说明.pdf", "水利局/照片.jpg", "水利局/无后缀"]
    beside = ["民政局/~$报告1.docx", "水利局/._自评.xlsm", "水利局/.~自评.xlsx"]
    for name in (*places, *others, *beside, *names[:1], f"~${names[0]}"):
        path = whole / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    (whole / "还没交").mkdir()
    nothing.mkdir()
    single, leaving = folder / "单独的.docx", folder / "要移走的.docx"
    single.write_bytes(b"1")
    leaving.write_bytes(b"1")
    return {
        "folder": whole, "empty": nothing, "single": single, "leaving": leaving, "inside": names[:1],
        "count": len(places) + 1, "others": len(others), "places": [*places, *names[:1]],
    }  # fmt: skip


def samples(folder: Path) -> dict[str, list[Path]]:
    """Reports and workbooks of the samples, seeds and strangers' files, a damaged one and one with large pictures."""
    words, books = [], []
    for name in SAMPLES:
        submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
        evaluation = evaluate(load(submission.family), submission)
        books.append(folder / f"{name}.xlsx")
        build(evaluation.family, submission, books[-1])
        words.append(folder / f"{name}.docx")
        report_document(evaluation).save(words[-1])
    broken, large, largest = folder / "坏.docx", folder / "大图.docx", folder / "太大.docx"
    broken.write_bytes(b"PK\x03\x04")
    shutil.copy(words[0], large)
    with zipfile.ZipFile(large, "a") as package:
        package.writestr("word/media/image1.png", os.urandom(LARGE - words[0].stat().st_size - 1000))
    shutil.copy(large, largest)
    with zipfile.ZipFile(largest, "a") as package:
        package.writestr("word/media/image2.png", os.urandom(2_000_000))
    strangers = sorted(STRANGERS.glob("*.docx"))
    chosen = strangers[:: max(1, len(strangers) // FEW)]
    seeds = sorted(SEEDS.glob("*.docx"))
    return {
        "words": words,
        "books": books,
        "strangers": [*seeds, *chosen],
        "broken": [broken],
        "large": [large, largest],
    }


def as_cells(argument: Any) -> Any:
    """A column of cells as rows of one."""
    return [[cell] for cell in argument] if isinstance(argument, list) else argument


def parts(content: bytes) -> dict[str, bytes]:
    """What a package says: its parts, without the time of writing."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"", package.read(name))
            if not name.endswith(".xlsx")
            else json.dumps({k: v.decode("latin-1") for k, v in parts(package.read(name)).items()}).encode()
            for name in package.namelist()
        }


def as_json(value: Any) -> Any:
    """As it comes from the browser."""
    return json.loads(json.dumps(value))
