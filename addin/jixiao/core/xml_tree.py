"""XML of Office files as a tree: Python's own parser, and nothing outside the text that is parsed.

One reader for the desktop and for the page in a browser, where no other parser is. Files are counted first
(:mod:`jixiao.core.package_limits`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

_CHUNK = 1 << 12


class BadXml(ValueError):
    """No well-formed XML, or in an encoding that Office files do not have."""


class DeclaredXml(ValueError):
    """XML with a document type, which may declare entities; no Office file has one."""


class _PrologRead(Exception):
    """The first element begins: no declaration can follow."""


def parse(content: bytes) -> Element:
    """The root of a part.

    Raises:
        DeclaredXml: it has declarations; nothing of it is read.
        BadXml: it is damaged.
    """
    try:
        _refuse_declarations(content)
        return fromstring(content)  # noqa: S314 - there are no entities in it
    except (ParseError, expat.ExpatError, LookupError) as error:
        raise BadXml(str(error)) from error
    except ValueError as error:
        raise error if isinstance(error, DeclaredXml) else BadXml(str(error)) from error


def elements(root: Any, *tags: str) -> Iterator[Any]:
    """The elements with one of those tags, in the order of the document."""
    wanted = frozenset(tags)
    return (element for element in root.iter() if element.tag in wanted)


def parents(root: Any) -> dict[Any, Any]:
    """The parent of every element."""
    return {child: parent for parent in root.iter() for child in parent}


def remove(found: Iterable[Any], parent_of: dict[Any, Any]) -> None:
    """Take elements out of their tree; one that is gone already, or the root, is let be."""
    for element in found:
        with suppress(KeyError, ValueError):
            parent_of[element].remove(element)


def _refuse_declarations(content: bytes) -> None:
    """Read as far as the first element."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    with suppress(_PrologRead):
        for start in range(0, len(content), _CHUNK):  # what is handed over at once is read to its end all the same
            parser.Parse(content[start : start + _CHUNK], False)
        parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise DeclaredXml("document type")


def _stop(*_: object) -> None:
    raise _PrologRead
