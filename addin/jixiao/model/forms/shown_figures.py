"""Which figures stand beside each unit and each project in summaries: data (``mof/collect.yaml``)."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.faults import explain
from jixiao.model.forms.strict_model import StrictModel
from jixiao.model.forms.yaml_file import read_yaml

FILE = "collect.yaml"


class ShownFigure(StrictModel):
    """A column: its heading, the form and key of the figure.

    ``amount``: in 万元, so that it can be added up. ``rate_of``: of a rate, the keys of the whole and of the part.
    """

    column: str
    form: str
    key: str
    amount: bool = False
    rate_of: tuple[str, str] | None = None

    @property
    def heading(self) -> str:
        """The heading with the unit of amounts."""
        return f"{self.column}（万元）" if self.amount else self.column

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows it."""
        return "0.00%" if self.rate_of else "#,##0.00" if self.amount else "0.##"


class ShownFigures(StrictModel):
    """All of ``collect.yaml``."""

    units: tuple[ShownFigure, ...]
    projects: tuple[ShownFigure, ...]


@cache
def shown_figures() -> ShownFigures:
    """The figures of ``mof/collect.yaml``.

    Raises:
        DataFileError: the file says something else.
    """
    try:
        return ShownFigures.model_validate(read_yaml(resources.path("workbook", "forms", "mof", FILE)))
    except ValidationError as error:
        raise DataFileError(f"{FILE}：{'；'.join(explain(each, ()) for each in error.errors())}") from error
