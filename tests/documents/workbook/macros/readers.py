"""oletools, a reader of VBA projects that knows nothing of ours."""

from __future__ import annotations

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # oletools 0.60 uses older names of pyparsing
    from oletools.olevba import VBA_Parser as VBA_Parser
    from oletools.olevba import decompress_stream


def olevba_modules(book: Path) -> dict[str, bytes]:
    """The sources that olevba extracts, by the name of their stream."""
    parser = VBA_Parser(str(book))
    try:
        return {stream.removeprefix("VBA/"): code.encode("cp1252") for _, stream, _, code in parser.extract_macros()}
    finally:
        parser.close()


def olevba_decompress(container: bytes) -> bytes:
    """A compressed stream as olevba decompresses it."""
    return bytes(decompress_stream(bytearray(container)))
