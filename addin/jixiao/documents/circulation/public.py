"""公开版: the report and the forms as a website shows them, with nothing in them that concerns persons."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.core.files import keep_previous, private_folder
from jixiao.documents.circulation.person_names import Suspect, hidden, plain_name, suspects_in_cell
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.circulation.private_words import PHONE, PRIVATE_LABEL, without
from jixiao.documents.report import report_document
from jixiao.documents.workbook.final import build_final
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.formulas import schema
from jixiao.model.forms.family import Cell, Family, Form, Row, RowData, Side
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import Submission

HIDE, SHOW = "隐去", "保留"


class PublicError(UserError):
    """Something private would be left in what is published; nothing was written."""


@dataclass(frozen=True)
class Published:
    """Where the two files are, what stood there before, and how many names and numbers were left out."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...]
    left_out: int


def people_in(family: Family, submission: Submission) -> list[Suspect]:
    """What may be names of persons, each name once, in the order of the workbook."""
    found: dict[str, Suspect] = {}
    if preparer := plain_name(submission.preparer):
        found[preparer] = Suspect(preparer, "首页 填表人", "")
    for where, head, text in _texts(family, submission):
        for one in suspects_in_cell(text, where, head):
            found.setdefault(one.name, one)
    return list(found.values())


def publish(evaluation: Evaluation, book: Path, report: Path, decided: Mapping[str, str]) -> Published:
    """Write the workbook and the report as they may be published.

    Args:
        evaluation: the unit's workbook.
        book: the .xlsx.
        report: the .docx.
        decided: what is done about each name: :data:`HIDE` or :data:`SHOW`.

    Raises:
        PublicError: something private is left in a part of a file; neither is written.
        OutputError: a file cannot be written.
    """
    names = {name: hidden(name) for name, what in decided.items() if what == HIDE}
    public = evaluate(public_family(evaluation.family), public_submission(evaluation.submission, names))
    secrets = [*names, evaluation.submission.phone.strip()]
    if decided.get(preparer := plain_name(evaluation.submission.preparer)) != SHOW:
        secrets.append(preparer)
    with private_folder(book.parent) as folder:
        made = (folder / "公开.xlsx", folder / "公开.docx")
        build_final(public, made[0])
        report_document(public).save(made[1])
        wrong = [told for file in made for told in left_in(file, secrets)]
        if wrong:
            raise PublicError("公开版里还有不该公开的内容，没有写任何文件：\n" + "\n".join(f"  {one}" for one in wrong))
        kept = [keep_previous(target, _copier(file)) for file, target in zip(made, (book, report), strict=True)]
    texts = _texts(evaluation.family, evaluation.submission)
    count = sum(len(PHONE.findall(text)) for _, _, text in texts)
    return Published((book, report), tuple(path for path in kept if path), count + len(names))


def _copier(source: Path) -> Any:
    return lambda target: target.write_bytes(source.read_bytes())


# ---- what is published -----------------------------------------------------------------------------------------------


def public_submission(submission: Submission, names: Mapping[str, str]) -> Submission:
    """The figures and texts without persons: their names as decided, no numbers to reach them."""
    public = copy.deepcopy(submission)
    public.preparer = public.phone = ""
    public.lists, public.unplaced = {}, []
    instead = dict(names)
    for data in public.forms:
        data.fields = {key: without(text, instead) for key, text in data.fields.items() if key not in _of_persons()}
        data.rows = {
            block: [{key: without(text, instead) for key, text in row.items()} for row in rows]
            for block, rows in data.rows.items()
        }
    public.texts = {
        report: {section: without(text, instead) for section, text in sections.items()}
        for report, sections in public.texts.items()
    }
    return public


def public_family(family: Family) -> Family:
    """The family without the cells and lines for persons and signatures."""
    return family.model_copy(update={"forms": tuple(_public_form(form) for form in family.forms)})


def _public_form(form: Form) -> Form:
    lines = {part: tuple(_without_lines(getattr(form, part))) for part in ("above", "below")}
    return form.model_copy(update={**lines, "rows": tuple(map(_emptied, form.rows)), "aside": (), "aside_columns": ()})


def _without_lines(rows: Sequence[RowData]) -> Iterator[RowData]:
    """Lines outside the table lose such cells, and go when nothing is left."""
    for row in rows:
        if not isinstance(row, Row):
            yield row
        elif cells := tuple(cell for cell in row.cells if not _is_private(cell)):
            yield row.model_copy(update={"cells": cells})


def _emptied(row: RowData) -> RowData:
    """Cells of the table stay, with nothing in them."""
    if isinstance(row, Side):
        return row.model_copy(update={"rows": tuple(map(_emptied, row.rows))})
    if not isinstance(row, Row):
        return row
    return row.model_copy(update={"cells": tuple(_blank(cell) if _is_private(cell) else cell for cell in row.cells)})


def _blank(cell: Cell) -> Cell:
    return Cell(span=cell.width, rows=cell.rows, covered=cell.covered)


def _is_private(cell: Cell) -> bool:
    return cell.field in _of_persons() or bool(PRIVATE_LABEL.search(cell.label))


def _of_persons() -> tuple[str, str]:
    return roles().preparer, roles().phone


def _texts(family: Family, submission: Submission) -> Iterator[tuple[str, str, str]]:
    """Everything that people wrote, with where it stands and under which head."""
    for data in submission.forms:
        where, known = data.sheet or data.form, schema(family.form(data.form), submission.year)
        for key, text in data.fields.items():
            if text and key not in _of_persons():
                yield where, known.titles.get(key, ""), text
        for block, rows in data.rows.items():
            for key, text in (pair for row in rows for pair in row.items() if pair[1]):
                yield where, known.titles.get(f"{block}.{key}", ""), text
    for sections in submission.texts.values():
        yield from (("报告正文", "", text) for text in sections.values() if text)


def published_message(result: Published) -> str:
    """What was written, in a few lines."""
    lines = [f"已生成公开版：{file}" for file in result.files]
    lines += [f"上一份保留为：{path}" for path in result.kept]
    lines.append(
        f"隐去人名、电话等 {result.left_out} 处；填表人、签字栏、批注、隐藏的工作表、文件属性都没有带。"
        "两个文件的每个部分都检查过"
    )
    return "\n".join(lines)
