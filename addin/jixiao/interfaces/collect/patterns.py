"""What only the whole can show: each a hint with its evidence, never an accusation.

A pattern has innocent causes (a shared notice, one accountant for several units); the words say what was seen and
leave the judgement to the reviewer.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.core.quantity import Amount, read
from jixiao.interfaces.collect.long_sentences import official_sentences
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.tables import FoundFile, read_table
from jixiao.model.forms.vocabulary import roles

HEADINGS = ("种类", "单位", "看到什么", "证据")

_FEWEST = 5
"""Units below which nothing is said of what most do."""
_SAME_SHARE = 0.8
_NARROW = 1.0
"""Points between the lowest and the highest total that are called a narrow band."""
_COPIED_SENTENCES = 5
_COMMON_SHARE, _COMMON = 0.2, 50
"""A sentence in more than this share of the units, or in more units than this, is a notice's or a form's."""
_FAR = 10
"""Times the peers' median, up or down."""
_SHOWN = 3
_OF_SCORES = ("file", "unit", "project", "level2", "indicator", "target", "actual")
_OF_FIGURES = ("file", "unit", "project", "key", "value")
_CENT = 0.01
_FEWEST_INDICATORS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One pattern: its kind, the units it concerns, what was seen, the evidence."""

    kind: str
    units: str
    seen: str
    evidence: str


def find_hints(
    entries: Sequence[FoundFile], store: OutcomeStore, result: Path, expected: Sequence[str] = ()
) -> list[Hint]:
    """Every pattern in a result whose tables are written."""
    files, scores = read_table(result, "files", ("unit",)), read_table(result, "scores", _OF_SCORES, compact=True)
    figures = read_table(result, "figures", _OF_FIGURES, {"key": (roles().total_score, roles().spent)})
    return [
        *_copied(entries, store),
        *_same_satisfaction(scores),
        *_same_indicators(scores),
        *_narrow_totals(figures),
        *_far_targets(scores),
        *_more_than_the_whole(figures),
        *_missing(files, expected),
    ]


def _copied(entries: Sequence[FoundFile], store: OutcomeStore) -> Iterator[Hint]:
    """Pairs of units whose reports share several long sentences that few others have."""
    read = [entry for entry in entries if entry.digest and not entry.same_as]
    units, stand = _sentences_of(read, store)
    counts = stand.groupby("sentence")["unit"].transform("size")
    shared = stand[counts.between(2, max(2, min(int(_COMMON_SHARE * len(units)), _COMMON)))]
    pairs = shared.merge(shared[["sentence", "unit"]], on="sentence", suffixes=("", "_other"))
    pairs = pairs[pairs["unit"] < pairs["unit_other"]].sort_values(["unit", "unit_other", "sentence"])
    sizes = pairs.groupby(["unit", "unit_other"])["sentence"].transform("size")
    for (one, other), found in pairs[sizes >= _COPIED_SENTENCES].groupby(["unit", "unit_other"]):
        seen = f"两份报告有 {len(found)} 句长句完全相同，而别的单位没有"
        begins = [_beginning(store, read[row.place], row.sentence) for row in found.head(_SHOWN).itertuples()]
        yield Hint("文字相同", f"{units[one]}、{units[other]}", seen, "；".join(f"“{text}…”" for text in begins))


def _sentences_of(read: Sequence[FoundFile], store: OutcomeStore) -> tuple[list[str], Any]:
    """The units' names, and a row for each sentence of each unit: sentence, unit and entry, all as numbers.

    Kept as numbers because the sentences of a province do not fit into memory.
    """
    import pandas as pd

    columns = {name: array(kind) for name, kind in (("sentence", "Q"), ("unit", "q"), ("place", "q"))}
    units: dict[str, int] = {}
    official = official_sentences()
    for place, entry in enumerate(read):
        outcome = store.load(entry.digest)
        for digest, _ in outcome.get("sentences", ()):
            if digest not in official:
                columns["sentence"].append(int(digest, 16))
                columns["unit"].append(units.setdefault(outcome["unit"] or entry.name, len(units)))
                columns["place"].append(place)
    return list(units), pd.DataFrame(columns).drop_duplicates(["sentence", "unit"])


def _beginning(store: OutcomeStore, entry: FoundFile, sentence: int) -> str:
    sentences = store.load(entry.digest)["sentences"]
    return next(str(beginning) for digest, beginning in sentences if int(digest, 16) == sentence)


def _same_satisfaction(scores: Any) -> Iterator[Hint]:
    rows = scores[scores["level2"].str.contains("满意") | scores["indicator"].str.contains("满意")]
    by_unit = rows[rows["actual"] != ""].drop_duplicates(["file", "actual"])
    units = by_unit["file"].nunique()
    for actual, found in by_unit.groupby("actual"):
        if units >= _FEWEST and found["file"].nunique() / units >= _SAME_SHARE:
            seen = f"{found['file'].nunique()} 份（共 {units} 份）的满意度都填“{actual}”"
            yield Hint("满意度相同", _names(found["unit"]), seen, f"满意度指标实际完成值 {actual}")


def _same_indicators(scores: Any) -> Iterator[Hint]:
    """The same indicators, all of them, in most units: copied from one another, or prescribed."""
    named = scores[(scores["indicator"] != "") & (scores["project"] == "")]
    sets = named["indicator"].astype("category").cat.codes.groupby(named["file"], observed=True).agg(_one_number)
    for number, count in sets.value_counts().items():
        if len(sets) < _FEWEST or count / len(sets) < _SAME_SHARE:
            return
        rows = named[named["file"].isin(sets[sets == number].index)]
        indicators = sorted(rows[rows["file"] == rows["file"].iloc[0]]["indicator"].unique())
        if len(indicators) >= _FEWEST_INDICATORS:
            seen = f"{count} 份（共 {len(sets)} 份）整体自评的 {len(indicators)} 个指标全部相同"
            yield Hint("指标相同", _names(rows["unit"]), seen, "、".join(indicators[:_SHOWN]) + "……")


def _one_number(codes: Any) -> int:
    """The same for the same codes in whatever order."""
    return hash(frozenset(codes))


def _narrow_totals(figures: Any) -> Iterator[Hint]:
    totals = figures[(figures["key"] == roles().total_score) & (figures["project"] == "")]
    if len(totals) < _FEWEST:
        return
    low, high = totals["value"].min(), totals["value"].max()
    if high - low <= _NARROW:
        seen = f"{len(totals)} 份整体自评的总分都在 {low:g} 到 {high:g} 分之间"
        yield Hint("总分集中", _names(totals["unit"]), seen, f"最低 {low:g}，最高 {high:g}")


def _far_targets(scores: Any) -> Iterator[Hint]:
    """An indicator's target far from that of the others who have an indicator of the same name and unit."""
    rows = scores[["file", "unit", "indicator", "target"]].copy()
    amounts = {target: amount for target in rows["target"].unique() if (amount := _amount(target))}
    rows["number"] = rows["target"].map({target: float(amount.value) for target, amount in amounts.items()})
    rows["measure"] = rows["target"].map({target: amount.unit for target, amount in amounts.items()})
    rows = rows.dropna(subset="number").drop_duplicates(["file", "indicator"])
    for (indicator, measure), found in rows[rows["number"] > 0].groupby(["indicator", "measure"]):
        if len(found) < _FEWEST:
            continue
        middle = found["number"].median()
        far = found[(found["number"] > _FAR * middle) | (found["number"] * _FAR < middle)]
        for row in far.itertuples():
            seen = f"“{indicator}”的目标值是“{row.target}”，同名指标的中位数是 {middle:g}{measure}"
            yield Hint("目标值悬殊", row.unit or row.file, seen, f"同名指标 {len(found)} 个")


