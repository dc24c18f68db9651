"""What can only be told when the whole table was read."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.documents.intake.labels import normal
from jixiao.documents.learning.known import UNKNOWN
from jixiao.documents.learning.taken import CellRole, Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.words import is_amount, own_key, points_in


def move_execution(taker: Taker) -> None:
    """Some print the points of the rate of execution on another row than that of the total amount."""
    by_key = {taken.key: taken for taken in taker.taken.cells.values() if taken.role == CellRole.FIELD}
    own = by_key.get(taker.known.named("execution_weight"))
    others = [key for key, taken in by_key.items() if key.endswith(".weight") and is_amount(taken.value)]
    if own is None or is_amount(own.value) or len(others) != 1 or others[0].startswith("total"):
        return
    row = others[0].partition(".")[0]
    for column in ("weight", "rate", "score"):
        if {f"funds.{column}", f"{row}.{column}"} <= set(by_key):
            by_key[f"funds.{column}"].key, by_key[f"{row}.{column}"].key = f"sum.{column}", f"funds.{column}"


def tell_twins_apart(taker: Taker) -> None:
    """Of two labels that may mean one key (组织实施单位, 项目实施单位) the better known one has it."""
    by_key = {taken.key: taken for taken in taker.taken.cells.values() if taken.role in (CellRole.FIELD, CellRole.BOTH)}
    for key in [key for key in by_key if f"{key}_2" in by_key and not key.startswith("total.")]:
        twins = sorted((by_key[key], by_key[f"{key}_2"]), key=lambda t: taker.known.rank("fields", t.title))
        if _has_meaning_of_its_own(taker, key, twins, by_key):
            continue
        if normal(twins[0].title) == normal(twins[1].title) or taker.known.key("fields", twins[0].title) != key:
            continue
        twins[0].key, twins[1].key = key, taker.free(own_key(twins[1].title))
        twins[1].sureness = UNKNOWN


def find_points(taker: Taker) -> None:
    """Points of the rate of execution that only a heading prints."""
    key = taker.known.named("execution_spent")
    if taker.used[taker.known.named("execution_weight")] or not taker.used[key]:
        return
    spent = next(taken.cell for taken in taker.taken.cells.values() if taken.key == key)
    heads = [cell for row in taker.rows[: spent.row + 1] for cell in row if points_in(cell.text)]
    near = [cell for cell in heads if cell.row >= spent.row - 2 or cell in taker.taken.sides(spent.row)]
    said = [cell for cell in near if any(word in cell.text for word in ("执行", "得分", "资金", "预算"))]
    taker.taken.points = points_in(said[-1].text) if said else ""


def _has_meaning_of_its_own(taker: Taker, key: str, twins: list[Taken], used: Mapping[str, Taken]) -> bool:
    """Where one of two labels means something else beside the other (部门名称 beside 单位名称), it has that key."""
    for one, other in (twins, reversed(twins)):
        meaning = taker.known.twin(key, one.title)
        if meaning and meaning not in used and normal(one.title) != normal(other.title):
            one.key, other.key = taker.free(meaning), key
            return True
    return False
