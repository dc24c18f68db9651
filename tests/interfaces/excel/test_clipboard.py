"""What is on a clipboard, as the rows of cells it is pasted into."""

from __future__ import annotations

from decimal import Decimal

import pytest
from jixiao.interfaces.excel.clipboard import Block, block_of

CASES: dict[str, tuple[str, str, Block]] = {
    "out of Word": (
        "<table><tr><td><p><b>19.5</b>\n <b>万</b></p><td>3-5</td></tr><tr><td>≥95%<td><p>一<p>二</tr></table>",
        "19.5万\t3-5",
        [["19.5万", "3-5"], ["≥95%", "一\n二"]],
    ),
    "out of LibreOffice, shown rounded": (
        '<table><tr><td sdval="12.3456">12.35</td><td sdval="46086">2026-03-05</td><td sdval="0.95">95%</table>',
        "",
        [[Decimal("12.3456"), "2026-03-05", "95%"]],
    ),
    "out of Excel": ('<table><tr><td x:num="1250.456">1,250</td><td x:num>7</td><td></td></tr></table>', "",
                     [[Decimal("1250.456"), Decimal(7), None]]),
    "tabs": ("", "1,250.5\t——\r\n\t7\r\n", [[Decimal("1250.5"), "——"], [None, Decimal(7)]]),
    "a column of figures": ("", "3\n\n4\n", [[Decimal(3)], [None], [Decimal(4)]]),
    "paragraphs": ("<p>一、职责</p><p>3</p>", "一、职责\n3\n", [["一、职责\n3"]]),
    "nothing": ("", "", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_table_or_a_text_is_rows_of_cells(name: str) -> None:
    html, text, rows = CASES[name]
    assert block_of(html.encode(), text) == rows
    assert block_of(html.encode("utf-16"), text) == rows
