"""A report as a file with a history: what people changed in Word is never overwritten, and what changed is shown."""

from jixiao.documents.versions.comparison import Change
from jixiao.documents.versions.messages import told, told_file, told_open
from jixiao.documents.versions.status import Status, draft, final
from jixiao.documents.versions.text_differences import Kind
from jixiao.documents.versions.writing import Exported, Maker, export

__all__ = [
    "Change",
    "Exported",
    "Kind",
    "Maker",
    "Status",
    "draft",
    "export",
    "final",
    "told",
    "told_file",
    "told_open",
]
