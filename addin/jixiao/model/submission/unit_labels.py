"""How a unit prints the form's labels."""

from __future__ import annotations

from jixiao.model.forms.field_titles import fill_year
from jixiao.model.submission.submission import FormData


def worded(data: FormData, label: str, year: int) -> str:
    """A label as this unit prints it: its own wording where it has one, the year filled in."""
    return fill_year(data.wording.get(label, label), year)
