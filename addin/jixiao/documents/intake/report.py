"""A published report as a submission: tables through their forms, prose by section, and a list of what is left."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jixiao.core.unseen_signs import ADVICE, TURNED
from jixiao.documents.intake.docx_file import DocumentError, read_document
from jixiao.documents.intake.form_table import TableReader, bare_text
from jixiao.documents.intake.labels import Spellings, normal
from jixiao.documents.intake.layout import read_layout
from jixiao.documents.intake.narrative import NarrativeReader, is_form_line, is_other_attachment
from jixiao.documents.intake.project_texts import to_projects
from jixiao.documents.intake.raw_document import RawDocument, RawParagraph, RawTable
from jixiao.documents.intake.recognise import SURE, Recognised, recognise
from jixiao.documents.intake.signature import split_line
from jixiao.documents.intake.table_places import cell_of_part, table_name
from jixiao.documents.intake.unit_text import separate
from jixiao.documents.intake.word_parts import complete
from jixiao.model.evaluation.yearly_figures import HISTORY
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Cell, Family, Form
from jixiao.model.forms.field_titles import fill_year
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import families, load
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.placeholders import is_placeholder, without_placeholders
from jixiao.model.submission.printed_table import PrintedCell, PrintedTable
from jixiao.model.submission.submission import LOOSE_TEXT, FormData, Submission, Unplaced

_LOG = logging.getLogger(__name__)
_YEAR = re.compile(r"(20\d\d)\s*年度")
_IN_YUAN = re.compile(r"[（(]?(?:金额)?单位\s*[:：]\s*元[)）]?")
_PIECE = 30_000
_UNREAD = "这里的内容没有读进来，需要的请移到看得见的、靠前的工作表里再试，或自己抄过来"
_SUBJECT = re.compile(
    r"绩效|自评|预算|决算|三公|资金|经费|支出|拨款|收入|投资|编制|补助|补贴|任务数|目标任务|财政|机构设置"
)
_SIGNS, _NONE = "/\\—－- ", "无"
_LINES_ABOVE = 6
_LONGEST_ABOVE = 60
_MOST_TURNED = 20
_ANY_YEAR = re.compile(r"(20\d\d)\s*年")
_NAMED = re.compile(
    r"(?:部门|单位)[）)]?名称[:：](?P<unit>[^（(：:]{2,60}?)(?=[（(：:]|$|(?:金额)?单位[:：]|填[报表]|报送|公开)"
)
_MEASURED = re.compile(r"20\d\d年度(?!部门|单位|预算)(?P<unit>[^，。；\s]{2,40}?)(?:部门)?(?:整体支出|项目支出)")


@dataclass(slots=True)
class Intake:
    """What was understood of a report.

    ``sureness`` (0 to 1) is the share of the forms' labels that were found; below 0.8 the document is a relative of
    the family rather than the family's own form. What found no place is listed in ``submission.unplaced``.
    """

    family: Family
    submission: Submission
    sureness: float

    @property
    def is_sure(self) -> bool:
        """Whether the document is the family's own form."""
        return self.sureness >= SURE

    @property
    def is_free(self) -> bool:
        """Whether no known form was found: the document is then passages and tables."""
        return not self.submission.forms


def read_report(path: Path, family_id: str = "", *, any_kind: bool = False, name: str = "") -> Intake:
    """Read a published report; one without a known form as passages and tables.

    Args:
        path: the .docx.
        family_id: the family to read it as; empty: the one whose labels it holds most of.
        any_kind: read it whatever it speaks of.
        name: what messages call it, where it was made of another file.

    Raises:
        DocumentError: the file cannot be read, or speaks neither of budgets, accounts nor performance.
        UnknownFamily: there is no family of that name.
    """
    document = read_document(path)
    intake = understand(complete(document, path), name or path.name, family_id, any_kind=any_kind)
    intake.submission.layout = read_layout(path, document)
    return intake


