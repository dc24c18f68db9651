from __future__ import annotations

import errno
import shutil
import zipfile
from pathlib import Path

import pytest
from jixiao.core.files import OutputError
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.bundle import WheelError, write_bundle
from jixiao.interfaces.bundle.scripts import SCRIPTS
from jixiao.model.forms.errors import UnknownFamily
from jixiao.model.forms.library import families

from .own_family import learned_family
from .wheelhouse import fill, make_wheel

FAMILY = "xinjiang-2024"


@pytest.fixture
def bundle(wheels: Path, tmp_path: Path) -> Path:
    make_wheel(wheels, "leftover")
    write_bundle(tmp_path / "安装包", wheels, [FAMILY], zipped=True)
    return tmp_path / "安装包"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_bundle_holds_all_an_office_pc_needs(bundle: Path, wheels: Path) -> None:
    assert names(bundle) == {*SCRIPTS.values(), "setup", "工作簿", "使用手册.docx"}
    assert names(bundle / "setup") == {"wheels", "probe.py", "selfcheck.py", "excel_client.py", "licences.txt"}
    assert names(bundle / "setup" / "wheels") == names(wheels) - {"leftover-1.0-py3-none-any.whl"}


def test_the_workbook_is_empty_and_has_macros(bundle: Path) -> None:
    (book,) = (bundle / "工作簿").iterdir()
    family, submission = read_book(book)
    assert book.suffix == ".xlsm"
    assert (family.head.id, submission.unit, submission.year) == (FAMILY, "", 2024)


def test_the_zip_holds_the_folder(bundle: Path) -> None:
    with zipfile.ZipFile(bundle.with_name("安装包.zip")) as archive:
        zipped = {Path(name) for name in archive.namelist() if not name.endswith("/")}
    assert zipped == {path.relative_to(bundle.parent) for path in bundle.rglob("*") if path.is_file()}


def test_without_families_named_every_one_gets_its_workbook(
    wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    monkeypatch.setattr("jixiao.interfaces.bundle.assemble.build", lambda family, *_: built.append(family.head.id))
    assert write_bundle(tmp_path / "new", wheels) == [tmp_path / "new"]
    assert tuple(built) == families()


def test_learned_families_come_along(wheels: Path, tmp_path: Path) -> None:
    with learned_family(tmp_path / "own", "sichuan-2026"):
        bundle, *_ = write_bundle(tmp_path / "new", wheels, ["sichuan-2026", FAMILY])
    assert names(bundle / "setup" / "families") == {"sichuan-2026.zip"}
    assert len(names(bundle / "工作簿")) == 2


@pytest.mark.parametrize("existing", ["new", "new.zip"])
def test_what_exists_is_not_overwritten(wheels: Path, tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).write_text("别人的")
    with pytest.raises(OutputError, match=f"{existing}」已经存在"):
        write_bundle(tmp_path / "new", wheels, [FAMILY], zipped=True)
    assert (tmp_path / existing).read_text() == "别人的"
    assert names(tmp_path) == {"wheels", existing}


def test_missing_wheels_leave_nothing(tmp_path: Path) -> None:
    fill(tmp_path / "wheels", without="pywin32")
    with pytest.raises(WheelError, match="pywin32"):
        write_bundle(tmp_path / "new", tmp_path / "wheels", [FAMILY])
    assert names(tmp_path) == {"wheels"}


def test_an_unknown_family_leaves_nothing(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownFamily, match="是不是「hunan-2024」"):
        write_bundle(tmp_path / "new", wheels, ["hunan-2042"])
    assert names(tmp_path) == {"wheels"}


def test_a_full_disk_leaves_nothing(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OutputError, match="磁盘空间不够"):
        write_bundle(tmp_path / "new", wheels, [FAMILY])
    assert names(tmp_path) == {"wheels"}


def test_no_folder_to_write_into_is_told(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        write_bundle(tmp_path / "none" / "new", wheels, [FAMILY])
