"""The sheet of settings: nothing that lies beside the workbook has a say."""

from __future__ import annotations

from jixiao.documents.workbook.macros.hidden_sheets import _SETTINGS
from jixiao.documents.workbook.macros.modules import project_modules


def test_a_blank_path_would_be_the_current_folder() -> None:
    assert _SETTINGS["PYTHONPATH"].startswith("%LOCALAPPDATA%\\jixiao\\")
    assert _SETTINGS["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_the_current_folder_is_kept_out_when_the_book_is_opened() -> None:
    (start,) = (module.source for module in project_modules(["Sheet1"]) if module.name == "Start")
    opened = start[start.index("Sub BookOpened") :]
    assert opened.index("KeepCurrentFolderOut") < opened.index("DescribeFunctions")
    assert '.Item("PYTHONSAFEPATH") = "1"' in start
