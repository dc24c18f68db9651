"""What a template of a family may say: its fields by name, each with its Chinese title.

The names are the family's own data: the keys of its forms and the sections of its outline. A name is a path
(``overall.funds.budget``); a list (``overall.indicators``) is gone through in a loop, and its items have fields of
their own. :mod:`jixiao.documents.word_templates.field_values` gives each name its value in one submission.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from jixiao.model.evaluation.formulas import Schema, schema
from jixiao.model.forms.family import Family, Form, Report
from jixiao.model.forms.field_titles import fill_year


@dataclass(frozen=True, slots=True)
class Text:
    """A field that prints text."""

    title: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that is or is not so; for conditions only."""

    title: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``item`` is what each of its items is, ``name`` what a loop usually calls it.

    A ``block`` can also be printed at once, as ready paragraphs and tables.
    """

    title: str
    item: Node
    name: str
    block: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a common name; a ``block`` as with lists."""

    title: str
    members: dict[str, Node] = field(default_factory=dict)
    block: bool = False


_LEVELS = {"row": "tr"}
"""What a loop repeats: rows of a table; all else repeats paragraphs."""

Node: TypeAlias = Text | Flag | Items | Group


@dataclass(frozen=True, slots=True)
class ListedField:
    """One line of the list of fields: how it is written in a template and what it is."""

    written: str
    title: str


def vocabulary(family: Family) -> Group:
    """All that a template of the family may use."""
    year = family.head.year
    reports = family.outline.reports
    members: dict[str, Node] = {
        "unit": Text("单位名称"),
        "year": Text("评价年度"),
        "previous_year": Text("上一年度"),
        "report_date": Text("报告日期"),
        "titles": Group("标题（按填报单位自动断行）", _titles(family)),
        "reports": Group("有没有这份报告", {r.id: Flag(f"有没有{_named(r)}") for r in reports}),
        "sections": Group("报告正文", {r.id: Group(_named(r), _sections(r, year)) for r in reports}),
    }
    members |= {plural(form.id) if form.repeated else form.id: _form(form, year) for form in family.forms}
    blocks: dict[str, Node] = {form.id: Group(fill_year(form.title, year), block=True) for form in family.forms}
    members["attachment_list"] = Items("附件说明", Text("附件说明的一行"), "line", block=True)
    members["attachments"] = Group("全部附件", blocks, block=True)
    return Group("", members)


def plural(form_id: str) -> str:
    """The name of the list of forms that are filled many times."""
    return f"{form_id}s"


def listed(group: Group) -> Iterator[ListedField]:
    """Every field as it is written, in order; of a list of groups the loop and then its items' fields."""
    yield from _listed_members(group, "")


def paths(group: Group, prefix: str = "") -> Iterator[str]:
    """The path of every field and list below a group."""
    for name, node in group.members.items():
        yield prefix + name
        if isinstance(node, Group):
            yield from paths(node, f"{prefix}{name}.")


# ---- what there is --------------------------------------------------------------------------------------------------


def _named(report: Report) -> str:
    """A report's title without year and unit."""
    return report.title.replace("{year}年度", "").replace("{unit}", "")


def _titles(family: Family) -> dict[str, Node]:
    titles = {report.id: f"{_named(report)}的标题" for report in family.outline.reports}
    return {name: Text(title) for name, title in {"cover": "封面标题", **titles}.items()}


def _sections(report: Report, year: int) -> dict[str, Node]:
    return {
        section.key: Items(fill_year(section.heading, year), Text("这一部分的一段"), "text", block=True)
        for section in report.sections
    }


def _form(form: Form, year: int) -> Node:
    title = fill_year(form.title, year)
    group = Group(f"{form.attachment} {title}")
    known = schema(form, year)
    for key in known.fields:
        _put(group, key.split("."), Text(known.titles.get(key, key)))
    for block in known.blocks:
        _put(group, block.split("."), Items(_block_title(known, block), _row(known, block), "row"))
    return Items(group.title, group, form.id) if form.repeated else group


def _put(group: Group, path: list[str], node: Node) -> None:
    """Place a node under its path; the groups on the way have no titles of their own."""
    for name in path[:-1]:
        group = cast(Group, group.members.setdefault(name, Group("")))
    group.members[path[-1]] = node


def _row(known: Schema, block: str) -> Group:
    columns = known.blocks[block]
    return Group("", {key: Text(known.titles.get(f"{block}.{key}", key)) for key in columns})


def _block_title(known: Schema, block: str) -> str:
    titles = (known.titles.get(f"{block}.{key}", key) for key in known.blocks[block])
    return f"逐行：{'、'.join(titles)}"


# ---- how it is written ----------------------------------------------------------------------------------------------


def _listed_members(group: Group, prefix: str) -> Iterator[ListedField]:
    for name, node in group.members.items():
        yield from _listed(node, prefix + name)


def _listed(node: Node, path: str) -> Iterator[ListedField]:
    if isinstance(node, Text):
        yield ListedField(f"{{{{ {path} }}}}", node.title)
    elif isinstance(node, Flag):
        yield ListedField(f"{{%p if {path} %}}", node.title)
    elif node.block:
        yield ListedField(f"{{{{p {path} }}}}", node.title)
    if isinstance(node, Group):
        yield from _listed_members(node, f"{path}.")
    elif isinstance(node, Items) and isinstance(node.item, Group):
        yield ListedField(f"{{%{_LEVELS.get(node.name, 'p')} for {node.name} in {path} %}}", node.title)
        yield from _listed_members(node.item, f"{node.name}.")
