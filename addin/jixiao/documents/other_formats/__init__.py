"""Files in the formats that offices really send: read as what they hold, through LibreOffice where that is needed."""

from jixiao.documents.other_formats.containers import held_suffix
from jixiao.documents.other_formats.read import READABLE, in_current_format, is_converted, read_any

__all__ = ["READABLE", "held_suffix", "in_current_format", "is_converted", "read_any"]
