"""The report as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from importlib import resources
from pathlib import Path

from jixiao.core.files import replacing
from jixiao.documents.report.charts import charts_of
from jixiao.documents.report.footers import footers_of
from jixiao.documents.report.page_setup import UPRIGHT, WIDE, in_sections
from jixiao.documents.report.styles import BUILT_IN, DEFAULTS, STYLES
from jixiao.documents.report.volumes import Volume, split, whole
from jixiao.documents.report.wordml import NAMESPACE
from jixiao.documents.word_package import HEAD, RELATIONS, WORD_TYPE, LinkedPart, WordPackage
from jixiao.model.evaluation import Evaluation

_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_FIXED = (
    ("rId2", "numbering", "word/numbering.xml", ""),
    ("rId5", "settings", "word/settings.xml", ""),
    ("rId6", "webSettings", "word/webSettings.xml", ""),
    ("rId7", "fontTable", "word/fontTable.xml", ""),
    ("rId8", "theme", "word/theme/theme1.xml", _THEME),
)
"""Parts that are the same in every report, in the folder ``base``: Chinese line breaking and fonts, the present Word's
layout (no compatibility mode), pages with numbers at either edge."""


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


def report_document(evaluation: Evaluation, charts: bool = True) -> WordPackage:
    """The report of a submission, everything in one document; as :func:`write_report`."""
    return volume_document(evaluation, whole(evaluation, charts))


def report_files(
    evaluation: Evaluation, folder: Path, charts: bool = True, by_project: bool = False
) -> Iterator[tuple[Path, Callable[[], WordPackage]]]:
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


def volume_document(evaluation: Evaluation, volume: Volume) -> WordPackage:
    """One file of a report as a document."""
    content = in_sections(volume.pieces)
    document = new_document(volume.title, content)
    document.attach(charts_of(evaluation, content))
    return document


def save(document: WordPackage, target: Path) -> None:
    """Save a document.

    Raises:
        OutputError: as :func:`write_report`.
    """
    with replacing(target) as temporary:
        document.save(temporary)


def new_document(title: str, content: str) -> WordPackage:
    """A document of the report's looks; its properties name no person."""
    main = f'{HEAD}<w:document xmlns:w="{NAMESPACE}"><w:body>{content}</w:body></w:document>'
    document = WordPackage.made(main, title, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    document.attach((*_fixed_parts(), *footers_of(UPRIGHT), *footers_of(WIDE)))
    return document


def styles_xml() -> str:
    """Our styles, with what Word is to know of those it has built in."""
    styles = "".join(style.xml() for style in STYLES)
    content = "".join(f"{DEFAULTS}{_base('latentStyles.xml')}{styles}{BUILT_IN}".splitlines())
    return f'{HEAD}<w:styles xmlns:w="{NAMESPACE}">{content}</w:styles>'


@cache
def _fixed_parts() -> tuple[LinkedPart, ...]:
    fixed = tuple(
        LinkedPart(relation, f"{RELATIONS}/{kind}", name, content_type or f"{WORD_TYPE}.{kind}+xml", content.encode())
        for relation, kind, name, content_type in _FIXED
        for content in [_base(name.rpartition("/")[2])]
    )
    styles = LinkedPart(
        "rId3", f"{RELATIONS}/styles", "word/styles.xml", f"{WORD_TYPE}.styles+xml", styles_xml().encode()
    )
    return (styles, *fixed)


def _base(name: str) -> str:
    return resources.files("jixiao.documents.report").joinpath("base", name).read_text("utf-8")
