"""Every check has samples that pass, that fail with the figures named, and that cannot be judged; none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jixiao.audit.checks import Finding, run
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Check, Family, Form
from jixiao.model.forms.family_check import check_variants
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.library import families, load
from jixiao.model.submission import FormData, Submission

ALL = families()


SAMPLES: dict[str, dict[str, list[dict[str, Any]]]] = yaml.load(
    (Path(__file__).parents[2] / "data" / "check-samples.yaml").read_text("utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506 - every scalar stays text
)
OUTCOMES = {"pass": Outcome.PASS, "fail": Outcome.FAIL, "unknown": Outcome.UNKNOWN}
ALWAYS_JUDGED: dict[str, str] = {}

FAMILY = load("hunan-2024")


def sample_name(check: Check) -> str:
    return f"{check.id} {check.variant}".strip()


CHECKS = {sample_name(check): check for check in FAMILY.checks}


def placed(value: Any, mark: str, key: str) -> Any:
    """A sample with its placeholder filled in."""
    if isinstance(value, dict):
        return {k.replace(mark, key): placed(v, mark, key) for k, v in value.items()}
    return [placed(v, mark, key) for v in value] if isinstance(value, list) else value


def cases() -> Iterator[Any]:
    """Each sample of each check, once for each value of its placeholder."""
    for name, samples in SAMPLES.items():
        check = CHECKS.get(name)
        for (kind, number, sample), variant in (
            ((k, n, s), v)
            for k, listed in samples.items()
            for n, s in enumerate(listed, 1)
            for v in (check_variants(check) if check else ())
        ):
            ((mark, keys),) = check.each.items() if check and check.each else [("", ("",))]
            key = keys[check_variants(check).index(variant)] if check else ""
            filled = placed(sample, "{" + mark + "}", key)
            yield pytest.param(variant, kind, filled, id=f"{name} {key} {kind} {number}".replace("  ", " "))


def finding(family: Family, check: Check, sample: dict[str, Any]) -> Finding:
    """What the check says of the sample's form, or of the row asked."""
    forms = [
        FormData(form.get("form", "overall"), form.get("fields", {}), form.get("rows", {}))
        for form in (sample, *sample.get("others", ()))
    ]
    findings = run(evaluate(family, Submission(family.head.id, "某某局", 2024, forms)))
    cell = f"{check.rows}[{sample.get('row', 0)}].{check.cell}" if check.rows else check.cell
    (found,) = (
        f for f in findings if (f.check, f.title, f.form_index, f.reference) == (check.id, check.title, 0, cell)
    )
    return found


@pytest.mark.parametrize(("check", "kind", "sample"), list(cases()))
def test_a_sample_ends_as_it_should(check: Check, kind: str, sample: dict[str, Any], family: Family) -> None:
    found = finding(family, check, sample)
    assert found.outcome is OUTCOMES[kind], f"{check.test} -> {found.message}"
    if kind == "fail":
        quoted = [f.rstrip("%") for f in found.figures]
        assert set(sample["figures"]) <= set(quoted), found
        assert [t for t in (*sample["figures"], *sample.get("told", ())) if t not in found.message] == []
        assert found.action
        assert "{" not in found.message
    else:
        assert found.figures == ()
        assert found.action == ""
    assert "程序出错" not in found.message


@pytest.mark.parametrize("name", CHECKS)
def test_no_check_is_without_samples_of_all_three_kinds(name: str) -> None:
    assert name in SAMPLES, f"tests/data/check-samples.yaml has nothing on {name}"
    wanted = set(OUTCOMES) - ({"unknown"} if name in ALWAYS_JUDGED else set())
    assert set(SAMPLES[name]) == wanted, ALWAYS_JUDGED.get(name)


def test_each_sample_belongs_to_a_check_there_is() -> None:
    assert set(SAMPLES) <= set(CHECKS)


def test_only_checks_that_need_nothing_given_are_always_judged() -> None:
    assert {name for name, check in CHECKS.items() if not check.given} == set(ALWAYS_JUDGED)


def test_each_sample_says_only_what_its_form_holds() -> None:
    """A mistyped key would make a sample pass or fail for the wrong reason."""
    known = {"form", "fields", "rows", "row", "figures", "told", "others"}
    for case in cases():
        check, kind, sample = case.values
        assert set(sample) <= known, case.id
        assert ("figures" in sample) == (kind == "fail"), case.id
        assert sample.get("form", "overall") in check.forms, case.id
        for filled in (sample, *sample.get("others", ())):
            assert unknown_keys(FAMILY.form(filled.get("form", "overall")), filled) == set(), case.id


def unknown_keys(form: Form, sample: dict[str, Any]) -> set[str]:
    fields = {cell.field for block, cell in walk_cells(form.all_rows) if not block}
    columns = {block.repeat: {cell.field for cell in block.cells} for block in walk_blocks(form.rows)}
    rows = sample.get("rows", {}).items()
    return (set(sample.get("fields", {})) - fields) | {
        key for block, listed in rows for row in listed for key in row if key not in columns[block]
    }


@pytest.mark.parametrize("name", ALL)
def test_every_check_of_every_family_tells_what_to_do_and_where_it_is_written(name: str) -> None:
    for check in load(name).checks:
        assert check.action, check.id
        assert check.source, check.id
        assert check.severity in ("error", "warning", "info")
        if check.certainty not in "SP":
            assert "违反" not in check.message + check.action, f"{check.id} rests on a rule nobody has seen"
