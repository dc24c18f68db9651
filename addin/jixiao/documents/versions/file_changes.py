"""What differs between two files of a unit, whatever their kinds: figures by key, texts by section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.named_figures import NamedFigure, named_figures

_TEXT_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FileChange:
    """One difference: where it is, what stood there, what stands there now; an empty text is nothing."""

    project: str
    what: str
    before: str
    after: str

    def record(self) -> dict[str, str]:
        """The difference as ``jixiao compare --format json`` writes it."""
        return {"project": self.project, "what": self.what, "before": self.before, "after": self.after}


def file_changes(old: Evaluation, new: Evaluation) -> list[FileChange]:
    """All differences, figures in the order of the forms, then texts.

    Computed figures count: a score that follows from a changed amount is a change too.
    """
    return [*_figures(old, new), *_texts(old, new)]


def _figures(old: Evaluation, new: Evaluation) -> Iterator[FileChange]:
    before, after = _by_key(old), _by_key(new)
    for key in before | after:
        was, now = before.get(key), after.get(key)
        if was is None or now is None or was.value != now.value:
            known = now or was
            if known:
                yield FileChange(known.project, known.title, was.printed if was else "", now.printed if now else "")


def _by_key(evaluation: Evaluation) -> dict[tuple[str, str, str], NamedFigure]:
    return {(figure.form, figure.project, figure.key): figure for figure in named_figures(evaluation)}


def _texts(old: Evaluation, new: Evaluation) -> Iterator[FileChange]:
    before, after = _paragraphs(old), _paragraphs(new)
    for section in before | after:
        was, now = before.get(section, []), after.get(section, [])
        gone = [text for text in was if text not in now]
        come = [text for text in now if text not in was]
        if gone or come:
            yield FileChange("", f"正文·{section}", _shortened(gone), _shortened(come))


def _paragraphs(evaluation: Evaluation) -> dict[str, list[str]]:
    reports = evaluation.family.outline.reports
    titles = {(report.id, section.key): section.heading for report in reports for section in report.sections}
    found: dict[str, list[str]] = {}
    for report, sections in evaluation.submission.texts.items():
        for key, text in sections.items():
            found.setdefault(titles.get((report, key), key), []).extend(filter(None, text.split("\n")))
    return found


def _shortened(texts: list[str]) -> str:
    return "；".join(text[:_TEXT_SHOWN] + "…" * (len(text) > _TEXT_SHOWN) for text in texts)