def understand(document: RawDocument, name: str, family_id: str = "", *, any_kind: bool = False) -> Intake:
    """The same of what was read already, whatever file it stood in.

    Args:
        document: its paragraphs and tables.
        name: what the file is called, for messages.
        family_id: as for :func:`read_report`.
        any_kind: as for :func:`read_report`.

    Raises:
        DocumentError: it speaks neither of budgets, accounts nor performance.
        UnknownFamily: there is no family of that name.
    """
    known = [load(family_id)] if family_id else list(_whole_families())
    found = recognise(document, known)
    if not any(found.forms) and not any_kind and not _is_on_subject(document):
        raise DocumentError(
            f"「{name}」不像绩效自评、预算或决算的文字：没有认出绩效自评的表，文中也没有说到绩效、预决算或资金。"
            "请检查选对了文件；确实要核对里面的数字，请加 --any"
        )
    return _Reader(document, found).read()


def _is_on_subject(document: RawDocument) -> bool:
    """Whether any of the words stands in it that no text on money and its use does without."""
    paragraphs = (block.text for block in document.blocks if isinstance(block, RawParagraph))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row)
    margins = (text for _, text in document.margins)
    return any(_SUBJECT.search(text) for text in (*paragraphs, *cells, *margins))


def _whole_families() -> Iterator[Family]:
    """The families to tell a document from; one that somebody is editing and left broken keeps no other from it.

    Raises:
        DataFileError: all of them are broken.
    """
    faults: list[DataFileError] = []
    for name in families():
        try:
            yield load(name)
        except DataFileError as error:
            _LOG.warning("表样「%s」的文件有误，这次没有用它来认：%s", name, error)
            faults.append(error)
    if len(faults) == len(families()):
        raise faults[0]


