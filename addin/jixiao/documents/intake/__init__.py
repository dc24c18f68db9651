"""A .docx back into a submission: published reports, last year's file, what a bureau receives."""

from jixiao.documents.intake.docx_file import DocumentError
from jixiao.documents.intake.report import Intake, read_report

__all__ = ["DocumentError", "Intake", "read_report"]
