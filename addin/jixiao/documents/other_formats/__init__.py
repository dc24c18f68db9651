"""Files in the formats that offices really send: read as what they hold, through LibreOffice where that is needed."""

from jixiao.documents.other_formats.read import read_any

__all__ = ["read_any"]
