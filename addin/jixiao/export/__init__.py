"""A report as a file with a history: what people changed in Word is never overwritten, and what changed is shown."""

from jixiao.export.comparison import Change
from jixiao.export.status import Status, draft, final
from jixiao.export.telling import told, told_file, told_open
from jixiao.export.wording import Kind
from jixiao.export.writing import Exported, Maker, export

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
