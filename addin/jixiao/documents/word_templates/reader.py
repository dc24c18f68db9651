"""Reading the marks of a template one by one, with the loops and conditions that are open.

Never the whole text at once: so every fault is found, not only the first, and each has its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes

from jixiao.documents.word_templates.fields import Group, Items, Node, Text, paths
from jixiao.documents.word_templates.language import Environment
from jixiao.documents.word_templates.scopes import LOOP, Scopes, Wrong
from jixiao.documents.word_templates.template_file import Fault
from jixiao.documents.word_templates.template_marks import BRACES, Mark, Paragraph, own_text

MAX_LETTERS = 300
"""Of one mark; the longest name has some fifty."""

MAX_LOOPS = 3
"""Loops within loops: projects, their rows, and one to spare."""

MAX_FAULTS = 200
"""More are not looked for: each of them costs a search for the near name."""

_SHOWN = 60
"""Characters of a paragraph that are shown with a fault."""

_ENDS = {"endfor": "for", "endif": "if"}
_P, _BODY = qn("w:p"), qn("w:body")
_CONTROLS = (qn("w:sdt"), qn("w:sdtContent"))
_UNREADABLE = "写法不对，请照字段清单（jixiao template fields）的样子写"


@dataclass(slots=True)
class _Step:
    """A loop or condition that is open: where it began, and where its end must stand."""

    keyword: str
    mark: Mark
    paragraph: Paragraph
    home: Any
    had_else: bool = False

    def counterpart(self, words: str) -> str:
        """How a mark that belongs to it is written."""
        return f"{{%{self.mark.level} {words} %}}"

    def __str__(self) -> str:
        return f"「{self.mark.words}」（{self.paragraph.place}）"


class Reader:
    """Reads paragraphs in order; ``faults`` are what was wrong in them."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._open: list[_Step] = []
        self._environment = Environment()
        self.faults: list[Fault] = []

    def read_part(self, paragraphs: Iterable[Paragraph]) -> None:
        """Read a part; what is open at its end has no end."""
        for paragraph in paragraphs:
            if len(self.faults) >= MAX_FAULTS:
                self._fault(paragraph, f"前面已有 {MAX_FAULTS} 处不对，后面的没有检查，请改正以后再查")
                return
            self._read(paragraph)
        while self._open:
            step = self._open[-1]
            end = step.counterpart(f"end{step.keyword}")
            self._fault(step.paragraph, f"「{step.mark.words}」没有结束，后面要有 {end}")
            self._pop()

    def _fault(self, paragraph: Paragraph, message: str) -> None:
        text = paragraph.text if len(paragraph.text) <= _SHOWN else paragraph.text[:_SHOWN] + "…"
        self.faults.append(Fault(paragraph.place, text, message))

    def _read(self, paragraph: Paragraph) -> None:
        if BRACES & set(paragraph.rest):
            self._fault(paragraph, "花括号不成对或不是半角：标记写作 {{ 字段 }} 或 {% 步骤 %}，要在同一段里写完整")
        for mark in paragraph.marks:
            for read in (_check_level, self._read_step if mark.is_step else self._read_field):
                try:
                    read(paragraph, mark)
                except Wrong as wrong:
                    self._fault(paragraph, str(wrong))

    # ---- steps ------------------------------------------------------------------------------------------------------

    def _read_step(self, paragraph: Paragraph, mark: Mark) -> None:
        keyword = mark.words.split(maxsplit=1)[0] if mark.words else ""
        if keyword in ("for", "if"):
            self._begin(_Step(keyword, mark, paragraph, _home(paragraph, mark)))
        elif keyword in ("elif", "else"):
            self._branch(self._innermost(paragraph, mark), keyword, mark)
        elif mark.words in _ENDS:
            self._close(self._innermost(paragraph, mark), mark)
        else:
            raise Wrong(f"没有「{keyword}」这种步骤，只能用 for、if、elif、else、endfor、endif")

    def _begin(self, step: _Step) -> None:
        """Open a loop or condition; a faulty one is open, too, else its end would be called wrong as well."""
        self._open.append(step)
        names: dict[str, Node] = {}
        try:
            parsed = self._parsed(f"{{% {step.mark.words} %}}{{% end{step.keyword} %}}", step.mark)
            if isinstance(parsed, nodes.For):
                names = self._loop_names(parsed)
            elif isinstance(parsed, nodes.If):
                self._scopes.ask(parsed.test)
        finally:
            self._scopes.enter(names)

    def _loop_names(self, loop: nodes.For) -> dict[str, Node]:
        if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.test is not None:
            raise Wrong("循环写作 for 名称 in 列表，如 for row in overall.indicators")
        if sum(step.keyword == "for" for step in self._open) > MAX_LOOPS:
            raise Wrong(f"循环套循环超过 {MAX_LOOPS} 层")
        return {loop.target.name: self._scopes.items(loop.iter).item, "loop": LOOP}

    def _branch(self, step: _Step, keyword: str, mark: Mark) -> None:
        if step.had_else or step.keyword == "for":
            raise Wrong(f"「{keyword}」的位置不对：它属于 if，elif 在 else 前面，else 只能有一个")
        step.had_else = keyword == "else"
        if keyword == "else" and mark.words != "else":
            raise Wrong("else 后面不写条件")
        if keyword == "elif":
            parsed = self._parsed(f"{{% {mark.words.removeprefix('el')} %}}{{% endif %}}", mark)
            self._scopes.ask(getattr(parsed, "test", parsed))

    def _close(self, step: _Step, mark: Mark) -> None:
        if step.keyword != _ENDS[mark.words]:
            raise Wrong(f"这里应该先结束{step}")
        self._pop()

    def _pop(self) -> None:
        self._open.pop()
        self._scopes.leave()

    def _innermost(self, paragraph: Paragraph, mark: Mark) -> _Step:
        """The open step a mark belongs to: it must be of the same level and stand in the same place."""
        if not self._open:
            raise Wrong(f"前面没有与「{mark.words}」对应的 for 或 if")
        step = self._open[-1]
        if step.mark.level != mark.level:
            raise Wrong(f"与{step}要用同样的写法：{step.counterpart(mark.words)}")
        if step.home is not _home(paragraph, mark):
            where = {"p": "同一处正文或同一格", "tr": "同一个表"}.get(mark.level, "同一段")
            raise Wrong(f"与{step}要写在{where}里")
        return step

    # ---- fields -----------------------------------------------------------------------------------------------------

    def _read_field(self, paragraph: Paragraph, mark: Mark) -> None:
        output = self._parsed(f"{{{{ {mark.words} }}}}", mark)
        path, node = self._scopes.resolved(output.nodes[0] if isinstance(output, nodes.Output) else output)
        if isinstance(node, Text):
            if mark.level:
                raise Wrong(f"「{path}」是文字，写作 {{{{ {path} }}}}")
        elif isinstance(node, Items | Group) and node.block:
            self._read_block(paragraph, mark, path)
        elif isinstance(node, Items):
            raise Wrong(f"「{path}」是列表，要一项一项地印：{{% for {node.name} in {path} %}}")
        elif isinstance(node, Group):
            raise Wrong(f"「{path}」是一组字段，要写到具体的字段，如 {path}.{next(paths(node), '')}")
        else:
            raise Wrong(f"「{path}」只能用在 if 里")

    def _read_block(self, paragraph: Paragraph, mark: Mark, path: str) -> None:
        if mark.level != "p" or not _is_in_body(paragraph):
            raise Wrong(f"「{path}」是整段内容，写作 {{{{p {path} }}}}，在正文里独占一段（不在表格、页眉里）")
        if any(step.keyword == "for" for step in self._open):
            raise Wrong(f"「{path}」是整段内容，写在循环里会重复，请移到循环外面")

    def _parsed(self, source: str, mark: Mark) -> nodes.Node:
        if len(mark.words) > MAX_LETTERS:
            raise Wrong(f"标记太长，超过 {MAX_LETTERS} 个字")
        try:
            body = self._environment.parse(source).body
        except (TemplateSyntaxError, RecursionError) as error:
            raise Wrong(_UNREADABLE) from error
        if len(body) != 1:
            raise Wrong(_UNREADABLE)
        return body[0]


