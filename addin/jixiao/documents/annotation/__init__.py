"""Findings written into a copy of the file they speak of: Word comments, or notes and colours in a workbook."""

from jixiao.documents.annotation.annotate import annotate

__all__ = ["annotate"]
