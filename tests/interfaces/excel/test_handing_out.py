"""What would be left behind is told, and left only if the person agrees."""

from __future__ import annotations

import pytest
from jixiao.documents.workbook.editing.additions import Addition, What
from jixiao.documents.workbook.editing.carrying import refuse_loss
from jixiao.interfaces.excel.handing_out import agreed
from jixiao.interfaces.excel.open_book import LiveBookError

PICTURE = Addition(What.PICTURE, "附件2", "", "1 张，在全部工作表里")


class App:
    """A program that asks."""

    def __init__(self, answer: str) -> None:
        self.answer, self.asked = answer, ""

    def alert(self, prompt: str, title: str, buttons: str) -> str:
        del title
        assert buttons == "yes_no"
        self.asked = prompt
        return self.answer


def write(leave_behind: bool) -> str:
    refuse_loss([PICTURE], leave_behind)
    return "写好了"


def test_what_would_be_left_behind_is_asked_for_without_words_of_the_command_line() -> None:
    app = App("yes")
    assert agreed(app, "绩效自评", write) == "写好了"  # type: ignore[arg-type]
    assert "附件2：图片" in app.asked
    assert "--leave-behind" not in app.asked


def test_without_consent_nothing_is_written() -> None:
    with pytest.raises(LiveBookError, match="没有写任何文件"):
        agreed(App("no"), "绩效自评", write)  # type: ignore[arg-type]


def test_without_a_loss_nobody_is_asked() -> None:
    app = App("no")
    assert agreed(app, "绩效自评", lambda _: "写好了") == "写好了"  # type: ignore[arg-type]
    assert app.asked == ""
