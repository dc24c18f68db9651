"""The classes of inputs: how one is made from a number, and how the program is asked about it.

An answer is a short word for the table; any exception that comes out is a fault of the program.
"""

from __future__ import annotations

import io
import os
import shutil
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

from jixiao.audit.checks.prose import audit, context_of
from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.fault_log import LOG
from jixiao.core.functions import FUNCTIONS
from jixiao.core.quantity import level_points, number, read, read_figure
from jixiao.core.quantity.sentences import read_account, read_label, read_prose
from jixiao.core.quantity.sentences.agreement import read_named
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.app import load_all
from jixiao.interfaces.cli.entry import FAULT, run
from jixiao.interfaces.cli.formula import evaluate_formula
from jixiao.interfaces.collect.unit_list import read_unit_list
from jixiao.model.evaluation import evaluate
from jixiao.model.forms import library
from jixiao.model.submission import read_sample, start
from openpyxl import Workbook

from . import packages, words

load_all()  # what the commands need is read once, before workers are made

SHARED = Path(__file__).parents[3] / "shared"
BLANK = resources.path("workbook", "forms", "mof-project-2020", "blanks", "mof_project_2020.docx")
_SMALL = 60_000
"""Bytes of a published report that is broken again and again."""


class Faulty(Exception):
    """The program said itself that it is at fault."""


class Inputs(ABC):
    """A class of inputs."""

    name: str
    suffix = ".txt"

    def prepare(self, folder: Path) -> None:  # noqa: B027 - most are made from nothing
        """Make what inputs are made from."""

    @abstractmethod
    def make(self, chance: Random) -> bytes:
        """One input."""

    @abstractmethod
    def ask(self, content: bytes, folder: Path) -> str:
        """Ask the program about an input; returns a word for the table."""


class Texts(Inputs):
    """Inputs that are a text."""

    @abstractmethod
    def text(self, chance: Random) -> str:
        """One of them."""

    @abstractmethod
    def read(self, text: str) -> None:
        """Have it read."""

    def make(self, chance: Random) -> bytes:
        """A text."""
        return self.text(chance).encode("utf-8", "surrogatepass")

    def ask(self, content: bytes, folder: Path) -> str:
        """Read it."""
        try:
            with redirect_stdout(io.StringIO()):
                self.read(content.decode("utf-8", "surrogatepass"))
        except UserError as error:
            return _refused(str(error))
        return "answered"


class Quantity(Texts):
    """Figures in cells."""

    name = "quantity"

    def text(self, chance: Random) -> str:
        """A quantity."""
        return words.quantity(chance)

    def read(self, text: str) -> None:
        """By all that read one."""
        for reader in (read, read_figure, number, level_points, read_label):
            reader(text)
        read_named(text, text)


class Expression(Texts):
    """Formulas and calls of cell functions."""

    name = "expression"
    _functions = sorted(FUNCTIONS)

    def text(self, chance: Random) -> str:
        """A formula."""
        return words.formula(chance, self._functions)

    def read(self, text: str) -> None:
        """As ``jixiao eval`` does."""
        evaluate_formula(text)


class Prose(Texts):
    """Sentences of a report, read one by one and judged beside the forms."""

    name = "prose"

    def prepare(self, folder: Path) -> None:
        """A unit whose report says something else each time."""
        self._unit = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
        self._family = library.load(self._unit.family)
        self._place = next((report, section) for report, texts in self._unit.texts.items() for section in texts)

    def text(self, chance: Random) -> str:
        """Some paragraphs."""
        return "\n".join(words.prose(chance) for _ in range(chance.randint(1, 4)))

    def read(self, text: str) -> None:
        """By both readers, and as the text of a report."""
        read_prose(text)
        read_account(text)
        report, section = self._place
        self._unit.texts[report][section] = text
        audit(context_of(evaluate(self._family, self._unit)))


class Families(Inputs):
    """Folders of families, one file of which is changed."""

    name, suffix = "family", ".yaml"

    def prepare(self, folder: Path) -> None:
        """A copy of all families and what they share."""
        self._root = folder / "forms"
        shutil.copytree(resources.path("workbook", "forms"), self._root)
        self._files = sorted(self._root.glob("*/*.yaml"))

    def make(self, chance: Random) -> bytes:
        """A changed file; its first line says which."""
        chosen = chance.choice(self._files)
        said = f"# {chosen.relative_to(self._root)}\n"
        return (said + words.family_text(chosen.read_text("utf-8"), chance)).encode("utf-8", "replace")

    def ask(self, content: bytes, folder: Path) -> str:
        """Load the family it belongs to."""
        first, _, rest = content.partition(b"\n")
        chosen = self._root / first[2:].decode()
        before = chosen.read_bytes()
        chosen.write_bytes(rest)
        library.refresh()
        try:
            library.load_folder(chosen.parent)
        except UserError as error:
            return _refused(str(error))
        finally:
            chosen.write_bytes(before)
        return "answered"


