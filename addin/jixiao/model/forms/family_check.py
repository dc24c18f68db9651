"""What a family must be beyond its shape: widths that add up, keys given once, formulas that can be read.

Sources must exist too. Everything wrong is gathered and said at once.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from graphlib import CycleError, TopologicalSorter
from typing import Any

from jixiao.core.functions import FUNCTIONS
from jixiao.core.scoring import Profile
from jixiao.model.forms.expression import Call, ExpressionError, Node, all_calls, calls, names, parse
from jixiao.model.forms.family import (
    NUMERIC,
    Check,
    Family,
    Form,
    Kind,
    Pattern,
    Repeat,
    Row,
    RowData,
    Section,
    Side,
    Unanswered,
)
from jixiao.model.forms.faults import listed, nearest
from jixiao.model.forms.grid import lay_out, walk_blocks, walk_cells
from jixiao.model.forms.sentence_template import (
    CHOICE,
    COUNT_OF_PROJECTS,
    MARK,
    MAX_WORDS,
    is_expression,
    keys,
    marks_of,
    plain_keys,
)
from jixiao.model.forms.spreadsheet_functions import NATIVE
from jixiao.model.forms.vocabulary import roles, vocabulary

_LONGEST_SHEET = 31
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]|^'|'$")

_MONEY: Mapping[Kind, Kind] = {"yuan": "amount"}
"""Kinds that a form may have where the vocabulary has the other."""

GLOBALS = frozenset({"family", "unit", "year", "preparer", "phone", "report_date"})
"""Names every formula may use besides its form's keys."""


def audit(family: Family, profile: Profile | None = None) -> Iterator[str]:
    """Everything by which a family is not whole, each with its file and key."""
    yield from _source_faults(family, profile)
    yield from _head_faults(family)
    yield from _weight_faults(family, profile)
    for form in family.forms:
        yield from (f"{form.id}.yaml：{fault}" for fault in (*_form_faults(form), *_vocabulary_faults(form)))
    yield from _cycle_faults(family.forms)
    yield from (f"report.yaml {fault}" for fault in _sentence_faults(family))
    known = KnownNames(family.forms)
    yield from (f"checks.yaml {fault}" for check in family.checks for fault in _check_faults(check, known))


def _source_faults(family: Family, profile: Profile | None) -> Iterator[str]:
    sourced: list[tuple[str, Iterable[str]]] = [("family.yaml", family.head.source)]
    sourced += ((f"{form.id}.yaml", form.source) for form in family.forms)
    sourced += ((f"report.yaml {report.id}", report.source) for report in family.outline.reports)
    sourced += ((f"checks.yaml {check.id}", check.source) for check in family.checks)
    sourced += ((f"scoring.toml {key}", basis.source) for key, basis in (profile.bases if profile else {}).items())
    missing: dict[str, list[str]] = {}
    for place, used in sourced:
        for key in used:
            if key not in family.sources:
                missing.setdefault(key, []).append(place)
    for key, places in missing.items():
        yield f"{'、'.join(places)}：依据「{key}」在 sources.yaml 里没有{nearest(key, family.sources)}"


def _head_faults(family: Family) -> Iterator[str]:
    """Checks and forms that the first page names must be there, once, on sheets of their own."""
    asked = {check.id for check in family.checks} | {item.check for item in family.unanswered}
    asked |= set(family.head.skip_checks)
    for check in family.head.doubtful_checks:
        if check not in asked:
            yield f"family.yaml：doubtful_checks 里的校验「{check}」没有{nearest(check, asked)}"
    for form_id, count in Counter(family.head.forms).items():
        if count > 1:
            yield f"family.yaml：forms 里「{form_id}」写了 {count} 次，只写一次"
    for sheet, count in Counter(form.sheet for form in {form.id: form for form in family.forms}.values()).items():
        if count > 1:
            yield f"有 {count} 张表的 sheet 都是「{sheet}」，请改成不同的名称"


