"""Parts of a workbook brought back into the whole: cell by cell by field, and nothing filled is overwritten unasked."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.documents.circulation.changes import Changes, FieldPlace, cell_of
from jixiao.documents.circulation.pairing import are_alike, paired_rows, plain_words
from jixiao.documents.circulation.split import HANDED, PARTS, TEXT, form_keys, handed
from jixiao.documents.workbook.sheets.list_sheets import KEEP, TAKE
from jixiao.model.evaluation.formulas import Schema, schema
from jixiao.model.forms.family import Family, Form, Repeat
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.more_rows import moved_reference
from jixiao.model.submission.submission import EXPLAINED_LIST, FormData, Submission, Unplaced

DISAGREEMENTS = "disagreements"
CLEARED, DELETED = "（清空了）", "（删去了这一行）"
_LENGTH = 16
_MAYBE_SAME = (
    "「{one}」与「{other}」的名称或数字差不多，可能是同一个项目、写了两个名称。是的话，请把内容并到一张表里，删去另一张"
)


class MergeError(UserError):
    """Parts that do not belong to this workbook; the message names each and says why."""


@dataclass(frozen=True)
class ReturnedPart:
    """A workbook that was sent back."""

    path: Path
    submission: Submission

    @property
    def who(self) -> str:
        """Who sent it: whose part it is, and who filled it in."""
        name = self.submission.part or self.path.stem
        return f"{name}（{self.submission.preparer}）" if self.submission.preparer else name

    @property
    def fingerprint(self) -> str:
        """Tells whether it is the same part again."""
        said = [*handed(self.submission), self.submission.preparer]
        return hashlib.sha256(repr(sorted(map(str, said))).encode()).hexdigest()[:_LENGTH]


@dataclass
class Merged:
    """What came of it, in numbers and words.

    ``places`` leads from each part's forms to those of the whole, ``rows`` from the rows of each of them.
    """

    submission: Submission
    taken: int = 0
    disagreements: int = 0
    added: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    places: list[dict[int, int]] = field(default_factory=list)
    rows: list[dict[int, dict[str, list[int | None]]]] = field(default_factory=list)
    own_places: dict[int, int] = field(default_factory=dict)
    own_rows: dict[int, dict[str, list[int | None]]] = field(default_factory=dict)
    """The same of the forms that the whole had before."""

    def told(self) -> str:
        """The same in a few lines."""
        lines = [f"{who}：这一份以前合并过，内容没有变，跳过" for who in self.again]
        lines.append(f"合并进来 {self.taken} 格")
        lines += [f"新增项目表「{name}」" for name in self.added]
        if self.disagreements:
            lines.append(
                f"有 {self.disagreements} 处工作簿里填的和送来的不一样，没有改动，列在“合并分歧”页。"
                "请在那一页逐处选定采用哪个，再合并一次"
            )
        return "\n".join([*lines, *self.doubts])


def refuse_others(whole: Submission, parts: Sequence[ReturnedPart]) -> None:
    """Refuse parts of another unit, year or family, and a part as the whole.

    Raises:
        MergeError: there are some; nothing is merged then.
    """
    if whole.part:
        raise MergeError(f"这是「{whole.part}」的那一份，不是总的工作簿。请把各份合并进总的工作簿")
    wrong = []
    for part in parts:
        pairs = (("单位", part.submission.unit, whole.unit), ("年度", part.submission.year, whole.year),
                 ("表样", part.submission.family, whole.family))  # fmt: skip
        differing = [f"{what}是「{theirs}」，总的工作簿是「{mine}」" for what, theirs, mine in pairs if theirs != mine]
        if differing:
            wrong.append(f"「{part.path.name}」：{'；'.join(differing)}")
    if wrong:
        raise MergeError("不是这个工作簿分出去的，没有合并：\n" + "\n".join(wrong))


def merge(family: Family, whole: Submission, parts: Sequence[ReturnedPart], now: str) -> Merged:
    """The whole with its parts in it.

    Args:
        family: the whole's family.
        whole: what the whole workbook says; it is not changed.
        parts: what was sent back; see :func:`refuse_others`.
        now: when, for the log.
    """
    merged = Merged(copy.deepcopy(whole))
    changes = Changes(family, merged.submission, now, "合并")
    standing = [(data, {block: list(rows) for block, rows in data.rows.items()}) for data in merged.submission.forms]
    runs = [_Merging(family, merged, part, changes) for part in parts]
    for each in runs:
        each.run(now)
    _order_forms(family, merged)
    merged.rows = [each.row_indices() for each in runs]
    for index, (data, blocks) in enumerate(standing):
        merged.own_places[index] = _index_of(merged.submission.forms, data)
        merged.own_rows[index] = {
            block: [_index_of(data.rows[block], row) for row in rows] for block, rows in blocks.items()
        }
    changes.finish()
    merged.taken, merged.disagreements = changes.taken, len(merged.submission.lists.get(DISAGREEMENTS, ()))
    return merged


def _order_forms(family: Family, merged: Merged) -> None:
    """New projects stand behind the others of their kind."""
    order = [form.id for form in family.forms]
    before = list(merged.submission.forms)
    merged.submission.forms.sort(key=lambda data: order.index(data.form))
    moved = {index: _index_of(merged.submission.forms, data) for index, data in enumerate(before)}
    merged.places = [{mine: moved[index] for mine, index in places.items()} for places in merged.places]


def _index_of(items: Sequence[object], wanted: object) -> int:
    return next(index for index, item in enumerate(items) if item is wanted)


class _Merging:
    """One part, merged into the whole."""

    def __init__(self, family: Family, merged: Merged, part: ReturnedPart, changes: Changes) -> None:
        self._family = family
        self._merged = merged
        self._whole = merged.submission
        self._part = part
        self._changes = changes
        self._rows: dict[int, tuple[FormData, dict[str, list[dict[str, str] | None]]]] = {}
        self._base: dict[str, dict[str, str]] = {}
        for form, reference, text in part.submission.lists.get(HANDED, ()):
            self._base.setdefault(form, {})[reference] = text

    def run(self, now: str) -> None:
        """Merge it; one that was merged before and says the same changes nothing."""
        entry = self._entry()
        is_again = entry is not None and entry[6] == self._part.fingerprint
        before = list(self._whole.forms)
        places: dict[int, int] = {}
        for index, data in enumerate(self._part.submission.forms):
            mine = self._match(index, data, set(places.values()), before)
            if mine is not None:
                places[index] = mine
                self._merge_form(index, data, self._whole.forms[mine], is_again)
            elif not is_again and not data.is_empty:
                places[index] = self._added(data)
        self._merged.places.append(places)
        if is_again:
            self._merged.again.append(self._part.who)
            return
        self._merge_texts()
        self._merge_explanations()
        self._record(entry, now)

    def _merge_explanations(self) -> None:
        """What the part says of its failures stands in the whole, in place of what was said before."""
        theirs = {row[:3]: row for row in self._part.submission.lists.get(EXPLAINED_LIST, ())}
        mine = {row[:3]: row for row in self._whole.lists.get(EXPLAINED_LIST, ())}
        if theirs:
            self._whole.lists[EXPLAINED_LIST] = list((mine | theirs).values())

    def row_indices(self) -> dict[int, dict[str, list[int | None]]]:
        """For each of the part's forms, by block, where its rows are in the whole now."""
        return {
            index: {
                block: [None if row is None else _index_of(mine.rows[block], row) for row in rows]
                for block, rows in blocks.items()
            }
            for index, (mine, blocks) in self._rows.items()
        }

    # ---- which form is which --------------------------------------------------------------------------------------

    @property
    def _keys(self) -> list[str]:
        return form_keys(self._part.submission)

    def _match(self, index: int, data: FormData, taken: set[int], before: Sequence[FormData]) -> int | None:
        """The form of the whole that one of the part is; ``None`` if it is a new project."""
        form = self._family.form(data.form)
        mine = [i for i, other in enumerate(self._whole.forms) if other.form == data.form and i not in taken]
        if not form.repeated:
            return mine[0] if mine else None
        is_copy = self._keys.index(self._keys[index]) != index  # somebody copied the sheet to add a project
        handed_as = "" if is_copy else self._base.get(self._keys[index], {}).get(form.name_field, "")
        for name in (handed_as, data.fields.get(form.name_field, "")):
            same = [i for i in mine if name.strip() and _name(form, self._whole.forms[i]) == plain_words(name)]
            if len(same) == 1:
                return same[0]
        if (data.number or not self._part.submission.part) and not is_copy:
            return self._by_number(form, data, index, mine, before)
        return None

    def _by_number(
        self, form: Form, data: FormData, index: int, mine: Sequence[int], before: Sequence[FormData]
    ) -> int | None:
        """The form of that number, if it has no name yet: a project that was handed out blank."""
        of_kind = [i for i, other in enumerate(before) if other.form == data.form]
        number = int(self._keys[index].partition("#")[2])
        if number > len(of_kind) or of_kind[number - 1] not in mine:
            return None
        found = of_kind[number - 1]
        return None if _name(form, self._whole.forms[found]) else found

    def _added(self, data: FormData) -> int:
        """A project that somebody added: a sheet of its own in the whole."""
        new = FormData(data.form, dict(data.fields), copy.deepcopy(data.rows), dict(data.wording))
        new.frozen = set(data.frozen)
        form = self._family.form(data.form)
        name = data.fields.get(form.name_field, "") or data.sheet
        for other in self._whole.of(data.form):
            if are_alike(self._family, other, data):
                told = _MAYBE_SAME.format(one=other.fields.get(form.name_field, other.sheet), other=name)
                self._merged.doubts.append(told)
                self._whole.unplaced.append(Unplaced(f"合并：{self._part.who}", name, told))
        self._whole.forms.append(new)
        self._merged.added.append(name)
        return len(self._whole.forms) - 1

    # ---- cell by cell ---------------------------------------------------------------------------------------------

    def _merge_form(self, index: int, theirs: FormData, mine: FormData, is_again: bool) -> None:
        form, base = self._family.form(theirs.form), self._base.get(self._keys[index])
        known = schema(form, self._whole.year)
        self._rows[index] = mine, {}
        for key in known.fields if not is_again else ():
            place = FieldPlace(mine, key, title=known.titles.get(key, key), kind=known.fields[key].kind)
            was = None if base is None else base.get(key, "")
            is_open = bool(mine.fields.get(key)) and mine.fields.get(key) == form.defaults.fields.get(key)
            self._merge_cell(place, theirs.fields.get(key), mine.fields, key, was, is_open=is_open)
        for repeat in walk_blocks(form.rows):
            rows, own = theirs.rows.get(repeat.repeat, []), mine.rows.setdefault(repeat.repeat, [])
            pairs = paired_rows(repeat, rows, own)
            targets = [None if pair is None else own[pair] for pair in pairs]
            self._rows[index][1][repeat.repeat] = targets
            if not is_again:
                self._merge_block(known, repeat, (theirs, mine), targets, base)

    def _merge_cell(
        self,
        place: FieldPlace,
        theirs: str | None,
        target: dict[str, str],
        key: str,
        base: str | None,
        *,
        is_open: bool = False,
    ) -> None:
        """One cell; ``is_open``: what stands there came with the blank form and nobody filled it in."""
        mine = target.get(key)
        if _same(place, theirs, mine) or (base is not None and _same(place, theirs, base)):
            return
        if theirs and (is_open or not mine):
            target[key] = theirs
            self._changes.taken_over(place, mine, theirs)
        elif theirs or base:  # blank here and never filled: nothing was said
            self._changes.disagree(place, mine or "", theirs or CLEARED, self._part.who)

    def _merge_block(
        self,
        known: Schema,
        repeat: Repeat,
        pair: tuple[FormData, FormData],
        targets: list[dict[str, str] | None],
        base: Mapping[str, str] | None,
    ) -> None:
        """The rows of a block; ``targets`` are the whole's rows that theirs are, and get the new ones too."""
        block, (theirs, mine) = repeat.repeat, pair
        rows, standing = theirs.rows.get(block, []), list(mine.rows[block])
        originals = _rows_of(base or {}, block)
        after = -1
        for number, original in enumerate(paired_rows(repeat, rows, originals)):
            target = targets[number]
            if target is not None:
                after = _index_of(mine.rows[block], target)
                was = None if base is None else originals[original] if original is not None else {}
                self._merge_row(known, FieldPlace(mine, "", block, target), rows[number], was)
            elif any(rows[number].values()):
                after += 1
                targets[number] = self._insert(mine, repeat, after, rows[number])
        if base is not None:
            self._tell_deleted(repeat, mine, originals, rows, standing, known.names[block])

    def _merge_row(self, known: Schema, where: FieldPlace, theirs: dict[str, str], base: dict[str, str] | None) -> None:
        row = where.row if where.row is not None else {}
        is_open = not row.get(known.names[where.block], "").strip()
        for key, column in known.blocks[where.block].items():
            title = known.titles.get(f"{where.block}.{key}", key)
            place = replace(where, key=key, title=title, kind=column.kind)
            was = None if base is None else base.get(key, "")
            self._merge_cell(place, theirs.get(key), row, key, was, is_open=is_open and not column.formula)

    def _insert(self, mine: FormData, repeat: Repeat, index: int, row: dict[str, str]) -> dict[str, str]:
        new = dict(row)
        mine.rows[repeat.repeat].insert(index, new)
        mine.frozen = {moved_reference(reference, repeat.repeat, index - 1) for reference in mine.frozen}
        for key, text in row.items():
            if text:
                self._changes.taken_over(FieldPlace(mine, key, repeat.repeat, new), "", text)
        return new

    def _tell_deleted(
        self,
        repeat: Repeat,
        mine: FormData,
        originals: Sequence[dict[str, str]],
        rows: Sequence[dict[str, str]],
        standing: Sequence[dict[str, str]],
        name: str,
    ) -> None:
        """Rows that were handed out and did not come back."""
        back = {index for index in paired_rows(repeat, rows, originals) if index is not None}
        gone = [row for index, row in enumerate(originals) if index not in back and row.get(name)]
        for row, index in zip(gone, paired_rows(repeat, gone, standing), strict=True):
            if index is not None and standing[index].get(name) == row.get(name):
                place = FieldPlace(mine, name, repeat.repeat, standing[index], "整行")
                self._changes.disagree(place, row[name], DELETED, self._part.who)

    # ---- texts, and the record ------------------------------------------------------------------------------------

    def _merge_texts(self) -> None:
        base = self._base.get(TEXT, None)
        base = {} if base is None and self._part.submission.part else base
        for report, sections in self._part.submission.texts.items():
            for section, text in sections.items():
                reference = f"{report}.{section}"
                headings = {
                    s.key: s.heading for r in self._family.outline.reports if r.id == report for s in r.sections
                }
                place = FieldPlace(None, reference, title=headings.get(section, section))
                target = self._whole.texts.setdefault(report, {})
                self._merge_cell(place, text, target, section, None if base is None else base.get(reference, ""))

    def _entry(self) -> tuple[str, ...] | None:
        who = self._part.submission.part or self._part.path.stem
        return next((row for row in self._whole.lists.get(PARTS, ()) if row[0] == who), None)

    def _record(self, entry: tuple[str, ...] | None, now: str) -> None:
        rows = self._whole.lists.setdefault(PARTS, [])
        part = self._part
        if entry is None:
            content = "、".join(data.sheet for data in part.submission.forms)
            codes = " ".join(self._keys)
            rows.append((part.submission.part or part.path.stem, content, part.path.name, "", now, codes,
                         part.fingerprint))  # fmt: skip
        else:
            rows[rows.index(entry)] = (*entry[:4], now, entry[5], part.fingerprint)


