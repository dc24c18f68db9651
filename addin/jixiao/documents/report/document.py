"""The report as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from jixiao.core.files import replacing
from jixiao.documents.report.charts import add_charts
from jixiao.documents.report.footers import add_footers
from jixiao.documents.report.page_setup import in_sections
from jixiao.documents.report.styles import BUILT_IN, DEFAULTS, STYLES
from jixiao.documents.report.volumes import Volume, split, whole
from jixiao.documents.report.wordml import NAMESPACE
from jixiao.model.evaluation import Evaluation

_BALLAST = ("thumbnail", "stylesWithEffects", "customXml", "extended-properties")
"""Parts of python-docx's empty document that tell of itself: a picture of a blank page, who made it, and a second set
of styles, which some versions of Word read instead of the first."""


def write_report(evaluation: Evaluation, target: Path, charts: bool = True) -> None:
    """Write the report of a submission, everything in one file.

    Args:
        evaluation: the submission with its computed values.
        target: the .docx; an existing one is replaced only when the new one is whole.
        charts: whether the outline's charts are drawn.

    Raises:
        OutputError: the file cannot be written; what stood there before still stands.
    """
    save(report_document(evaluation, charts), target)


def report_document(evaluation: Evaluation, charts: bool = True) -> DocumentObject:
    """The report of a submission, everything in one document; as :func:`write_report`."""
    return volume_document(evaluation, whole(evaluation, charts))


def report_files(
    evaluation: Evaluation, folder: Path, charts: bool = True, by_project: bool = False
) -> Iterator[tuple[Path, Callable[[], DocumentObject]]]:
    """The files of a report in parts: each report and each attachment one of its own.

    Args:
        evaluation: the submission with its computed values.
        folder: where the files are to stand; it is not made here.
        charts: as in :func:`write_report`.
        by_project: a project report for each project instead of a joint one.

    Yields:
        Each file's path, and what makes its document.
    """
    names: Counter[str] = Counter()
    for volume in split(evaluation, charts, by_project):
        name = volume.file_name
        names[name] += 1
        number = f"（{names[name]}）" if names[name] > 1 else ""
        yield folder / f"{name}{number}.docx", partial(volume_document, evaluation, volume)


def volume_document(evaluation: Evaluation, volume: Volume) -> DocumentObject:
    """One file of a report as a document."""
    content = in_sections(volume.pieces)
    document = new_document(volume.title, content)
    add_charts(document.part, evaluation, content)
    return document


def save(document: DocumentObject, target: Path) -> None:
    """Save a document.

    Raises:
        OutputError: as :func:`write_report`.
    """
    with replacing(target) as temporary:
        document.save(str(temporary))


def new_document(title: str, content: str) -> DocumentObject:
    """A document of the report's looks."""
    document = empty_document()
    set_properties(document, title)
    add_footers(document.part)
    return _filled(document, content)


def _filled(document: DocumentObject, content: str) -> DocumentObject:
    """The document with that content in the place of its own; to parse it whole is the quickest way."""
    root = parse_xml(f'<w:document xmlns:w="{NAMESPACE}"><w:body>{content}</w:body></w:document>')
    document.part._element = root
    filled: DocumentObject = document.part.document
    return filled


def _parsed(content: str) -> list[Any]:
    """Small pieces of WordprocessingML as elements."""
    return list(parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{content}</w:body>'))


def empty_document() -> DocumentObject:
    """A document with our styles and nothing of the default template's looks."""
    document = Document()
    drop_ballast(document)
    _set_styles(document)
    set_layout(document)
    return document


def drop_ballast(document: DocumentObject) -> None:
    """Drop what a document needs not and tells of where it comes from."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_BALLAST)]:
            del relations[key]


def _set_styles(document: DocumentObject) -> None:
    """Our styles instead of the template's; what it says of styles that Word has built in stays."""
    styles = document.styles.element
    built_in = styles.find(qn("w:latentStyles"))
    styles.clear()
    styles.extend([*_parsed(DEFAULTS), built_in, *_parsed("".join(style.xml() for style in STYLES) + BUILT_IN)])


def set_layout(document: DocumentObject) -> None:
    """Chinese line breaking and fonts, the present Word's layout (no compatibility mode), a zoom that says how much."""
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    settings.find(f"{qn('w:compat')}/{qn('w:compatSetting')}").set(qn("w:val"), "15")


def set_properties(document: DocumentObject, title: str) -> None:
    """The title; no person's name."""
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
