"""A report as a file with a history: what people changed in Word is never overwritten, and what changed is shown."""

from jixiao.documents.versions.comparison import Change
from jixiao.documents.versions.messages import export_message, file_message, open_fields_message, report_name
from jixiao.documents.versions.status import Status, draft, final
from jixiao.documents.versions.text_differences import ChangeKind
from jixiao.documents.versions.writing import Exported, Maker, export

__all__ = [
    "Change",
    "ChangeKind",
    "Exported",
    "Maker",
    "Status",
    "draft",
    "export",
    "export_message",
    "file_message",
    "final",
    "open_fields_message",
    "report_name",
]
