"""One unit's page out of a result, made when it is asked for: all that was found in its files, and its scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.elements import E
from jixiao.audit.presentation.findings_page import whole_page
from jixiao.audit.presentation.form_pieces import scrolling_table
from jixiao.core.errors import UserError
from jixiao.core.files import replacing
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.result_page import Pieces, finding_shown, page_style
from jixiao.interfaces.collect.tables import TABLES, read_table
from jixiao.interfaces.collect.waivers import read_waivers, waived

_SCORES = ("project", "level1", "indicator", "weight", "target", "actual", "printed_score", "rule_score")
_MOST_NAMED = 5


class NoSuchUnit(UserError):
    """A name that no unit and no file of the result has."""


def write_unit_page(result: Path, name: str, target: Path) -> int:
    """Write the page of a unit, or of one file.

    Args:
        result: the result folder.
        name: the unit's name, or a file's as 汇总表 has it.
        target: the page.

    Returns:
        How many findings stand there.

    Raises:
        NoSuchUnit: there is none of that name.
        OutputError: the page cannot be written.
    """
    files = _files_of(read_table(result, "files"), name)
    findings = read_table(result, "findings")
    findings["waived"] = waived(findings, read_waivers(result))
    own = findings[findings["file"].isin(files["file"])]
    content = _content(name, files, own, result)
    with replacing(target) as temporary:
        temporary.write_text(whole_page(f"{name} 审核情况", content, page_style()), "utf-8", errors="replace")
    return len(own)


def _files_of(files: Any, name: str) -> Any:
    read = files[(files["reason"] == "") & (files["same_as"] == "")]
    own = read[(read["unit"] == name) | (read["file"] == name)]
    if own.empty:
        like = sorted({unit for unit in read["unit"] if name and name in unit})[:_MOST_NAMED]
        advice = f"相近的有：{'、'.join(like)}" if like else "请从 汇总表.xlsx 的“各单位”里抄单位名称或文件名"
        raise NoSuchUnit(f"汇总结果里没有「{name}」。{advice}")
    return own


def _content(name: str, files: Any, findings: Any, result: Path) -> Iterator[Any]:
    yield E.header(E.h1(name), E.p("；".join(files["file"]), {"class": "soft"}))
    counts = [(column.heading, int(files[column.name].sum())) for column in TABLES["files"] if column.kind == "count"]
    shown = [(heading, count) for heading, count in counts if heading != "年度"]
    yield E.ul(*(E.li(E.b(str(count)), heading) for heading, count in shown), {"class": "counts"})
    pieces = Pieces(result, _store_of(result, files["digest"].iloc[0]))
    yield E.h2("哪里不对")
    yield from (
        finding_shown(found, pieces, f"{SEVERITY[found.severity]}：{found.title}") for found in findings.itertuples()
    )
    if findings.empty:
        yield E.p("没有发现不符的地方。", {"class": "none"})
    scores = read_table(result, "scores")
    own = scores[scores["file"].isin(files["file"])]
    if len(own):
        yield E.h2("指标得分")
        yield _scores(own)


def _store_of(result: Path, digest: str) -> OutcomeStore:
    """The store of a run with names of people, if the result was made by such a one."""
    plain = OutcomeStore(result)
    return plain if plain.has(digest) else OutcomeStore(result, keeps_names=True)


def _scores(scores: Any) -> Any:
    headings = {column.name: column.heading for column in TABLES["scores"]}
    rows = [E.tr(*(E.td(_shown(cell)) for cell in row)) for row in scores[list(_SCORES)].itertuples(index=False)]
    return scrolling_table("指标得分", [headings[name] for name in _SCORES], rows)


def _shown(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:g}" if cell == cell else ""  # pandas' blank is not equal to itself
    return str(cell)
