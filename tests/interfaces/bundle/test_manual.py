from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from jixiao.core import resources
from jixiao.core.files import OutputError
from jixiao.documents.workbook.macros import commands
from jixiao.interfaces.bundle.closure import PYTHONS
from jixiao.interfaces.bundle.manual import read_manual, write_manual
from jixiao.interfaces.bundle.manual_drawings import Drawing
from jixiao.interfaces.bundle.scripts import SCRIPTS, SETUP
from jixiao.interfaces.cli.app import COMMANDS

from ...narrowing import present

FOLDER = resources.path("docs", "manual")


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Word:
    path = tmp_path_factory.mktemp("manual") / "手册.docx"
    write_manual(path)
    return Document(str(path))


@pytest.fixture(scope="module")
def text() -> str:
    return (FOLDER / "manual.yaml").read_text("utf-8")


def drawings(kind: str) -> list[Drawing]:
    steps = [step for page in read_manual().pages for step in page]
    every = [drawing for step in steps for drawing in (step.drawing, *step.wide) if drawing]
    return [drawing for drawing in every if drawing.kind == kind]


def test_every_step_is_on_its_page_of_a4(word: Word) -> None:
    headings = [p for p in word.paragraphs if present(p.style).name == "Heading 1"]
    pages = read_manual().pages
    assert [p.text for p in headings] == [step.heading for page in pages for step in page]
    assert [p.text for p in headings if p.paragraph_format.page_break_before] == [pages[1][0].heading]
    (section,) = word.sections
    assert [round(present(length).mm) for length in (section.page_width, section.page_height)] == [210, 297]


def test_the_pictures_are_those_there_are(word: Word) -> None:
    named = {drawing.file for drawing in drawings("picture")}
    assert named == {path.name for path in FOLDER.glob("*.png")}
    images = [part for part in word.part.package.parts if part.partname.startswith("/word/media/")]
    assert len(images) == len(named)


def test_the_window_shows_what_the_script_says() -> None:
    """Word for word, so that the manual does not grow old."""
    script = resources.path("addin", "windows", "install.cmd").read_text("utf-8")
    (console,) = drawings("console")
    assert [line for line in console.lines if line and f"echo {line}\n" not in script] == []


def test_the_ribbon_shows_the_commands_there_are(word: Word) -> None:
    (ribbon,) = drawings("ribbon")
    labels = [command.label for command in commands()]
    assert ribbon.mark in labels
    assert any([cell.text for cell in table.rows[-1].cells] == labels for table in word.tables)


def test_the_commands_named_exist_and_buttons_bear_their_names(text: str) -> None:
    known = set(COMMANDS)
    assert set(re.findall(r"jixiao ([a-z-]+)", text.replace("jixiao --help", ""))) <= known
    (listed,) = drawings("commands")
    labels = {command.label for command in commands()} | {"其他"}
    assert {line.split("\t")[0] for line in listed.lines} <= labels


def test_the_files_and_versions_named_are_those_of_the_bundle(text: str) -> None:
    for name in SCRIPTS.values():
        assert f"“{name.removesuffix('.cmd')}”" in text
    assert f"{SETUP}\\python" in text
    assert f"Python {PYTHONS[0]} 至 {PYTHONS[-1]}" in text


def test_what_was_drawn_and_not_seen_is_called_a_sketch() -> None:
    for kind in ("console", "bar", "ribbon"):
        assert all("示意图" in drawing.caption for drawing in drawings(kind))


def test_chinese_letters_have_a_chinese_font(word: Word) -> None:
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        fonts = word.styles[name].element.rPr.rFonts
        assert {value for key, value in fonts.items() if key.endswith("eastAsia")} <= {"宋体", "黑体"}
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        write_manual(tmp_path / "none" / "手册.docx")
