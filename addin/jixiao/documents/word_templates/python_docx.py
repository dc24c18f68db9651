"""What python-docx's documents need to be reports: our parts, and nothing of the empty document they come from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.oxml.ns import qn

from jixiao.core.files import replacing
from jixiao.documents.word_package import LinkedPart, WordPackage

_BALLAST = ("thumbnail", "stylesWithEffects", "customXml", "extended-properties")
"""Parts of python-docx's empty document that tell of itself: a picture of a blank page, who made it, and a second set
of styles, which some versions of Word read instead of the first."""


def opened(package: WordPackage) -> DocumentObject:
    """A document of ours, to be worked on with python-docx."""
    return Document(BytesIO(package.content()))


def closed(document: DocumentObject) -> WordPackage:
    """What python-docx would save."""
    content = BytesIO()
    document.save(content)
    return WordPackage.read(content)


def save(document: DocumentObject, target: Path) -> None:
    """Save a document.

    Raises:
        OutputError: the file cannot be written; what stood there before still stands.
    """
    with replacing(target) as temporary:
        document.save(str(temporary))


def attach(part: Part, linked: Iterable[LinkedPart]) -> None:
    """Give a part those it refers to."""
    for each in linked:
        name = PackURI(f"/{each.name}")
        added: Any = PartFactory(name, each.content_type, each.kind, each.content, part.package)
        part.rels.add_relationship(each.kind, added, each.relation)
        attach(added, each.inner)


def drop_ballast(document: DocumentObject) -> None:
    """Drop what a document needs not and tells of where it comes from."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_BALLAST)]:
            del relations[key]


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