def _weight_faults(family: Family, profile: Profile | None) -> Iterator[str]:
    """Weights are of one total: the execution rate's in the scoring rules, and those a new workbook starts with."""
    if profile is None:
        return
    full, execution, keys = profile.total_full, profile.execution_weight, roles()
    if not 0 <= execution <= full:
        yield f"scoring.toml：execution 的 weight 是 {execution:f}，应在 0 到总分 {full:f} 之间"
    for form in family.forms:
        typed = _number(form.defaults.fields.get(keys.execution_weight))
        if typed is not None and typed != execution <= full:
            told = f"{form.id}.yaml：defaults 里「{keys.execution_weight}」是 {typed:f}"
            yield f"{told}，scoring.toml 里 execution 的 weight 是 {execution:f}，两处应一样"
        weights = [_number(row.get(keys.weight)) for row in form.defaults.rows.get(keys.indicators, [])]
        given = [weight for weight in (typed, *weights) if weight is not None]
        is_complete = typed is not None and weights and None not in weights
        if sum(given) > full or (is_complete and sum(given) != full):
            yield f"{form.id}.yaml：defaults 里的分值合计 {sum(given):f}，应为 {full:f}"


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None


def _sheet_faults(form: Form) -> Iterator[str]:
    if form.repeated and "{number}" not in form.sheet:
        yield f"sheet「{form.sheet}」里要有 {{number}}：这张表填几张就有几张工作表，靠它区分"
    longest = len(form.sheet.replace("{number}", "200"))
    if not form.sheet.strip() or longest > _LONGEST_SHEET or _NOT_IN_SHEETS.search(form.sheet):
        yield f"sheet「{form.sheet}」不能作工作表名：最多 {_LONGEST_SHEET} 个字，不能有 []:*?/\\，不能空着"


def _form_faults(form: Form) -> Iterator[str]:
    yield from _sheet_faults(form)
    yield from _width_faults(form.rows, len(form.columns))
    yield from _width_faults(form.aside, len(form.aside_columns))
    if any(cell.covered or cell.rows > 1 for _, cell in walk_cells(form.rows)):
        yield from _cover_faults(form)
    keys = Counter((block, cell.field) for block, cell in walk_cells(form.all_rows) if cell.field)
    yield from (f"键「{key}」出现 {count} 次" for (_, key), count in keys.items() if count > 1)
    blocks = {"", *(block.repeat for block in walk_blocks(form.rows))}
    for block, text in _formulas(form):
        if block not in blocks:
            continue  # what points at it is told: its columns cannot be known
        yield from _formula_faults(text, row_names(form, block) | form_names(form))
    yield from _pointer_faults(form)
    if not all(isinstance(row, Row) for row in form.rows[: form.repeated_rows]):
        yield f"repeated_rows 写了 {form.repeated_rows}，但表的前几行不都是单独的行，不能在每页重复"


def _cover_faults(form: Form) -> Iterator[str]:
    """Cells that reach down must meet the places kept for them, no more and no less."""
    one_row: dict[str, list[dict[str, str]]] = {block.repeat: [{}] for block in walk_blocks(form.rows)}
    layout = lay_out(form, one_row)
    taken = Counter(
        (row, column)
        for cell in layout.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    )
    if any(count > 1 for count in taken.values()) or len(taken) != layout.width * layout.height:
        yield "有的格子向下占了几行，与下面各行留的位置对不上（rows 和 covered）"


def _vocabulary_faults(form: Form) -> Iterator[str]:
    """What the engine requires of a form, and keys that hold something else than the vocabulary says."""
    words, kinds = vocabulary().keys, _kinds(form)
    blocks = {block.repeat for block in walk_blocks(form.rows)}
    for key, word in words.items():
        if key in kinds:
            if _MONEY.get(kinds[key], kinds[key]) != word.kind and NUMERIC & {kinds[key], word.kind}:
                yield f"「{key}」（{word.title}）的 kind 是「{kinds[key]}」，应是「{word.kind}」"
        elif word.required and key.partition(".")[0] in blocks:
            needed = "、".join(vocabulary().uses_of(key))
            yield f"缺少键「{key}」（{word.title}），{needed}要用{nearest(key, kinds.keys() - words.keys())}"


def _kinds(form: Form) -> dict[str, Kind]:
    """What each key of a form holds, columns and helper columns among them."""
    cells = ((f"{block}.{cell.field}" if block else cell.field, cell.kind) for block, cell in walk_cells(form.all_rows))
    return {**dict(cells), **{f"{form.helper_block}.{helper.field}": helper.kind for helper in form.helpers}}


