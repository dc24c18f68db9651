"""Tables of published reports as data: read from a Word file, reduced to labels and figures, kept in tests/data.

``python tests/report/golden.py`` writes the data anew from ../shared/seeds.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
SEEDS = ROOT.parent / "shared" / "seeds"

FORMS = {
    "service-center-2024": ("base", "overall", "project"),
    "cooperation-center-2024": ("base", "overall", "appraisal"),
}
"""Which forms the tables of a report are, in their order; tables behind them have no form yet."""

SEED_OF = {
    "service-center-2024": "quyuan-2024",
    "cooperation-center-2024": "junshan-2024",
    "assets-commission-2022": "hengyang-2022",
    "assets-commission-2024": "changji-2024",
}
"""Sample → the published report whose figures it keeps, in ../shared/seeds."""

_NAMES = (("岳阳市屈原管理区", "某某市某某区"), ("岳阳市君山区", "某某市某某区"), ("昌吉州", "某某州"))

_LABEL = 11
"""Characters of the longest label beside the standards of points."""

PROSE = "（长文本）"
"""Stands for the sentences of a report, which belong to their authors."""

_GOALS = ("预期目标", "实际完成情况")
_STANDARDS = "评分标准"
_MEASURES = "厉行节约保障措施"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """A ``w:tc``: its text, the grid columns it covers, and ``restart`` or ``continue`` in a vertical merge."""

    text: str
    span: int = 1
    merge: str = ""


Table = list[list[Cell]]


def read_tables(path: Path) -> list[Table]:
    """The tables of a Word file, cell by cell as they stand in the XML; two parts of one are one."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    tables: list[Table] = []
    for element in body.findall(f"{_W}tbl"):
        between = element.getprevious()
        rows = [[_cell(cell) for cell in row.findall(f"{_W}tc")] for row in element.findall(f"{_W}tr")]
        if between is not None and _text(between) == "续表":
            tables[-1] += rows
        else:
            tables.append(rows)
    return tables


def _cell(element: Any) -> Cell:
    span = element.find(f"{_W}tcPr/{_W}gridSpan")
    merge = element.find(f"{_W}tcPr/{_W}vMerge")
    return Cell(
        "\n".join(_text(paragraph) for paragraph in element.findall(f"{_W}p")),
        int(span.get(f"{_W}val", "1")) if span is not None else 1,
        merge.get(f"{_W}val", "continue") if merge is not None else "",
    )


def _text(paragraph: Any) -> str:
    signs = {f"{_W}br": "\n", f"{_W}tab": "\t"}
    return "".join(
        element.text or "" if element.tag == f"{_W}t" else signs.get(element.tag, "") for element in paragraph.iter()
    )


def seed(name: str) -> Path:
    """The published report whose figures a sample keeps."""
    return SEEDS / f"{SEED_OF[name]}.docx"


def neutral(text: str) -> str:
    """A text of a published report with the samples' neutral names of units and places."""
    for name, instead in _NAMES:
        text = text.replace(name, instead)
    return text


def extract(name: str) -> dict[str, Any]:
    """What tests/data keeps of a published report: its forms' tables without prose."""
    tables = read_tables(seed(name))
    kept = [{"form": form, "rows": list(_rows(table))} for form, table in zip(FORMS[name], tables, strict=False)]
    return {"tables": kept, "tables_without_a_form": len(tables) - len(kept)}


def _rows(table: Table) -> Iterator[list[list[Any]]]:
    above: list[str] = []
    has_standards = any(cell.text == _STANDARDS for cell in table[0])
    for row in table:
        told = above[1:] == list(_GOALS) or row[0].text == _MEASURES
        texts = [
            PROSE
            if cell.text and index and (told or (has_standards and len(cell.text.replace("\n", "")) > _LABEL))
            else neutral(cell.text)
            for index, cell in enumerate(row)
        ]
        yield [[text, cell.span, cell.merge] for text, cell in zip(texts, row, strict=True)]
        above = texts


def read_golden(name: str) -> list[tuple[str, Table]]:
    """The kept tables with the form each one is."""
    data = json.loads(_path(name).read_text(encoding="utf-8"))
    return [(table["form"], [[Cell(*cell) for cell in row] for row in table["rows"]]) for table in data["tables"]]


def _path(name: str) -> Path:
    return DATA / f"{name}-tables.json"


def _write(name: str) -> None:
    """One printed row on one line, so that a change can be read."""
    data = extract(name)
    tables = ",\n".join(
        f'{{"form": "{table["form"]}", "rows": [\n'
        + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table["rows"])
        + "\n]}"
        for table in data["tables"]
    )
    rest = data["tables_without_a_form"]
    _path(name).write_text(f'{{"tables_without_a_form": {rest}, "tables": [\n{tables}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    for report in FORMS:
        _write(report)