def _amount(target: str) -> Amount | None:
    reading = read(target)
    return reading if isinstance(reading, Amount) else None


def _more_than_the_whole(figures: Any) -> Iterator[Hint]:
    """Money of a unit's projects, in whatever files they came, beyond the money of the unit as a whole."""
    spent = figures[figures["key"] == roles().spent]
    spent = spent.assign(whose=spent["unit"].where(spent["unit"] != "", spent["file"]))
    whole = spent[spent["project"] == ""].groupby("whose")["value"].max()
    projects = spent[spent["project"] != ""].drop_duplicates(["whose", "project"])
    for name, rows in projects.groupby("whose"):
        total = rows["value"].sum()
        if name in whole.index and total > whole[name] + _CENT:
            seen = f"各项目全年执行数合计 {total:.2f} 万元，大于整体支出全年执行数 {whole[name]:.2f} 万元"
            yield Hint("项目大于整体", str(name), seen, f"{len(rows)} 个项目")


def _missing(files: Any, expected: Sequence[str]) -> Iterator[Hint]:
    have = {_squeezed(unit) for unit in files["unit"]}
    for name in expected:
        if _squeezed(name) not in have:
            yield Hint("没有收到", name, "名单里有，收到的文件里没有这个单位", "名单")


def _squeezed(name: str) -> str:
    return "".join(name.split())


def _names(units: Iterable[str]) -> str:
    names = list(dict.fromkeys(unit for unit in units if unit))
    return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 个单位" if len(names) > _SHOWN else "")
