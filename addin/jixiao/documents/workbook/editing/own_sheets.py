"""A person's own sheet put into another book as it is: cells, formats, comments, pictures, charts, tables, names."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from jixiao.documents.workbook.editing.in_place import defined_names
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.saved_parts import BOOK, RELATIONS, main, number_in
from jixiao.documents.workbook.editing.style_copies import StyleCopies
from jixiao.documents.workbook.editing.transplant import Transplant

_CARRIED = frozenset({"drawing", "vmlDrawing", "comments", "hyperlink", "image", "table"})
_NEEDLESS = frozenset({"printerSettings", "threadedComment", "customProperty"})
"""The printer of one PC, and what Excel says a second time in the comments."""
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2"})
_ELSEWHERE = re.compile(r"\[\d+\]|DISPIMG\(")
"""A formula over another file, or a picture that WPS keeps with the workbook."""


def can_be_put(source: Package, title: str) -> bool:
    """Whether a sheet holds nothing that belongs to its whole workbook: other files, pivot tables, embedded objects."""
    part = source.sheets()[title]
    root = source.peek(part)
    kinds = {_kind(item) for item in source.relations(part)}
    if root.tag != main("worksheet") or kinds - _CARRIED - _NEEDLESS:
        return False
    is_bound = any(_ELSEWHERE.search(each.text or "") for each in _formulas(root))
    return not is_bound and not any(cell.get("vm") for cell in root.iter(main("c")))


def put_sheet(transplant: Transplant, styles: StyleCopies, title: str, new_title: str) -> None:
    """Put a sheet behind all others of the target.

    Args:
        transplant: from the one book to the other; it knows what the sheets are called in both.
        styles: the same of their formats.
        title: the sheet in the source; :func:`can_be_put` is true of it.
        new_title: what it is called in the target, where nothing is called so.
    """
    source, target = transplant.source, transplant.target
    theirs = source.sheets()[title]
    ours = target.add_sheet(new_title, _entry(source, title).get("state", "visible"))
    root = copy.deepcopy(source.peek(theirs))
    _say_texts(root, source)
    _give_formats(root, styles)
    for each in _formulas(root):
        each.text = transplant.renamed(each.text or "")
    _lead(root, transplant, theirs, ours)
    _settle(root)
    target.put(ours, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    _number_tables(target, ours)
    _copy_names(transplant, title, new_title)


def _formulas(root: Any) -> Iterator[Any]:
    return (each for each in root.iter(etree.Element) if etree.QName(each).localname in _FORMULAS)


def _entry(package: Package, title: str) -> Any:
    return next(each for each in package.peek(BOOK).iter(main("sheet")) if each.get("name") == title)


def _say_texts(root: Any, source: Package) -> None:
    """Texts stand in the cells themselves: the other book has a list of its own."""
    part = source.target(BOOK, "sharedStrings")
    texts = list(source.peek(part)) if part else []
    for cell in root.iter(main("c")):
        value = cell.find(main("v"))
        if cell.get("t") == "s" and value is not None:
            said = copy.deepcopy(texts[number_in(value.text)])
            said.tag = main("is")
            cell.replace(value, said)
            cell.set("t", "inlineStr")


def _give_formats(root: Any, styles: StyleCopies) -> None:
    names = {main("c"): "s", main("row"): "s", main("col"): "style"}
    for each in root.iter(*names):
        if each.get(names[each.tag]):
            each.set(names[each.tag], str(styles.cell(number_in(each.get(names[each.tag])))))
    for each in root.iter(etree.Element):
        if each.get("dxfId"):
            each.set("dxfId", str(styles.conditional(number_in(each.get("dxfId")))))


def _lead(root: Any, transplant: Transplant, theirs: str, ours: str) -> None:
    """Let it lead to copies of what it led to; what only one PC needs is left out."""
    items = list(transplant.source.relations(theirs))
    numbers = {item.get("Id"): transplant.lead(theirs, ours, item) for item in items if _kind(item) in _CARRIED}
    name = f"{{{RELATIONS}}}id"
    for each in [each for each in root.iter(etree.Element) if each.get(name)]:
        if each.get(name) in numbers:
            each.set(name, numbers[each.get(name)])
        else:
            del each.attrib[name]
    for each in root.findall(main("customProperties")):
        root.remove(each)


def _settle(root: Any) -> None:
    """It is not the sheet that is open, and no VBA belongs to it."""
    for view in root.iter(main("sheetView")):
        view.attrib.pop("tabSelected", None)
    for told in root.iter(main("sheetPr")):
        told.attrib.pop("codeName", None)


def _kind(item: Any) -> str:
    return str(item.get("Type", "")).rpartition("/")[2]


def _number_tables(target: Package, sheet: str) -> None:
    """Tables have a number and a name that no other of the book has."""
    for item in target.relations(sheet):
        if _kind(item) == "table":
            table = target.xml(target.path(sheet, item))
            others = [part for part in target.tables() if target.xml(part) is not table]
            table.set("id", str(1 + max((number_in(target.peek(part).get("id")) for part in others), default=0)))
            names = {target.peek(part).get("displayName") for part in others}
            while table.get("displayName") in names:
                table.set("displayName", f"{table.get('displayName')}_")
                table.set("name", table.get("displayName"))
            _forget_formats(table)


def _forget_formats(table: Any) -> None:
    """A table's own formats are numbers of the other book's list; its style has a name and stays."""
    for each in table.iter(etree.Element):
        for key in [key for key in each.attrib if key.endswith("DxfId")]:
            del each.attrib[key]


def _copy_names(transplant: Transplant, title: str, new_title: str) -> None:
    """Names of the sheet, and names of the whole book that lead to it."""
    source, target = transplant.source, transplant.target
    theirs = source.peek(BOOK).find(main("definedNames"))
    own, new = str(list(source.sheets()).index(title)), str(list(target.sheets()).index(new_title))
    ours = defined_names(target)
    known = {item.get("name").lower() for item in ours if item.get("localSheetId") is None}
    for item in theirs if theirs is not None else ():
        is_led_here = item.get("localSheetId") is None and _leads_to(item.text or "", title)
        if item.get("localSheetId") == own or (is_led_here and item.get("name").lower() not in known):
            name = copy.deepcopy(item)
            name.text = transplant.renamed(item.text or "")
            if item.get("localSheetId") is not None:
                name.set("localSheetId", new)
            ours.append(name)


def _leads_to(target: str, title: str) -> bool:
    return target.startswith((f"{title}!", "'{}'!".format(title.replace("'", "''"))))
