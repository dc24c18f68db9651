"""What goes into which file: one with everything, or each report and each attachment on its own."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.report.attachments import Attachment, attachment_list, attachments
from jixiao.documents.report.narrative import cover, narrative, report_paragraphs, signature
from jixiao.documents.report.page_setup import COVER, UPRIGHT, Piece
from jixiao.documents.report.wordml import kept_together
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.evaluation.report_sentences import fill
from jixiao.model.forms.family import Report
from jixiao.model.submission.placeholders import without_placeholders

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
_LONGEST_NAME = 60
"""Characters: with what is put behind a name (旧稿, 新稿), as much as file systems take in UTF-8."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One file: its title, which its properties give, what it is called among the unit's other files, its content."""

    title: str
    name: str
    pieces: tuple[Piece, ...]

    @property
    def file_name(self) -> str:
        """The name without what Windows forbids in the name of a file."""
        return _NOT_IN_NAMES.sub("", self.name)[:_LONGEST_NAME].strip(". ")


def whole(evaluation: Evaluation, charts: bool = True) -> Volume:
    """Everything: cover, reports with the list of attachments and the signature, the attachments.

    Forms without a report stand behind the cover at once: it says who and when.
    """
    reports = "".join(narrative(evaluation, charts))
    signed = _signed(reports, evaluation) if reports else ""
    pieces = [Piece(COVER, "".join(cover(evaluation))), *([Piece(UPRIGHT, signed)] if signed else [])]
    name = _bare(evaluation.family.outline.title)
    return Volume(whole_title(evaluation), name, (*pieces, *(a.piece for a in attachments(evaluation))))


def whole_title(evaluation: Evaluation) -> str:
    """The title of the file with everything: the first report's."""
    return without_placeholders(fill(evaluation.family.outline.title, evaluation))


def split(evaluation: Evaluation, charts: bool = True, by_project: bool = False) -> Iterator[Volume]:
    """Each report with its own cover and signature, then each attachment.

    Args:
        evaluation: the submission with its computed values.
        charts: whether the outline's charts are drawn.
        by_project: a project report for each project instead of a joint one.
    """
    for report in wanted_reports(evaluation):
        projects = [values for values in evaluation.of(report.id) if values.form.repeated] if by_project else []
        for project in projects:
            yield _report(evaluation, report, charts, project)
        if not projects:
            yield _report(evaluation, report, charts)
    yield from (_attachment(attachment) for attachment in attachments(evaluation))


def _report(evaluation: Evaluation, report: Report, charts: bool, project: FormValues | None = None) -> Volume:
    own = _narrowed(evaluation, project) if project else evaluation
    name = project.printed(project.form.name_field) if project else ""
    forms = () if report is evaluation.family.outline.reports[0] else (report.id,)
    text = _signed("".join(report_paragraphs(own, report, charts, name)), own, forms)
    title, addition = without_placeholders(fill(report.title, own)), f"（{name}）" if name else ""
    pieces = (Piece(COVER, "".join(cover(own, report, name))), Piece(UPRIGHT, text))
    return Volume(title + addition, _bare(report.title) + addition, pieces)


def _signed(text: str, evaluation: Evaluation, forms: Sequence[str] = ()) -> str:
    """A text with the list of attachments and the signature, which no page holds without some of the text."""
    return kept_together(text, "".join((*attachment_list(evaluation, forms), *signature(evaluation))))


def _narrowed(evaluation: Evaluation, project: FormValues) -> Evaluation:
    """The evaluation as far as it concerns one of its projects; figures of other forms stay what they are."""
    narrowed = copy.copy(evaluation)
    narrowed.forms = [values for values in evaluation.forms if values is project or values.form != project.form]
    return narrowed


def _attachment(attachment: Attachment) -> Volume:
    values = attachment.values
    name = values.printed(values.form.name_field) if values.form.name_field else ""
    title = f"{attachment.number} {name or attachment.title}"
    return Volume(title, title, (attachment.piece,))


def _bare(title: str) -> str:
    """A report's title without unit and year, which all its files share."""
    return title.replace("{year}年度", "").replace("{unit}", "")
