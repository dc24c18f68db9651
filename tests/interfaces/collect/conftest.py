"""Files as a bureau receives them: reports of two units, in folders and an archive."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from jixiao.documents.report import report_document
from jixiao.interfaces.collect.engine import Engine
from jixiao.interfaces.collect.run import Options, collect
from jixiao.interfaces.collect.summaries import Summary
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family

from ...conftest import SAMPLES, MakeSubmission


@pytest.fixture(scope="session")
def received(
    family: Family,
    submission_of: MakeSubmission,
    book_of: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with two workbooks, a report, the same report once more in an archive, and what is no report."""
    folder = tmp_path_factory.mktemp("received")
    inner = folder / "甲县"
    inner.mkdir()
    for name in SAMPLES:
        shutil.copy(book_of(name), inner / f"{name}.xlsx")
    report = folder / "报告.docx"
    report_document(evaluate(family, submission_of(SAMPLES[0]))).save(str(report))
    with zipfile.ZipFile(folder / "乙县.zip", "w") as archive:
        archive.write(report, "里面/报告.docx")
        archive.writestr("说明.txt", "不是报告")
        archive.writestr("图.jpg", b"jpg")
        archive.writestr("再压一层.zip", b"PK")
    (folder / "旧格式.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "~$报告.docx").write_bytes(b"owner")
    return folder


@pytest.fixture(scope="session")
def process() -> Iterator[Engine]:
    """A process that goes on reading, for what does not ask how one is begun: each takes as long as many files."""
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster:
        yield Engine(cluster.scheduler_address)


@pytest.fixture(scope="session")
def collected(received: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The result of the folder, and its summary."""
    result = tmp_path_factory.mktemp("result")
    return result, collect([received], result, Options(Engine(workers=1)), lambda _: None)
