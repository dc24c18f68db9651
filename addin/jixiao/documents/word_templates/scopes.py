"""What a name in a mark means where it stands, and what may be done with it there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from jinja2 import nodes

from jixiao.documents.word_templates.fields import Flag, Group, Items, Node, Text, paths

LOOP = Group("", {"index": Text("第几个"), "first": Flag("是不是第一个"), "last": Flag("是不是最后一个")})
"""What Jinja tells of the loop one is in."""

_SEE = "可用的字段见 jixiao template fields"


class Wrong(Exception):
    """What is wrong with a mark, in words for the administrator."""


class Scopes:
    """The family's fields and, within loops, the names that the loops bring; ``used`` are the paths asked for."""

    def __init__(self, known: Group) -> None:
        self._known = known
        self._inner: list[Mapping[str, Node]] = []
        self.used: set[str] = set()

    def enter(self, names: Mapping[str, Node]) -> None:
        """Add the names of a loop."""
        self._inner.append(names)

    def leave(self) -> None:
        """Forget the names of the innermost loop."""
        self._inner.pop()

    def resolved(self, expression: nodes.Node) -> tuple[str, Node]:
        """The path a mark names, and what is known of it.

        Raises:
            Wrong: it names nothing, or nothing that exists.
        """
        names = _names(expression)
        if not names:
            raise Wrong("这里只能写字段名，不能有计算、函数和其他符号")
        path = ".".join(names)
        scope = next((inner for inner in reversed(self._inner) if names[0] in inner), self._known.members)
        found: Node = Group("", dict(scope))
        for name in names:
            if not isinstance(found, Group) or name not in found.members:
                raise Wrong(self._unknown(path))
            found = found.members[name]
        if scope is self._known.members:
            self.used.add(path)
        return path, found

    def items(self, expression: nodes.Node) -> Items:
        """The list that a loop goes through.

        Raises:
            Wrong: it is none.
        """
        path, node = self.resolved(expression)
        if not isinstance(node, Items):
            raise Wrong(f"「{path}」不是列表，不能用 for")
        return node

    def ask(self, condition: nodes.Node) -> None:
        """Check a condition: whether something is there, or is equal to a text, and such questions joined.

        Raises:
            Wrong: it asks for more.
        """
        if isinstance(condition, nodes.Not):
            self.ask(condition.node)
        elif isinstance(condition, nodes.And | nodes.Or):
            self.ask(condition.left)
            self.ask(condition.right)
        elif isinstance(condition, nodes.Compare):
            self._compare(condition)
        else:
            path, node = self.resolved(condition)
            if isinstance(node, Group):
                raise Wrong(f"「{path}」是一组字段，不能作条件")

    def _compare(self, comparison: nodes.Compare) -> None:
        if not _is_with_text(comparison):
            raise Wrong('只能问是否相同，如 row.level1 == "产出指标"（或 !=），右边是带引号的文字')
        path, node = self.resolved(comparison.expr)
        if not isinstance(node, Text):
            raise Wrong(f"「{path}」不是文字，不能与文字比较")

    def _unknown(self, path: str) -> str:
        candidates = list(paths(self._known))
        for inner in self._inner:
            candidates += paths(Group("", dict(inner)))
        near = difflib.get_close_matches(path, candidates, 1)
        return f"没有字段「{path}」" + (f"，是不是「{near[0]}」？" if near else f"。{_SEE}")


def _names(node: nodes.Node) -> list[str]:
    """The names of a path like ``overall.funds.budget``; none if it is anything else."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr) and (names := _names(node.node)):
        return [*names, node.attr]
    return []


def _is_with_text(comparison: nodes.Compare) -> bool:
    """Whether it says ``== "text"`` or ``!= "text"``."""
    if len(comparison.ops) != 1 or comparison.ops[0].op not in ("eq", "ne"):
        return False
    other = comparison.ops[0].expr
    return isinstance(other, nodes.Const) and isinstance(other.value, str)
