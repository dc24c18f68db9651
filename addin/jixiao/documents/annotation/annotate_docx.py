"""The findings as comments in a copy of a Word file, at the cell or sentence they speak of."""

from __future__ import annotations

import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from jixiao.audit.checks import Finding
from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.results import Review, as_text, legal, place_of, summary
from jixiao.core.files import OutputError, replacing
from jixiao.core.package_limits import DAMAGED
from jixiao.documents.annotation.word_places import Anchor, Anchors

AUTHOR = "绩效自评校验"
"""With the level behind it for a finding: Word gives each author's comments a colour of their own."""
INITIALS = "校"

_MAX_UNPACKED = 500_000_000
"""Bytes of all parts together; a report with photographs has some ten million."""

_COMMENT_STYLES = (
    ("CommentText", "annotation text", "paragraph", '<w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>', 18),
    ("CommentReference", "annotation reference", "character", "", 16),
)


def annotate_docx(review: Review, source: Path, target: Path) -> None:
    """Write a copy with comments.

    What has no place in the document is told in one comment at its beginning, with how many checks ended how.

    Args:
        review: the findings.
        source: the .docx; it is only read.
        target: the copy; an existing one is replaced only when the new one is whole.

    Raises:
        OutputError: the document is of a kind that takes no comments, or the copy cannot be written.
    """
    _refuse_bombs(source)
    document = _commented(review, source)
    with replacing(target) as temporary:
        document.save(str(temporary))


def _commented(review: Review, source: Path) -> DocumentObject:
    try:
        document = Document(str(source))
        _comment_all(document, review)
        return document
    except Exception as error:  # python-docx has no common class for what it cannot read
        advice = "请在 Word 里打开，另存为普通的“Word 文档（.docx）”再试"
        raise OutputError(f"「{source.name}」的格式特殊，加不了批注。{advice}") from error


def _comment_all(document: DocumentObject, review: Review) -> None:
    _add_styles(document)
    anchors = Anchors(document.element.body)
    found = [(finding, anchors.find(finding)) for finding in review.failed]
    rest = [finding for finding, anchor in found if anchor is None]
    _comment(document, anchors.beginning(), _opening(review, rest), AUTHOR)
    for finding, anchor in found:
        if anchor is not None:
            _comment(document, anchor, as_text(finding), f"{AUTHOR}·{SEVERITY[finding.severity]}")


def _refuse_bombs(source: Path) -> None:
    """The text was read before, within bounds; here pictures and all else are unpacked too."""
    try:
        with zipfile.ZipFile(source) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except DAMAGED as error:
        raise OutputError(f"「{source.name}」打不开，加不了批注。请在 Word 里另存一份再试") from error
    if size > _MAX_UNPACKED:
        raise OutputError(f"「{source.name}」展开后太大，加不了批注。里面如有大图，请压缩图片后再试")


def _opening(review: Review, rest: list[Finding]) -> str:
    """The comment at the document's beginning."""
    lines = [f"校验结果：{summary(review.findings)}。"]
    if rest:
        lines.append("下面各项在文中没有对应的位置：")
    for number, finding in enumerate(rest, 1):
        place = " ".join(text for text in (place_of(finding), finding.where) if text)
        lines.append(f"{number}. 【{place}】{as_text(finding)}")
    return legal("\n".join(lines))


def _comment(document: DocumentObject, anchor: Anchor, text: str, author: str) -> None:
    comment = document.comments.add_comment(text=text, author=author, initials=INITIALS)
    anchor.mark(comment.comment_id)


def _add_styles(document: DocumentObject) -> None:
    """Word's own styles for comments, where the document has none: its body text may be large and indented."""
    styles = document.styles.element
    known = {element.get(qn("w:styleId")) for element in styles.iter(qn("w:style"))}
    for identifier, name, kind, paragraph, size in _COMMENT_STYLES:
        if identifier not in known:
            styles.append(
                parse_xml(
                    f'<w:style {nsdecls("w")} w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name}"/>'
                    f'<w:uiPriority w:val="99"/><w:unhideWhenUsed/>{paragraph}'
                    f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
                )
            )
