"""What Excel refuses or repairs in a workbook and no schema says: limits, names, merges, ids, formulas, macros."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple, range_boundaries

from .formula_audit import Names, formula_faults, reference_faults, single_cells_wanted
from .macro_audit import Macros, macro_faults, macros_of
from .package import RELATIONSHIP, Element, Fault, Package, twice

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VML, _VML_EXCEL = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"
_VML_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

LONGEST_TEXT, HIGHEST_ROW, WIDEST_COLUMN, MOST_FORMATS, MOST_LINKS = 32767, 409.5, 255, 65490, 65530
_PROMPTS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}


def workbook_faults(path: Path) -> list[Fault]:
    """Everything that Excel would refuse or repair."""
    package = Package.read(path)
    return [*package.faults(), *_Workbook(package).faults()]


class _Workbook:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.xml[package.main]
        links = package.links(package.main)
        self.sheets = [
            (each.get("name"), links[each.get(f"{RELATIONSHIP}id")].target, each.get("state"))
            for each in self.root.iter(f"{S}sheet")
        ]
        self.strings = [_text(each) for each in package.xml.get("xl/sharedStrings.xml", ())]
        self.styles = package.xml["xl/styles.xml"]
        self.codes = [self._code(part) for _, part, _ in self.sheets]
        self.macros: Macros = macros_of(package)
        self.called: set[str] = set()

    @cached_property
    def names(self) -> Names:
        """What formulas may refer to."""
        defined: dict[int | None, dict[str, str]] = {None: {}}
        for each in self.root.iter(f"{S}definedName"):
            scope = each.get("localSheetId")
            defined.setdefault(scope and int(scope), {})[each.get("name").lower()] = each.text or ""
        return Names(tuple(name.lower() for name, *_ in self.sheets), defined, self.macros.functions)

    def faults(self) -> Iterator[Fault]:
        yield from self._wrong_sheets()
        yield from self._wrong_styles()
        yield from self._wrong_strings()
        yield from self._wrong_names()
        for number, (name, part, _) in enumerate(self.sheets):
            yield from _Sheet(self, number, name, part).faults()
        yield from self._wrong_shapes()
        yield from macro_faults(self.package, self.macros, self._workbook_code(), self.codes, self.called)

    def _code(self, part: str) -> str | None:
        properties = self.package.xml[part].find(f"{S}sheetPr")
        return None if properties is None else properties.get("codeName")

    def _workbook_code(self) -> str | None:
        properties = self.root.find(f"{S}workbookPr")
        return None if properties is None else properties.get("codeName")

    def _wrong_sheets(self) -> Iterator[Fault]:
        main = self.package.main
        yield from (
            Fault(main, f"sheetId twice: {i}") for i in twice(e.get("sheetId") for e in self.root.iter(f"{S}sheet"))
        )
        yield from (Fault(main, f"sheet name twice: {name}") for name in twice(n.lower() for n, *_ in self.sheets))
        for name, *_ in self.sheets:
            if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name) or name.lower() == "history":
                yield Fault(main, f"illegal sheet name: {name}")
        view = self.root.find(f"{S}bookViews/{S}workbookView")
        active = int(view.get("activeTab", 0)) if view is not None else 0
        if active >= len(self.sheets) or self.sheets[active][2]:
            yield Fault(main, "the active sheet is hidden or missing")

    def _wrong_styles(self) -> Iterator[Fault]:
        formats = self.styles.find(f"{S}cellXfs")
        counts = {key: len(self.styles.find(f"{S}{kind}")) for key, kind in _STYLE_PARTS.items()}
        numbers = {int(each.get("numFmtId")): each.get("formatCode") for each in self.styles.iter(f"{S}numFmt")}
        if len(formats) > MOST_FORMATS:
            yield Fault("xl/styles.xml", "too many cell formats")
        for each in formats:
            if any(int(each.get(key, 0)) >= count for key, count in counts.items()):
                yield Fault("xl/styles.xml", "cell format out of range")
            number = int(each.get("numFmtId", 0))
            if number >= 164 and number not in numbers:
                yield Fault("xl/styles.xml", f"unknown number format: {number}")
        yield from (
            Fault("xl/styles.xml", f"illegal number format: {f}") for f in numbers.values() if _illegal_format(f)
        )

    def _wrong_strings(self) -> Iterator[Fault]:
        if any(len(text) > LONGEST_TEXT for text in self.strings):
            yield Fault("xl/sharedStrings.xml", f"text longer than {LONGEST_TEXT}")
        for part in self.package.xml.get("xl/sharedStrings.xml", ()):
            for each in part.iter(f"{S}t"):
                text = each.text or ""
                if text != text.strip(" \t\r\n") and each.get(_SPACE) != "preserve":
                    yield Fault("xl/sharedStrings.xml", f"outer blanks are lost: {text[:30]}")

    def _wrong_names(self) -> Iterator[Fault]:
        main, elements = self.package.main, list(self.root.iter(f"{S}definedName"))
        keys = twice((each.get("name").lower(), each.get("localSheetId")) for each in elements)
        yield from (Fault(main, f"name defined twice: {name}") for name, _ in keys)
        for each in elements:
            name, scope = each.get("name"), each.get("localSheetId")
            if scope and int(scope) >= len(self.sheets):
                yield Fault(main, f"name of no sheet: {name}")
            if not name.startswith("_xlnm.") and _illegal_name(name):
                yield Fault(main, f"illegal name: {name}")
            if not each.text or "#REF!" in each.text:
                yield Fault(main, f"name of nothing: {name}")
            else:
                yield from (Fault(f"name {name}", what) for what in formula_faults(each.text, self.off_the_chain))

    @cached_property
    def off_the_chain(self) -> Names:
        """Validations are asked when something is typed, conditions when a cell is drawn: no harm there."""
        return replace(self.names, functions=self.names.functions | {"CELL"})

    @cached_property
    def for_conditions(self) -> re.Pattern[str]:
        """The names that stand for something volatile, which no cell may calculate from."""
        texts = {each.get("name"): each.text or "" for each in self.root.iter(f"{S}definedName")}
        names = [re.escape(name) for name, text in texts.items() if "CELL(" in text]
        return re.compile(rf"\b(?:{'|'.join(names) or '(?!)'})\b")

    def _wrong_shapes(self) -> Iterator[Fault]:
        """Buttons and notes: their ids are the workbook's, not a sheet's."""
        drawings = [name for name in self.package.xml if name.endswith(".vml")]
        shapes = [s.get("id") for name in drawings for s in self.package.xml[name].iter(f"{_VML}shape")]
        maps = [m.get("data") for name in drawings for m in self.package.xml[name].iter(f"{_VML_OFFICE}idmap")]
        yield from (Fault("vml", f"shape id twice: {each}") for each in twice(shapes))
        yield from (
            Fault("vml", f"idmap twice: {each}") for each in twice(itertools.chain(*(m.split(",") for m in maps)))
        )
        for name in drawings:
            blocks = [m.get("data").split(",") for m in self.package.xml[name].iter(f"{_VML_OFFICE}idmap")]
            for shape in self.package.xml[name].iter(f"{_VML}shape"):
                if str(int(shape.get("id").rsplit("s", 1)[1]) // 1024) not in list(itertools.chain(*blocks)):
                    yield Fault(name, f"shape id outside its idmap: {shape.get('id')}")
            self.called |= {_macro(each.text or "") for each in self.package.xml[name].iter(f"{_VML_EXCEL}FmlaMacro")}


class _Sheet:
    def __init__(self, book: _Workbook, number: int, name: str, part: str) -> None:
        self.book, self.number, self.name, self.part = book, number, name, part
        self.root = book.package.xml[part]
        self.links = book.package.links(part)

    def faults(self) -> Iterator[Fault]:
        yield from self._wrong_sizes()
        yield from self._wrong_cells()
        yield from self._wrong_merges()
        yield from self._wrong_validations()
        yield from self._wrong_conditions()
        yield from self._wrong_links()
        yield from self._wrong_page()
        for link in self.links.values():
            if link.kind == "drawing":
                yield from self._wrong_drawing(link.target)
            if link.kind == "comments":
                yield from self._wrong_notes(link.target)

    def _fault(self, what: str, place: str = "") -> Fault:
        return Fault(f"{self.name}!{place}" if place else self.name, what)

    def _formula(self, formula: str, place: str, names: Names | None = None) -> Iterator[Fault]:
        for what in formula_faults(formula, names or self.book.names, self.number):
            yield self._fault(what, place)

    def _wrong_sizes(self) -> Iterator[Fault]:
        if any(float(row.get("ht", 0)) > HIGHEST_ROW for row in self.root.iter(f"{S}row")):
            yield self._fault("row too high")
        if any(float(column.get("width", 0)) > WIDEST_COLUMN for column in self.root.iter(f"{S}col")):
            yield self._fault("column too wide")

    def _wrong_cells(self) -> Iterator[Fault]:
        last, formats = (0, 0), len(self.book.styles.find(f"{S}cellXfs"))
        for cell in self.root.iter(f"{S}c"):
            at = coordinate_to_tuple(cell.get("r"))
            if at <= last:
                yield self._fault("cells out of order", cell.get("r"))
            last = at
            if int(cell.get("s", 0)) >= formats:
                yield self._fault("cell format out of range", cell.get("r"))
            yield from self._wrong_value(cell)

    def _wrong_value(self, cell: Element) -> Iterator[Fault]:
        formula, value, kind = cell.find(f"{S}f"), cell.find(f"{S}v"), cell.get("t")
        text = "" if value is None else value.text or ""
        if kind == "s" and int(text) >= len(self.book.strings):
            yield self._fault("text out of range", cell.get("r"))
        if kind == "e" or (formula is not None and value is None):
            yield self._fault("an error, or no result, stands in the cell", cell.get("r"))
        if len(text) > LONGEST_TEXT:
            yield self._fault(f"text longer than {LONGEST_TEXT}", cell.get("r"))
        if kind is None and text and not re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text):
            yield self._fault("a number that is none", cell.get("r"))
        if formula is not None and formula.text:
            yield from self._formula(formula.text, cell.get("r"))
            if volatile := self.book.for_conditions.search(formula.text):
                yield self._fault(f"a name for conditions only: {volatile[0]}", cell.get("r"))
            for what in single_cells_wanted(formula.text, self.book.names, self.number):
                yield self._fault(what, cell.get("r"))

    def _wrong_merges(self) -> Iterator[Fault]:
        taken: set[tuple[int, int]] = set()
        for merge in self.root.iter(f"{S}mergeCell"):
            cells = _cells(merge.get("ref"))
            if len(cells) == 1:
                yield self._fault("one cell merged", merge.get("ref"))
            if taken & cells:
                yield self._fault("merges overlap", merge.get("ref"))
            taken |= cells

    def _wrong_validations(self) -> Iterator[Fault]:
        taken: set[tuple[int, int]] = set()
        for each in self.root.iter(f"{S}dataValidation"):
            place = each.get("sqref")
            yield from (
                self._fault(f"{k} too long", place) for k, most in _PROMPTS.items() if len(each.get(k, "")) > most
            )
            for part in ("formula1", "formula2"):
                formula = each.findtext(f"{S}{part}") or ""
                if len(formula.strip('"')) > 255:
                    yield self._fault("list or formula of a validation longer than 255", place)
                elif formula and not formula.startswith('"'):
                    yield from self._formula(formula, place, self.book.off_the_chain)
            cells = set().union(*(_cells(area) for area in place.split()))
            if taken & cells:
                yield self._fault("two validations of one cell", place)
            taken |= cells

    def _wrong_conditions(self) -> Iterator[Fault]:
        dxfs = self.book.styles.find(f"{S}dxfs")
        count = 0 if dxfs is None else len(dxfs)
        rules = list(self.root.iter(f"{S}cfRule"))
        yield from (self._fault(f"priority twice: {p}") for p in twice(rule.get("priority") for rule in rules))
        for rule in rules:
            if rule.get("dxfId") and int(rule.get("dxfId")) >= count:
                yield self._fault("format of a condition out of range")
            for formula in rule.iter(f"{S}formula"):
                yield from self._formula(formula.text, "condition", self.book.off_the_chain)

    def _wrong_links(self) -> Iterator[Fault]:
        links = list(self.root.iter(f"{S}hyperlink"))
        if len(links) > MOST_LINKS:
            yield self._fault("too many links")
        for each in links:
            if len(each.get("tooltip", "")) > 255:
                yield self._fault("tip of a link too long", each.get("ref"))
            if "!" in each.get("location", ""):
                for what in reference_faults(each.get("location"), self.book.names, self.number):
                    yield self._fault(what, each.get("ref"))

    def _wrong_page(self) -> Iterator[Fault]:
        for each in itertools.chain(*self.root.iter(f"{S}headerFooter")):
            if len(each.text or "") > 255:
                yield self._fault("header or footer longer than 255")
        for kind in ("rowBreaks", "colBreaks"):
            breaks = self.root.find(f"{S}{kind}")
            if breaks is not None and len(breaks) > 1026:
                yield self._fault("too many page breaks")

    def _wrong_drawing(self, part: str) -> Iterator[Fault]:
        root = self.book.package.xml[part]
        for key in ("id", "name"):
            found = twice(each.get(key) for each in root.iter(f"{_XDR}cNvPr"))
            yield from (Fault(part, f"{key} twice: {each}") for each in found)
        self.book.called |= {_macro(each.get("macro")) for each in root.iter() if each.get("macro")}
        for link in self.book.package.links(part).values():
            if link.kind == "chart":
                for formula in self.book.package.xml[link.target].iter(f"{_CHART}f"):
                    yield from (Fault(link.target, what) for what in formula_faults(formula.text, self.book.names))

    def _wrong_notes(self, part: str) -> Iterator[Fault]:
        root = self.book.package.xml[part]
        authors = len(list(root.iter(f"{S}author")))
        notes = list(root.iter(f"{S}comment"))
        yield from (Fault(part, f"two notes on {each}") for each in twice(note.get("ref") for note in notes))
        if any(int(note.get("authorId")) >= authors or len(_text(note)) > LONGEST_TEXT for note in notes):
            yield Fault(part, "note of no author, or too long")


_STYLE_PARTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{S}t"))


def _macro(called: str) -> str:
    return called.replace("[0]!", "").rsplit(".", 1)[-1]


def _cells(area: str) -> set[tuple[int, int]]:
    left, top, right, bottom = range_boundaries(area)
    return set(itertools.product(range(left, right + 1), range(top, bottom + 1)))


def _illegal_format(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
    return len(code) > 255 or '"' in bare or bare.count(";") > 3


def _illegal_name(name: str) -> bool:
    """Not a word, or one that is also an address."""
    address = re.fullmatch(r"([A-Za-z]{1,3})(\d+)", name)
    is_cell = address and (len(address[1]) < 3 or address[1].upper() <= "XFD") and int(address[2]) <= 1048576
    is_r1c1 = re.fullmatch(r"[Rr]\d*([Cc]\d*)?|[Cc]\d*", name)
    return bool(is_cell or is_r1c1 or len(name) > 255 or not re.fullmatch(r"([^\W\d]|[_\\])[\w.\\?]*", name))
