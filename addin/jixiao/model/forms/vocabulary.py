"""The vocabulary: every key that the engine, a check or a sentence uses, as data (``mof/vocabulary.yaml``).

Code names no key of a form: it asks :func:`roles` what plays a role, and forms are asked at load for what is required.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field, ValidationError

from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.faults import explain, nearest
from jixiao.model.forms.strict_model import StrictModel
from jixiao.model.forms.yaml_file import read_yaml

FILE = "vocabulary.yaml"


class Roles(StrictModel):
    """What the engine speaks of; each value is the key that plays the role: of a form, a block, a column or a field."""

    unit_form: str
    project_form: str
    indicators: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str
    rule: str
    completion: str
    points: str
    spent: str
    execution_rate: str
    execution_weight: str
    execution_score: str
    total_weight: str
    total_score: str
    unit_name: str
    department: str
    implementer: str
    preparer: str
    phone: str


class FormWord(StrictModel):
    """A form; ``report`` is what the narrative report on it is called.

    ``needed``: what every unit fills in where a family's form does not say, by key, as far as the form has it;
    ``asked``: of it what a final report cannot be without.
    """

    title: str
    role: str = ""
    report: str = ""
    needed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class BlockWord(StrictModel):
    """A repeated block."""

    title: str
    role: str = ""


class KeyWord(StrictModel):
    """A key: what it is called, what it holds, in which unit and on which forms, and who needs it.

    ``needed_by`` names parts of the engine (``uses``); which checks need it stands in the checks. ``required``: every
    form that has the key's block must have it. ``formula`` is its cells', where a form gives none. ``earlier``:
    formulas that earlier versions wrote into its cells.
    """

    title: str
    kind: Kind
    unit: str = ""
    forms: tuple[str, ...] = Field(min_length=1)
    needed_by: tuple[str, ...] = ()
    role: str = ""
    required: bool = False
    formula: str = ""
    earlier: tuple[str, ...] = ()


class Vocabulary(StrictModel):
    """All of ``vocabulary.yaml``."""

    uses: dict[str, str]
    forms: dict[str, FormWord]
    blocks: dict[str, BlockWord]
    keys: dict[str, KeyWord]

    @cached_property
    def roles(self) -> Roles:
        """What plays each role; a column of a block by its own name."""
        return Roles(**{role: key.rpartition(".")[2] if self.is_column(key) else key for key, role in self._played()})

    def _played(self) -> Iterator[tuple[str, str]]:
        for words in (self.forms, self.blocks, self.keys):
            yield from ((key, word.role) for key, word in words.items() if word.role)

    def is_column(self, key: str) -> bool:
        """Whether a key is a column of a repeated block."""
        return key.partition(".")[0] in self.blocks and "." in key

    def title(self, key: str) -> str:
        """What a key is called, ``form:key`` too; the empty text if it is not of the vocabulary."""
        word = self.keys.get(key.rpartition(":")[2])
        return word.title if word else ""

    def earlier(self, key: str) -> tuple[str, ...]:
        """Formulas that earlier versions wrote into a key's cells."""
        return self.keys[key].earlier if key in self.keys else ()

    def form_title(self, form_id: str) -> str:
        """What a form is called; its id if it is not of the vocabulary."""
        return self.forms[form_id].title if form_id in self.forms else form_id

    def uses_of(self, key: str) -> tuple[str, ...]:
        """The parts of the engine that need a key, in Chinese."""
        return tuple(self.uses[use] for use in self.keys[key].needed_by)

    def faults(self) -> Iterator[str]:
        """What does not fit together in the file."""
        for key, word in self.keys.items():
            for form in word.forms:
                if form not in self.forms:
                    yield f"「{key}」说到的表「{form}」不在 forms 里{nearest(form, self.forms)}"
            for use in word.needed_by:
                if use not in self.uses:
                    yield f"「{key}」的 needed_by「{use}」不在 uses 里{nearest(use, self.uses)}"
            if (word.kind in NUMERIC) != bool(word.unit):
                yield f"「{key}」是{'数，要写' if word.kind in NUMERIC else '文字，不写'} unit"
        yield from self._role_faults([role for _, role in self._played()])

    def _role_faults(self, played: Sequence[str]) -> Iterator[str]:
        known = Roles.model_fields
        yield from (f"role「{r}」应有且只有一个，现有 {played.count(r)} 个" for r in known if played.count(r) != 1)
        yield from (f"不认识的 role「{role}」{nearest(role, known)}" for role in played if role not in known)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shared vocabulary.

    Raises:
        DataFileError: the file says something it may not, or a role is played by none or by two.
    """
    return read_vocabulary(resources.path("workbook", "forms", "mof", FILE))


def read_vocabulary(path: Path) -> Vocabulary:
    """A vocabulary from its file."""
    try:
        found = Vocabulary.model_validate(read_yaml(path))
    except ValidationError as error:
        models = (Vocabulary, FormWord, BlockWord, KeyWord)
        known = [name for model in models for name in model.model_fields]
        raise DataFileError(*(f"mof/{FILE}：{explain(e, known)}" for e in error.errors())) from error
    if faults := [f"mof/{FILE}：{fault}" for fault in found.faults()]:
        raise DataFileError(*faults)
    return found


def roles() -> Roles:
    """What plays each role."""
    return vocabulary().roles
