"""The Parquet tables of a result: what stands in each column is said here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.core.files import replacing
from jixiao.interfaces.collect.outcome_store import Outcome, OutcomeStore
from jixiao.interfaces.collect.waivers import number_of

_ROWS_PER_GROUP = 20_000
_SCARCELY_REPEATED = frozenset({"digest", "where", "message", "figures", "number", "target", "actual"})
"""Texts that are another one in nearly every row; the others are few, and stand again and again."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name in the table, its kind (text, number, count), its Chinese heading, what it holds."""

    name: str
    kind: str
    heading: str
    holds: str


_WHOSE = (
    TableColumn("file", "text", "文件", "path below the folder that was collected"),
    TableColumn("unit", "text", "单位", "unit named in the file"),
)
TABLES: Mapping[str, tuple[TableColumn, ...]] = {
    "files": (
        *_WHOSE,
        TableColumn("year", "count", "年度", "evaluation year; 0 where none is named"),
        TableColumn("family", "text", "表样", "form family it was read as"),
        TableColumn("grade", "text", "等级", "grade of the unit's total by the family's bands"),
        TableColumn("digest", "text", "内容", "SHA-256 of the content"),
        TableColumn("same_as", "text", "内容同", "another file with the same content that stands for it"),
        TableColumn("reason", "text", "读不了的原因", "why it was not read; empty if it was"),
        TableColumn("errors", "count", "错误", "findings of severity error"),
        TableColumn("warnings", "count", "提醒", "findings of severity warning"),
        TableColumn("hints", "count", "提示", "findings of severity info"),
        TableColumn("passed", "count", "通过", "checks that are met"),
        TableColumn("unjudged", "count", "没有核对", "checks that could not be judged"),
        TableColumn("unplaced", "count", "待处理", "pieces of the file that found no place in the forms"),
    ),
    "findings": (
        *_WHOSE,
        TableColumn("project", "text", "项目", "project of the form; empty for others"),
        TableColumn("form", "text", "表", "form id"),
        TableColumn("group", "text", "附件", "attachment as printed"),
        TableColumn("check", "text", "编号", "check id"),
        TableColumn("title", "text", "校验内容", "what the check asks"),
        TableColumn("severity", "text", "级别", "error, warning, info"),
        TableColumn("sheet", "text", "工作表", "sheet, or table of the Word file"),
        TableColumn("cell", "text", "单元格", "cell, or row and column"),
        TableColumn("where", "text", "位置", "the place in the form's own words"),
        TableColumn("message", "text", "哪里不对", "what is wrong, with the figures"),
        TableColumn("figures", "text", "数字", "the figures compared, as printed, separated by ；"),
        TableColumn("action", "text", "怎么办", "what to do"),
        TableColumn("source", "text", "依据", "what the check rests on"),
        TableColumn(
            "number", "text", "问题号", "the same in the next version of the unit's file, whatever the figures"
        ),
        TableColumn(
            "explained", "text", "单位的说明", "what the unit's workbook gives as the reason why it stays as it is"
        ),
    ),
    "scores": (
        *_WHOSE,
        TableColumn("form", "text", "表", "form id"),
        TableColumn("project", "text", "项目", "project of the form; empty for others"),
        TableColumn("level1", "text", "一级指标", "as printed"),
        TableColumn("level2", "text", "二级指标", "as printed"),
        TableColumn("indicator", "text", "三级指标", "as printed"),
        TableColumn("weight", "number", "分值", "points that can be had"),
        TableColumn("target", "text", "年度指标值", "as printed"),
        TableColumn("actual", "text", "实际完成值", "as printed"),
        TableColumn("rule", "text", "赋分规则", "as printed"),
        TableColumn("completion", "number", "完成率", "1 is 100 %"),
        TableColumn("printed_score", "number", "得分", "points as printed"),
        TableColumn("rule_score", "number", "规则得分", "points by the rule; empty where it cannot tell"),
    ),
    "figures": (
        *_WHOSE,
        TableColumn("form", "text", "表", "form id"),
        TableColumn("project", "text", "项目", "project of the form; empty for others"),
        TableColumn("key", "text", "字段", "key of the field, with the row in a repeated block"),
        TableColumn("title", "text", "栏目", "what the form calls it"),
        TableColumn("value", "number", "数值", "the number; amounts in 万元"),
        TableColumn("printed", "text", "原文", "as printed"),
        TableColumn(
            "place", "text", "位置", "cell it was read from, empty if computed; of a text the section's heading"
        ),
        TableColumn("origin", "text", "出处", "表 a figure of a form, 正文 one of a text"),
        TableColumn("measure", "text", "计量单位", "of a text's figure: 万元, %, 人 ..."),
        TableColumn(
            "has_reason", "count", "有原因栏", "1 where the figure's row has a column for reasons of deviations"
        ),
        TableColumn("reason", "text", "偏差原因", "what stands in that column"),
    ),
}
"""Every table of a result and its columns; types do not change between versions, columns are only added."""

