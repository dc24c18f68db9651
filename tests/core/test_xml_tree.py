from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core import xml_tree


def test_a_part_is_read() -> None:
    root = xml_tree.parse(b'<?xml version="1.0"?><a><b>1</b><!-- no --><c/></a>')
    assert [element.tag for element in xml_tree.elements(root, "c", "b")] == ["b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", ['<!DOCTYPE a [<!ENTITY e "x">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
def test_declarations_are_refused_whatever_the_encoding(kind: str, encoding: str) -> None:
    with pytest.raises(xml_tree.DeclaredXml):
        xml_tree.parse(f'<?xml version="1.0" encoding="{encoding}"?>{kind}<a>&e;</a>'.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a></b>", b"<x:a/>", b"\x00", b'<?xml version="1.0" encoding="gb18030"?><a/>',
     b'<?xml version="1.0" encoding="none"?><a/>', b"<a>&e;</a>", b"<a/><a/>"],
)  # fmt: skip
def test_what_is_no_xml_is_said_so(content: bytes) -> None:
    with pytest.raises(xml_tree.BadXml):
        xml_tree.parse(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(xml_tree.BadXml, xml_tree.DeclaredXml):
        assert xml_tree.parse(b"<a>" + content).tag == "a"


def test_elements_are_taken_out_once() -> None:
    root = xml_tree.parse(b"<a><b><c/></b><d/></a>")
    gone = [*root.iter("b"), *root.iter("c"), *root.iter("b"), root]
    xml_tree.remove(gone, xml_tree.parents(root))
    assert [child.tag for child in root] == ["d"]
