"""The attachments: their list behind the narrative, then each on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.report.page_setup import PAGES, Piece
from jixiao.documents.report.table import lines, table
from jixiao.documents.report.wordml import paragraph
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.forms.family import Form
from jixiao.model.submission.unit_labels import worded


@dataclass(frozen=True, slots=True)
class Attachment:
    """A filled form and its number as printed; a form that is filled many times is numbered 附件3-1, 附件3-2."""

    number: str
    values: FormValues

    @property
    def title(self) -> str:
        """The form's title as this unit prints it."""
        return worded(self.values.data, self.values.form.title, self.values.schema.year)

    @property
    def piece(self) -> Piece:
        """The attachment as WordprocessingML, with the page it needs."""
        return Piece(PAGES[self.values.form.orientation], "".join(self._content()))

    def _content(self) -> Iterator[str]:
        form = self.values.form
        yield paragraph("AttachmentNumber", self.number)
        if not form.title_inside:
            yield paragraph("AttachmentTitle", self.title)
        yield from lines(self.values, form.above)
        yield table(self.values)
        yield from lines(self.values, form.below)
        if not form.below:
            yield paragraph("SectionEnd", "")


def attachments(evaluation: Evaluation) -> Iterator[Attachment]:
    """Every filled form, in the order the family's notice gives."""
    for form in evaluation.family.forms:
        filled = _filled(evaluation, form)
        for index, values in enumerate(filled, 1):
            yield Attachment(form.attachment + (f"-{index}" if len(filled) > 1 else ""), values)


def _filled(evaluation: Evaluation, form: Form) -> list[FormValues]:
    return [values for values in evaluation.of(form.id) if values.is_printed]


def attachment_list(evaluation: Evaluation, forms: Sequence[str] = ()) -> Iterator[str]:
    """The list of attachments as paragraphs; see :func:`attachment_lines`."""
    return (paragraph("AttachmentList", line) for line in attachment_lines(evaluation, forms))


def attachment_lines(evaluation: Evaluation, forms: Sequence[str] = ()) -> Iterator[str]:
    """附件：1.… 2.…; a form that is filled many times is named once, with their number.

    Args:
        evaluation: the submission with its computed values.
        forms: the ids of the forms to name; empty: all.
    """
    heading = evaluation.family.outline.attachments
    for form in evaluation.family.forms:
        filled = _filled(evaluation, form)
        if heading and filled and (not forms or form.id in forms):
            count = f"（共{len(filled)}张）" if len(filled) > 1 else ""
            number = form.attachment.removeprefix("附件")
            yield f"{heading}{number}.{Attachment('', filled[0]).title}{count}"
            heading = "\t"
