"""Which family's forms a document holds: by what its tables say, never by the numbers of its attachments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.forms.grid import walk_cells
from jixiao.forms.model import Family, Form
from jixiao.intake.labels import Vocabulary
from jixiao.intake.raw import RawTable

LEAST = 0.4
"""Share of a form's labels that a table must hold to be that form."""

SURE = 0.8
"""From here on a document is called the family's own; below, it is read as near to it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A family with the form that each table is (``None``: none of them), and how sure that is, from 0 to 1."""

    family: Family
    forms: tuple[Form | None, ...]
    sureness: float


def recognise(tables: Sequence[RawTable], families: Sequence[Family]) -> Recognised:
    """The family whose labels the tables hold most of; where none is near enough, the one for strangers' forms."""
    said = [Counter(cell.text for row in table.rows for cell in row if 0 < len(cell.text) <= 60) for table in tables]
    found = {family.head.id: _as_family(said, family) for family in families}
    known = [item for item in found.values() if not item.family.head.fallback]
    best = max(known or found.values(), key=lambda item: item.sureness)
    if best.sureness >= SURE:
        return best
    strangers = [item for item in found.values() if item.family.head.fallback and any(item.forms)]
    return strangers[0] if strangers else best


def _as_family(said: Sequence[Counter[str]], family: Family) -> Recognised:
    vocabulary = Vocabulary(family.synonyms)
    labels = {form.id: _labels(form, vocabulary) for form in family.forms}
    chosen: list[Form | None] = []
    shares: list[float] = []
    for texts in said:
        keys = {vocabulary.key(text) for text in texts} | {vocabulary.key(text[:12]) for text in texts}
        share, form_id = max((_share(labels[form_id], keys, texts), form_id) for form_id in labels)
        chosen.append(family.form(form_id) if share >= LEAST else None)
        if share >= LEAST:
            shares.append(share)
    return Recognised(family, tuple(chosen), sum(shares) / len(shares) if shares else 0.0)


def _labels(form: Form, vocabulary: Vocabulary) -> set[str]:
    keys = {vocabulary.key(cell.label) for _, cell in walk_cells(form.rows) if cell.label}
    return keys - {""}


def _share(labels: set[str], keys: set[str], texts: Counter[str]) -> float:
    """Share of the labels that stand in the table, alone or before their value."""
    missing = labels - keys
    said = "\n".join(key for key in keys if len(key) < 40)
    starts = {label for label in missing if label in said}
    return (len(labels) - len(missing) + len(starts)) / len(labels) if texts else 0.0
