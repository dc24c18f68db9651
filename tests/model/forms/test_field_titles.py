"""What a field is called in the form's own words: the label left of it and the heading above it."""

from __future__ import annotations

import pytest
from jixiao.model.forms.family import Family
from jixiao.model.forms.field_titles import field_titles, fill_year


@pytest.mark.parametrize(
    ("form", "key", "title"),
    [
        ("base", "staff.quota", "财政供养人员情况（人）·编制数"),
        ("base", "staff.actual", "财政供养人员情况（人）·2024年实际在职人数"),
        ("base", "three_public.previous", "三公经费·2023年决算数"),
        ("base", "three_public.final", "三公经费·2024年决算数"),
        ("base", "vehicle_running.budget", "公车运行维护·2024年预算数"),
        ("base", "projects.final", "2024年决算数"),
        ("base", "sign.preparer", "填表人"),
        ("overall", "unit_name", "预算部门名称"),
        ("overall", "funds.spent", "年度资金总额·全年执行数"),
        ("overall", "income.general", "其中：一般公共预算"),
        ("overall", "indicators.target", "年度指标值"),
        ("overall", "indicators.points", "按规则得分"),
        ("overall", "total.score", "总分·得分"),
        ("project", "carried.budget", "上年结转资金·全年预算数"),
    ],
)
def test_a_field_is_called_what_the_form_calls_it(family: Family, form: str, key: str, title: str) -> None:
    assert field_titles(family.form(form), 2024)[key] == title


def test_every_field_of_every_form_has_a_title(family: Family) -> None:
    for form in family.forms:
        titles = field_titles(form, 2024)
        assert [key for key, title in titles.items() if not title or "{" in title] == []


def test_a_label_is_filled_with_the_form_year_and_the_year_before() -> None:
    assert fill_year("{previous_year}年决算、{year}年预算", 2025) == "2024年决算、2025年预算"
