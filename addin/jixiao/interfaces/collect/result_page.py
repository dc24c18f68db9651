"""index.html: the result as one page that loads nothing, runs no script, reads on a phone and prints.

Built as a tree, so that whatever a file says is text on the page. Charts are SVG with their figures written beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from math import log10
from pathlib import Path
from typing import Any

from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.elements import E
from jixiao.audit.presentation.findings_page import whole_page
from jixiao.audit.presentation.form_pieces import piece_table, scrolling_table
from jixiao.audit.presentation.results import shortened
from jixiao.core.files import replacing
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.patterns import HEADINGS
from jixiao.interfaces.collect.summaries import Summary, examples, grade_counts, score_bands
from jixiao.interfaces.collect.tables import read_table

_HIGHEST_TOTAL = 120
_FEWEST_DOTS = 3
_MOST_PROBLEMS = 30
_MOST_UNITS = 300
_MOST_FINDINGS = 30
_LONGEST = 600
_WIDTH, _ROW, _LABEL = 640, 26, 150
_LEFT = 64
"""Where the upright axis of the money stands."""


def write_page(summary: Summary, result: Path, store: OutcomeStore) -> None:
    """Write the page into the result folder.

    Raises:
        OutputError: it cannot be written.
    """
    pieces = Pieces(result, store)
    text = whole_page("绩效自评汇总", _content(summary, pieces), page_style())
    with replacing(result / "index.html") as temporary:
        temporary.write_text(text, "utf-8", errors="replace")


def page_style() -> str:
    """What pages of a result add to the style of all our pages."""
    return resources.files("jixiao.interfaces.collect").joinpath("result_page.css").read_text("utf-8")


class Pieces:
    """The rows of forms that findings speak of, as they stood in the file."""

    def __init__(self, result: Path, store: OutcomeStore) -> None:
        files = read_table(result, "files")
        self._digests = dict(zip(files["file"], files["digest"], strict=True))
        self._store = store

    def of(self, file: str, check: str, message: str) -> list[list[str]]:
        """The row of a finding: title, text, a mark at the place itself; empty where there is none."""
        digest = self._digests[file]
        if not self._store.has(digest):  # read by another version of the program
            return []
        outcome = self._store.load(digest)
        found = (f for f in outcome["findings"] if (f["check"], f["message"]) == (check, message))
        return next((finding["piece"] for finding in found), [])


def _content(summary: Summary, pieces: Pieces) -> Iterator[Any]:
    yield E.header(
        E.h1("绩效自评汇总"), E.p("数字来自各单位上报的文件；“需要留意”只是线索，请核实后再下结论。", {"class": "soft"})
    )
    yield E.ul(*(E.li(E.b(f"{value:g}"), name) for name, value in summary.totals.items()), {"class": "counts"})
    scores = summary.totals_of_units
    yield from _section("总分分布", _bars(score_bands(scores)) if len(scores) else None)
    grades = grade_counts(summary.units)
    yield from _section("等级分布", _bars(grades) if grades else None)
    yield from _section("金额与得分", _scatter(summary.units))
    yield from _section("最常见的问题", E.div(*_problems(summary, pieces)) if len(summary.common) else None)
    yield from _section("需要留意", _hints(summary.hints) if len(summary.hints) else None)
    yield from _section("各单位", E.div(*_units(summary)) if len(summary.units) else None)
    yield from _section("读不了的文件", _unread(summary.unread) if len(summary.unread) else None)


def _section(title: str, content: Any) -> Iterator[Any]:
    yield E.section(E.h2(title), E.p("没有。", {"class": "soft"}) if content is None else content)


def _bars(points: Sequence[tuple[str, int]]) -> Any:
    most = max(count for _, count in points) or 1
    height = _ROW * len(points)
    said = "；".join(f"{name} {count}" for name, count in points)
    svg = E.svg({"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": said, "class": "chart"})
    for row, (name, count) in enumerate(points):
        y = row * _ROW
        length = (_WIDTH - _LABEL - 60) * count / most
        svg.append(E.text(name, {"x": "0", "y": str(y + 17)}))
        svg.append(E.rect({"x": str(_LABEL), "y": str(y + 4), "width": f"{length:.1f}", "height": str(_ROW - 8)}))
        svg.append(E.text(str(count), {"x": f"{_LABEL + length + 6:.1f}", "y": str(y + 17)}))
    return svg


def _scatter(units: Any) -> Any:
    """Money spent (logarithmic) against the total, a dot a file."""
    if not {"总分", "全年执行数"} <= set(units.columns):
        return None
    rows = units.dropna(subset=["总分", "全年执行数"])
    rows = rows[(rows["全年执行数"] > 0) & rows["总分"].between(0, _HIGHEST_TOTAL)]
    if len(rows) < _FEWEST_DOTS:
        return None
    powers = [log10(money) for money in rows["全年执行数"]]
    xs = _Scale(min(powers), max(powers), _LEFT + 10, _WIDTH - 20)
    ys = _Scale(min(60.0, *rows["总分"]), max(100.0, *rows["总分"]), 255, 15)
    said = f"{len(rows)} 份文件的全年执行数与总分，执行数从 {10**xs.low:,.0f} 到 {10**xs.high:,.0f} 万元"
    svg = E.svg({"viewBox": f"0 0 {_WIDTH} 300", "role": "img", "class": "chart", "aria-label": said})
    svg.append(E.line({"x1": str(_LEFT), "y1": "260", "x2": str(_WIDTH - 10), "y2": "260"}))
    svg.append(E.line({"x1": str(_LEFT), "y1": "10", "x2": str(_LEFT), "y2": "260"}))
    for power, total in zip(powers, rows["总分"], strict=True):
        svg.append(E.circle({"cx": xs.at(power), "cy": ys.at(total), "r": "4"}))
    for text, x, y, anchor in (
        (f"{ys.high:g}分", _LEFT - 4, 20, "end"),
        (f"{ys.low:g}分", _LEFT - 4, 258, "end"),
        (f"{10**xs.low:,.0f} 万元", _LEFT, 285, "start"),
        (f"{10**xs.high:,.0f} 万元", _WIDTH - 10, 285, "end"),
    ):
        svg.append(E.text(text, {"x": str(x), "y": str(y), "text-anchor": anchor}))
    return svg


class _Scale:
    """From figures between two ends to places on the picture."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high = low, high
        self._start, self._step = start, (end - start) / ((high - low) or 1)

    def at(self, value: float) -> str:
        return f"{self._start + self._step * (value - self.low):.1f}"