_TAKEN = ("family", "grade", "reason", "passed", "unjudged", "unplaced")
_LEVELS = {"errors": "error", "warnings": "warning", "hints": "info"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found: its name, its digest, and the first file with the same content if there is one."""

    name: str
    digest: str = ""
    same_as: str = ""
    reason: str = ""


def write_tables(entries: Sequence[FoundFile], store: OutcomeStore, result: Path) -> None:
    """Write all tables, rows in the order of the files; memory does not grow with their number.

    Raises:
        OutputError: a table cannot be written.
    """
    with ExitStack() as stack:
        writers = {name: _Writer(stack.enter_context(replacing(result / f"{name}.parquet")), name) for name in TABLES}
        for writer in writers.values():
            stack.callback(writer.close)
        for entry in entries:
            outcome = store.load(entry.digest) if entry.digest else {"reason": entry.reason}
            writers["files"].add([_file_row(entry, outcome)])
            if not entry.same_as:
                for name in ("findings", "scores", "figures"):
                    writers[name].add(_rows(name, entry, outcome))


def read_table(
    result: Path,
    name: str,
    columns: Sequence[str] | None = None,
    chosen: Mapping[str, Iterable[str]] | None = None,
    *,
    compact: bool = False,
) -> Any:
    """A table of a result as a pandas DataFrame, text columns without missing values.

    Args:
        result: the result folder.
        name: the table.
        columns: those that are wanted; all if there are none.
        chosen: only the rows with one of these texts in the column; a province's figures do not fit into memory.
        compact: keep a text that stands in many rows once, as pandas' categories.
    """
    import pandas as pd

    filters = [(column, "in", sorted(texts)) for column, texts in (chosen or {}).items()]
    texts = [c.name for c in TABLES[name] if c.kind == "text" and c.name not in _SCARCELY_REPEATED]
    return pd.read_parquet(
        result / f"{name}.parquet",
        columns=list(columns) if columns else None,
        filters=filters or None,
        read_dictionary=texts if compact else None,
    )


def distinct(result: Path, name: str, columns: Sequence[str]) -> Any:
    """The different rows of some columns of a table, which is looked through piece by piece."""
    import pandas as pd
    from pyarrow import parquet

    with parquet.ParquetFile(result / f"{name}.parquet") as file:
        pieces = file.iter_batches(_ROWS_PER_GROUP, columns=list(columns))
        found = [piece.to_pandas().drop_duplicates() for piece in pieces]
    rows = pd.concat(found) if found else pd.DataFrame(columns=list(columns))
    return rows.drop_duplicates(ignore_index=True)


def _file_row(entry: FoundFile, outcome: Outcome) -> dict[str, Any]:
    severities = [finding["severity"] for finding in outcome.get("findings", ())]
    counts = {column: severities.count(severity) for column, severity in _LEVELS.items()}
    taken = {key: outcome.get(key) for key in ("unit", "year", *_TAKEN)}
    return taken | counts | {"file": entry.name, "digest": entry.digest, "same_as": entry.same_as}


def _rows(name: str, entry: FoundFile, outcome: Outcome) -> Iterator[dict[str, Any]]:
    whose = {"file": entry.name, "unit": outcome.get("unit", "")}
    for row in outcome.get(name, ()):
        yield row | whose if name != "findings" else _numbered(row | whose)


def _numbered(finding: dict[str, Any]) -> dict[str, Any]:
    return finding | {"figures": "；".join(finding["figures"]), "number": number_of(finding)}


class _Writer:
    """One Parquet file, written in groups of rows."""

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        kinds = {"text": pa.string(), "number": pa.float64(), "count": pa.int64()}
        self._columns = TABLES[name]
        schema = pa.schema([pa.field(c.name, kinds[c.kind], metadata={"说明": c.holds}) for c in self._columns])
        self._make = pa.RecordBatch.from_pylist
        self._schema = schema
        self._file = parquet.ParquetWriter(path, schema)
        self._rows: list[dict[str, Any]] = []

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take rows; keys that are no column are left out."""
        self._rows.extend(
            {column.name: _plain(row.get(column.name), column) for column in self._columns} for row in rows
        )
        if len(self._rows) >= _ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_batch(self._make(self._rows, schema=self._schema))
            self._rows = []


def _plain(value: Any, column: TableColumn) -> Any:
    """A blank number stays a blank; a text is never one."""
    if value is None:
        return {"text": "", "count": 0}.get(column.kind)
    return int(value) if column.kind == "count" else value
