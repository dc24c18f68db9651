"""Every name of the vocabulary has a value, in every family, whatever was filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jixiao.documents.word_templates import vocabulary
from jixiao.documents.word_templates.field_values import PrintedText, values_of
from jixiao.documents.word_templates.fields import Flag, Group, Items, Node, Text
from jixiao.documents.word_templates.starting import starting_template
from jixiao.documents.word_templates.style_matching import Fitting
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import families, load
from jixiao.model.submission import start

from ...narrowing import instance_of

WITH_OVERALL = tuple(name for name in families() if any(form.id == "overall" for form in load(name).forms))
"""The families whose samples, outlines and charts were written for them."""


def valued(node: Node, value: Any, path: str = "") -> Iterator[str]:
    """The paths below a node, each found to have a value of its kind."""
    yield path
    if isinstance(node, Text):
        assert type(value) is PrintedText, path
    elif isinstance(node, Flag):
        assert type(value) is bool, path
    elif isinstance(node, Items):
        for item in value:
            yield from valued(node.item, item, f"{path}[]")
    else:
        for name, member in node.members.items():
            yield from valued(member, value[name], f"{path}.{name}")
    if isinstance(node, Items | Group) and node.block:
        assert isinstance(value.__html__(), str), path


@pytest.mark.parametrize("projects", [0, 2])
@pytest.mark.parametrize("family_id", WITH_OVERALL)
def test_every_name_has_a_value(family_id: str, projects: int) -> None:
    family = load(family_id)
    submission = start(family, "某局", family.head.year, projects)
    for data in submission.forms:
        for block in [name for name, _ in _blocks(vocabulary(family), data.form)]:
            data.rows[block] = [{}]
    values = values_of(evaluate(family, submission), Fitting(starting_template(family)))
    found = set(valued(vocabulary(family), values))
    assert any(path.startswith(".projects[].indicators[].") for path in found) is bool(projects)
    assert ".overall.indicators[].score" in found


def _blocks(group: Group, form_id: str) -> Iterator[tuple[str, Node]]:
    node = group.members.get(form_id) or group.members[f"{form_id}s"]
    form = node.item if isinstance(node, Items) else node
    return ((name, member) for name, member in instance_of(Group, form).members.items() if isinstance(member, Items))


def test_nothing_but_fields_can_be_reached(family: Family) -> None:
    values = values_of(evaluate(family, start(family, "某局", 2024)), Fitting(starting_template(family)))
    for value in (values["overall"], values["sections"], values["attachments"], values["projects"][0]):
        assert [name for name in dir(value) if not name.startswith("_")] == []
