"""What nobody sees in a text goes or is shown; what makes a text what it is stays."""

from __future__ import annotations

import pytest
from jixiao.audit.presentation.elements import E, as_html
from jixiao.audit.presentation.results import legal
from jixiao.core.unseen_signs import TURNED, seen
from jixiao.documents.report.wordml import run

FAMILY = "\U0001f468\u200d\U0001f469"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("执行\u200b率9\u20605.1\ufeff%", "执行率95.1%"),
        ("\u202a\u202d13800000000\u202c", "13800000000"),
        ("\u2066县\u200e局\u2069", "县局"),
        ("万元\u202e05.321", f"万元{TURNED}05.321"),
        ("甲\u2067乙\u202b丙\u200f丁", f"甲{TURNED}乙{TURNED}丙{TURNED}丁"),
        ("县\u200d局\u200c1\u200d2\u200d", "县局12"),
        (f"好评{FAMILY}", f"好评{FAMILY}"),
        ("ئۇ\u200cيغۇر", "ئۇ\u200cيغۇر"),
        ("2024年度自评", "2024年度自评"),
    ],
)
def test_unseen_signs_go_or_are_shown(text: str, shown: str) -> None:
    assert seen(text) == shown
    assert legal(text) == shown
    assert as_html(E.p(text)) == f"<p>{shown}</p>"
    assert shown in run(text)
