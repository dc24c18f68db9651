"""Which family's forms a document holds: by what its tables say, never by the numbers of its attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.intake.labels import Spellings, normal
from jixiao.documents.intake.raw_document import RawDocument, RawTable
from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.grid import walk_cells

LEAST = 0.4
"""Share of a form's labels that a table must hold to be that form."""

SURE = 0.8
"""From here on a document is called the family's own; below, it is read as near to it."""

_LONGEST_LABEL = 60
_LABEL_BEFORE_VALUE, _SHORT = 12, 40
_LINES_OF_A_TITLE = 3
_GAIN = 0.15
"""Share of a form's labels that each of two tables must bring to be its two parts."""

_KINDS = ("整体支出", "项目")
_TITLED = 0.15
"""What a title above the table counts, in shares of labels: 整体 and 项目 forms may hold nearly the same ones."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A family with the form that each table is (``None``: none of them), and how sure that is, from 0 to 1.

    ``labels`` counts those of the forms: of two families that a document holds wholly the larger is its own.
    """

    family: Family
    forms: tuple[Form | None, ...]
    sureness: float
    labels: int = 0
    parts: frozenset[int] = frozenset()
    """The tables that go on with the form of the one before: it is printed as two grids."""


@dataclass(frozen=True, slots=True)
class _Said:
    """The short texts of a table and the beginnings of those that may hold a value too, reduced; the lines above it."""

    texts: frozenset[str]
    title: str
    is_right_behind: bool = False
    """Whether nothing stands between it and the table before."""


def recognise(document: RawDocument, families: Sequence[Family]) -> Recognised:
    """The family whose labels the tables hold most of; where none is near enough, the one for strangers' forms."""
    tables = list(_tables(document))
    found = [_as_family(tables, family) for family in families]
    known = [item for item in found if not item.family.head.fallback]
    best = max(known or found, key=lambda item: (item.sureness, item.labels))
    if best.sureness >= SURE:
        return best
    strangers = [item for item in found if item.family.head.fallback]
    return next((item for item in strangers if any(item.forms) or not any(best.forms)), best)


def _tables(document: RawDocument) -> Iterator[_Said]:
    above: list[str] = []
    is_first = True
    for block in document.blocks:
        if isinstance(block, RawTable):
            yield _Said(_texts(block), "".join(above[-_LINES_OF_A_TITLE:]), not above and not is_first)
            above, is_first = [], False
        elif block.text.strip():
            above.append(block.text[:_LONGEST_LABEL])


def _texts(table: RawTable) -> frozenset[str]:
    texts = {cell.text for row in table.rows for cell in row if 0 < len(cell.text) <= _LONGEST_LABEL}
    return frozenset(map(normal, texts | {text[:_LABEL_BEFORE_VALUE] for text in texts}))


def _as_family(tables: Sequence[_Said], family: Family) -> Recognised:
    """A family's form for each table. A label in the form's own words tells more than one of its other spellings."""
    match = _Matching(family)
    chosen: list[Form | None] = []
    shares: list[float] = []
    parts: set[int] = set()
    for number, said in enumerate(tables):
        best, share = match.best(said)
        whole = _joined(tables[number - 1], said) if said.is_right_behind and number - 1 not in parts else None
        if whole is not None and (form := match.gains(whole, tables[number - 1], said)) is not None:
            shares[len(shares) - (chosen[-1] is not None) :] = [match.sureness(form, whole)]
            chosen[-1], best, share = form, form, 0.0
            parts.add(number)
        chosen.append(best)
        if share:
            shares.append(share)
    count = sum(match.count(form) for form in chosen if form is not None)
    return Recognised(family, tuple(chosen), sum(shares) / len(shares) if shares else 0.0, count, frozenset(parts))


def _joined(first: _Said, second: _Said) -> _Said:
    return _Said(first.texts | second.texts, first.title)


class _Matching:
    """Compares tables with one family's forms."""

    def __init__(self, family: Family) -> None:
        self._forms = family.forms
        self._spellings, self._own_words = Spellings(family.synonyms), Spellings({})
        self._labels = {form.id: _labels(form, self._spellings) for form in family.forms}

    def best(self, said: _Said) -> tuple[Form | None, float]:
        """The form that a table is, and how sure that is; none where no form's labels stand in it."""
        held = self._held(said)
        best = max(self._forms, key=lambda form: held[form.id] + _TITLED * _is_titled(form, said))
        return (best, self.sureness(best, said)) if held[best.id] >= LEAST else (None, 0.0)

    def gains(self, whole: _Said, first: _Said, second: _Said) -> Form | None:
        """The form that two tables are only together: neither holds it, and no other form is the second alone."""
        held, alone = self._held(whole), [self._held(part) for part in (first, second)]
        best = max(self._forms, key=lambda form: held[form.id] + _TITLED * _is_titled(form, whole))
        is_more = all(held[best.id] - part[best.id] >= _GAIN for part in alone)
        is_other = any(share >= SURE for part in alone for share in part.values())
        return best if held[best.id] >= SURE and is_more and not is_other else None

    def sureness(self, form: Form, said: _Said) -> float:
        """How sure it is that a table is a form."""
        own = _share(_labels(form, self._own_words), self._own_words.keys(said.texts))
        return (_share(self._labels[form.id], self._spellings.keys(said.texts)) + own) / 2

    def count(self, form: Form) -> int:
        """How many labels a form has."""
        return len(self._labels[form.id])

    def _held(self, said: _Said) -> dict[str, float]:
        keys = self._spellings.keys(said.texts)
        return {form.id: _share(self._labels[form.id], keys) for form in self._forms}


def _is_titled(form: Form, said: _Said) -> bool:
    """Whether the lines above a table name its kind, and no other: an overview of 整体支出 and 项目 names both."""
    kinds = [kind for kind in _KINDS if kind in said.title]
    return len(kinds) == 1 and kinds[0] in form.title


def _labels(form: Form, vocabulary: Spellings) -> frozenset[str]:
    """What a form's labels are compared by."""
    return frozenset(vocabulary.key(cell.name) for _, cell in walk_cells(form.rows) if cell.name) - {""}


def _share(labels: frozenset[str], keys: frozenset[str]) -> float:
    """Share of a form's labels that stand in a table, alone or before their value."""
    missing = labels - keys
    short = "\n".join(key for key in keys if len(key) < _SHORT)
    starts = sum(label in short for label in missing)
    return (len(labels) - len(missing) + starts) / len(labels)
