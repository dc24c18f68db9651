"""What differs between two files of a unit, whatever their kinds: figures by key, texts by section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.named_figures import NamedFigure, named_figures
from jixiao.model.evaluation.own_texts import project_lines
from jixiao.model.forms.field_titles import fill_year

_TEXT_SHOWN = 60
_AROUND = 12
"""Characters that are shown before and behind what differs between two paragraphs."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One difference: where it is, what stood there, what stands there now; an empty text is nothing."""

    project: str
    what: str
    before: str
    after: str
    form: str = ""

    def record(self) -> dict[str, str]:
        """The difference as ``jixiao compare --format json`` writes it."""
        names = ("form", "project", "what", "before", "after")
        return {name: getattr(self, name) for name in names}


def file_changes(old: Evaluation, new: Evaluation) -> list[FileChange]:
    """All differences, figures in the order of the forms, then texts.

    Computed figures count: a score that follows from a changed amount is a change too.
    """
    return [*_figures(old, new), *_texts(old, new)]


def _figures(old: Evaluation, new: Evaluation) -> Iterator[FileChange]:
    before, after = _by_key(old), _by_key(new)
    titles = {form.id: fill_year(form.title, new.submission.year) for form in new.family.forms}
    for key in before | after:
        was, now = before.get(key), after.get(key)
        if was is None or now is None or was.value != now.value:
            known = now or was
            if known:
                before_text, after_text = (each.printed if each else "" for each in (was, now))
                form = titles.get(known.form, "")
                yield FileChange(known.project, known.title, before_text, after_text, form)


def _by_key(evaluation: Evaluation) -> dict[tuple[str, str, str], NamedFigure]:
    return {(figure.form, figure.project, figure.key): figure for figure in named_figures(evaluation)}


def _texts(old: Evaluation, new: Evaluation) -> Iterator[FileChange]:
    before, after = _paragraphs(old), _paragraphs(new)
    for section in before | after:
        was, now = before.get(section, []), after.get(section, [])
        gone = [text for text in was if text not in now]
        come = [text for text in now if text not in was]
        if gone or come:
            yield FileChange("", f"正文·{section}", *_told(gone, come))


def _paragraphs(evaluation: Evaluation) -> dict[str, list[str]]:
    reports = evaluation.family.outline.reports
    titles = {(report.id, section.key): section.heading for report in reports for section in report.sections}
    found: dict[str, list[str]] = {}
    for report, sections in evaluation.submission.texts.items():
        for key, text in sections.items():
            found.setdefault(titles.get((report, key), key), []).extend(filter(None, text.split("\n")))
    for outline in reports:
        for section in outline.sections:
            if lines := [*project_lines(evaluation, outline, section)]:
                found.setdefault(section.heading, []).extend(lines)
    return found


def _told(gone: list[str], come: list[str]) -> tuple[str, str]:
    """What is gone and what has come; of a paragraph that was altered the part that differs."""
    if len(gone) == len(come):
        pairs = [_differing(was, now) for was, now in zip(gone, come, strict=True)]
        gone, come = [was for was, _ in pairs], [now for _, now in pairs]
    return _shortened(gone), _shortened(come)


def _differing(was: str, now: str) -> tuple[str, str]:
    """Two paragraphs without what they begin and end with alike, but for a few characters of it."""
    start = _alike(was, now)
    end = _alike(was[start:][::-1], now[start:][::-1])
    begin = max(0, start - _AROUND)
    return _part(was, begin, end - _AROUND), _part(now, begin, end - _AROUND)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _part(text: str, begin: int, left_out: int) -> str:
    last = len(text) - max(0, left_out)
    return "…" * (begin > 0) + text[begin:last] + "…" * (last < len(text))


def _shortened(texts: list[str]) -> str:
    return "；".join(text[:_TEXT_SHOWN] + "…" * (len(text) > _TEXT_SHOWN) for text in texts)