class Files(Inputs):
    """Broken files, and the commands that read them."""

    commands: Sequence[str]
    seeds: Sequence[Path]
    often = 4
    """The first command is as often again chosen; with 1 each is as often as any other."""

    def make(self, chance: Random) -> bytes:
        """A broken copy of a seed."""
        return packages.broken(chance.choice(self.seeds), chance)

    def ask(self, content: bytes, folder: Path) -> str:
        """Mostly check it, sometimes make something of it; the content alone decides, so that it happens again."""
        path, target = folder / f"input{self.suffix}", folder / "result"
        path.write_bytes(content)
        number = zlib.crc32(content) % (self.often * len(self.commands))
        command = self.commands[number] if number < len(self.commands) else self.commands[0]
        arguments = [str(path) if word == "FILE" else word.replace("OUT", str(target)) for word in command.split()]
        with redirect_stdout(io.StringIO()), redirect_stderr(told := io.StringIO()):
            code = run(arguments)
        left = [other for other in path.parent.iterdir() if other.name.startswith(".jixiao-")]
        for other in path.parent.glob("result*"):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
        if code == FAULT or left or path.read_bytes() != content:
            raise Faulty(f"{command}: code {code}, left {left}: {told.getvalue()[-300:]}{_trace(folder)}")
        return "refused" if code not in (0, 1) else "answered"


class Documents(Files):
    """Reports."""

    name, suffix = "docx", ".docx"
    commands = (
        "check FILE", "import FILE -o OUT.xlsx", "check FILE --annotate OUT.docx", "score FILE", "assess FILE",
        "compare FILE FILE", "check FILE -o OUT.html", "new --from FILE -o OUT.xlsx", "template check FILE",
    )  # fmt: skip

    def prepare(self, folder: Path) -> None:
        """A report of ours, and small published ones where they lie beside the project."""
        sample = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
        write_report(evaluate(library.load(sample.family), sample), folder / "seed.docx")
        published = sorted(SHARED.glob("strangers/*.docx"))
        self.seeds = [folder / "seed.docx", *(path for path in published if path.stat().st_size < _SMALL)]


class Workbooks(Files):
    """Workbooks."""

    name, suffix = "xlsx", ".xlsx"
    commands: Sequence[str] = (
        "check FILE", "report FILE -o OUT.docx --allow-open", "add-project FILE -o OUT.xlsx",
        "final FILE -o OUT.xlsx --leave-behind",
        "freeze FILE -o OUT.xlsx", "new --from FILE -o OUT.xlsx --leave-behind", "check FILE --annotate OUT.xlsx",
        "assess FILE",
        "score FILE", "compare FILE FILE", "add-indicator FILE --sheet 附件2 -o OUT.xlsx",
    )  # fmt: skip

    def prepare(self, folder: Path) -> None:
        """A filled book and a new one."""
        sample = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
        build(library.load(sample.family), sample, folder / "seed.xlsx")
        build(library.load("generic"), start(library.load("generic"), "某局", 2024, 1), folder / "new.xlsx")
        self.seeds = [folder / "seed.xlsx", folder / "new.xlsx"]


class Circulation(Workbooks):
    """Workbooks that go from hand to hand."""

    name, often = "circulation", 1
    commands = (
        "merge FILE FILE -o OUT.xlsx", "upgrade FILE -o OUT.xlsx", "split FILE -o OUT", "undo FILE -o OUT.xlsx",
        "years FILE FILE -o OUT.xlsx", "final FILE --public --allow-open -o OUT.xlsx",
        "delete-indicator FILE --sheet 附件2 --row 20 -o OUT.xlsx",
        "move-indicator FILE --sheet 附件2 --row 21 --up -o OUT.xlsx", "remove-project FILE --sheet 附件3 -o OUT.xlsx",
        "report FILE -o OUT.docx --allow-open --split",
    )  # fmt: skip