class _Reader:
    """One document on its way to a submission."""

    def __init__(self, document: RawDocument, found: Recognised) -> None:
        self._document = document
        self._found = found
        self._family = found.family
        self._vocabulary = Spellings(found.family.synonyms)
        self._year = _year(document)
        self._narrative = NarrativeReader(found.family)
        self._unplaced: list[Unplaced] = []
        self._forms: list[FormData] = []
        self._unit_line = ""
        """A line above the next table that says its amounts are in 元."""
        self._titles = {normal(form.title) for form in found.family.forms}
        self._tables: list[PrintedTable] = []
        self._above: list[str] = []
        self._lines: dict[str, str] = {}
        """What the lines above the next form have for its fields."""

    def read(self) -> Intake:
        for block, form in zip(self._document.blocks, self._forms_below(), strict=True):
            if isinstance(block, RawTable):
                _empty_placeholders(block)
                self._print_table(block)
                self._take_table(block)
            elif not is_placeholder(block.text):
                self._above.append(without_placeholders(block.text).strip()[:_LONGEST_ABOVE])
                self._take_paragraph(block, form)
        if not self._year:
            self._unplaced.append(Unplaced("全文", "（没有写明是哪一年度）", "请在首页填写评价年度"))
        narrative = self._narrative.finish()
        advice = "没有认出属于哪一部分，请看放在「报告正文」的哪一行"
        submission = Submission(
            family=self._family.head.id,
            unit=self._unit(),
            year=self._year,
            forms=self._in_order(),
            texts=narrative.texts,
            report_date=narrative.date,
            unplaced=[
                *self._unplaced,
                *(item for text in narrative.others for item in _listed(LOOSE_TEXT, text, advice)),
                *self._margins(),
                *(Unplaced(where, "（没有读）", _UNREAD) for where in self._document.unread),
                *islice(_turned(self._document), _MOST_TURNED),
            ],
            published=True,
            headings=narrative.headings,
            tables=self._tables,
        )
        separate(self._family, submission)
        to_projects(self._family, submission)
        return Intake(self._family, submission, self._found.sureness)

    def _forms_below(self) -> list[Form | None]:
        """For each block the form of the next table from there on."""
        forms: list[Form | None] = []
        for block in reversed(self._document.blocks):
            below = forms[-1] if forms else None
            forms.append(self._found.forms[block.number] if isinstance(block, RawTable) else below)
        return forms[::-1]

    def _print_table(self, table: RawTable) -> None:
        form = self._found.forms[table.number]
        above = "\n".join(self._above[-_LINES_ABOVE:])
        cells = tuple(
            PrintedCell(c.row, c.column, c.rows, c.columns, without_placeholders(c.text))
            for row in table.rows
            for c in row
        )
        name = table_name(table.number, form.attachment if form else "")
        self._tables.append(PrintedTable(name, form.id if form else "", above, cells))
        self._above = []

    def _take_table(self, table: RawTable) -> None:
        form = self._found.forms[table.number]
        if form is None:
            if not _is_history(table):
                self._list_table(table, "不是本表样的附件，没有读入；需要的内容请手工填写")
            return
        self._narrative.close()
        if table.number in self._found.parts and self._forms:
            self._take_second_part(table, form)
            return
        if not form.repeated and any(data.form == form.id for data in self._forms):
            self._list_table(table, f"前面已有{form.attachment}，这一张没有读入；如应以它为准，请手工填写")
            return
        reader = TableReader(table, form, self._vocabulary, self._year)
        if self._unit_line:
            reader.use_yuan(self._unit_line)
            self._unit_line = ""
        data = reader.read()
        data.fields = {**self._lines, **data.fields}
        self._lines = {}
        if _is_not_applicable(form, data):
            self._list_table(table, f"{form.attachment}写明不适用，没有读入")
            return
        self._forms.append(data)
        self._unplaced += reader.unplaced

    def _take_second_part(self, table: RawTable, form: Form) -> None:
        """What the second of a form's two tables adds to the first."""
        reader = TableReader(table, form, self._vocabulary, self._year)
        data, more = self._forms[-1], reader.read()
        data.is_cut = data.is_cut and more.is_cut
        data.fields |= {key: text for key, text in more.fields.items() if not data.fields.get(key)}
        data.rows |= {block: rows for block, rows in more.rows.items() if not data.rows.get(block)}
        data.wording |= more.wording
        for reference, cell in more.places.items():
            data.places.setdefault(reference, cell_of_part(table.number, cell))
        self._unplaced += reader.unplaced

    def _list_table(self, table: RawTable, advice: str) -> None:
        lines = ("；".join(cell.text for cell in row if cell.text) for row in table.rows)
        self._unplaced += _listed(table_name(table.number), "\n".join(filter(None, lines)), advice)

    def _take_paragraph(self, paragraph: RawParagraph, form: Form | None) -> None:
        if self._take_line_below(without_placeholders(paragraph.text)):
            return
        if _IN_YUAN.fullmatch(paragraph.text.strip()):
            self._unit_line = paragraph.text.strip()
            return
        if form is not None and self._take_line_above(without_placeholders(paragraph.text), form):
            self._narrative.close()
            return
        if is_form_line(paragraph.text, self._titles):
            self._narrative.close()
            return
        if is_other_attachment(paragraph.text):
            self._narrative.close()
        self._narrative.take(paragraph.text)

    def _take_line_below(self, text: str) -> bool:
        """Notes under the latest table, and the line of who filled it in."""
        if not self._forms:
            return False
        data = self._forms[-1]
        labels = [cell for _, cell in walk_cells(self._family.form(data.form).below) if cell.label]
        for cell in labels:
            if self._vocabulary.same(text[:200], cell.label[:200]):
                if not self._vocabulary.equal(text[:200], cell.label[:200]):
                    data.wording.setdefault(cell.label, text.strip())
                return True
        values = split_line(text, labels, self._found.family.synonyms, least=1 if _begins_as(text, labels) else 2)
        for cell, printed, value in values:
            if printed != cell.label:
                data.wording.setdefault(cell.label, printed)
            if cell.field and value:
                data.fields[cell.field] = value
            elif value:
                advice = "这一处由本人手签，表样里没有位置；不需要的话可以删去"
                self._unplaced.append(Unplaced(f"{data.sheet} 表下", f"{printed}{value}", advice))
        return bool(values)

    def _margins(self) -> Iterator[Unplaced]:
        """Headers and footers, but for those that only repeat a line of the text."""
        said = {normal(text) for text in self._paragraphs()}
        for where, text in self._document.margins:
            if normal(text) not in said:
                yield from _listed(where, text, f"是原文件{where}里的字，每页都有；要留下的请选放在哪一部分")

    def _take_line_above(self, text: str, form: Form) -> bool:
        """What the form prints above its table, and what is filled in there."""
        labels = [cell for _, cell in walk_cells(form.above) if cell.label]
        said = bare_text(text)
        if any(said == bare_text(fill_year(cell.label, self._year)) for cell in labels):
            return True
        values = split_line(text, labels, self._found.family.synonyms, least=1)
        self._lines |= {cell.field: value for cell, _, value in values if cell.field and value}
        return bool(values)

    # ---- what the whole says --------------------------------------------------------------------------------

    def _in_order(self) -> list[FormData]:
        """The forms in the family's order; one that is missing stands empty, unless it is optional.

        A document without any form is given none.
        """
        if not self._forms:
            return []
        ordered: list[FormData] = []
        for form in self._family.forms:
            own = [data for data in self._forms if data.form == form.id]
            ordered += own if own or form.repeated or form.optional else [FormData(form.id)]
        return ordered

    def _unit(self) -> str:
        for data in self._forms:
            if data.fields.get(roles().unit_name):
                return data.fields.pop(roles().unit_name)
        texts = ["".join(text.split()) for text in self._paragraphs()]
        matches = (match for pattern in (_NAMED, _MEASURED) for text in texts if (match := pattern.search(text)))
        return next((match["unit"] for match in matches), "") or self._implementer()

    def _implementer(self) -> str:
        """Who carried out most of the projects, where nothing else names the unit."""
        named = Counter(name for data in self._forms if (name := data.fields.get(roles().implementer)))
        return next((name for name, _ in named.most_common(1)), "")

    def _paragraphs(self) -> list[str]:
        blocks = self._document.blocks
        return [without_placeholders(block.text) for block in blocks if isinstance(block, RawParagraph)]


