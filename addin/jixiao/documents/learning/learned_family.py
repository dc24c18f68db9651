"""A whole family learned from the blanks of one notice, and written as its folder."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from jixiao.core import resources
from jixiao.core.files import filling, make_folder, told
from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawBlock, RawTable
from jixiao.documents.learning.blank import BlankError, BlankFile, read_blank, table_width
from jixiao.documents.learning.form import LearnedForm, form_id, learn_form
from jixiao.documents.learning.heading_numbers import without_number
from jixiao.documents.learning.known import ALIKE, EXACT, Known, known
from jixiao.documents.learning.outlines import Heading, LearnedOutline
from jixiao.documents.learning.rows import title_words
from jixiao.documents.learning.table import TableLearner
from jixiao.documents.learning.taken import CellRole, TakenTable
from jixiao.documents.learning.texts import Around, Texts, notice_title, read_texts
from jixiao.documents.learning.yaml_text import yaml_text
from jixiao.model.forms.family import Form
from jixiao.model.forms.family_check import form_names
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.sentence_template import keys as sentence_keys
from jixiao.model.forms.yaml_file import read_yaml

BLANKS = "blanks"
"""The folder beside a family's data where the blanks it was learned from are kept: they are its 依据."""

PROVINCE = "整套表样的省份"
"""The place, in the table of corrections, of the province whose forms these are."""

RECORD, SAMPLE = "record.json", "sample.json"
"""How the family was learned; the figures that stood in a filled form, taken out of it."""

_YEAR = re.compile(r"(20\d\d)\s*年度?")
_BUDGET_YEAR = re.compile(r"(20\d\d)\s*年(?:预算|决算)")
"""The heading of a column: 2024年决算数."""

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}〔20\d\d〕\d+号")
_FIGURE = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_ENDS_AS_TABLE = re.compile(r"表\s*(?:[（(].*[)）])?$")
_GUIDANCE = "按样表的要求写；样表没有写明的，写清做了什么、花了多少、效果如何。"


@dataclass(slots=True)
class Learned:
    """A family as it was learned, not yet written."""

    id: str
    year: int
    title: str
    source: str
    extends: str
    forms: list[LearnedForm]
    report: dict[str, Any] | None
    files: list[Path]
    certainty: str = "I"
    province: str = ""
    like: str = ""
    """Last year's family, whose outline and checks go on where this year's blank says nothing else."""
    says_year: bool = True
    """Whether the blank, or who asked, told the year."""

    remarks: list[str] = field(default_factory=list)
    carried: dict[str, str] = field(default_factory=dict)
    """Place → what a person took the cell for in last year's table of corrections."""
    confirmed: frozenset[str] = frozenset()
    """Places that are taken for what a person confirmed last year."""
    names: dict[str, str] = field(default_factory=dict)
    """Where a form begins → the name that it had last year."""

    def confirm(self) -> None:
        """What was guessed and a person has looked at is sure."""
        self.certainty = "S"
        for form in self.forms:
            columns = (column for block in form.taken.blocks for column in block.columns)
            for taken in (*form.taken.cells.values(), *columns):
                taken.sureness = EXACT if taken.sureness == ALIKE else taken.sureness

    @property
    def points(self) -> str:
        """Points of the rate of execution that the forms print."""
        found = (*self._printed_points, *(form.taken.points for form in self.forms))
        return next((points for points in found if _FIGURE.fullmatch(points)), "")

    @property
    def certainty_of_points(self) -> str:
        """S for points in a cell of their own, or where somebody has looked at the form; I for those of a heading."""
        return "S" if any(map(_FIGURE.fullmatch, self._printed_points)) else self.certainty

    @property
    def _printed_points(self) -> list[str]:
        weight = known().named("execution_weight")
        return [form.data.get("defaults", {}).get("fields", {}).get(weight, "") for form in self.forms]


