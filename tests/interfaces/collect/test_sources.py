from __future__ import annotations

import copy
import os
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.interfaces.collect.sources import DamagedMember, Source, Unread, content_digest, find, member_name


def names(found: list[Source | Unread]) -> list[str]:
    return [each.name for each in found if isinstance(each, Source)]


def reasons(found: list[Source | Unread]) -> dict[str, str]:
    return {each.name: each.reason for each in found if isinstance(each, Unread)}


def test_folders_are_walked_and_archives_opened_in_a_fixed_order(received: Path) -> None:
    found = names(list(find([received])))
    assert sorted(found) == [
        "乙县.zip/里面/报告.docx",
        "坏的.xlsx",
        "报告.docx",
        "旧格式.doc",
        "甲县/junshan-2024.xlsx",
        "甲县/quyuan-2024.xlsx",
    ]
    assert found == names(list(find([received])))


def test_what_holds_a_report_but_is_not_read_is_named_with_what_to_do(received: Path) -> None:
    told = reasons(list(find([received])))
    assert told["乙县.zip/图.jpg"] == "图片读不出文字，请向单位要 Word 或 Excel 文件"
    assert told["乙县.zip/再压一层.zip"] == "压缩包里还有压缩包，请先解压"


def test_the_same_content_has_the_same_digest_wherever_it_lies(received: Path) -> None:
    found = {each.name: each for each in find([received]) if isinstance(each, Source)}
    assert content_digest(found["报告.docx"]) == content_digest(found["乙县.zip/里面/报告.docx"])


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "大.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.docx", b"0" * 3_000_000)
    assert reasons(list(find([tmp_path]))) == {"大.zip/大.docx": "解开后过大，没有读取，请先解压看看"}


def test_an_archive_whose_members_overlap_is_not_unpacked(tmp_path: Path) -> None:
    """Many names for one content, as a bomb has them."""
    with zipfile.ZipFile(tmp_path / "重叠.zip", "w") as archive:
        archive.writestr("0.docx", b"0" * 100_000)
        first = archive.infolist()[0]
        for number in range(1, 20):
            again = copy.copy(first)
            again.filename = f"{number}.docx"
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    assert "互相重叠" in reasons(list(find([tmp_path])))["重叠.zip"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf_8_is_shown_and_its_file_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "报告.docx".encode("gbk"))).write_bytes(b"PK")
    (found,) = find([tmp_path])
    assert found.name == "报告.docx"
    assert isinstance(found, Source)
    assert content_digest(found) == sha256(b"PK").hexdigest()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may read everything")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "锁着").mkdir(mode=0)
    try:
        assert reasons(list(find([tmp_path]))) == {"锁着": "打不开这个文件夹，请检查权限"}
    finally:
        (tmp_path / "锁着").chmod(0o700)


def test_a_folder_that_the_system_refuses_is_named_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without a user that may not: root may read everything."""
    (tmp_path / "锁着").mkdir()
    (tmp_path / "甲.docx").write_bytes(b"PK")
    plain = os.scandir

    def refusing(path: str) -> Any:
        if Path(path).name == "锁着":
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = list(find([tmp_path]))
    assert (names(found), reasons(found)) == (["甲.docx"], {"锁着": "打不开这个文件夹，请检查权限"})


def test_files_named_alike_are_all_found_and_owner_files_are_none(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "报告.docx").write_bytes(folder.encode())
        (tmp_path / folder / "~$报告.docx").write_bytes(b"owner")
        (tmp_path / folder / ".~lock.报告.odt#").write_bytes(b"owner")
    assert sorted(names(list(find([tmp_path])))) == ["乙/报告.docx", "甲/报告.docx"]


def test_a_file_that_is_no_archive_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "坏.zip").write_bytes(b"no archive")
    assert "压缩包打不开" in reasons(list(find([tmp_path])))["坏.zip"]


@pytest.mark.parametrize("what", ["bytes", "method", "locked"])
def test_a_file_that_its_archive_does_not_give_is_told_so(what: str, tmp_path: Path) -> None:
    path = tmp_path / "报送.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.docx", b"report" * 1000)
    content = bytearray(path.read_bytes())
    start, listed = 30 + len("a.docx"), content.rindex(b"PK\x01\x02")
    content[start if what == "bytes" else listed + (10 if what == "method" else 8)] |= {"locked": 1}.get(what, 0x47)
    path.write_bytes(content)
    with pytest.raises(DamagedMember, match="在压缩包里已损坏，或加了密码"):
        content_digest(Source(path, "报送.zip/a.docx", "a.docx"))


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    assert list(find([tmp_path])) == []


@given(st.text(alphabet="甲乙丙丁市县局abc123.", min_size=1, max_size=20))
def test_names_in_gbk_are_read(name: str) -> None:
    member = zipfile.ZipInfo()
    member.filename, member.flag_bits = name.encode("gbk").decode("cp437"), 0
    assert member_name(member) == name
