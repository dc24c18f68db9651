"""What can be decided of the self-evaluation's own quality from a submission, measure by measure.

Every measure answers fewest and most points with the reason, in the figures it saw; ``None`` where the submission
says nothing about it. Nothing is guessed: what cannot be told widens the span.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jixiao.audit.bureau_score.rubric import (
    AttachmentsComplete,
    HandedInOnTime,
    IndicatorsToLevel3,
    Measure,
    ProblemsAndSuggestions,
    SectionsComplete,
    Span,
    TargetsMeasurable,
    WeightsAsRequired,
)
from jixiao.core.quantity import Amount, Deadline, NotApplicable, Range, Reading, Several, Words, half_up, plain, read
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import form_name, form_title
from jixiao.model.evaluation.own_texts import own_lines
from jixiao.model.evaluation.report_sentences import written
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.numbering import without_numbering
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import FormData

_NAMED = 6
"""How many things a reason names one by one."""

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Dates:
    """What the file itself cannot tell: when the report was due, and when it was handed in."""

    deadline: date | None = None
    handed_in: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Fewest and most points, why, and what would raise them."""

    low: Decimal
    high: Decimal
    reason: str
    raises: tuple[str, ...] = ()


def measure(how: Measure, points: Decimal, evaluation: Evaluation, dates: Dates) -> Answer | None:
    """The answer of one measure, never below zero nor above the part's points."""
    if isinstance(how, HandedInOnTime):
        answer = _handed_in(how, points, evaluation, dates)
    else:
        decide = _MEASURES.get(type(how))
        answer = decide(how, points, evaluation) if decide else None
    if answer is None:
        return None
    low, high = (min(points, max(Decimal(0), value)) for value in (answer.low, answer.high))
    return Answer(low, high, answer.reason, answer.raises)


# ---- completeness -------------------------------------------------------------------------------------------


def _sections(how: SectionsComplete, points: Decimal, evaluation: Evaluation) -> Answer:
    report = next(r for r in evaluation.family.outline.reports if r.id == how.report)
    parts = list(_main_parts(report.sections))
    missing: list[str] = []
    unsure: list[str] = []
    for sections in parts:
        if not any(_says_something(evaluation, report, section) for section in sections):
            (unsure if _may_be_there(evaluation, how, sections) else missing).append(sections[0].heading)
    reason = f"正文应有 {len(parts)} 个部分，写了内容的 {len(parts) - len(missing) - len(unsure)} 个"
    reason += f"；没有内容：{_listed(missing)}" if missing else ""
    reason += f"；读不出有没有：{_listed(unsure)}" if unsure else ""
    high = points - how.per_missing * len(missing)
    raises = tuple(f"补写「{name}」" for name in missing + unsure)
    return Answer(high - how.per_missing * len(unsure), high, reason, raises)


