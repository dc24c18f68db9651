"""Which row of a block, and which project, of two workbooks are one: by what they say, not by their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from jixiao.model.forms.family import NUMERIC, Family, Form, Repeat
from jixiao.model.forms.grid import walk_cells
from jixiao.model.submission.figures import CellValue, cell_value
from jixiao.model.submission.submission import FormData

Row = dict[str, str]

_SEASONING = re.compile(r"[\s“”\"'（）()《》【】\-—、，,.。]|(?:19|20)\d\d年?度?|项目|专项|经费|资金|工作")
_ALIKE = 0.8
_FEWEST_FIGURES = 3


def paired_rows(repeat: Repeat, theirs: Sequence[Row], mine: Sequence[Row]) -> list[int | None]:
    """For each of their rows the index of mine that it is, ``None`` if it is new.

    Rows with the same words are one; between them, rows that stand in the same order in equal numbers are; and of rows
    that were moved those whose words are the same and stand nowhere else.
    """
    name = next(cell.field for cell in repeat.cells if not cell.merge)
    words = [[plain_words(row.get(name, "")) for row in rows] for rows in (theirs, mine)]
    found: list[int | None] = [None] * len(theirs)
    leftovers = []
    for tag, first, last, start, end in SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
        if tag == "equal":
            found[first:last] = range(start, end)
        else:
            leftovers.append((range(first, last), range(start, end)))
    _pair_moved(found, words, leftovers)
    for own, others in leftovers:
        _pair_in_order(found, [i for i in own if found[i] is None], [j for j in others if j not in found])
    return found


def _pair_moved(found: list[int | None], words: list[list[str]], leftovers: list[tuple[range, range]]) -> None:
    free = [j for _, others in leftovers for j in others]
    for i in (i for own, _ in leftovers for i in own):
        same = [j for j in free if words[1][j] == words[0][i] and words[0][i]]
        if len(same) == 1:
            found[i] = same[0]
            free.remove(same[0])


def _pair_in_order(found: list[int | None], own: list[int], others: list[int]) -> None:
    """A renamed row is where the old one was; of several, blank ones of mine are filled first to last."""
    for i, j in zip(own, others, strict=False):
        found[i] = j


def plain_words(text: str) -> str:
    """A text without white space, and with signs of one width: （ and ( are one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# ---- projects -------------------------------------------------------------------------------------------------------


def are_alike(family: Family, one: FormData, other: FormData) -> bool:
    """Whether two projects may be one under two names: the names are nearly the same, or all their figures are."""
    form = family.form(one.form)
    names = [_SEASONING.sub("", data.fields.get(form.name_field, "")) for data in (one, other)]
    if all(names) and (names[0] == names[1] or SequenceMatcher(None, names[0], names[1]).ratio() >= _ALIKE):
        return True
    figures = [_figures(form, data) for data in (one, other)]
    return len(figures[0]) >= _FEWEST_FIGURES and figures[0] == figures[1]


def _figures(form: Form, data: FormData) -> list[tuple[str, CellValue]]:
    kinds = {cell.field: cell.kind for block, cell in walk_cells(form.rows) if not block and cell.kind in NUMERIC}
    found = ((key, cell_value(data.fields.get(key, ""), kind)) for key, kind in kinds.items())
    return [(key, value) for key, value in found if isinstance(value, Decimal) and value]