def _pointer_faults(form: Form) -> Iterator[str]:
    """What points at a block, a field or a helper column must find it."""
    blocks = {block.repeat for block in walk_blocks(form.rows)}
    fields, helpers = form_names(form) - GLOBALS, {h.field for h in form.helpers}
    pointers = [("helper_block", form.helper_block, blocks), ("name_field", form.name_field, fields)]
    pointers += [("beside", cell.beside, helpers) for _, cell in walk_cells(form.rows)]
    pointers += [("defaults.fields", key, fields) for key in form.defaults.fields]
    for block, rows in form.defaults.rows.items():
        pointers.append(("defaults.rows", block, blocks))
        pointers += [(f"defaults.rows.{block}", key, row_names(form, block)) for row in rows for key in row]
    for where, key, known in dict.fromkeys((w, k, frozenset(n)) for w, k, n in pointers):
        if key and key not in known:
            yield f"{where} 里的「{key}」在这张表里没有{nearest(key, known)}"
    if form.repeated and not form.name_field:
        yield "repeated 的表要用 name_field 写明哪一栏是名称，如 project_name"
    if form.helpers and not form.helper_block:
        yield "有 helpers，但没有用 helper_block 写明它们属于哪一块"


def _sentence_faults(family: Family) -> Iterator[str]:
    """What a sentence names must be there: fields of the family's forms, choices, functions."""
    known = _outside_names(family.forms) | GLOBALS | {COUNT_OF_PROJECTS}
    known |= {f"{CHOICE}:{key}" for key in family.outline.choices}
    for report in family.outline.reports:
        for section in report.sections:
            faults = (fault for sentence in section.sentences for fault in _alternative_faults(sentence, known, family))
            yield from (f"{report.id}.{section.key}：{fault}" for fault in (*faults, *_years_faults(section, family)))


def _years_faults(section: Section, family: Family) -> Iterator[str]:
    """Figures beside those of earlier years are fields of forms that are filled once."""
    known = {f"{form.id}:{key}" for form in family.forms if not form.repeated for key in form_names(form) - GLOBALS}
    for name in section.years:
        if name not in known:
            yield f"years 里没有「{name}」{nearest(name, known)}"


def _alternative_faults(texts: Sequence[str], known: frozenset[str], family: Family) -> Iterator[str]:
    faults = [fault for text in texts for fault in _text_faults(text, known)]
    yield from faults
    if faults:
        return
    blocks = {f.id: {b.repeat for b in walk_blocks(f.rows)} for f in family.forms if f.repeated}
    on_each = {text: any(key.partition(":")[0] in blocks for key in plain_keys(text)) for text in texts}
    if len(set(on_each.values())) > 1:
        yield f"「{texts[0][:20]}…」的几种写法，有的逐个项目写，有的不是"
    for text in (text for text, is_on_each in on_each.items() if not is_on_each):
        yield from _row_faults(text, blocks)


def _row_faults(text: str, blocks: Mapping[str, set[str]]) -> Iterator[str]:
    """Rows of a form filled many times can be told only form by form: for all forms there is no one block."""
    for key in keys(text):
        form, _, name = key.partition(":")
        if name.split(".")[0] in blocks.get(form, ()):
            yield f"「{key}」是各项目表里的行，只能用在写明项目的句子里，如 {{{form}:…}}"


def _text_faults(text: str, known: frozenset[str]) -> Iterator[str]:
    for mark in marks_of(text):
        if is_expression(mark):
            yield from _formula_faults(mark, known)
        elif mark not in known:
            yield f"没有「{mark}」{nearest(mark, known)}"
    if max(map(len, MARK.split(text)[::2])) > MAX_WORDS:
        yield f"「{text[:20]}…」里连续的文字太长，公式里一段文字最多 {MAX_WORDS} 个字"


def _width_faults(items: Sequence[RowData], width: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Side):
            yield from _width_faults(item.rows, width - item.side.width)
            continue
        cells = item.pattern if isinstance(item, Pattern) else item.cells
        total = sum(cell.width for cell in cells)
        if total != width:
            yield f"「{_row_name(item)}」一行共占 {total} 列，应为 {width} 列"


def _row_name(item: Row | Pattern | Repeat) -> str:
    if isinstance(item, Repeat):
        return item.repeat
    cells = item.pattern if isinstance(item, Pattern) else item.cells
    return cells[0].label or cells[0].field


def _formulas(form: Form) -> Iterator[tuple[str, str]]:
    """Each formula of a form with the block whose row it stands in."""
    for block, cell in walk_cells(form.all_rows):
        if cell.formula:
            yield block, cell.formula
    for helper in form.helpers:
        if helper.formula:
            yield form.helper_block, helper.formula