def _rows_of(base: Mapping[str, str], block: str) -> list[dict[str, str]]:
    """The rows of a block as they were handed out."""
    rows: dict[int, dict[str, str]] = {}
    for reference, text in base.items():
        head, bracket, rest = reference.partition("[")
        if bracket and head == block:
            number, _, key = rest.partition("].")
            rows.setdefault(int(number), {})[key] = text
    return [rows.get(index, {}) for index in range(max(rows, default=-1) + 1)]


def _same(place: FieldPlace, one: str | None, other: str | None) -> bool:
    """Whether two cells say the same; blank is blank however it came to be."""
    if plain_words(one or "") == plain_words(other or ""):
        return True
    return cell_value(one or "", place.kind) == cell_value(other or "", place.kind)


def _name(form: Form, data: FormData) -> str:
    return plain_words(data.fields.get(form.name_field, ""))


def decide(family: Family, whole: Submission, now: str) -> tuple[Submission, list[str]]:
    """The whole with what was chosen on 合并分歧 written in.

    Returns:
        The new submission, and what was done, a line for each kind.
    """
    changed = copy.deepcopy(whole)
    changes = Changes(family, changed, now, "合并：选定")
    left, counts = [], {"taken": 0, "kept": 0, "stale": 0}
    deleted: list[FieldPlace] = []
    for row in changed.lists.get(DISAGREEMENTS, []):
        place = cell_of(family, changed, row[0])
        if row[7] == KEEP:
            counts["kept"] += 1
            changes.declined(row)
        elif row[7] != TAKE:
            left.append(row)
        elif place is None or plain_words(place.value() or "") != plain_words(row[4]):
            counts["stale"] += 1
            left.append((*row[:7], ""))
        else:
            counts["taken"] += 1
            if row[5] == DELETED:
                deleted.append(place)
            else:
                text = "" if row[5] == CLEARED else row[5]
                changes.taken_over(place, place.value(), text)
                place.put(text)
    for place in deleted:
        place.remove_row()
    changed.lists[DISAGREEMENTS] = left
    changes.finish()
    told = [f"采用送来的 {counts['taken']} 处，保留工作簿的 {counts['kept']} 处，还没有选定 {len(left)} 处"]
    if counts["stale"]:
        told.append(f"其中 {counts['stale']} 处在列出以后工作簿里又改过，没有写入，请再看一看")
    return changed, told
