from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.interfaces.cli.entry import run

Capture = pytest.CaptureFixture[str]


def test_without_wheels_it_names_what_is_missing_and_ends_with_2(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "wheels").mkdir()
    assert run(["bundle", "-o", str(tmp_path / "包"), "--wheels", str(tmp_path / "wheels")]) == 2
    told = capsys.readouterr().err
    assert "jixiao==" in told
    assert "pip wheel" in told
    assert "Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["wheels"]


def test_what_is_asked_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    asked: dict[str, object] = {}

    def write(*given: object, **named: object) -> list[Path]:
        asked.update(given=given, **named)
        return [tmp_path / "包", tmp_path / "包.zip"]

    monkeypatch.setattr("jixiao.interfaces.cli.bundles.write_bundle", write)
    families = ["--family", "hunan-2024", "--family", "xinjiang-2024"]
    assert run(["bundle", "-o", "包", "--wheels", "w", *families, "--zip"]) == 0
    given = (Path("包"), Path("w"), ["hunan-2024", "xinjiang-2024"])
    assert asked == {"given": given, "zipped": True, "python": None}
    assert run(["bundle", "-o", "包", "--python", "python.3.12.10.nupkg"]) == 0
    assert asked["python"] == Path("python.3.12.10.nupkg")
    assert "包.zip" in capsys.readouterr().out
