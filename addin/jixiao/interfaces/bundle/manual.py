"""The manual as a Word document, from the text and pictures in ``docs/manual``."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.shared import Mm

from jixiao.core import resources
from jixiao.core.files import replacing
from jixiao.documents.word_templates.python_docx import drop_ballast, set_layout
from jixiao.interfaces.bundle import manual_drawings
from jixiao.interfaces.bundle.manual_styles import set_styles
from jixiao.model.forms.strict_model import StrictModel
from jixiao.model.forms.yaml_file import read_yaml

_PAGE, _MARGIN = (210, 297), (12, 15)
"""Of the paper, millimetres: width and height; above and below, left and right."""

_LEFT, _RIGHT = 95.0, 85.0
"""Text and picture of a step, millimetres."""


class ManualStep(StrictModel):
    """What to do: text, with a drawing beside it or wide ones below it."""

    heading: str
    text: tuple[str, ...]
    drawing: manual_drawings.Drawing | None = None
    wide: tuple[manual_drawings.Drawing, ...] = ()


class Manual(StrictModel):
    """The steps, page by page."""

    title: str
    subtitle: str
    pages: tuple[tuple[ManualStep, ...], ...]


def read_manual() -> Manual:
    """The manual's text."""
    return Manual.model_validate(read_yaml(resources.path("docs", "manual", "manual.yaml")))


def write_manual(target: Path) -> None:
    """Write the manual.

    Args:
        target: the .docx.

    Raises:
        OutputError: it cannot be written.
    """
    manual = read_manual()
    word = Document()
    drop_ballast(word)
    set_layout(word)
    _set_page(word)
    set_styles(word)
    word.add_paragraph(manual.title, "Title")
    word.add_paragraph(manual.subtitle, "Subtitle")
    for number, steps in enumerate(manual.pages):
        for place, step in enumerate(steps):
            _write_step(word, step, on_new_page=number > 0 and place == 0)
    with replacing(target) as temporary:
        word.save(str(temporary))


def _write_step(word: Word, step: ManualStep, *, on_new_page: bool) -> None:
    heading = word.add_paragraph(step.heading, "Heading 1")
    heading.paragraph_format.page_break_before = on_new_page
    if step.drawing:
        text, picture = manual_drawings.grid(word, 1, (_LEFT, _RIGHT)).rows[0].cells
        _write_text(text, step.text)
        manual_drawings.draw(picture, step.drawing, _RIGHT)
    else:
        _write_text(word, step.text)
    for drawing in step.wide:
        manual_drawings.draw(word, drawing, _LEFT + _RIGHT)


def _write_text(place: manual_drawings.Container, text: tuple[str, ...]) -> None:
    for line in text:
        manual_drawings.paragraph(place, line, "List Bullet")


def _set_page(word: Word) -> None:
    (section,) = word.sections
    section.page_width, section.page_height = (Mm(length) for length in _PAGE)
    section.top_margin = section.bottom_margin = Mm(_MARGIN[0])
    section.left_margin = section.right_margin = Mm(_MARGIN[1])
