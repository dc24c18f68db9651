"""Every XML part of a file against the transitional schemas of ECMA-376, where those are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from .package import Element, Fault, Package

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "xsd"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = "http://schemas.openxmlformats.org"
_SCHEMAS = {
    f"{_OFFICE}/spreadsheetml/2006/main": "sml.xsd",
    f"{_OFFICE}/wordprocessingml/2006/main": "wml.xsd",
    f"{_OFFICE}/drawingml/2006/chart": "dml-chart.xsd",
    f"{_OFFICE}/drawingml/2006/main": "dml-main.xsd",
    f"{_OFFICE}/drawingml/2006/spreadsheetDrawing": "dml-spreadsheetDrawing.xsd",
    f"{_OFFICE}/package/2006/content-types": "opc-contentTypes.xsd",
    f"{_OFFICE}/package/2006/relationships": "opc-relationships.xsd",
    f"{_OFFICE}/officeDocument/2006/extended-properties": "shared-documentPropertiesExtended.xsd",
    f"{_OFFICE}/officeDocument/2006/custom-properties": "shared-documentPropertiesCustom.xsd",
}


def schema_faults(path: Path) -> Iterator[Fault]:
    """What the schemas object to; a part of a namespace without a schema is passed over."""
    package = Package.read(path)
    for name, root in package.xml.items():
        schema = _SCHEMAS.get(etree.QName(root).namespace)
        if schema:
            known = etree.fromstring(etree.tostring(_without_extensions(root)))
            if not _schema(schema).validate(known):
                yield from (Fault(name, e.message) for e in _schema(schema).error_log if "}space'" not in e.message)


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / name))


def _without_extensions(root: Element) -> Element:
    """What a reader sees that knows the standard alone: extensions dropped, alternatives replaced by the fallback."""
    ignored = {
        element.nsmap[prefix]
        for element in root.iter(etree.Element)
        for prefix in element.attrib.pop(f"{_MC}Ignorable", "").split()
    }
    for element in list(root.iter(etree.Element)):
        for key in [key for key in element.attrib if key[1:].split("}")[0] in ignored]:
            del element.attrib[key]
        if element.tag == f"{_MC}AlternateContent":
            _replace_by_fallback(element)
        elif etree.QName(element).namespace in ignored and element.getparent() is not None:
            element.getparent().remove(element)
    return root


def _replace_by_fallback(alternatives: Element) -> None:
    parent, fallback = alternatives.getparent(), alternatives.find(f"{_MC}Fallback")
    place = parent.index(alternatives)
    parent[place : place + 1] = [] if fallback is None else list(fallback)
