"""Opening a template that may be any file: bounded, and with nothing in it that acts or leads elsewhere.

What is refused is told as faults, so that an administrator learns of everything at once: macros, embedded objects,
pictures and texts that lie elsewhere, fields that fetch something, changes that are still tracked, and marks where
nobody sees them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from lxml import etree

from jixiao.core.package_limits import DOCUMENT, count_package
from jixiao.documents.intake.docx_file import DocumentError, opened_package, parse_part
from jixiao.documents.report.wordml import NAMESPACE
from jixiao.documents.word_package import RELATIONS
from jixiao.documents.word_templates.template_marks import Part, parts

MAX_XML = 5_000_000
"""Bytes of one part; a starting template has 0.1 million."""

MAX_UNPACKED = 100_000_000
"""Bytes of all parts together, pictures and fonts among them."""

_LARGE = ("word/media/", "word/fonts/")

ATTACHED = f"{RELATIONS}/attachedTemplate"
"""Word's note of the .dotx a document was made from."""

_WHOLE = "整个文件"
_KNOWN = frozenset({
    "officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "numbering", "fontTable", "font",
    "theme", "header", "footer", "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds",
    "commentsExtensible", "people", "image", "hyperlink", "customXml", "customXmlProps", "core-properties",
    "extended-properties", "custom-properties", "thumbnail", "attachedTemplate", "glossaryDocument",
})  # fmt: skip
"""What a part may refer to: the last word of a relationship's type."""

_NAMES = {
    "vbaProject": "宏",
    "oleObject": "嵌入的对象",
    "package": "嵌入的文件",
    "aFChunk": "嵌入的文件",
    "control": "控件",
    "chart": "图表",
}
_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON|EMBED|RD)\b", re.IGNORECASE
)
"""Fields of Word that fetch something from elsewhere or run something."""

_INSTRUCTION, _FIELD_MARK, _SIMPLE = (qn(f"w:{tag}") for tag in ("instrText", "fldChar", "fldSimple"))
_CHANGES = tuple(qn(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo"))
_MARKED = "[contains(., '{{') or contains(., '{%') or contains(., '{#')]"
_UNSEEN = etree.XPath(f".//@*{_MARKED} | .//text()[not(parent::w:t)]{_MARKED}", namespaces={"w": NAMESPACE})
"""Marks that stand in attributes, or in what is not the document's text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a template: where, the text that stands there, what is wrong and what to do."""

    place: str
    text: str
    message: str

    def __str__(self) -> str:
        """As one sentence."""
        return f"{self.place}「{self.text}」：{self.message}" if self.text else f"{self.place}：{self.message}"


@dataclass(frozen=True)
class TemplateFile:
    """A template as read: the bytes it is rendered from, and the document in them."""

    name: str
    content: bytes
    document: DocumentObject


def open_template(path: Path) -> TemplateFile:
    """Read a template.

    Raises:
        DocumentError: no .docx, damaged, encrypted, too large, or with declarations no Word file has.
    """
    with opened_package(path) as archive:
        _refuse_bombs(archive, path)
        count_package(archive, path.name, DOCUMENT)
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                parse_part(archive.read(name), path)
    content = path.read_bytes()
    return TemplateFile(path.name, content, _document(content, path))


def file_faults(template: TemplateFile) -> Iterator[Fault]:
    """What a template must not hold, whatever its marks say."""
    yield from _relation_faults(template.document)
    for part in parts(template.document):
        yield from _part_faults(part)


def attached_template(document: DocumentObject) -> str:
    """The address of the Word template (.dotx) a document was made from, if Word has noted one."""
    relations = document.part.package.iter_rels()
    return next((relation.target_ref for relation in relations if relation.reltype == ATTACHED), "")


def _refuse_bombs(archive: zipfile.ZipFile, path: Path) -> None:
    entries = archive.infolist()
    largest = max((e.file_size for e in entries if not e.filename.startswith(_LARGE)), default=0)
    if len(entries) > DOCUMENT.parts or largest > MAX_XML or sum(e.file_size for e in entries) > MAX_UNPACKED:
        raise DocumentError(f"「{path.name}」展开后太大，不像报告模板，没有打开。里面如有大图，请压缩图片后再试")
    if len({e.filename for e in entries}) < len(entries):
        raise DocumentError(f"「{path.name}」里有重名的部分，为安全起见没有打开。请在 Word 里另存一份再试")


def _document(content: bytes, path: Path) -> DocumentObject:
    try:
        document = Document(BytesIO(content))
        _ = document.core_properties.category  # python-docx looks at the properties no earlier
        has_page = document.element.body.sectPr is not None
    except Exception as error:  # python-docx has no common class for what it cannot read
        raise DocumentError(_unusual(path)) from error
    if not has_page:
        raise DocumentError(_unusual(path))
    return document


def _unusual(path: Path) -> str:
    advice = "请在 Word 里打开，另存为普通的“Word 文档（.docx）”再试"
    return f"「{path.name}」的格式特殊（如带宏，或是 .dotx），不能用作模板。{advice}"


def _relation_faults(document: DocumentObject) -> Iterator[Fault]:
    for relation in document.part.package.iter_rels():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in _KNOWN:
            yield Fault(_WHOLE, "", f"含有{_NAMES.get(kind, f'“{kind}”一类内容')}，不能带进报告。请在 Word 里删除")
        elif relation.is_external and kind == "hyperlink" and not _ADDRESS.match(relation.target_ref):
            yield Fault(_WHOLE, relation.target_ref, "链接指向本机或内部的文件，打开报告的人用不了。请取消这个链接")
        elif relation.is_external and kind not in ("hyperlink", "attachedTemplate"):
            yield Fault(_WHOLE, relation.target_ref, "引用了文件以外的内容。图片请改为“嵌入”，不要用“链接到文件”")


def _part_faults(part: Part) -> Iterator[Fault]:
    if next(part.root.iter(*_CHANGES), None) is not None:
        yield Fault(part.name, "", "有没接受的修订。请先在 Word 的“审阅”里接受全部修订，再作模板")
    for word in dict.fromkeys(match[0].upper() for match in _FETCHING.finditer(_instructions(part.root))):
        yield Fault(part.name, word, "这种域会从别处取内容或运行程序，不能带进报告。请在 Word 里删除")
    for text in _UNSEEN(part.root):
        yield Fault(part.name, text, "标记写在看不见的地方（如图片说明、域代码），不会起作用。请把它移到正文里")


def _instructions(root: Any) -> str:
    """What the fields say; a field's words may be split over many runs."""
    words = []
    for element in root.iter(_INSTRUCTION, _FIELD_MARK, _SIMPLE):
        words.append(str(element.text or "") if element.tag == _INSTRUCTION else f"|{element.get(qn('w:instr'), '')}|")
    return "".join(words)
