"""The report opens in a real word processor."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.live


@pytest.mark.parametrize("name", ["quyuan-2024", "junshan-2024"])
def test_libreoffice_prints_the_report(sample_report, tmp_path, name):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(sample_report(name))]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / f"{name}.pdf").read_bytes())) > 4
