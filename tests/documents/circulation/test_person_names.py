"""What may be names of persons: found by surnames and the words beside them, and little else is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.circulation.person_names import hidden, suspects, suspects_in_cell
from jixiao.documents.circulation.private_words import without

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由周晓梅同志牵头，组长：李明、王小红；局长任组长，项目负责人为办公室主任。", ["周晓梅", "李明", "王小红"]),
        ("成立了以局长为组长、分管副局长为副组长的工作小组", []),
        ("项目负责人：何伟，2024年3月完成。", ["何伟"]),
        ("由任务负责人组织实施，金额 12 万元。", []),
        ("张建国主任主持会议。", ["张建国"]),
        ("填表人：张  三", ["张三"]),
        ("联系人：项  天　电话：见首页", ["项天"]),
        ("加强领导班子队伍建设，健全管理制度。", []),
        ("办公经费·上年决算数", []),
        ("组长：阿不都·热合曼", ["阿不都·热合曼"]),
    ],
)
def test_names_of_persons_are_found_by_the_words_beside_them(text: str, names: list[str]) -> None:
    assert [one.name for one in suspects(text, "正文")] == names


def test_of_the_names_in_sentences_most_are_found_and_little_else() -> None:
    """Found, found wrongly, missed. Of the last set 16 were found and none wrongly before anybody looked at it."""
    found = {}
    for name, rows in yaml.safe_load((DATA / "persons.yaml").read_text("utf-8")).items():
        pairs = [({one.name for one in suspects(row["text"], "")}, set(row["names"])) for row in rows]
        counts = [(len(ours & theirs), len(ours - theirs), len(theirs - ours)) for ours, theirs in pairs]
        found[name] = tuple(map(sum, zip(*counts, strict=True)))
    assert found == {
        "set_1": (42, 0, 0), "set_2": (15, 0, 0), "set_3": (15, 0, 0), "blind": (12, 0, 0),
        "set_4": (21, 0, 0), "blind_2": (18, 0, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("head", "text", "names"),
    [
        ("项目负责人", "陶  然", ["陶然"]),
        ("负责人及电话", "古丽·艾山 13812345678", ["古丽·艾山"]),
        ("成员", "桂花、佘大海，办公室", ["桂花", "佘大海"]),
        ("组长", "局长", []),
        ("负责人", "", []),
        ("主管部门", "张家界市林业局", []),
    ],
)
def test_a_cell_under_a_head_for_names_is_one(head: str, text: str, names: list[str]) -> None:
    assert [one.name for one in suspects_in_cell(text, "附件3", head)] == names


@given(st.text(max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    for one in suspects(text, ""):
        assert one.name not in without(text, {one.name: hidden(one.name)}) or one.name == hidden(one.name)


def test_a_hidden_name_shows_its_family_name_alone() -> None:
    names = ("李明", "王小红", "欧阳志远", "乌兰·巴特尔", "John Smith")
    assert [hidden(name) for name in names] == ["李某", "王某某", "欧阳某某", "乌某·某某某", "J某"]


def test_a_name_goes_however_it_is_spread_and_the_longer_one_first() -> None:
    names = {"陶然": "陶某", "李明": "李某", "李明华": "李某某"}
    assert without("陶　 然、李明华、李 明", names) == "陶某、李某某、李某"
