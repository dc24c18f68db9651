"""One file, read and checked, as plain values: what a worker does with it.

A file that is no report, or that is broken, is an outcome too, with the reason in Chinese. Names and telephone
numbers of people do not leave the file unless that is asked for.
"""

from __future__ import annotations

import gc
import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from jixiao.audit.checks import Finding, run
from jixiao.audit.checks.prose import context_of
from jixiao.audit.presentation import Review
from jixiao.audit.presentation.form_pieces import form_of, piece_of
from jixiao.core.errors import UserError
from jixiao.core.functions import call
from jixiao.core.functions.results import Problem
from jixiao.documents.other_formats import own_book, read_any
from jixiao.interfaces.collect.long_sentences import long_sentences
from jixiao.interfaces.collect.outcome_store import Outcome, OutcomeStore
from jixiao.interfaces.collect.privacy import masked, names_in
from jixiao.interfaces.collect.prose_figures import ORIGIN_FORM, prose_figures
from jixiao.interfaces.collect.sources import LARGEST_MEMBER, Source, opened
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.named_figures import NamedFigure, named_figures, project_of
from jixiao.model.evaluation.scored_rows import scored_rows
from jixiao.model.forms.library import load
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission import Submission

SECONDS_PER_FILE = 240
"""A worker that works longer on one file is ended: LibreOffice has 180 for a file of another format, ours take few."""

TIMED_OUT = 124
_FIGURE = tuple(each.name for each in fields(NamedFigure))
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some files: how many of them are no readable report, and which could not be reached, and why."""

    unread: int
    unreached: dict[str, str]


class PartOfBook(UserError):
    """A part of a workbook that was handed out to be filled in: no report of a unit."""


def read_batch(sources: Sequence[Source], store: OutcomeStore) -> Batch:
    """Read some files and keep their outcomes; a file that hangs ends the whole process.

    A file that is not there any more has no outcome: what holds its content can be read another time. A process whose
    scheduler is gone ends, and reads none of what is left: nobody would hear of it, and it would be in the way of those
    that do the work anew.

    Raises:
        OutputError: an outcome cannot be written.
    """
    unread, unreached = 0, {}
    for source in takewhile(lambda _: _is_needed(), sources):
        try:
            with store.reading(source.digest), _time_limit():
                outcome = read_one(source, keeps_names=store.keeps_names)
                store.save(source.digest, outcome)
            unread += bool(outcome["reason"])
        except OSError as error:
            unreached[source.digest] = f"文件读不到了：{error.__class__.__name__}。请检查文件还在不在、有没有权限"
        _keep_what_is_loaded()
    return Batch(unread, unreached)


def _is_needed() -> bool:
    """Whether this process goes on; one that is no worker does."""
    from distributed import get_worker
    from distributed.core import Status

    try:
        return get_worker().status not in (Status.closing, Status.closed, Status.failed)
    except ValueError:
        return True


@cache
def _keep_what_is_loaded() -> None:
    """Families and libraries stay as long as the process: they need not be looked through for what can go."""
    gc.collect()
    gc.freeze()


@contextmanager
def _time_limit() -> Iterator[None]:
    """No Python thread can be stopped from outside, so the process goes; its other files are done by others."""
    timer = threading.Timer(SECONDS_PER_FILE, os._exit, [TIMED_OUT])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def read_one(source: Source, *, keeps_names: bool = False) -> Outcome:
    """What a file holds and what is wrong in it.

    Args:
        source: the file.
        keeps_names: leave names and telephone numbers of people in what is told.

    Raises:
        OSError: the file cannot be reached.
    """
    try:
        with _on_disk(source) as path:
            return _outcome(_submission(path), keeps_names=keeps_names)
    except UserError as error:
        if not source.path.exists():
            raise FileNotFoundError(source.name) from error
        return unreadable(_without_folder(str(error), source))
    except OSError:
        raise
    except Exception as error:  # a fault of ours must not end a batch of other people's files
        _LOG.exception("%s", source.name)
        return unreadable(f"程序出错（{error.__class__.__name__}），请把文件发给软件管理员")


def unreadable(reason: str) -> Outcome:
    """The outcome of a file that was not read."""
    return {"reason": reason}


def _without_folder(message: str, source: Source) -> str:
    return message.replace(f"{source.path.parent}{os.sep}", "")


@contextmanager
def _on_disk(source: Source) -> Iterator[Path]:
    if not source.member:
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as private:
        target = Path(private, Path(source.name).name)
        with opened(source) as file:
            target.write_bytes(file.read(LARGEST_MEMBER))
        yield target


def _submission(path: Path) -> Submission:
    """What a workbook of ours holds, or any document of an office."""
    own = own_book(path)
    if own is None:
        return read_any(path).submission
    submission = own[1]
    if submission.part:
        raise PartOfBook(f"是「{submission.part}」的那一份，不是单位的报告，没有计入；请用合并以后的总工作簿")
    return submission


def _outcome(submission: Submission, *, keeps_names: bool) -> Outcome:
    evaluation = evaluate(load(submission.family), submission)
    context = context_of(evaluation)
    review = Review(evaluation, tuple(run(evaluation, context=context)))
    told = {
        "findings": [_finding(review, finding) for finding in review.failed],
        "scores": [row.record() for row in scored_rows(evaluation)],
        "figures": [*_form_figures(evaluation), *prose_figures(context)],
        "sentences": sorted(_sentences(submission)),
    }
    texts = (text for sections in submission.texts.values() for text in sections.values())
    return (told if keeps_names else masked(told, names_in(texts))) | {
        "reason": "",
        "unit": submission.unit,
        "year": submission.year,
        "family": submission.family,
        "grade": _grade(evaluation),
        "unplaced": len(submission.unplaced),
        "passed": review.passed,
        "unjudged": sum(map(len, review.unjudged.values())),
    }


def _grade(evaluation: Evaluation) -> str:
    """The grade of the unit's total by the family's bands; empty where there is no total, or none within them."""
    for values in evaluation.forms:
        if values.form.id == roles().unit_form and roles().total_score in values.schema.fields:
            grade = call("GRADE", values.value(roles().total_score), evaluation.family.head.id)
            return "" if grade is None or isinstance(grade, Problem) else str(grade)
    return ""


def _form_figures(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """The numbers of the forms, each with what its row gives as the reason of a deviation."""
    reasons = dict(_reasons(evaluation))
    for figure in named_figures(evaluation):
        row = (figure.form, figure.project, figure.key.partition("]")[0])
        yield {name: getattr(figure, name) for name in _FIGURE} | {
            "value": float(figure.value),
            "origin": ORIGIN_FORM,
            "has_reason": row in reasons,
            "reason": reasons.get(row, ""),
        }


def _reasons(evaluation: Evaluation) -> Iterator[tuple[tuple[str, str, str], str]]:
    block, key = roles().indicators, roles().reason
    for values in evaluation.forms:
        if key in values.schema.blocks.get(block, {}):
            for index in values.rows(block):
                yield (values.form.id, project_of(values), f"{block}[{index}"), values.printed(key, block, index)


def _finding(review: Review, finding: Finding) -> dict[str, Any]:
    record = finding.record()
    values = form_of(review, finding)
    return record | {
        "title": finding.title,
        "form": values.form.id if values else "",
        "project": project_of(values) if values else "",
        "group": review.group_of(finding),
        "piece": piece_of(review, finding),
    }


def _sentences(submission: Submission) -> Iterator[tuple[str, str]]:
    """Long sentences of the unit's own text."""
    for sections in submission.texts.values():
        for text in sections.values():
            yield from long_sentences(text)
