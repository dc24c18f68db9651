"""A .docx back into a submission: published reports, last year's file, what a bureau receives."""

from jixiao.intake.docx_file import DocumentError
from jixiao.intake.report import Intake, read_report

__all__ = ["DocumentError", "Intake", "read_report"]
