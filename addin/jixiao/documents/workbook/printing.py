"""The forms as a PDF to be printed: values only, no fills, each form on as few pages as it takes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from jixiao.core.files import keep_previous, private_folder
from jixiao.documents.workbook.final import build_final
from jixiao.model.evaluation import Evaluation

MakePdf = Callable[[Path, Path], None]
"""Writes a workbook as a PDF: the workbook, the PDF."""


def print_forms(evaluation: Evaluation, target: Path, make_pdf: MakePdf) -> str:
    """Write the PDF; one that is there already is kept.

    Returns:
        What a person is told.

    Raises:
        OutputError: a file cannot be written.
    """
    with private_folder(target.parent, target.name) as folder:
        book, pdf = folder / "forms.xlsx", folder / "forms.pdf"
        build_final(evaluation, book)
        make_pdf(book, pdf)
        kept = keep_previous(target, partial(shutil.copyfile, pdf))
    told = f"已生成打印版：{target}\n没有底色，一张表尽量一页；一页放不下的，续页上重复表头。"
    return told + (f"\n上一份打印版保留为：{kept}" if kept else "")