def form_names(form: Form) -> frozenset[str]:
    """The names a form's formulas may use: its fields, its blocks' columns, and the global ones."""
    cells = walk_cells(form.all_rows)
    fields = {f"{block}.{cell.field}" if block else cell.field for block, cell in cells if cell.field}
    helpers = {f"{form.helper_block}.{h.field}" for h in form.helpers}
    return frozenset(fields | helpers | GLOBALS)


def row_names(form: Form, block: str) -> frozenset[str]:
    """The names a row of a block may use besides: its own columns."""
    if not block:
        return frozenset()
    repeat = next((b for b in walk_blocks(form.rows) if b.repeat == block), None)
    columns = {cell.field for cell in repeat.cells} if repeat else set()
    helpers = {h.field for h in form.helpers} if block == form.helper_block else set()
    return frozenset(columns | helpers)


def _outside_names(forms: Sequence[Form]) -> frozenset[str]:
    """The names by which a check speaks of other forms."""
    return frozenset(f"{form.id}:{name}" for form in forms for name in form_names(form) - GLOBALS)


class KnownNames:
    """The names that checks of these forms may use, put together once for all of them."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = {form.id: form for form in forms}
        self._own = {form.id: form_names(form) for form in forms}
        self._outside = _outside_names(forms)

    def to(self, check: Check, form: Form) -> frozenset[str]:
        """What a check knows that is asked of a form."""
        return row_names(form, check.rows) | self._own[form.id] | self._outside


def _cycle_faults(forms: Sequence[Form]) -> Iterator[str]:
    """Formulas that need, over whatever others, their own result."""
    needs = {cell: needed for form in forms for cell, needed in _needs(form)}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        *circle, _ = error.args[1]
        files = dict.fromkeys(f"{name.partition(':')[0]}.yaml" for name in circle)
        named = circle if len(files) > 1 else [name.partition(":")[2] for name in circle]
        yield f"{'、'.join(files)}：公式互相引用，算不出来：{'、'.join(named)}。请改其中一个公式"


def _needs(form: Form) -> Iterator[tuple[str, list[str]]]:
    """Each calculated cell or column of a form and what its formula names, all with their form."""
    cells = [(block, cell.field, cell.formula) for block, cell in walk_cells(form.all_rows)]
    cells += [(form.helper_block, helper.field, helper.formula) for helper in form.helpers]
    for block, key, formula in cells:
        own = row_names(form, block)
        with suppress(ExpressionError):  # told as a fault of its own
            named = [f"{block}.{name}" if name in own else name for name in names(parse(formula))] if formula else []
            yield _of_form(form, f"{block}.{key}" if block else key), [_of_form(form, name) for name in named]


def _of_form(form: Form, name: str) -> str:
    return name if ":" in name else f"{form.id}:{name}"


def _formula_faults(text: str, known: frozenset[str]) -> Iterator[str]:
    try:
        node = parse(text)
    except ExpressionError as error:
        yield str(error)
        return
    yield from _unknown_names(node, text, known)


def _unknown_names(node: Node, text: str, known: frozenset[str]) -> Iterator[str]:
    for name in names(node):
        if name not in known:
            yield f"公式 {text} 里的「{name}」不是这张表的键{nearest(name, known)}"
    for function in calls(node):
        if function not in FUNCTIONS and function not in NATIVE and function != "IF":
            yield f"公式 {text} 里没有函数「{function}」{nearest(function, (*FUNCTIONS, *NATIVE))}"
    for call in _wrongly_called(node):
        yield f"公式 {text} 里「{call.function}」的参数个数不对（{len(call.arguments)} 个）"


def _wrongly_called(node: Node) -> Iterator[Call]:
    """Calls with too few or too many arguments; Excel would call the whole workbook damaged."""
    for call in all_calls(node):
        if call.function in FUNCTIONS:
            arguments = FUNCTIONS[call.function].arguments
            least, most = sum(not a.optional for a in arguments), len(arguments)
        elif call.function in NATIVE:
            least, most = _native_counts(NATIVE[call.function])
        else:
            continue
        if not least <= len(call.arguments) <= most:
            yield call


def _native_counts(function: Callable[..., Any]) -> tuple[int, int]:
    code = function.__code__
    if code.co_flags & inspect.CO_VARARGS:
        return 1, 255
    return code.co_argcount, code.co_argcount


def _check_faults(check: Check, known_names: KnownNames) -> Iterator[str]:
    """A check must be readable on every form of the family that it is asked of."""
    ids = list(known_names.forms)
    for form_id in check.forms:
        if form_id not in ids:
            yield f"{check.id}：forms 里的附件「{form_id}」不在本表样里{nearest(form_id, ids) or listed(ids)}"
    for form in known_names.forms.values():
        if form.id not in check.forms:
            continue
        known = known_names.to(check, form)
        for variant in check_variants(check):
            yield from (f"{check.id}：{fault}" for fault in _formula_faults(variant.test, known))
            if check.once_per and check.once_per not in merged_columns(form, check.rows):
                yield f"{check.id}：once_per「{check.once_per}」不是 {form.id} 里合并的列"
            needed = _keys_named(variant)
            lacking = [key for key in needed if key not in known]
            yield from (f"{check.id}：「{key}」不是 {form.id} 的键{nearest(key, known)}" for key in lacking)


def merged_columns(form: Form, block: str) -> set[str]:
    """The columns of a block whose equal neighbours are merged."""
    return {cell.field for b in walk_blocks(form.rows) if b.repeat == block for cell in b.cells if cell.merge}


def unanswered_by(check: Check, known: KnownNames) -> list[Unanswered]:
    """The forms named by a check that lack what it needs, each with the keys that it lacks.

    A family inherits checks written for the shared vocabulary; its own forms need not have every key of it.
    """
    lacking = {form_id: _lacking(check, form_id, known) for form_id in check.forms}
    return [
        Unanswered(
            check=check.id,
            variant=check.variant,
            title=check.title,
            form=form_id,
            missing=missing,
            reason=_reason(missing if form_id in known.forms else (f"{form_id}:",), known.forms, check.rows),
        )
        for form_id, missing in lacking.items()
        if missing
    ]


def keys_of(check: Check) -> set[str]:
    """The keys of the vocabulary that a check uses, columns with their block, of whatever form."""
    used = {key for v in check_variants(check) for key in (*_keys_named(v), *names(parse(v.test)))}
    return {key.rpartition(":")[2] for key in used} | {f"{check.rows}.{key}" for key in used if check.rows}


def _lacking(check: Check, form_id: str, known: KnownNames) -> tuple[str, ...]:
    """The keys that a check needs of a form and does not find, all of them if the form is not there."""
    found = known.to(check, known.forms[form_id]) if form_id in known.forms else frozenset()
    needed = [key for v in check_variants(check) for key in (*_keys_named(v), *names(parse(v.test)))]
    return tuple(dict.fromkeys(key for key in needed if key not in found))


def _reason(missing: Sequence[str], forms: Container[str], block: str) -> str:
    """``缺少…``: the keys by their names, or the other form if that is not there."""
    return f"缺少{'、'.join(dict.fromkeys(_told(key, forms, block) for key in missing))}"


def _told(key: str, forms: Container[str], block: str) -> str:
    form = key.partition(":")[0] if ":" in key else ""
    if form and form not in forms:
        return f"附件「{vocabulary().form_title(form)}」（{form}）"
    title = vocabulary().title(key) or vocabulary().title(f"{block}.{key}")
    return f"「{title}」（{key}）" if title else f"「{key}」"


def _keys_named(check: Check) -> list[str]:
    """Keys that a check names outside its formula."""
    keys = [check.cell, *(key for given in check.given for key in given.split("|"))]
    return keys + [key for key in MARK.findall(check.message) if key != "text"]


def check_variants(check: Check) -> list[Check]:
    """A check once for each value of its placeholder, or itself."""
    if not check.each:
        return [check]
    ((placeholder, values),) = check.each.items()
    return [_filled(check, "{" + placeholder + "}", value) for value in values]


def variants_of(check: Check, in_yuan: bool) -> list[Check]:
    """A check's variants as they are asked of a form: of one in 元 they speak of 元."""
    variants = check_variants(check)
    return [_in_yuan(variant) for variant in variants] if in_yuan else variants


def _in_yuan(check: Check) -> Check:
    texts = {name: getattr(check, name).replace("万元", "元") for name in ("test", "message", "action")}
    return check.model_copy(update=texts)


def _filled(check: Check, mark: str, value: str) -> Check:
    texts = {name: getattr(check, name).replace(mark, value) for name in ("cell", "test", "message", "action")}
    return check.model_copy(update={**texts, "given": tuple(g.replace(mark, value) for g in check.given), "each": {}})