def learn(
    family_id: str,
    files: Sequence[Path],
    extends: str = "mof",
    title: str = "",
    year: int = 0,
    corrections: Mapping[str, str] | None = None,
    province: str = "",
    names: Mapping[str, str] | None = None,
) -> Learned:
    """A family learned from blank forms.

    Args:
        family_id: the name of its folder.
        files: the notice's attachments, Word or Excel.
        extends: the family it inherits checks and scoring from.
        title: what the source is called; read from the files if it is not given.
        year: the form year; read from the files if it is not given.
        corrections: place (see :func:`place`) → what a person took the cell for.
        province: whose forms these are; read from the files if it is not given.
        names: where a form begins (see :func:`place`) → its name; the others are named by their kinds.

    Raises:
        BlankError: no form and no outline was found in the files.
        DocumentError: a file that cannot be read.
    """
    blanks = [read_blank(path) for path in files]
    texts = [read_texts(blank) for blank in blanks]
    words = known()
    printed = _printed_years(blanks, year)
    year = year or printed[0]
    learner = _FamilyLearner(words, corrections or {}, names or {})
    for blank, around, its_year in zip(blanks, texts, printed, strict=True):
        learner.take(blank, around, its_year)
        for outline in around.reports:
            outline.year = its_year
    learner.remarks += _told_years(blanks, printed, year)
    learner.remarks += [f"「{blank.name}」：{remark}" for blank in blanks for remark in blank.remarks]
    outlines = _fullest([outline for text in texts for outline in text.reports], learner.forms)
    if not learner.forms and not outlines:
        raise BlankError(_nothing_learned(learner.remarks, any(blank.tables for blank in blanks)))
    name = title or _source_title(blanks, texts, learner.forms)
    report = _reports(outlines, learner.forms, words) if outlines else None
    learned = Learned(family_id, year or _last_year(), name, name, extends, learner.forms, report, list(files))
    learned.says_year = bool(year)
    learned.remarks, learned.names = learner.remarks, dict(names or {})
    learned.province = (corrections or {}).get(PROVINCE) or province or _province(name, blanks, learner.forms, words)
    return learned


def _nothing_learned(remarks: Sequence[str], has_tables: bool) -> str:
    """What is told of files that no family can be learned from; a form that is a picture cannot be read."""
    why = f"（{'；'.join(remarks)}）" if remarks else ""
    is_drawn = not has_tables and any("图片" in remark or "文本框" in remark for remark in remarks)
    advice = _ASK_SENDER if is_drawn else "请检查选对了样表文件"
    return f"文件里没有认出自评表，也没有认出报告提纲{why}。{advice}"


_ASK_SENDER = "样表是图片的、在文本框里的，请向发文单位要可编辑的 Word 或 Excel 样表"


def place(file: str, table: int, row: int, column: int) -> str:
    """How a cell of a blank is called in the table of corrections."""
    return f"{file} 第{table + 1}个表 第{row + 1}行第{column + 1}列"


