"""The setup scripts as cmd.exe runs them, on every path through them; Python is a stand-in that answers as told."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao import __version__
from jixiao.interfaces.bundle.scripts import SETUP, write_scripts

from .windows import Pretended

pytestmark = pytest.mark.live

COMMAND = """@echo off
echo %*>"%FAKE_CALLS%"
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle's scripts, in a folder as people name them."""
    folder = tmp_path / "安装包 (新) & 旧"
    (folder / SETUP / "wheels").mkdir(parents=True)
    (folder / SETUP / "wheels" / f"jixiao-{__version__}-py3-none-any.whl").touch()
    write_scripts(folder)
    return folder


@pytest.fixture
def pc(wine: dict[str, str], bundle: Path, tmp_path: Path) -> Pretended:
    """A PC without Python, of a person with a Chinese name."""
    return Pretended(wine, tmp_path / "张三 (本人)", bundle)


@pytest.fixture
def installed(pc: Pretended) -> Pretended:
    """A PC where the program is installed already."""
    pc.add_program("py")
    assert pc.run("安装.cmd", "/s").code == 0
    return pc


def in_home(pc: Pretended) -> set[str]:
    return {path.name for path in pc.home.iterdir()}


def name_of_environment(pc: Pretended) -> str:
    """Which run made the environment that stands there."""
    return (pc.home / "venv" / "name.txt").read_text().strip()


# ---- install ---------------------------------------------------------------------------------------------------------


def test_without_python_it_says_what_to_do_and_where_it_looked(pc: Pretended) -> None:
    ran = pc.run("安装.cmd", "/s")
    assert ran.code == 1
    assert "没有合适的 Python" in ran.shown
    assert "python.org" in ran.shown
    assert f"{SETUP}\\python" in ran.shown
    for place in ("Programs\\Python\\Python312", "Program Files\\Python313"):
        assert place in pc.log


@pytest.mark.parametrize("command", ["py", "python"])
def test_it_installs_offline_and_checks_itself(pc: Pretended, command: str) -> None:
    pc.add_program(command)
    ran = pc.run("安装.cmd", "/s")
    assert ran.code == 0, ran.shown + pc.log
    assert "安装完成" in ran.shown
    asked = [line for line in pc.calls.splitlines() if "probe.py" not in line]
    assert "-m venv" in asked[0]
    assert "-m pip install --isolated --no-index --find-links" in asked[1]
    assert f"jixiao=={__version__}" in asked[1]
    assert f'selfcheck.py" {__version__}' in asked[2]
    assert in_home(pc) == {"venv", "安装记录.txt"}


def test_the_persons_own_python_is_found_off_the_path(pc: Pretended) -> None:
    folder = pc.local / "Programs" / "Python" / "Python311"
    folder.mkdir(parents=True)
    pc.add_program("elsewhere")
    (pc.bin / "elsewhere.cmd").rename(folder / "python.cmd")
    assert pc.run("安装.cmd", "/s").code == 0


def test_a_python_in_the_bundle_comes_first_and_is_kept_on_the_pc(pc: Pretended, bundle: Path) -> None:
    pc.add_program("py")
    pc.add_program("bundled")
    (bundle / SETUP / "python").mkdir()
    (pc.bin / "bundled.cmd").rename(bundle / SETUP / "python" / "python.cmd")
    assert pc.run("安装.cmd", "/s").code == 0
    assert in_home(pc) == {"python", "venv", "安装记录.txt"}
    assert "\\jixiao\\python\\python" in pc.log
    assert "py -3" not in pc.log


def test_an_unfit_python_is_passed_over(pc: Pretended) -> None:
    pc.add_program("py")
    pc.answers["FAKE_PROBE"] = "1"
    assert pc.run("安装.cmd", "/s").code == 1
    assert pc.calls.count("probe.py") == 3
    assert in_home(pc) == {"安装记录.txt"}


@pytest.mark.parametrize(
    ("step", "code", "told"),
    [("VENV", 2, "建不了运行环境"), ("PIP", 3, "安装失败"), ("CHECK", 4, "自检不通过")],
)
@pytest.mark.parametrize("answer", ["1", "-1073741515"], ids=["fails", "crashes"])
def test_a_step_that_fails_ends_it_and_leaves_nothing_half_done(
    pc: Pretended, step: str, code: int, told: str, answer: str
) -> None:
    pc.add_program("py")
    pc.answers[f"FAKE_{step}"] = answer
    ran = pc.run("安装.cmd", "/s")
    assert ran.code == code
    assert told in ran.shown
    assert "安装记录：" in ran.shown
    assert "安装完成" not in ran.shown
    assert in_home(pc) == {"安装记录.txt"}