def _problems(summary: Summary, pieces: Pieces) -> Iterator[Any]:
    for row in summary.common.head(_MOST_PROBLEMS).itertuples():
        badge = E.span(SEVERITY[row.severity], {"class": f"badge {row.severity}"})
        head = E.summary(badge, f" {row.check} {row.title}　{row.files} 份文件，{row.times} 处")
        found = examples(summary.findings, row.check).itertuples()
        shown = [finding_shown(each, pieces, each.unit or each.file) for each in found]
        yield E.details(head, *shown, {"class": row.severity})


def finding_shown(found: Any, pieces: Pieces, heading: str) -> Any:
    """A finding (a row of the table) with its place, the piece of the form, what is wrong and what to do."""
    article = E.article(E.h3(_text(heading)), {"class": found.severity})
    place = "　".join(part for part in (found.project, found.sheet, found.cell, found.where) if part)
    article.append(E.p(_text(place), {"class": "soft"}))
    piece = pieces.of(found.file, found.check, found.message)
    if piece:
        article.append(piece_table(piece))
    article.append(E.p(_text(found.message), {"class": "message"}))
    if found.action:
        article.append(E.p(E.b("怎么办："), _text(found.action)))
    if found.waived:
        article.append(E.p(E.b("情况说明："), _text(found.waived)))
    return article


def _hints(hints: Any) -> Any:
    rows = [E.tr(*(E.td(_text(cell)) for cell in row)) for row in hints.itertuples(index=False)]
    return scrolling_table("需要留意的线索", HEADINGS, rows)


def _units(summary: Summary) -> Iterator[Any]:
    ordered = summary.units.sort_values(["errors", "warnings"], ascending=False)
    worst = ordered.head(_MOST_UNITS)
    by_file = dict(iter(summary.findings[summary.findings["file"].isin(worst["file"])].groupby("file", sort=False)))
    for row in worst.to_dict("records"):
        yield _unit(row, by_file.get(row["file"]))
    left = len(ordered) - _MOST_UNITS
    if left > 0:
        told = f"这里列出问题最多的 {_MOST_UNITS} 份，其余 {left} 份见 汇总表.xlsx；一个单位一页用 jixiao unit。"
        yield E.p(told, {"class": "soft"})


def _unit(row: dict[Any, Any], found: Any) -> Any:
    total = row.get("总分")
    has_total = total is not None and total == total  # pandas' blank is not equal to itself
    name = row["unit"] or row["file"]
    head = f"{name}　错误 {row['errors']}，提醒 {row['warnings']}" + (f"　总分 {total:g}" if has_total else "")
    lines = [] if found is None else [_line(each) for each in found.head(_MOST_FINDINGS).itertuples()]
    shown = E.ul(*(lines or [E.li("没有发现不符的地方")]))
    return E.details(E.summary(_text(head)), E.p(_text(row["file"]), {"class": "soft"}), shown)


def _line(found: Any) -> Any:
    badge = E.span(SEVERITY[found.severity], {"class": f"badge {found.severity}"})
    place = "　".join(part for part in (found.project, found.sheet, found.cell) if part)
    said = f" {place}：{found.message}" if place else f" {found.message}"
    line = E.li(badge, _text(said))
    if found.waived:
        line.append(E.span(_text(f"（情况说明：{found.waived}）"), {"class": "soft"}))
    return line


def _unread(unread: Any) -> Any:
    rows = [E.tr(E.td(_text(row.file)), E.td(_text(row.reason))) for row in unread.head(_MOST_UNITS).itertuples()]
    return scrolling_table("读不了的文件", ("文件", "为什么"), rows)


def _text(text: str) -> str:
    return shortened(str(text), _LONGEST)
