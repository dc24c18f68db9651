"""A text that found no place, put where a person chose: behind what stands there already."""

from __future__ import annotations

from jixiao.model.forms.destinations import Destination
from jixiao.model.submission.submission import Submission


def place(submission: Submission, destination: Destination, text: str) -> None:
    """Put a text into a part of a report or into a field of a form."""
    if destination.report:
        texts = submission.texts.setdefault(destination.report, {})
        texts[destination.key] = behind(texts.get(destination.key, ""), text)
    else:
        fields = submission.forms[destination.form].fields
        fields[destination.key] = behind(fields.get(destination.key, ""), text)


def behind(standing: str, text: str) -> str:
    """A text as a paragraph behind another."""
    return f"{standing}\n{text}" if standing.strip() else text
