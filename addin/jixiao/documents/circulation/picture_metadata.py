"""What a picture says besides what it shows: camera, place and author in EXIF and XMP, and texts put into it."""

from __future__ import annotations

from collections.abc import Iterator

SUFFIXES = (".jpg", ".jpeg", ".jpe", ".png", ".gif", ".tif", ".tiff", ".webp", ".emf", ".wmf", ".svg")
_MARKS = ((b"Exif\0", "EXIF"), (b"http://ns.adobe.com/", "XMP"), (b"Photoshop 3.0", "IPTC"), (b"<x:xmpmeta", "XMP"))
_PNG, _PNG_TEXTS = b"\x89PNG\r\n\x1a\n", {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"}
_JPEG, _JPEG_COMMENT, _JPEG_IMAGE = b"\xff\xd8", 0xFE, 0xDA
_TIFF = (b"II*\0", b"MM\0*")
_MOST = 10_000
"""Pieces that are looked at: a picture may be anything."""


def said_in_picture(content: bytes) -> list[str]:
    """The kinds of texts and data in a picture that its image does not show."""
    found = [kind for mark, kind in _MARKS if mark in content]
    if content.startswith(_PNG):
        found += [f"PNG {kind}" for kind in _png_texts(content)]
    elif content.startswith(_JPEG):
        found += ["JPEG 注释"] if _has_jpeg_comment(content) else []
    elif content.startswith(_TIFF):
        found.append("TIFF 标签")
    return list(dict.fromkeys(found))


def _png_texts(content: bytes) -> Iterator[str]:
    place = len(_PNG)
    for _ in range(_MOST):
        length, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if kind in _PNG_TEXTS:
            yield kind.decode()
        place += 12 + length
        if place >= len(content):
            return


def _has_jpeg_comment(content: bytes) -> bool:
    place = len(_JPEG)
    for _ in range(_MOST):
        if place + 4 > len(content) or content[place] != 0xFF or content[place + 1] == _JPEG_IMAGE:
            return False
        if content[place + 1] == _JPEG_COMMENT:
            return True
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False