def _begins_as(text: str, labels: Sequence[Cell]) -> bool:
    """Whether a short line begins with a label of the form and its colon: one that stands on a line of its own."""
    said = bare_text(text)
    alone = (bare_text(cell.label) for cell in labels if cell.field and cell.label.rstrip().endswith(("：", ":")))
    return len(said) <= _LONGEST_ABOVE and any(said.startswith(label) for label in alone)


def _is_not_applicable(form: Form, data: FormData) -> bool:
    """Whether a form that is filled once a project has a sign for its project's name, and only levels in its rows."""
    name = data.fields.get(form.name_field, "") if form.name_field else ""
    is_sign = (bool(name) and not name.strip(_SIGNS)) or name == _NONE
    levels = {roles().level1, roles().level2}
    rows = data.rows.get(form.helper_block, [])
    return is_sign and not any(text for row in rows for key, text in row.items() if key not in levels)


def _empty_placeholders(table: RawTable) -> None:
    """Cells that a draft asks to be filled in are empty."""
    for row in table.rows:
        for cell in row:
            if is_placeholder(cell.text):
                cell.text = ""


def _is_history(table: RawTable) -> bool:
    """Whether a table is what the report itself writes of earlier years' figures."""
    first = next((cell for row in table.rows for cell in row), None)
    return first is not None and first.text.strip() == HISTORY


def _turned(document: RawDocument) -> Iterator[Unplaced]:
    """Paragraphs and cells in which something turned what was shown."""
    for block in document.blocks:
        if isinstance(block, RawParagraph):
            places = [("正文", block.text)]
        else:
            places = [(table_name(block.number), cell.text) for row in block.rows for cell in row]
        yield from (Unplaced(where, text[:_LONGEST_ABOVE], ADVICE) for where, text in places if TURNED in text)


def _listed(where: str, text: str, advice: str) -> Iterator[Unplaced]:
    """Something that found no place, in as many pieces as cells of a sheet can hold."""
    return (Unplaced(where, text[start : start + _PIECE], advice) for start in range(0, len(text), _PIECE))


def _year(document: RawDocument) -> int:
    """The year most often called 年度; failing that, the year most often named."""
    texts = [b.text for b in document.blocks if isinstance(b, RawParagraph)]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row]
    for pattern in (_YEAR, _ANY_YEAR):
        years = Counter(year for text in texts for year in pattern.findall(text))
        if years:
            return int(years.most_common(1)[0][0])
    return 0
