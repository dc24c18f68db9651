"""Which of last year's forms this year's are: what a book holds goes on in the form of the same name."""

from __future__ import annotations

from jixiao.documents.intake.labels import normal
from jixiao.documents.learning.learned_family import Learned
from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.grid import walk_cells

_SAME_FORM = 0.5
"""The share of labels that two forms have in common, if they are one."""


def last_names(learned: Learned, old: Family) -> dict[str, str]:
    """Where a form begins → the name that last year's form with the most of its labels had; empty if all have it."""
    now = [(form, _labels(Form.model_validate(form.data))) for form in learned.forms]
    before = [(form.id, _labels(form)) for form in old.forms]
    pairs = [(_share(mine, theirs), form, name) for form, mine in now for name, theirs in before]
    named: dict[str, str] = {}
    for share, form, name in sorted(pairs, key=lambda pair: -pair[0]):
        if share >= _SAME_FORM and form.begins_at not in named and name not in named.values():
            named[form.begins_at] = name
    return named if any(named.get(form.begins_at, form.id) != form.id for form, _ in now) else {}


def _labels(form: Form) -> set[str]:
    return {normal(cell.label) for _, cell in walk_cells(form.all_rows) if cell.label} - {""}


def _share(mine: set[str], theirs: set[str]) -> float:
    return 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1)
