"""The .docx: cover, narrative, and the attachments as Word tables equal to the official form."""

from jixiao.report.document import write_report

__all__ = ["write_report"]