def test_again_it_makes_the_environment_anew(installed: Pretended) -> None:
    installed.answers["FAKE_NAME"] = "second"
    assert installed.run("安装.cmd", "/s").code == 0
    assert name_of_environment(installed) == "second"
    assert in_home(installed) == {"venv", "安装记录.txt"}
    assert installed.log.count("====") == 2, "the log goes on"


@pytest.mark.parametrize("step", ["VENV", "PIP", "CHECK"])
def test_when_an_upgrade_fails_the_old_version_stays(installed: Pretended, step: str) -> None:
    installed.answers |= {"FAKE_NAME": "second", f"FAKE_{step}": "1"}
    ran = installed.run("安装.cmd", "/s")
    assert ran.code != 0
    assert "已恢复原来装的版本" in ran.shown
    assert name_of_environment(installed) == "first"
    assert in_home(installed) == {"venv", "安装记录.txt"}


def test_after_an_upgrade_that_was_cut_off_the_old_version_counts(installed: Pretended) -> None:
    (installed.home / "venv").rename(installed.home / "venv.old")
    (installed.home / "venv").mkdir()
    installed.answers["FAKE_PIP"] = "1"
    assert installed.run("安装.cmd", "/s").code == 3
    assert name_of_environment(installed) == "first"


def test_while_it_is_in_use_nothing_changes(installed: Pretended) -> None:
    installed.answers["FAKE_NAME"] = "second"
    with installed.using(installed.home / "venv"):
        ran = installed.run("安装.cmd", "/s")
    assert ran.code == 5
    assert "请先保存并关闭 Excel" in ran.shown
    assert name_of_environment(installed) == "first"


def test_without_the_wheels_it_asks_for_the_whole_bundle(pc: Pretended, bundle: Path) -> None:
    next((bundle / SETUP / "wheels").iterdir()).unlink()
    ran = pc.run("安装.cmd", "/s")
    assert ran.code == 6
    assert "全部解压" in ran.shown
    assert not pc.home.exists()


def test_a_double_click_waits_for_a_key(pc: Pretended) -> None:
    assert "按任意键" in pc.run("安装.cmd").shown
    assert "按任意键" not in pc.run("安装.cmd", "/s").shown


# ---- uninstall -------------------------------------------------------------------------------------------------------


def test_uninstalling_removes_the_program_and_nothing_else(installed: Pretended) -> None:
    (installed.local / "别的程序").mkdir()
    ran = installed.run("卸载.cmd", "/s")
    assert ran.code == 0
    assert "已卸载" in ran.shown
    assert [path.name for path in installed.local.iterdir()] == ["别的程序"]


def test_uninstalling_twice_is_no_fault(pc: Pretended) -> None:
    assert pc.run("卸载.cmd", "/s").code == 0


def test_uninstalling_what_is_in_use_changes_nothing(installed: Pretended) -> None:
    """Wine guards only the folder itself, Windows all that contain it."""
    before = sorted(installed.home.rglob("*"))
    with installed.using(installed.home):
        ran = installed.run("卸载.cmd", "/s")
    assert ran.code == 5
    assert "请先保存并关闭 Excel" in ran.shown
    assert sorted(installed.home.rglob("*")) == before


# ---- the other icons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", ["校验.cmd", "生成报告.cmd"])
def test_before_it_is_installed_it_says_so(pc: Pretended, script: str) -> None:
    ran = pc.run(script, r"C:\自评.xlsm")
    assert ran.code == 6
    assert "请先运行“安装”" in ran.shown


def test_the_window_for_commands_needs_the_program(pc: Pretended) -> None:
    ran = pc.run("命令窗口.cmd")
    assert ran.code == 6
    assert "请先运行“安装”" in ran.shown


def test_the_window_for_commands_finds_the_program(pc: Pretended) -> None:
    scripts = pc.home / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    pc.add_program("jixiao", COMMAND)
    (pc.bin / "jixiao.cmd").rename(scripts / "jixiao.cmd")
    pc.run("命令窗口.cmd")
    assert pc.calls.strip() == "--help"
