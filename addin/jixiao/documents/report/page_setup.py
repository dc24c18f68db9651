"""The page and its sections, after GB/T 9704-2012 《党政机关公文格式》.

Numbers of the standard have their clause beside them. All lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from jixiao.documents.report.wordml import twips
from jixiao.documents.word_package import RELATIONS

_POINTS_PER_MM = 72 / 25.4
_LINES = 22
"""5.2.3: lines on a page."""

NUMBER_GAP, NUMBER_LINE = 7.0, 5.0
"""7.5: the page number's dashes stand 7 mm below the 版心; its line (四号) is 5 mm high."""


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: paper, margins, and the footers (relation ids) of its odd and even pages.

    A page without footers shows no number and is not counted.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    footers: tuple[str, str] | None = None

    @property
    def text_width(self) -> float:
        """Width of the 版心."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the 版心."""
        return self.height - self.top - self.bottom

    def section(self, starts: bool = False, follows: bool = False) -> str:
        """The settings of a section of such pages.

        Args:
            starts: the page numbers begin anew with 1.
            follows: something that is not numbered stands before it; printed on both sides, page 1 is a front.
        """
        kind = "oddPage" if starts and follows else "nextPage"
        number = '<w:pgNumType w:start="1"/>' if starts else ""
        return (
            f'<w:sectPr>{self._footers()}<w:type w:val="{kind}"/>{self._size()}{number}'
            f'<w:cols w:space="425"/>{_GRID}</w:sectPr>'
        )

    def _footers(self) -> str:
        pairs = zip(("default", "even"), self.footers or (), strict=False)
        return "".join(
            f'<w:footerReference xmlns:r="{RELATIONS}" w:type="{which}" r:id="{relation}"/>'
            for which, relation in pairs
        )

    def _size(self) -> str:
        turned = ' w:orient="landscape"' if self.width > self.height else ""
        margins = {"top": self.top, "right": self.right, "bottom": self.bottom, "left": self.left}
        margins |= {"header": 15.0, "footer": self.bottom - NUMBER_GAP - NUMBER_LINE, "gutter": 0.0}
        sizes = " ".join(f'w:{side}="{twips(length)}"' for side, length in margins.items())
        return f'<w:pgSz w:w="{twips(self.width)}" w:h="{twips(self.height)}"{turned}/><w:pgMar {sizes}/>'


UPRIGHT = Page(210, 297, 37, 26, 35, 28, ("rIdOddPage", "rIdEvenPage"))
"""5.1, 5.2.1: A4, 天头 37, 订口 28; a 版心 of 156 by 225 leaves 35 below and 26 at the right."""

COVER = Page(210, 297, 37, 26, 35, 28)

WIDE = Page(297, 210, 28, 37, 26, 35, ("rIdOddWidePage", "rIdEvenWidePage"))
"""公文中的横排表格: the same sheet turned. The table's head is at the binding edge on odd pages, at the outer edge on
even ones: either way the left edge of the sheet held upright, at whose foot the page number stays."""

PAGES = {"portrait": UPRIGHT, "landscape": WIDE}
"""A form's page by its orientation."""

_GRID = f'<w:docGrid w:type="lines" w:linePitch="{int(UPRIGHT.text_height * _POINTS_PER_MM * 20 / _LINES)}"/>'
"""Rounded down, so that the last line finds its place. The characters of a line are the styles' matter: programs
disagree about grids of characters (LibreOffice spreads them where they must be narrowed)."""


class Piece(NamedTuple):
    """WordprocessingML that ends with a paragraph, and the page it stands on."""

    page: Page
    text: str


def in_sections(pieces: Iterable[Piece]) -> str:
    """The pieces as a document's body, its last section's settings included; neighbours on one kind of page join."""
    groups = [(page, "".join(piece.text for piece in group)) for page, group in groupby(pieces, lambda p: p.page)]
    pages = [page for page, _ in groups]
    body = "".join(closed(text, _section(pages, at)) for at, (_, text) in enumerate(groups[:-1]))
    return body + groups[-1][1] + _section(pages, len(groups) - 1)


def _section(pages: Sequence[Page], at: int) -> str:
    before, page = pages[:at], pages[at]
    return page.section(bool(page.footers) and not any(p.footers for p in before), bool(before))


def closed(text: str, section: str) -> str:
    """A text whose last paragraph ends its section."""
    head, _, tail = text.rpartition("</w:pPr>")
    return f"{head}{section}</w:pPr>{tail}"
