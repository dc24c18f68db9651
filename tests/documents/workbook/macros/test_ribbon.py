"""The ribbon tab: its XML after the rules of customui14.xsd ([MS-CUSTOMUI2]), and its place in the file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.macros.vba_project import Module

from .conftest import MACROS

PART = "customUI/customUI14.xml"
NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"

# What the schema allows of what we use: children and attributes of each element. The whole schema was run once over
# the file; what is added here must be looked up there.
CHILDREN = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"}, "group": {"button"}}
ATTRIBUTES = {
    "tab": {"id", "label", "insertAfterMso"},
    "group": {"id", "label"},
    "button": {"id", "label", "size", "imageMso", "onAction", "screentip", "supertip"},
}
IMAGES = {
    "AcceptInvitation", "CalculateNow", "CellsInsertDialog", "FileNew", "FileOpen", "FileSaveAs", "FileSaveAsWordDocx",
    "FindDialogExcel", "Help", "SheetInsert", "CellsDelete", "OutlineMoveUp", "OutlineMoveDown", "PasteValues",
    "RightArrow2", "SheetDelete", "Consolidate", "FileDocumentInspect", "Undo", "FileSendAsAttachment",
    "RefreshAll", "FilePrintPreview",
}  # fmt: skip
"""Names of Office's own pictures; a misspelt one shows no picture and says nothing."""

LABELS = ["下一步", "新增项目表", "删除项目表", "插入指标行", "删除指标行", "上移", "下移", "粘贴为数值",
          "导入Word", "结转新年度", "拆分", "合并", "校验全部", "跳到下一个问题", "生成报告", "导出上报版",
          "适合打印", "公开版", "冻结/恢复公式", "撤回上一步", "升级", "帮助"]  # fmt: skip


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.parse(MACROS / "customUI14.xml").getroot()  # noqa: S314 - our own file


def name(element: ElementTree.Element) -> str:
    assert element.tag.startswith(NAMESPACE)
    return element.tag.removeprefix(NAMESPACE)


def test_elements_stand_where_the_schema_allows_them(root: ElementTree.Element) -> None:
    assert name(root) == "customUI"
    for element in root.iter():
        assert {name(child) for child in element} <= CHILDREN.get(name(element), set())


def test_elements_have_only_attributes_of_the_schema(root: ElementTree.Element) -> None:
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES.get(name(element), set()), element.attrib
        assert set(element.attrib) == ATTRIBUTES.get(name(element), set()), element.attrib
        assert all(0 < len(value) <= 1024 for value in element.attrib.values())
        assert element.get("size", "large") in ("large", "normal")


def test_every_id_is_a_name_of_its_own(root: ElementTree.Element) -> None:
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_]\w*", each) for each in ids)


def test_every_callback_is_there_with_the_signature_of_a_button(
    root: ElementTree.Element, modules: dict[str, Module]
) -> None:
    for button in root.iter(f"{NAMESPACE}button"):
        callback = f"Public Sub {button.attrib['onAction']}(control As IRibbonControl)\r\n"
        assert f"{callback}    {button.attrib['id']}\r\nEnd Sub\r\n" in modules["Buttons"].source


def test_every_picture_is_one_of_offices(root: ElementTree.Element) -> None:
    assert {button.attrib["imageMso"] for button in root.iter(f"{NAMESPACE}button")} == IMAGES


def test_the_tab_is_ours_with_all_commands(root: ElementTree.Element) -> None:
    (tab,) = root.iter(f"{NAMESPACE}tab")
    assert tab.attrib["label"] == "绩效自评"
    assert [command.label for command in commands()] == LABELS
    assert all(command.tip.endswith("。") for command in commands())


# ---- in the file -----------------------------------------------------------------------------------------------------


def test_the_part_is_the_last_one_and_named_once(macro_book: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(macro_book) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names[-1] == PART
    assert len(names) == len(set(names))
    assert parts[PART] == (MACROS / "customUI14.xml").read_bytes()


def test_the_workbooks_root_relates_to_it(parts: dict[str, bytes]) -> None:
    relations = ElementTree.fromstring(parts["_rels/.rels"])  # noqa: S314 - our own file
    assert len({each.attrib["Id"] for each in relations}) == len(relations)
    assert [each.attrib["Target"] for each in relations if each.attrib["Type"] == RELATION] == [PART]


def test_its_kind_follows_from_its_ending(parts: dict[str, bytes]) -> None:
    assert b'<Default Extension="xml" ContentType="application/xml"/>' in parts["[Content_Types].xml"]
