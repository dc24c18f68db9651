"""Which family's forms a document holds: by what its tables say, never by the numbers of its attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.intake.labels import Vocabulary
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


@dataclass(frozen=True, slots=True)
class _Said:
    """The short texts of a table, and the lines just above it."""

    texts: frozenset[str]
    title: str

    def keys(self, vocabulary: Vocabulary) -> frozenset[str]:
        """What the texts, and the beginnings of those that may hold a value too, are compared by."""
        texts = (*self.texts, *(text[:_LABEL_BEFORE_VALUE] for text in self.texts))
        return frozenset(map(vocabulary.key, texts))


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
    for block in document.blocks:
        if isinstance(block, RawTable):
            yield _Said(_texts(block), "".join(above[-_LINES_OF_A_TITLE:]))
            above = []
        elif block.text.strip():
            above.append(block.text[:_LONGEST_LABEL])


def _texts(table: RawTable) -> frozenset[str]:
    return frozenset(cell.text for row in table.rows for cell in row if 0 < len(cell.text) <= _LONGEST_LABEL)


def _as_family(tables: Sequence[_Said], family: Family) -> Recognised:
    """A family's form for each table. A label in the form's own words tells more than one of its other spellings."""
    spellings, own_words = Vocabulary(family.synonyms), Vocabulary({})
    labels = {form.id: _labels(form, spellings) for form in family.forms}
    chosen: list[Form | None] = []
    shares: list[float] = []
    for said in tables:
        keys = said.keys(spellings)
        held = {form.id: _share(labels[form.id], keys) for form in family.forms}
        best = max(family.forms, key=lambda form: held[form.id] + _TITLED * _is_titled(form, said))
        is_met = held[best.id] >= LEAST
        chosen.append(best if is_met else None)
        if is_met:
            shares.append((held[best.id] + _share(_labels(best, own_words), said.keys(own_words))) / 2)
    count = sum(len(labels[form.id]) for form in chosen if form is not None)
    return Recognised(family, tuple(chosen), sum(shares) / len(shares) if shares else 0.0, count)


def _is_titled(form: Form, said: _Said) -> bool:
    """Whether the lines above a table name its kind, and no other: an overview of 整体支出 and 项目 names both."""
    kinds = [kind for kind in _KINDS if kind in said.title]
    return len(kinds) == 1 and kinds[0] in form.title


def _labels(form: Form, vocabulary: Vocabulary) -> frozenset[str]:
    """What a form's labels are compared by."""
    return frozenset(vocabulary.key(cell.name) for _, cell in walk_cells(form.rows) if cell.name) - {""}


def _share(labels: frozenset[str], keys: frozenset[str]) -> float:
    """Share of a form's labels that stand in a table, alone or before their value."""
    missing = labels - keys
    short = "\n".join(key for key in keys if len(key) < _SHORT)
    starts = sum(label in short for label in missing)
    return (len(labels) - len(missing) + starts) / len(labels)
