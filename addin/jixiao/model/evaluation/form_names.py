"""What people call a form, and the sheet it stands on."""

from __future__ import annotations

from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.forms.family import Form
from jixiao.model.forms.sheet_titles import sheet_title


def form_name(values: FormValues) -> str:
    """A form by its attachment and, where it has one, its project: ``附件3（某某项目）``."""
    name = values.printed(values.form.name_field) if values.form.name_field else ""
    return f"{values.form.attachment}{f'（{name}）' if name else ''}"


def form_title(form: Form) -> str:
    """A form's attachment and title, without the year."""
    return f"{form.attachment} {form.title.replace('{year}年度', '').replace('{year}年', '')}"


def sheet_of(evaluation: Evaluation, index: int) -> str:
    """The sheet of a form, or the one it would get; forms filled many times have number and name."""
    values = evaluation.forms[index]
    number = sum(other.form.id == values.form.id for other in evaluation.forms[: index + 1])
    name = values.printed(values.form.name_field) if values.form.name_field else ""
    return values.data.sheet or sheet_title(values.form.sheet, number, name)
