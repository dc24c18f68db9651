"""Headings over rows of values: of which kind they are, and where among a row's cells they begin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product, takewhile

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, Known
from jixiao.documents.learning.label_words import ColumnTwins
from jixiao.documents.learning.taken import Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.words import embedded, is_amount, is_figure, is_placeholder, is_value

FUND, SOURCE, SPENDING, GOAL, MATTER, OTHER = "fund", "source", "spending", "goal", "matter", "other"
"""Columns of funds, sources of funds, last year's and this year's expenses, goals, matters to be told of, other."""

FEWEST = 2
"""One row is no list, one heading no table."""


class HeadingReader:
    """Tells headings from rows of labels and values."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._known, self._taken, self._rows = taker.known, taker.taken, taker.rows

    def kind(self, cells: Sequence[RawCell], row: int) -> str:
        """Which kind of headings end in a row, "" for none."""
        texts = [cell.text for cell in cells]
        labels = [text for text in texts if text.strip() and not is_figure(text)]
        if len(labels) < 2:
            return ""
        if _heads_spending(texts) or self._heads_three_public(cells, row):
            return SPENDING
        if self._heads_matters(cells, row) and self._matters_below(row):
            return MATTER
        columns = [self._known.key("fund_columns", text) for text in texts]
        if len({key for key in columns if key}) >= 2 and self._has_rows_below(cells, row):
            return FUND if self._has_names_below(cells, row) else OTHER
        if self._heads_sources(cells, row):
            return SOURCE
        if all(self._known.is_goal(text) for text in labels) and not self._has_labels_below(cells, row):
            return GOAL
        if self._heads_matters(cells, row):
            return MATTER
        return OTHER if self._heads_one_row(cells, row) else ""

    def first(self, cells: Sequence[RawCell], kind: str) -> int:
        """The first of the cells that is a heading of values."""
        if kind in (SPENDING, SOURCE):
            return 1
        if kind == OTHER:  # a label of its own stands before the headings of its fields
            keys = [self.key_alone(cell.text)[0] for cell in cells]
            return int(not keys[0] and len(keys) > 1 and all(keys[1:]))
        if kind == MATTER:
            return next(number for number, cell in enumerate(cells) if self._known.key("matter_columns", cell.text))
        if kind != FUND:
            return 0
        known = [bool(self._known.fund_column(cell.text)[0]) for cell in cells]
        first = known.index(True)
        if first == 2 and self._known.key("fields", cells[0].text):
            return first  # a field stands before the headings
        if first == 0 or (first > 1 and not any(not cell.text or is_value(cell.text) for cell in cells[:first])):
            return min(first, 1)  # a column nobody knows (行次) stands before the known ones
        return first if self._known.key("fields", cells[0].text) and first > 1 else 1

    def key_alone(self, text: str, group: str = "") -> tuple[str, str]:
        """A heading over one row of values: a field, or a fund's source (中央, 合计), below 预算数 perhaps."""
        is_column = group in self._known.keys("fund_columns")
        column = group if is_column else self._known.key("fund_columns", group)
        source = self._known.key("fund_rows", text)
        if column and source:
            return f"{source}.{column}", ALIKE
        own = self._known.key("fund_columns", text)
        if own and column:  # the score of the funds, among their columns
            return f"funds.{own}", ALIKE
        key, sureness = self._taker.field_key(text)
        if key:
            return key, sureness
        row = source
        column, _ = self._known.sure("fund_columns", text)
        if row:
            return f"{row}.budget", ALIKE
        return (f"funds.{column}", ALIKE) if column else ("", UNKNOWN)

    def end_of_list(self, heads: Sequence[RawCell], row: int) -> int:
        """The last of the rows below headings that only keep places; the headings' own if there are none."""
        while row + 1 < len(self._rows) and self._keeps_places(heads, row + 1):
            row += 1
        return row

    def end_of_items(self, heads: Sequence[RawCell], row: int) -> int:
        """The last of the rows below headings that say what money was spent on; the headings' own if there are none."""
        name = next((head for head in heads if self._known.key("lists", head.text) == "name"), None)
        if name is None or not any(self._known.key("fund_columns", head.text) for head in heads):
            return row
        last = row
        while last + 1 < len(self._rows) and self._is_item(heads, name, last + 1):
            last += 1
        return last if last - row >= FEWEST else row

    def _is_item(self, heads: Sequence[RawCell], name: RawCell, row: int) -> bool:
        cells = self._taken.content(row)
        said = next((cell.text for cell in cells if cell.column == name.column), "")
        is_known = any(self._known.key(section, said) for section in ("fund_rows", "spending_rows"))
        is_alike = len(cells) == len(heads) and _alike_cells(heads, cells) == len(heads)
        return bool(said) and is_alike and not is_known and not self._known.is_total(said)

    def _keeps_places(self, heads: Sequence[RawCell], row: int) -> bool:
        cells = self._taken.content(row)
        rest = cells[1:] if self._is_counted(heads, cells) else cells
        is_blank = all(not cell.text or is_placeholder(cell.text) for cell in rest)
        return is_blank and len(cells) == len(heads) and _alike_cells(heads, cells) == len(heads)

    def _is_counted(self, heads: Sequence[RawCell], cells: Sequence[RawCell]) -> bool:
        """Whether a row begins with its number, and a heading above says so."""
        return bool(cells) and self._known.counts_rows(heads[0].text) and is_figure(cells[0].text)

    def _heads_three_public(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether headings stand over rows of 三公经费, whatever they call the columns."""
        columns = {self._known.key("fund_columns", cell.text) for cell in cells[1:]} - {""}
        below = (self._taken.content(number) for number in range(row + 1, len(self._rows)))
        rows = takewhile(lambda cells: cells and all(is_value(cell.text) for cell in cells[1:]), below)
        found = {self._known.key("spending_rows", cells[0].text) for cells in rows} & self._known.three_public
        return bool(columns) and len(found) >= FEWEST and self._has_rows_below(cells, row)

    def _matters_below(self, row: int) -> bool:
        """Whether the row below headings is that of a matter."""
        below = self._taken.content(row + 1)
        return bool(below) and bool(self._known.key("matter_rows", below[0].text))

    def _heads_sources(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether headings are sources of funds (中央, 省级) over rows of what became of them (预算数, 执行数)."""
        sources = {self._known.key("fund_rows", cell.text) for cell in cells[1:]} - {""}
        if len(sources) < FEWEST or not self._has_rows_below(cells, row):
            return False
        below = self._taken.content(row + 1)
        return bool(self._known.key("fund_columns", below[0].text)) and all(is_value(cell.text) for cell in below[1:])

    def _heads_matters(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether headings are those of matters to be told of: 情况说明, 存在问题, below them a row for each."""
        named = sum(bool(self._known.key("matter_columns", cell.text)) for cell in cells)
        return named >= FEWEST and row + 1 < len(self._rows) and not is_value(cells[-1].text)

    def _has_rows_below(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether the next row has as many cells under the headings; 预算数：, blank, 执行数：, blank has not."""
        if any(not cell.text or is_amount(cell.text) for cell in cells[1:]):
            return False
        below = self._taken.content(row + 1) if row + 1 < len(self._rows) else []
        are_labels = any(embedded(cell.text) and self._known.key("fund_columns", cell.text) for cell in below[1:])
        return _alike_cells(cells, below) * 2 > len(cells) and not are_labels

    def _has_labels_below(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether a label stands below one of a row, so that what belongs to both is filled in beside them."""
        below = self._rows[row + 1] if row + 1 < len(self._rows) else []
        labels = [cell for cell in cells if cell.text.strip()]
        return any(self._known.is_label(c.text) and c.column == label.column for c in below for label in labels)

    def _has_names_below(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether the rows below have a name each; funds by source (中央, 合计) have one row without."""
        first = self._taken.content(row + 1)[0]
        is_name = bool(first.text) and not is_figure(first.text) and not is_placeholder(first.text)
        return is_name or first.column < cells[0].column

    def _heads_one_row(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether all cells of a row are words of the form, over as many cells of the next to be filled in."""
        corner = next((number for number, cell in enumerate(cells) if cell.text), len(cells))
        heads = cells[corner:]
        if len(heads) < 2 or not all(cell.text and not is_value(cell.text) for cell in heads):
            return False
        if any(embedded(cell.text) for cell in heads):
            return False
        below = self._taken.content(row + 1) if row + 1 < len(self._rows) else []
        if len(below) != len(cells) or _alike_cells(cells, below) < len(cells) or self._taken.block_at(row + 1):
            return False
        if self._is_told(heads) and any(cell.text for cell in below):
            return False
        rest = below[max(corner, 1) :] if any(cell.text for cell in below[: max(corner, 1)]) else below
        is_blank = all(is_value(cell.text) for cell in rest)
        is_named = sum(bool(self._known.key("fields", cell.text)) for cell in heads) * 2 >= len(heads)
        return is_blank and (is_named or not any(cell.text and not is_value(cell.text) for cell in rest))

    def _is_told(self, cells: Sequence[RawCell]) -> bool:
        """Whether a row begins with a known label and something else behind it, that somebody filled in."""
        return bool(self._known.key("fields", cells[0].text)) and not self._known.is_label(cells[1].text)


def middle_of_two_sides(texts: Sequence[str]) -> int:
    """Where the second of two tables side by side begins (收入, 预算数, 决算数, 支出, 预算数, 决算数); 0 for none."""
    half, rest = divmod(len(texts), 2)
    said = [normal(text) for text in texts]
    is_double = not rest and half > FEWEST and all(said) and said[1:half] == said[half + 1 :]
    return half if is_double and said[0] != said[half] else 0


def tell_columns_apart(heads: Sequence[Taken], known: Known) -> None:
    """Of headings in one row that mean one column (预算数 beside 调整后预算数) the best has it."""
    for (key, words), row in product(known.column_twins.items(), ("", "funds.")):
        twins = [head for head in heads if head.key == row + key]
        best = next((head for word in (*words.last, *words.any) for head in twins if word in head.title), None)
        for head in twins:
            if best is None or head is best:
                continue
            other = words.change if _is_moved(head, words) else words.earlier if _is_earlier(head, best, words) else ""
            free = row + other if other and all(one.key != row + other for one in heads) else ""
            head.key, head.sureness = free, ALIKE if free else UNKNOWN


def _is_moved(head: Taken, words: ColumnTwins) -> bool:
    """Whether a heading says what was added or taken away: 预算调整数, but not 调整后."""
    return any(word in head.title and f"{word}后" not in head.title for word in words.moved)


def _is_earlier(head: Taken, best: Taken, words: ColumnTwins) -> bool:
    """Whether a heading says what stood before the best was adjusted."""
    head_is_last, best_is_last = (any(word in one.title for word in words.last) for one in (head, best))
    return best_is_last and not head_is_last and any(word in head.title for word in words.any)


def spending_column(label: str, is_first: bool, known: Known) -> tuple[str, str]:
    """The key of a column of expenses; the first of two final figures is last year's."""
    told = known.key("fund_columns", label)
    if told == "previous" or ("决算" in label and is_first):
        return "previous", EXACT
    if "决算" in label or told == "spent":
        return "final", EXACT if "决算" in label else ALIKE
    key, sureness = known.sure("spending_columns", label)
    if sureness == EXACT:
        return key, EXACT
    is_budget = "预算" in label and told != "last_budget"
    return ("budget", EXACT) if is_budget else ("", UNKNOWN)


def _heads_spending(texts: Sequence[str]) -> bool:
    """Whether headings are those of expenses: last year's final figures, the budget, this year's."""
    finals, budgets = (sum(word in text for text in texts) for word in ("决算", "预算"))
    return budgets > 0 and (finals > 1 or (finals > 0 and len(texts) > FEWEST and "经费" in texts[0]))


def _alike_cells(cells: Sequence[RawCell], below: Sequence[RawCell]) -> int:
    """How many cells have one below them of the same columns."""
    places = {(cell.column, cell.end) for cell in below}
    return sum((cell.column, cell.end) in places for cell in cells)


def head_over(heads: Sequence[Taken], cell: RawCell) -> Taken | None:
    """The heading that a cell stands under."""
    best = max(heads, key=lambda head: head.cell.overlap(cell), default=None)
    return best if best is not None and best.cell.overlap(cell) > 0 else None