class Learned(Files):
    """Files that families come from: whatever they are, one's own families are whole afterwards."""

    known = "fuzzed"

    def prepare(self, folder: Path) -> None:
        """A family learned from the national blank, its table of corrections, and its pack."""
        learn = ["family", "new", self.known, "--from", str(BLANK), "--year", "2024", "-o", str(folder / "list.xlsx")]
        with _families_in(folder / "kept"):
            for command in (learn, ["family", "pack", self.known, "-o", str(folder / "pack.zip")]):
                if run(command):
                    raise Faulty(f"nothing to begin with: {command}")

    def ask(self, content: bytes, folder: Path) -> str:
        """As any file, where that family is one's own, so that it can be corrected; or is none yet."""
        shutil.rmtree(folder / "forms", ignore_errors=True)
        if self.is_known:
            shutil.copytree(folder / "kept", folder / "forms")
        with _families_in(folder / "forms"):
            answer = super().ask(content, folder)
            for own in (folder / "forms").glob("*"):
                library.load_folder(own)
        return answer

    is_known = False


class Blanks(Learned):
    """Blank forms and outlines in Word."""

    name, suffix = "blank", ".docx"
    commands = ("family new other --from FILE --year 2024 -o OUT.xlsx",)

    def prepare(self, folder: Path) -> None:
        """The blanks that shipped families were learned from."""
        self.seeds = sorted(resources.path("workbook", "forms").glob("*/blanks/*.docx"))


class SheetBlanks(Blanks):
    """Blank forms in Excel: the sheets of a book of ours."""

    name, suffix = "sheetblank", ".xlsx"

    def prepare(self, folder: Path) -> None:
        """A new book's."""
        family = library.load("mof-project-2020")
        build(family, start(family, "某局", 2024, 1), folder / "seed.xlsx")
        self.seeds = [folder / "seed.xlsx"]


class Corrections(Learned):
    """Tables of corrections (对照表)."""

    name, suffix = "corrections", ".xlsx"
    commands = ("family apply FILE",)
    is_known = True

    def prepare(self, folder: Path) -> None:
        """As it was written."""
        super().prepare(folder)
        self.seeds = [folder / "list.xlsx"]


class Packs(Learned):
    """Packs of families, and what else may be handed over as one."""

    name, suffix = "pack", ".zip"
    commands = ("family add FILE",)

    def prepare(self, folder: Path) -> None:
        """As it was written."""
        super().prepare(folder)
        self.seeds = [folder / "pack.zip"]

    def make(self, chance: Random) -> bytes:
        """A pack with its archive broken, or with lines of one of its families' files changed."""
        parts = packages.read_parts(self.seeds[0])
        chosen = chance.choice([name for name in parts if not name.endswith(".docx")])
        if chance.random() < 0.4:
            return packages.cut_or_flipped(self.seeds[0].read_bytes(), chance)
        parts[chosen] = words.family_text(parts[chosen].decode(), chance).encode("utf-8", "replace")
        return packages.packed(parts)


class UnitLists(Files):
    """Lists of units that should hand in, as any workbook."""

    name, suffix = "unitlist", ".xlsx"

    def prepare(self, folder: Path) -> None:
        """A list of a title, numbers and names."""
        book = Workbook()
        for row in (["应报单位"], ["序号", "单位名称"], [1, "某局"], [2, "某中心"]):
            book.active.append(row)
        book.save(folder / "seed.xlsx")
        self.seeds = [folder / "seed.xlsx"]

    def ask(self, content: bytes, folder: Path) -> str:
        """Read the names."""
        (folder / "input.xlsx").write_bytes(content)
        try:
            return "answered" if read_unit_list(folder / "input.xlsx") else "refused"
        except UserError as error:
            return _refused(str(error))


@contextmanager
def _families_in(folder: Path) -> Iterator[None]:
    """One's own families lie in a folder."""
    before = os.environ.get("JIXIAO_FORMS")
    os.environ["JIXIAO_FORMS"] = str(folder)
    library.refresh()
    try:
        yield
    finally:
        os.environ.pop("JIXIAO_FORMS")
        os.environ.update({"JIXIAO_FORMS": before} if before else {})
        library.refresh()


CLASSES: dict[str, type[Inputs]] = {
    kind.name: kind
    for kind in (
        Quantity,
        Expression,
        Prose,
        Families,
        Documents,
        Workbooks,
        Circulation,
        Blanks,
        SheetBlanks,
        Corrections,
        Packs,
        UnitLists,
    )
}


def _trace(folder: Path) -> str:
    """The program's own log of its fault, taken away."""
    log = folder / LOG
    trace = log.read_text("utf-8")[-4000:] if log.exists() else ""
    log.unlink(missing_ok=True)
    return trace


def _refused(message: str) -> str:
    if not message.strip():
        raise Faulty("a refusal without words")
    return "refused"
