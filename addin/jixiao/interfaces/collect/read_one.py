"""One file, read and checked, as plain values: what a worker does with it.

A file that is no report, or that is broken, is an outcome too, with the reason in Chinese. Names and telephone
numbers of people do not leave the file: only figures of forms are taken, no texts of its signature lines.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from jixiao.audit.checks import Finding, run
from jixiao.audit.presentation import Review
from jixiao.audit.presentation.form_pieces import form_of, piece_of
from jixiao.core.errors import UserError
from jixiao.documents.intake import read_report
from jixiao.documents.workbook.read import BOOK_SUFFIXES, read_book
from jixiao.interfaces.collect.outcome_store import Outcome, OutcomeStore
from jixiao.interfaces.collect.sources import LARGEST_MEMBER, Source
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.named_figures import named_figures, project_of
from jixiao.model.evaluation.scored_rows import scored_rows
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission

SECONDS_PER_FILE = 120
"""A worker that works longer on one file is ended; the largest real reports take a twentieth of it."""

TIMED_OUT = 124
_SENTENCE = re.compile(r"[^。；！？\n]+")
_SHORTEST_SENTENCE = 30
"""Chinese characters; shorter sentences are the same in many reports by chance."""
_NOT_WORDS = re.compile(r"[\W\d_]+")
_LOG = logging.getLogger(__name__)


def read_batch(sources: Sequence[Source], result: Path) -> list[str]:
    """Read some files and keep their outcomes; a file that hangs ends the whole process.

    Returns:
        The digests of what was read.
    """
    store = OutcomeStore(result)
    for source in sources:
        with _time_limit():
            store.save(source.digest, read_one(source))
    return [source.digest for source in sources]


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


def read_one(source: Source) -> Outcome:
    """What a file holds and what is wrong in it."""
    try:
        with _on_disk(source) as path:
            return _outcome(_submission(path))
    except UserError as error:
        return unreadable(_without_folder(str(error), source))
    except (OSError, zipfile.BadZipFile) as error:
        return unreadable(f"文件读不出来：{error.__class__.__name__}")
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
        with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as file:
            target.write_bytes(file.read(LARGEST_MEMBER))
        yield target


def _submission(path: Path) -> Submission:
    return read_book(path)[1] if path.suffix.lower() in BOOK_SUFFIXES else read_report(path).submission


def _outcome(submission: Submission) -> Outcome:
    evaluation = evaluate(load(submission.family), submission)
    review = Review(evaluation, tuple(run(evaluation)))
    return {
        "reason": "",
        "unit": submission.unit,
        "year": submission.year,
        "family": submission.family,
        "unplaced": len(submission.unplaced),
        "passed": review.passed,
        "unjudged": sum(map(len, review.unjudged.values())),
        "findings": [_finding(review, finding) for finding in review.failed],
        "scores": [row.record() for row in scored_rows(evaluation)],
        "figures": [asdict(figure) | {"value": float(figure.value)} for figure in named_figures(evaluation)],
        "sentences": sorted(_sentences(submission)),
    }


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
    """Long sentences of the unit's own text, each by a hash of its words, with its beginning."""
    for sections in submission.texts.values():
        for text in sections.values():
            for sentence in _SENTENCE.findall(text):
                words = _NOT_WORDS.sub("", sentence)
                if len(words) >= _SHORTEST_SENTENCE:
                    yield sha256(words.encode("utf-8", "replace")).hexdigest()[:16], sentence.strip()[:60]
