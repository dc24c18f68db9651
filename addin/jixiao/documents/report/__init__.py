"""The .docx: cover, narrative, and the attachments as Word tables equal to the official form."""

from jixiao.documents.report.document import report_document, report_files, write_report
from jixiao.documents.report.open_fields import OpenField, fields_to_fill, open_fields

__all__ = ["OpenField", "fields_to_fill", "open_fields", "report_document", "report_files", "write_report"]
