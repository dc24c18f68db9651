"""Reading YAML that a stranger may have written: bounded, without code, no key twice."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from jixiao.core.errors import NOT_UTF8
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.yaml_problems import problem_in_chinese

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
MAX_DEPTH = 40

_NOT_BUILT = (ValueError, OverflowError, AttributeError, LookupError, TypeError)

# libyaml's loaders are ten times faster; a wheel without them still works.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TextLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path, *, text_only: bool = False) -> Any:
    """The content of a YAML file.

    Args:
        path: the file.
        text_only: leave every scalar the text that stands in the file, so that ``90.80`` keeps its last digit.

    Raises:
        DataFileError: no such file, too large or too deep, not YAML, or a key given twice.
    """
    content = _bytes(path)
    if not text_only and content[:1] in (b"{", b"["):
        with suppress(ValueError, RecursionError):
            return _from_json(content)
    loader = (_TextLoader if text_only else _SafeLoader)(content)
    try:
        _refuse_depth(path, content)
        node = loader.get_single_node()
        if node is None:
            return None
        _Checker(path).check(node, 0)
        return _constructed(loader, node, path)
    except yaml.YAMLError as error:
        raise DataFileError(f"{path.name} 不是正确的 YAML 文件：{problem_in_chinese(error)}") from error
    finally:
        loader.dispose()


def _constructed(loader: Any, node: yaml.Node, path: Path) -> Any:
    """The content of nodes; the library tells a date that is none, or a tag that does not fit, by any error."""
    try:
        return loader.construct_document(node)
    except _NOT_BUILT as error:
        place = f" 第 {line} 行" if (line := _line_not_built(loader, node)) else ""
        raise DataFileError(
            f"{path.name}{place}：有不成立的日期、过长的数，或用错的标记（!!），请检查后改正"
        ) from error


def _line_not_built(loader: Any, node: yaml.Node) -> int:
    """The line of the first scalar that the library cannot make a value of; 0 if it is no scalar."""
    if isinstance(node, yaml.ScalarNode):
        try:
            loader.construct_object(node)
        except (*_NOT_BUILT, yaml.YAMLError):  # asked a second time, the library takes it for one that holds itself
            return int(node.start_mark.line) + 1
    return next(filter(None, (_line_not_built(loader, child) for child in _children(node))), 0)


def _from_json(content: bytes) -> Any:
    """JSON is YAML too, and read a hundred times faster where there is no libyaml (the page in a browser).

    Raises:
        ValueError: it is not JSON, or not JSON that YAML reads alike, within the same limits.
    """
    found = json.loads(content, object_pairs_hook=_once, parse_float=_plain_float, parse_constant=_plain_float)
    if not _is_shallow(found):
        raise ValueError("too deep")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key given twice")
    return found


def _plain_float(text: str) -> float:
    if not text.replace(".", "").lstrip("-").isdecimal():
        raise ValueError("a text to YAML")
    return float(text)


def _is_shallow(value: Any, depth: int = 0) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth <= MAX_DEPTH and all(_is_shallow(each, depth + 1) for each in inner)


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataFileError(f"读不到文件 {path.name}：请检查它是否存在、是否有权限（{path}）") from error
    if len(content) > MAX_BYTES:
        raise DataFileError(f"{path.name} 太大（{len(content)} 字节，最多 {MAX_BYTES} 字节）")
    _refuse_encoding(path, content)
    return content


def _refuse_encoding(path: Path, content: bytes) -> None:
    """YAML is UTF-8, or UTF-16 that says so; Chinese editors on Windows may save GBK unless told otherwise."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataFileError(f"{path.name} 第 {line} 行：{NOT_UTF8}") from error


def _refuse_depth(path: Path, content: bytes) -> None:
    """Libyaml composes nested nodes on the C stack, where too many end the program without a word."""
    depth = 0
    for event in yaml.parse(content, Loader=_SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise DataFileError(f"{path.name} 的内容太多或嵌套太深")


class _Checker:
    """Walks the nodes before anything is built of them; aliases are counted each time, so that a bomb is seen."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._nodes = 0

    def check(self, node: yaml.Node, depth: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise DataFileError(f"{self._name} 的内容太多或嵌套太深")
        if isinstance(node, yaml.MappingNode):
            self._refuse_doubles(node)
        for child in _children(node):
            self.check(child, depth + 1)

    def _refuse_doubles(self, node: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                raise DataFileError(f"{self._name} 第 {line} 行：键「{name}」重复出现，请删去一个")
            seen.add(name)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
