"""How little of Jinja a template may use: print fields, go through lists, ask whether something is there.

No arithmetic, no calls, no filters: what a template can do is bounded by the lists it goes through. The environment
refuses all else itself, besides Jinja's own sandbox, so that marks nobody sees (in a picture's description) have no
more power than those that :mod:`jixiao.documents.word_templates.check` has read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_RENDERED = 50_000_000
"""Characters of XML that a template may grow to; the report of 18 projects has 1 million."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip


class _Bounded(Template):
    """A template that stops growing."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return "".join(_bounded(self.generate(*args, **kwargs)))


class Environment(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but the steps a template needs."""

    template_class = _Bounded

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """Jinja's hook between reading a template and making it run."""
        refuse_more(source)
        return super()._generate(source, *args, **kwargs)


def refuse_more(tree: nodes.Node) -> None:
    """Refuse a template that says more than it may.

    Raises:
        TemplateSyntaxError: it does.
    """
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise TemplateSyntaxError("only fields, loops and conditions", node.lineno)


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_RENDERED:
            raise TemplateSyntaxError("grows too large", 0)
        yield piece
