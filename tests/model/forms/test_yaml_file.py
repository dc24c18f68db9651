"""Data files may come from strangers: they are bounded, run no code, and say no key twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.yaml_file import MAX_BYTES, read_yaml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.yaml"


def bomb() -> str:
    """Nine levels of nine aliases each: three hundred million nodes out of a kilobyte."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


def test_plain_data_is_read(file: Path) -> None:
    file.write_text("年: 2024\n比率: 95.10\n空:\n", "utf-8")
    assert read_yaml(file) == {"年": 2024, "比率": 95.1, "空": None}


def test_read_as_text_every_figure_keeps_its_digits(file: Path) -> None:
    file.write_text("a: 90.80\nb: 95.13%\nc: 2024-01-01\nd: 0x10\ne: yes\n", "utf-8")
    assert read_yaml(file, text_only=True) == {"a": "90.80", "b": "95.13%", "c": "2024-01-01", "d": "0x10", "e": "yes"}


def test_an_empty_file_holds_nothing(file: Path) -> None:
    file.write_text("# 只有说明\n", "utf-8")
    assert read_yaml(file) is None


@pytest.mark.parametrize("text_only", [False, True])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", "data.yaml 第 3 行：键「a」重复"),
        ("x:\n  - {甲: 1, 甲: 2}\n", "data.yaml 第 2 行：键「甲」重复"),
        ("? [a, b]\n: 1\n? [a, b]\n: 2\n", "重复"),
        (bomb(), "太多"),
        ("&a [*a]", "太深"),
        ("[" * 60 + "]" * 60, "太深"),
        ("a: [1", "不是正确的 YAML"),
        ("a: b: c", "第 1 行"),
        ("a: *nowhere", "不是正确的 YAML"),
        ("%YAML 9.9\n---\n%", "不是正确的 YAML"),
        ("a\n---\nb\n", "不是正确的 YAML"),
        ("a: \x07", "不是正确的 YAML"),
    ],
    ids=[
        "key twice",
        "key twice inside",
        "list as key twice",
        "bomb",
        "itself",
        "deep",
        "open",
        "colons",
        "alias",
        "version",
        "two documents",
        "control character",
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_name(
    file: Path, content: str, told: str, text_only: bool
) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(DataFileError) as caught:
        read_yaml(file, text_only=text_only)
    assert told in str(caught.value)
    assert "data.yaml" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x00", "a: 中文".encode("gb18030"), b"\x00\x01\x02", b"PK\x03\x04\x14\x00"], ids=repr
)
def test_a_file_that_is_no_text_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(DataFileError, match=r"data\.yaml"):
        read_yaml(file)


def test_code_is_never_run(file: Path, tmp_path: Path) -> None:
    file.write_text(
        f"!!python/object/apply:pathlib.Path.touch [!!python/object/new:pathlib.PosixPath ['{tmp_path}/x']]"
    )
    with pytest.raises(DataFileError):
        read_yaml(file)
    assert not (tmp_path / "x").exists()


def test_a_file_too_large_is_not_even_parsed(file: Path) -> None:
    file.write_bytes(b"# " + b"x" * MAX_BYTES)
    with pytest.raises(DataFileError, match="太大"):
        read_yaml(file)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(DataFileError, match="读不到文件"):
            read_yaml(path)


def test_brackets_without_end_do_not_crash_the_program(file: Path) -> None:
    """Asked in a process of its own: libyaml composes nodes with the C stack."""
    file.write_text("[" * 500_000)
    code = f"""
from pathlib import Path
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.yaml_file import read_yaml
try:
    read_yaml(Path({str(file)!r}))
except DataFileError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-500:]
    assert "data.yaml" in done.stdout


@pytest.mark.parametrize(
    "content", ['{"年": 2024, "空": null, "行": [1.5, "a"]}', '[{"a": 1}, true]', "{a: 1, b: [x, 2]}", '{"a": 1e3}']
)
def test_json_is_read_as_the_yaml_it_is(file: Path, content: str) -> None:
    file.write_text(f" {content}", "utf-8")  # a blank before it: read as YAML
    as_yaml = read_yaml(file)
    file.write_text(content, "utf-8")
    assert read_yaml(file) == as_yaml


@pytest.mark.parametrize("content", ['{"甲": 1, "甲": 2}', "[" * 60 + "]" * 60, "[" * 5000 + "]" * 5000])
def test_json_has_the_same_limits(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(DataFileError):
        read_yaml(file)