def _check_level(paragraph: Paragraph, mark: Mark) -> None:
    """A mark that stands for its whole paragraph or row takes all else in it away."""
    if mark.level not in ("", "p", "tr") or (mark.level == "tr" and not mark.is_step):
        raise Wrong(f"不能用「{mark.level}」开头的标记，只用 {{{{ }}}}、{{{{p }}}}、{{% %}}、{{%p %}}、{{%tr %}}")
    if mark.level and (len(paragraph.marks) > 1 or paragraph.rest.strip()):
        raise Wrong("带 p 或 tr 的标记要独占一段，同一段里的其他文字会丢失")
    if mark.level == "tr":
        _check_row(paragraph)


def _check_row(paragraph: Paragraph) -> None:
    if paragraph.row is None:
        raise Wrong("带 tr 的标记只能写在表格里，并独占一行")
    if sum(bool(own_text(element).strip()) for element in paragraph.row.iter(_P)) > 1:
        raise Wrong("带 tr 的标记要独占表格的一行，同一行里的其他内容会丢失")


def _home(paragraph: Paragraph, mark: Mark) -> Any:
    """Where the end of a step must stand, too."""
    if mark.level == "tr" and paragraph.row is not None:
        return paragraph.row.getparent()
    return paragraph.element.getparent() if mark.level == "p" else paragraph.element


def _is_in_body(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in the text itself, at most within content controls."""
    parents = (parent for parent in paragraph.element.iterancestors() if parent.tag not in _CONTROLS)
    return bool(next(parents).tag == _BODY)