class _FamilyLearner:
    """Takes the tables of all files, one form for each layout."""

    def __init__(self, words: Known, corrections: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._known = words
        self._year = 0
        """The year that the file at hand prints."""
        self._corrections = corrections
        self._names = names
        self._seen: list[tuple[str, str, tuple[str, ...]]] = []
        self._ids: Counter[str] = Counter()
        self.forms: list[LearnedForm] = []
        self.remarks: list[str] = []

    def take(self, blank: BlankFile, texts: Texts, year: int) -> None:
        """The tables of a file that prints a year for the one it is about."""
        self._year = year
        before: RawBlock | None = None
        for block in blank.blocks:
            if isinstance(block, RawTable) and isinstance(before, RawTable):
                self._tell_second_grid(blank, block)
            before = block
        for table in blank.tables:
            around = texts.around.get(table.number, Around())
            for part, own in _forms_in(table, around):
                self._take_table(blank, part, own, blank.widths[table.number])

    def _tell_second_grid(self, blank: BlankFile, table: RawTable) -> None:
        """Two grids right behind each other may be one form to those who fill it in, unless both begin as forms do."""
        first = next((cell.text for row in table.rows for cell in row if cell.text), "")
        if self._known.key("fields", first) in self._known.begins_form:
            return
        self.remarks.append(
            f"「{blank.name}」第 {table.number + 1} 个表紧接着上一个表，中间没有标题，学成了两张表；"
            "要是同一张表，请在 Word 里把两个表合成一个，再学一次"
        )

    def _take_table(self, blank: BlankFile, table: RawTable, around: Around, widths: list[float]) -> None:
        printed = {id(cell): (cell.row, cell.column) for row in table.rows for cell in row}
        taken = TableLearner(table, self._known).read()  # which may put in cells and rows
        where = {id(cell): printed.get(id(cell), (cell.row, cell.column)) for row in table.rows for cell in row}
        places = {cell: place(blank.name, table.number, *at) for cell, at in where.items()}
        correct(taken, {cell: self._corrections[name] for cell, name in places.items() if name in self._corrections})
        name = f"「{blank.name}」第 {table.number + 1} 个表"
        if not _is_form(taken, self._known, bool(around.section)):
            self.remarks.append(f"{name}不像自评表，没有学：{around.title or _first_words(table)}")
            return
        signature = _signature(taken)
        kind = form_id(taken, around.title or around.section or _first_words(table), self._known)
        title = normal(around.title or around.section or _first_words(table))
        if any(_is_one_form((kind, title, signature), other) for other in self._seen):
            return
        self._seen.append((kind, title, signature))
        form_name = self._names.get(next(iter(places.values()))) or self._free_name(kind)
        self.forms.append(learn_form(taken, around, form_name, len(self.forms) + 1, widths, self._known, self._year))
        self.forms[-1].file, self.forms[-1].places = blank.name, where
        self.forms[-1].begins_at = next(iter(places.values()))
        self._name_apart(self.forms[-1])
        self._tell_formulas(self.forms[-1])

    def _free_name(self, kind: str) -> str:
        """A name by a form's kind, numbered from the second on, that no form had last year."""
        while True:
            self._ids[kind] += 1
            name = kind if self._ids[kind] == 1 and kind != "form" else f"{kind}{self._ids[kind]}"
            if name not in self._names.values():
                return name

    def _tell_formulas(self, form: LearnedForm) -> None:
        """The blank's formulas that the workbook will not have: people fill those cells in."""
        cells = walk_cells(Form.model_validate(form.data).rows)
        reckoned = {cell.field for _, cell in cells if cell.formula}
        with_formulas = (cell for row in form.taken.table.rows for cell in row if cell.formula)
        for taken in map(form.taken.of, with_formulas):
            if taken.role is not CellRole.FIELD or taken.key not in reckoned:
                row, column = form.places.get(id(taken.cell), (taken.cell.row, taken.cell.column))
                where = place(form.file, form.taken.table.number, row, column)
                formula = taken.cell.formula[:_LONGEST_FORMULA]
                self.remarks.append(f"{where}{f'「{taken.title}」' * bool(taken.title)}是公式 {formula}，没有照搬")

    def _name_apart(self, form: LearnedForm) -> None:
        """No two sheets have one name."""
        names = {other.data["sheet"] for other in self.forms if other is not form}
        number = 2
        while form.data["sheet"] in names:
            form.data["attachment"] = f"附件{len(self.forms)}"
            form.data["sheet"] = (
                f"附件{len(self.forms)} " + form.data["sheet"].partition(" ")[2] + ("" if number == 2 else f"{number}")
            )
            number += 1


def correct(taken: TakenTable, corrections: Mapping[int, str]) -> None:
    """Take cells for what a person said they are: a role's word, or a key."""
    for cell_id, said in corrections.items():
        for column in (c for block in taken.blocks for c in block.columns if id(c.cell) == cell_id):
            column.key, column.sureness = said, "S"
        cell = taken.cells.get(cell_id)
        if cell is None:
            continue
        cell.sureness = "S"
        if said in (CellRole.LABEL.value, CellRole.BLANK.value):
            cell.role, cell.key = CellRole(said), ""
        elif cell.role is not CellRole.LABEL or not cell.cell.text:
            cell.role = cell.role if cell.role is CellRole.BOTH else CellRole.FIELD
            cell.key = said
        elif not any(id(c.cell) == cell_id for block in taken.blocks for c in block.columns):
            cell.role, cell.key = CellRole.BOTH, said


def _forms_in(table: RawTable, around: Around) -> Iterator[tuple[RawTable, Around]]:
    """The forms that one table holds: another begins where a row is a title of its own."""
    width = table_width(table)
    starts = [
        number
        for number, row in enumerate(table.rows)
        if number and len(row) == 1 and row[0].columns == width and _is_form_title(row[0].text)
    ]
    bounds = [0, *starts, len(table.rows)]
    for index, (first, end) in enumerate(pairwise(bounds)):
        if len(bounds) == 2:
            yield table, around
            return
        own = around if index == 0 else Around(title=table.rows[first][0].text.strip(), below=around.below)
        yield _part(table, first + (index > 0), end), own


def _is_form_title(text: str) -> bool:
    return ("自评" in text or "申报" in text) and len(text) <= 40 and bool(_ENDS_AS_TABLE.search(text.strip()))


def _part(table: RawTable, first: int, end: int) -> RawTable:
    part = RawTable(table.number, table.rows[first:end], table.covered[first:end])
    for number, row in enumerate(part.rows):
        for cell in row:
            cell.row, cell.rows = number, min(cell.rows, end - first - number)
    return part


def _first_words(table: RawTable) -> str:
    return next((cell.text[:30] for row in table.rows for cell in row if cell.text), "空表")


def _is_form(taken: TakenTable, words: Known, is_of_report: bool) -> bool:
    """Whether a table is filled in by a unit about its own performance, by its labels or its report."""
    fields = [c for c in taken.cells.values() if c.key and c.role is not CellRole.LABEL]
    keys = {re.sub(r"_\d+$", "", c.key) for c in fields if c.sureness}
    known_keys = {key for key in keys if not words.is_incidental(key)}
    has_indicators = any(block.name.startswith("indicators") for block in taken.blocks)
    is_known = len(known_keys) >= 2 or has_indicators or _lists_known(taken)
    return bool(fields or taken.blocks) and (is_of_report or is_known)


def _lists_known(taken: TakenTable) -> bool:
    """Whether a table is a list of things that are known: 预算金额, 支出金额 of each."""
    heads = {cell.key for cell in taken.cells.values() if cell.key and cell.role is CellRole.LABEL}
    return len(heads) >= 2 and any(block.name.startswith("list") for block in taken.blocks)


def _signature(taken: TakenTable) -> tuple[str, ...]:
    """What makes two tables one form: their fields in order."""
    fields = [
        c.key
        for c in taken.cells.values()
        if c.role is not CellRole.LABEL and c.key and taken.block_at(c.cell.row) is None
    ]
    return (*fields, *(key for block in taken.blocks for key in block.keys))


def _is_one_form(form: tuple[str, str, tuple[str, ...]], other: tuple[str, str, tuple[str, ...]]) -> bool:
    """Whether two tables are one form, filled in by two: the same fields, or the same title and nearly the same."""
    (kind, title, signature), (other_kind, other_title, other_signature) = form, other
    shared = len(set(signature) & set(other_signature))
    is_near = shared >= _NEARLY * max(len(set(signature)), len(set(other_signature)))
    return signature == other_signature or (kind == other_kind and title == other_title and is_near)


_NEARLY = 0.8
_LONGEST_FORMULA = 60


# ---- what the files say as a whole --------------------------------------------------------------------------


def _last_year() -> int:
    """Units are asked about the year before."""
    return date.today().year - 1


def _printed_years(blanks: Sequence[BlankFile], asked: int) -> list[int]:
    """The year that each blank prints for the one it is about: one of them may still say last year's."""
    of_all = _printed_year(blanks, asked)
    return [(_printed_year([blank], asked) if asked else 0) or of_all for blank in blanks]


def _told_years(blanks: Sequence[BlankFile], printed: Sequence[int], year: int) -> Iterator[str]:
    """What is said of blanks that print another year than is asked for."""
    for other in dict.fromkeys(one for one in printed if one != year):
        names = "、".join(f"「{blank.name}」" for blank, one in zip(blanks, printed, strict=True) if one == other)
        which = "样表" if {*printed} == {other} else names
        yield f"{which}上写的是 {other} 年度，按 {year} 年度学：工作簿、报告里的年度跟着换"


def _printed_year(blanks: Sequence[BlankFile], asked: int) -> int:
    """The year that blanks print for the one they are about; the one asked for where they have it, or none."""
    texts = [text for blank in blanks for text in (blank.name, *blank.paragraphs)]
    texts += [cell.text for blank in blanks for table in blank.tables for row in table.rows for cell in row]
    found = [match for text in texts for match in _YEAR.finditer(text)]
    if asked and any(int(match[1]) == asked for match in found):
        return asked
    years = Counter(int(match[1]) for match in found if not asked or match[0].endswith("度"))
    of_columns = [int(match[1]) for text in texts for match in _BUDGET_YEAR.finditer(text)]
    return years.most_common(1)[0][0] if years else max(of_columns, default=asked)


def _source_title(blanks: Sequence[BlankFile], texts: Sequence[Texts], forms: Sequence[LearnedForm]) -> str:
    said = [paragraph for blank in blanks for paragraph in blank.paragraphs]
    number = next((match[0] for text in said if (match := _DOCUMENT_NUMBER.search(text))), "")
    titles = [notice_title(blank.paragraphs) for blank in blanks]
    titles += [form.around.title or str(form.data["title"]) for form in forms]
    titles += [outline.title for text in texts for outline in text.reports]
    title = next((t for t in titles if t), Path(blanks[0].name).stem)
    return f"{number}{title}".strip() or blanks[0].name


def _province(name: str, blanks: Sequence[BlankFile], forms: Sequence[LearnedForm], words: Known) -> str:
    """The province that titles, file names and numbers of documents tell; "" for none."""
    titles = [name, *(blank.name for blank in blanks), *(form.data["title"] for form in forms)]
    texts = [text for blank in blanks for text in blank.paragraphs]
    numbers = [number for text in texts for number in _DOCUMENT_NUMBER.findall(text)]
    senders = [text for text in texts if _SENDER.fullmatch(text.strip())]
    return next((found for said in (*titles, *numbers, *senders) if (found := words.province(said))), "")


_SENDER = re.compile(r"[\u4e00-\u9fff]{2,20}(?:局|厅|委员会|人民政府|办公室)(?:文件)?")
"""Who sends a notice, on a line of its own."""


def _reports(outlines: Sequence[LearnedOutline], forms: Sequence[LearnedForm], words: Known) -> dict[str, Any]:
    """The outlines of the reports; their sentences are those shared ones whose figures the forms have."""
    ids: Counter[str] = Counter()
    reports = []
    for outline in outlines:
        kind = _kind_of_report(outline, forms)
        ids[kind] += 1
        title = title_words(_report_title(outline.title), outline.year) or _TITLES[kind]
        used: Counter[str] = Counter()
        headings = outline.headings
        heads_others = [after.level > heading.level for heading, after in pairwise(headings)] + [False]
        sections = [
            _section(heading, words.section(without_number(heading.text), is_chapter), used, forms, words)
            for heading, is_chapter in zip(headings, heads_others, strict=True)
        ]
        name = kind if ids[kind] == 1 else f"{kind}{ids[kind]}"
        reports.append({"id": name, "title": title, "source": ["BLANK"], "certainty": "S", "sections": sections})
    return _around(str(reports[0]["title"]), reports)


def _report_title(title: str) -> str:
    """What a report is called whose outline has a title: the report is no outline itself."""
    said = _OUTLINE.sub("", title)
    return said if said == title or said.endswith(("报告", "总结")) else f"{said}报告"


_OUTLINE = re.compile(r"\s*[（(]?(?:参考|编写|写作|撰写)*(?:提纲|模板|范本|格式)[）)]?\s*$")
_TITLES = {"overall": "{year}年度{unit}部门整体支出绩效自评报告", "project": "{year}年度{unit}项目支出绩效自评报告"}


def _fullest(outlines: Sequence[LearnedOutline], forms: Sequence[LearnedForm]) -> list[LearnedOutline]:
    """Of several written reports of one kind the one that says most; two outlines that differ are two reports."""
    kept: list[LearnedOutline] = []
    for outline in sorted(outlines, key=lambda o: -len(o.headings)):
        kind = _kind_of_report(outline, forms)
        if not any(_kind_of_report(other, forms) == kind and _shares_headings(outline, other) for other in kept):
            kept.append(outline)
    return [outline for outline in outlines if outline in kept]


def _shares_headings(outline: LearnedOutline, other: LearnedOutline) -> bool:
    mine, theirs = ({normal(heading.text) for heading in o.headings} for o in (outline, other))
    return len(mine & theirs) * 2 > len(mine)


def _kind_of_report(outline: LearnedOutline, forms: Sequence[LearnedForm]) -> str:
    """Whether a report is about the unit as a whole or about its projects."""
    said = outline.title or outline.headings[0].text
    if "整体" in said or any("整体支出" in heading.text for heading in outline.headings):
        return "overall"
    if "项目" in said or "转移支付" in said:
        return "project"
    return "overall" if "整体" in said or not any(form.id == "project" for form in forms) else "project"


def _section(
    heading: Heading, key: str, used: Counter[str], forms: Sequence[LearnedForm], words: Known
) -> dict[str, Any]:
    name = key if key and not used[key] else f"s{sum(used.values()) + 1}"
    used[name] += 1
    guidance = "".join(heading.guidance)[:500] or _GUIDANCE
    section: dict[str, Any] = {"key": name, "heading": heading.text, "level": heading.level, "guidance": guidance}
    if empty := words.said_if_empty(heading.text):
        section["empty"] = empty
    sentences = [sentence for form in forms for sentence in _sentences(words.sentences(key, form.id), forms)]
    return {**section, "sentences": sentences} if sentences else section


def _sentences(part: str, forms: Sequence[LearnedForm]) -> Iterator[list[str]]:
    """The sentences of a shared part, each with the alternatives whose figures these forms have."""
    if not part:
        return
    parts = read_yaml(resources.path("workbook", "forms", "mof", "parts.yaml"))
    names = {f"{form.id}:{name}" for form in forms for name in form_names(Form.model_validate(form.data))}
    for sentence in parts[part]:
        texts = [sentence] if isinstance(sentence, str) else sentence
        fitting = [
            text
            for text in texts
            if all(key in names or ":" not in key for key in sentence_keys(text)) and "choice:" not in text
        ]
        if fitting:
            yield fitting


# ---- the folder ---------------------------------------------------------------------------------------------


def write_family(learned: Learned, folder: Path, corrections: Mapping[str, str] | None = None) -> None:
    """Write a family's new folder: beside, whole, then renamed."""
    make_folder(folder.parent)
    with filling(folder) as fresh:
        _write(fresh / "family.yaml", _head(learned))
        for form in learned.forms:
            _write(fresh / f"{form.id}.yaml", form.data)
        if learned.report or not learned.like:
            _write(fresh / "report.yaml", learned.report or _no_report(learned))
        _write(fresh / "sources.yaml", {"BLANK": _source(learned)})
        (fresh / "scoring.toml").write_text(_scoring(learned), "utf-8")
        (fresh / BLANKS).mkdir()
        for file in learned.files:
            shutil.copyfile(file, fresh / BLANKS / file.name)
        filled = (form for form in learned.forms if form.is_filled)
        samples = {form.id: {"fields": form.sample, "rows": form.sample_rows} for form in filled}
        if samples:
            (fresh / BLANKS / SAMPLE).write_text(json.dumps(samples, ensure_ascii=False, indent=1), "utf-8")
        asked = {"extends": learned.extends, "title": learned.title, "year": learned.year, "like": learned.like}
        asked["province"] = learned.province
        kept: dict[str, Any] = {"asked": asked, "files": [file.name for file in learned.files]}
        kept |= {"corrections": {**learned.carried, **(corrections or {})}, "carried": learned.carried}
        kept["names"] = learned.names
        (fresh / BLANKS / RECORD).write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")


def replace_family(
    learned: Learned, folder: Path, corrections: Mapping[str, str], prove_whole: Callable[[Path], object]
) -> None:
    """Write a family's folder anew; the one there comes back if ``prove_whole`` raises for the new one."""
    fresh, _ = _beside(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    write_family(learned, fresh, corrections)
    swap_in(fresh, folder, prove_whole)


def swap_in(fresh: Path, folder: Path, prove_whole: Callable[[Path], object]) -> None:
    """Put a family's new folder in its place, as :func:`swap_all_in`."""
    swap_all_in({folder: fresh}, prove_whole)


def swap_all_in(fresh: Mapping[Path, Path], prove_whole: Callable[[Path], object]) -> None:
    """Put families' new folders in their places; what was there before comes back if one of them cannot be.

    Args:
        fresh: place → new folder, a family that others extend before these.
        prove_whole: raises for a folder that holds no family that can be used.

    Raises:
        OutputError: a file of one that is there is open in another program, or the disk cannot be written.
    """
    for folder in fresh:
        put_back(folder)
        shutil.rmtree(_beside(folder)[1], ignore_errors=True)
    moved: list[Path] = []
    try:
        for folder, new in fresh.items():
            _move_in(new, folder)
            moved.append(folder)
        for folder in fresh:
            prove_whole(folder)  # a family is known by its folder's name: it can be asked only where it belongs
    except BaseException:
        for folder in moved:
            shutil.rmtree(folder, ignore_errors=True)
            put_back(folder)
        raise
    for folder in fresh:
        shutil.rmtree(_beside(folder)[1], ignore_errors=True)


def _move_in(fresh: Path, folder: Path) -> None:
    with told(folder):
        if folder.exists():
            folder.rename(_beside(folder)[1])
        try:
            fresh.rename(folder)
        except OSError:
            put_back(folder)
            raise


def _beside(folder: Path) -> tuple[Path, Path]:
    """Where a family's new folder is written, and where its old one waits until the new one is proven."""
    return folder.with_name(f".{folder.name}-new"), folder.with_name(f".{folder.name}-old")


def put_back(folder: Path) -> None:
    """Where a program was killed between an old family and its new one, the old one stands again."""
    _, gone = _beside(folder)
    if gone.is_dir() and not folder.exists():
        gone.rename(folder)


def read_record(folder: Path) -> dict[str, Any]:
    """How a family was learned: from which files, with which corrections.

    Raises:
        BlankError: it was not learned from blanks.
    """
    path = folder / BLANKS / RECORD
    if not path.is_file():
        raise BlankError(f"表样 {folder.name} 不是从样表学来的，不能用对照表改")
    return dict(json.loads(path.read_text("utf-8")))


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml_text(data), "utf-8")


def _no_report(learned: Learned) -> dict[str, Any]:
    """Where the notice gave no outline, only the forms are printed."""
    title = learned.forms[0].data["title"] if learned.forms else learned.title
    return _around(title_words(title, learned.year), [])


def _around(title: str, reports: list[dict[str, Any]]) -> dict[str, Any]:
    """The cover and who signs, with the reports between them."""
    title = title if "{year}" in title else f"{{year}}年度{title}"
    lines = [title, "单位名称：{unit}（盖章）", "{report_date}"]
    return {
        "cover": {"lines": lines},
        "attachments": "附件：",
        "signature": ["{unit}（盖章）", "{report_date}"],
        "reports": reports,
    }


def _head(learned: Learned) -> dict[str, Any]:
    return {
        "id": learned.id,
        "title": learned.title,
        "province": learned.province,
        "authority": f"{learned.province}财政部门",
        "year": learned.year,
        "extends": learned.extends,
        "forms": [form.id for form in learned.forms],
        "source": ["BLANK"],
        "certainty": learned.certainty,
        "learned": True,
    }


def _source(learned: Learned) -> dict[str, str | list[str]]:
    names = "、".join(file.name for file in learned.files)
    note = "由样表自动学得，尚未有人核对" if learned.certainty == "I" else "由样表学得，有人用对照表核对过"
    return {"title": learned.source, "seen": ["样表推断"], "reliability": f"样表文件：{names}", "note": note}


def _scoring(learned: Learned) -> str:
    lines = [f'title = "{_quoted(learned.title)}"', f'extends = "{_quoted(learned.extends)}"']
    if learned.points:
        note, certainty = "样表上印的分值", learned.certainty_of_points
        value = (
            f'{{ value = {learned.points}, unit = "分", source = ["BLANK"], certainty = "{certainty}", '
            f'rule = "W-MOF-01", note = "{note}" }}'
        )
        lines += ["", "[execution]", f"weight = {value}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "").replace("\n", " ")
