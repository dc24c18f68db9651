"""Files in the formats that offices really send: read as what they hold, through LibreOffice where that is needed."""

from jixiao.documents.other_formats.read import (
    READABLE,
    in_current_format,
    is_converted,
    own_book,
    read_any,
    under_its_name,
)

__all__ = ["READABLE", "in_current_format", "is_converted", "own_book", "read_any", "under_its_name"]