def _main_parts(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Each main heading with those below it."""
    part: list[Section] = []
    for section in sections:
        if section.level == 1 and part:
            yield part
            part = []
        part.append(section)
    if part:
        yield part


def _says_something(evaluation: Evaluation, report: Report, section: Section) -> bool:
    """Whether a section has a text; in a workbook the sentences of its figures count, they will be printed."""
    if own_lines(evaluation, report, section):
        return True
    return not evaluation.submission.published and bool(written(evaluation, section))


def _may_be_there(evaluation: Evaluation, how: SectionsComplete, sections: Sequence[Section]) -> bool:
    """Whether an empty part may be in order all the same.

    A workbook's report prints 无 there by itself. Of a document nobody can tell whether the heading stands there
    without a text, or stands among other sections' lines.
    """
    submission = evaluation.submission
    if not submission.published:
        return False
    if sections[0].key in how.may_say_nothing or any(written(evaluation, section) for section in sections):
        return True
    core = without_numbering(sections[0].heading)
    texts = [text for sections_of in submission.texts.values() for text in sections_of.values()]
    return any(core in text for text in (*texts, *(item.text for item in submission.unplaced)))


def _attachments(how: AttachmentsComplete, points: Decimal, evaluation: Evaluation) -> Answer:
    present, missing, unsure = list[str](), list[str](), list[str]()
    reasons = []
    for form_id in how.forms:
        title = form_title(evaluation.family.form(form_id))
        figure = how.only_if.get(form_id, "")
        needed = _figure(evaluation, figure) if figure else None
        if any(_is_filled(values) for values in evaluation.of(form_id)):
            present.append(title)
        elif not figure or needed:
            missing.append(title)
            spent = f"，而{_called(evaluation, figure)} {plain(needed)} 万元" if needed else ""
            reasons.append(f"{title}没有填{spent}")
        elif needed is None:
            unsure.append(title)
            reasons.append(f"{_called(evaluation, figure)}空着，看不出该不该有{title}")
    reason = "；".join([f"已填的附件：{_listed(present) or '没有'}", *reasons])
    high = points - how.per_missing * len(missing)
    return Answer(high - how.per_missing * len(unsure), high, reason, tuple(f"补填{name}" for name in missing))


def _called(evaluation: Evaluation, key: str) -> str:
    """A figure of a form as the form calls it."""
    form_id, field = key.split(":")
    titles = (values.schema.titles[field] for values in evaluation.of(form_id))
    return next(titles, field).strip("：:")


def _figure(evaluation: Evaluation, key: str) -> Decimal | None:
    value = evaluation.lookup(*key.split(":"))
    return value if isinstance(value, Decimal) else None


def _is_filled(values: FormValues) -> bool:
    """Whether something stands in a form beyond what a new workbook starts with."""
    data, defaults = values.data, values.form.defaults
    keys = {key for key, text in data.fields.items() if text.strip() and text != defaults.fields.get(key)}
    return bool(keys - {roles().unit_name, roles().department}) or any(_rows_filled(data, defaults.rows))


def _rows_filled(data: FormData, defaults: dict[str, list[dict[str, str]]]) -> Iterator[bool]:
    for block, rows in data.rows.items():
        known = {text for row in defaults.get(block, ()) for text in row.values()}
        yield any(text.strip() and text not in known for row in rows for text in row.values())


# ---- indicators ---------------------------------------------------------------------------------------------


def _filled_forms(evaluation: Evaluation, ids: Sequence[str]) -> list[FormValues]:
    return [values for form_id in ids for values in evaluation.of(form_id) if _is_filled(values)]


def _weights(how: WeightsAsRequired, points: Decimal, evaluation: Evaluation) -> Answer | None:
    right, wrong, unread = 0, list[str](), list[str]()
    for values in _filled_forms(evaluation, how.forms):
        for word, wanted, found in _groups(how, values):
            if found is None:
                unread.append(f"{form_name(values)}{word}")
            elif found == wanted:
                right += 1
            else:
                wrong.append(f"{form_name(values)}{word} {plain(found)} 分，应为 {plain(wanted)} 分")
    count = right + len(wrong) + len(unread)
    if not count or len(unread) == count:
        return None
    reason = f"核对 {count} 处权重，相符 {right} 处"
    reason += f"；不符：{_listed(wrong, '；')}" if wrong else ""
    reason += f"；分值没有填全：{_listed(unread)}" if unread else ""
    low, high = (_share(points, number, count) for number in (right, right + len(unread)))
    return Answer(low, high, reason, tuple(f"调整权重：{text}" for text in wrong))


def _groups(how: WeightsAsRequired, values: FormValues) -> Iterator[tuple[str, Decimal, Decimal | None]]:
    """Execution and each first level: its word, the points it should have and those its rows add to."""
    key = roles().execution_weight
    weight = values.value(key) if key in values.schema.fields else None
    yield "预算执行率", how.execution, weight if isinstance(weight, Decimal) else None
    has_weights = roles().weight in values.schema.blocks.get(roles().indicators, {})
    rows = list(_rows(values)) if has_weights else []
    for word, wanted in how.weights.items():
        weights = [values.value(roles().weight, roles().indicators, index) for index, level1 in rows if word in level1]
        figures = [weight for weight in weights if isinstance(weight, Decimal)]
        readable = figures and all(weight is None or isinstance(weight, Decimal) for weight in weights)
        yield f"{word}指标", wanted, sum(figures, Decimal(0)) if readable else None


def _rows(values: FormValues) -> Iterator[tuple[int, str]]:
    """The rows with their first level, which is printed once for all below it."""
    level = ""
    for index in values.rows(roles().indicators):
        level = _printed(values, roles().level1, index) or level
        yield index, level


def _printed(values: FormValues, key: str, index: int) -> str:
    """A column of an indicator as printed; nothing if the form has no such column."""
    block = roles().indicators
    return values.printed(key, block, index) if key in values.schema.blocks.get(block, {}) else ""


def _level3(how: IndicatorsToLevel3, points: Decimal, evaluation: Evaluation) -> Answer | None:
    named, unnamed, empty = 0, list[str](), list[str]()
    for values in _filled_forms(evaluation, how.forms):
        for index in values.rows(roles().indicators):
            place = f"{form_name(values)}第{index + 1}行"
            if _printed(values, roles().name, index).strip():
                named += 1
            elif any(_printed(values, key, index).strip() for key in (roles().target, roles().actual, roles().weight)):
                unnamed.append(place)
            else:
                empty.append(f"{place} {_printed(values, roles().level2, index)}".strip())
    if not named and not unnamed:
        return None
    reason = f"三级指标 {named} 个"
    reason += f"；有指标值而没有三级指标名称：{_listed(unnamed)}" if unnamed else "，有指标值的行都细化到了三级指标"
    reason += f"；没有设三级指标：{_listed(empty)}" if empty else ""
    score = _share(points, named, named + len(unnamed))
    raises = tuple(f"补写三级指标：{place}" for place in unnamed)
    return Answer(score, score, reason, raises)


def _measurable(how: TargetsMeasurable, points: Decimal, evaluation: Evaluation) -> Answer | None:
    clear, vague, unsure = 0, list[str](), list[str]()
    for values in _filled_forms(evaluation, how.forms):
        for index in values.rows(roles().indicators):
            name, target = (_printed(values, key, index).strip() for key in (roles().name, roles().target))
            if not name:
                continue
            told = f"{form_name(values)}「{name}」指标值{f'“{target}”' if target else '空着'}"
            is_clear = _is_measurable(read(target), how.vague)
            clear += is_clear is True
            if is_clear is not True:
                (unsure if is_clear is None else vague).append(told)
    count = clear + len(vague) + len(unsure)
    if not count:
        return None
    reason = f"三级指标 {count} 个，指标值可以衡量的 {clear} 个"
    reason += f"；不能衡量：{_listed(vague, '；')}" if vague else ""
    reason += f"；是文字，由您判断：{_listed(unsure, '；')}" if unsure else ""
    low, high = (_share(points, number, count) for number in (clear, clear + len(unsure)))
    told = f"给 {len(vague + unsure)} 个指标写出可以衡量的指标值（数量、比例、日期或看得见的状态）"
    return Answer(low, high, reason, (told,) if vague or unsure else ())


def _is_measurable(reading: Reading, vague: Sequence[str]) -> bool | None:
    """Whether a target can be measured by; of a sentence nobody can tell but a person."""
    if isinstance(reading, Several):
        answers = [_is_measurable(part, vague) for _, part in reading.parts]
        return False if False in answers else None if None in answers else True
    if isinstance(reading, Words):
        return False if reading.text.strip(" 。.") in vague else None
    return None if isinstance(reading, NotApplicable) else isinstance(reading, Amount | Range | Deadline)


# ---- problems and suggestions -------------------------------------------------------------------------------

_NUMBER = r"[\d一二三四五六七八九十]{1,2}"
_MARK = rf"(?:{_NUMBER}[、.．:：)）](?!\d)|[（(]{_NUMBER}[)）]|[一二三四五六七八九十]是)"
_ITEM = re.compile(rf"(?:^|\n|(?<=[。；：]))\s*{_MARK}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = frozenset(
    ("进一", "一步", "单位", "部门", "工作", "管理", "加强", "提高", "提升", "完善", "存在", "问题", "原因",
     "建立", "健全", "以及", "由于", "目前", "我们", "年度", "不断", "相关", "有关")
)  # fmt: skip
_SHARED = 3
"""How many pairs of characters a suggestion shares with the problem it answers."""


def _problems_and_suggestions(how: ProblemsAndSuggestions, points: Decimal, evaluation: Evaluation) -> Answer:
    texts = evaluation.submission.texts.get(how.report, {})
    problems, suggestions = (texts.get(key, "").strip() for key in (how.problems, how.suggestions))
    own, what = (problems, "问题") if how.part == "problems" else (suggestions, "建议")
    if len(own) <= 1:  # nothing, or 无
        return _of(how.blank, f"没有写{what}", f"写出{what}")
    if _speaks_of_money_only(how, own):
        reason = f"{what}只说到资金不足、加大投入，按评分标准不得分"
        return _of((Decimal(0), Decimal(0)), reason, f"写出资金以外的{what}")
    if len(own) < how.simple_below:
        return _of(how.simple, f"{what}只有 {len(own)} 个字，过于简单", f"把{what}写具体")
    return _of_problems(how, problems) if how.part == "problems" else _of_suggestions(how, problems, suggestions)


def _of(span: Span, reason: str, *raises: str) -> Answer:
    return Answer(*span, reason, raises)


def _of_problems(how: ProblemsAndSuggestions, problems: str) -> Answer:
    touched = [area for area, words in how.areas.items() if any(word in problems for word in words)]
    others = [area for area in how.areas if area not in touched]
    which = _listed(touched) or "都不在评分表所列之内"
    reason = f"写了 {len(_items(problems))} 条问题，说到 {len(touched)} 个方面（{which}）"
    raises = (f"看看还有没有这些方面的问题：{_listed(others)}；确实没有的不必写",) if others else ()
    return _of(_band(how, Decimal(len(touched))), reason + "；全面不全面由您判断", *raises)


def _of_suggestions(how: ProblemsAndSuggestions, problems: str, suggestions: str) -> Answer:
    asked, given = _items(problems), _items(suggestions)
    if len(problems) <= 1:
        return _of(_band(how, Decimal(0)), f"写了 {len(given)} 条建议，但没有写问题，对应不上", "写出建议所针对的问题")
    answers = list(map(_pairs, given))
    open_ones = [item for item in asked if not _is_answered(_pairs(item), answers)]
    reason = f"问题 {len(asked)} 条，建议 {len(given)} 条，找到对应建议的问题 {len(asked) - len(open_ones)} 条"
    reason += f"；没有找到对应建议的问题：{_listed([_head(item) for item in open_ones])}" if open_ones else ""
    raises = [f"针对「{_head(item)}」写出建议" for item in open_ones]
    if len(given) < len(asked):
        raises.append(f"建议一条对一条地写：现有问题 {len(asked)} 条，建议 {len(given)} 条")
    band = _band(how, _WHOLE * (len(asked) - len(open_ones)) / len(asked))
    return _of(band, reason + "；是否真能落实由您判断", *raises)


def _band(how: ProblemsAndSuggestions, reached: Decimal) -> Span:
    bands = sorted(how.bands, key=lambda band: -band.at_least)
    return next((band.points for band in bands if reached >= band.at_least), bands[-1].points)


def _items(text: str) -> list[str]:
    """The numbered entries of a text; without numbers its paragraphs."""
    starts = [match.start() for match in _ITEM.finditer(text)]
    pieces = [text[a:b] for a, b in pairwise([*starts, len(text)])] or text.split("\n")
    return [piece.strip() for piece in pieces if piece.strip()]


def _speaks_of_money_only(how: ProblemsAndSuggestions, text: str) -> bool:
    """Whether every entry is about more money and nothing else."""
    return all(any(word in _head(item, 200) for word in how.only_money) for item in _items(text))


def _is_answered(problem: set[str], suggestions: Sequence[set[str]]) -> bool:
    """Whether one of the suggestions speaks of what a problem speaks of; all as pairs of characters."""
    return any(len(problem & suggestion) >= _SHARED for suggestion in suggestions)


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters, those that any such text has left out."""
    runs = _CHINESE.findall(text)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - _COMMON


def _head(item: str, longest: int = 24) -> str:
    """The beginning of an entry without its number, to its first stop."""
    bare = without_numbering(item)
    stop = re.search(r"[。；;\n]", bare)
    head = bare[: stop.start()] if stop else bare
    return head if len(head) <= longest else head[:longest] + "…"


# ---- handing in ---------------------------------------------------------------------------------------------


_HOLIDAYS = 7
"""Weekdays that one stretch of holidays takes away at most; which they are is announced year by year."""


def _handed_in(how: HandedInOnTime, points: Decimal, evaluation: Evaluation, dates: Dates) -> Answer | None:
    deadline = dates.deadline or _day(how.deadline)
    signed = _day(evaluation.submission.report_date)
    if deadline is None:
        return None
    if dates.handed_in:
        days = _weekdays(deadline, dates.handed_in)
        low, told = points - how.per_day * days, f"截止 {deadline}，{dates.handed_in} 报送"
    elif signed and signed > deadline:  # it cannot have been handed in before it was signed
        days = _weekdays(deadline, signed)
        low, told = Decimal(0), f"截止 {deadline}，报告落款就是 {signed}，以实际报送日期为准"
    else:
        return None
    late = f"按周一至周五算推迟 {days} 个工作日，其中的法定节假日请扣除" if days else "没有推迟工作日"
    return Answer(low, points - how.per_day * max(0, days - _HOLIDAYS), f"{told}；{late}")


def _day(text: str) -> date | None:
    reading = read(text)
    if isinstance(reading, Deadline) and reading.has_year and reading.first == reading.last:
        return date(*reading.last)
    return None


def _weekdays(after: date, until: date) -> int:
    """Days from Monday to Friday behind one day up to another."""
    days = max(0, (until - after).days)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((after + timedelta(n)).weekday() < 5 for n in range(1, rest + 1))


# ---- words --------------------------------------------------------------------------------------------------


def _share(points: Decimal, number: int, count: int) -> Decimal:
    return half_up(points * number / count, 1)


def _listed(names: Sequence[str], between: str = "、") -> str:
    more = f"等 {len(names)} 处" if len(names) > _NAMED else ""
    return between.join(names[:_NAMED]) + more


_MEASURES: dict[type, Callable[[Any, Decimal, Evaluation], Answer | None]] = {
    SectionsComplete: _sections,
    AttachmentsComplete: _attachments,
    WeightsAsRequired: _weights,
    IndicatorsToLevel3: _level3,
    TargetsMeasurable: _measurable,
    ProblemsAndSuggestions: _problems_and_suggestions,
}
