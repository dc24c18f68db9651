"""Which fields stand beside each unit and project (``mof/collect.yaml``): data, as keys of forms are."""

from __future__ import annotations

from jixiao.core import resources
from jixiao.model.forms.strict_model import StrictModel
from jixiao.model.forms.yaml_file import read_yaml


class ShownFigure(StrictModel):
    """A column's heading, and the form and key it shows; an ``amount`` is in 万元 and may stand in a chart."""

    column: str
    form: str
    key: str
    amount: bool = False


class ShownFigures(StrictModel):
    """The columns beside each unit, and beside each project."""

    units: tuple[ShownFigure, ...]
    projects: tuple[ShownFigure, ...]


def shown_figures() -> ShownFigures:
    """What the shared file says."""
    return ShownFigures.model_validate(read_yaml(resources.path("workbook", "forms", "mof", "collect.yaml")))
