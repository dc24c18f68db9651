"""Pages as trees of elements, so that whatever a file says is text on the page and never markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from xml.etree.ElementTree import Element, tostring

from jixiao.core.unseen_signs import seen


class Maker(Protocol):
    """Makes an element of texts, elements and attributes, in any order."""

    def __call__(self, *content: str | Element | Mapping[str, str], **attributes: str) -> Element:
        """The element."""


class ElementMaker:
    """``E.p("text", E.b("more"), {"class": "soft"})`` is a paragraph."""

    def __getattr__(self, tag: str) -> Maker:
        def make(*content: str | Element | Mapping[str, str], **attributes: str) -> Element:
            return self(tag, *content, **attributes)

        return make

    def __call__(self, tag: str, *content: str | Element | Mapping[str, str], **attributes: str) -> Element:
        """An element of any name."""
        element = Element(tag, attributes)
        for item in content:
            if isinstance(item, str):
                _append_text(element, seen(item))
            elif isinstance(item, Mapping):
                element.attrib.update(item)
            else:
                element.append(item)
        return element


E = ElementMaker()


def as_html(element: Element) -> str:
    """The element and what is in it as HTML."""
    return tostring(element, encoding="unicode", method="html")


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
