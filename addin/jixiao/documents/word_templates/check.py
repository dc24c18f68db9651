"""What is wrong with a template, each fault with the paragraph it stands in; and what the template leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.documents.word_templates.fields import vocabulary
from jixiao.documents.word_templates.reader import Reader
from jixiao.documents.word_templates.scopes import Scopes
from jixiao.documents.word_templates.template_file import Fault, TemplateFile, attached_template, file_faults
from jixiao.documents.word_templates.template_marks import count_braces, paragraphs, parts
from jixiao.model.forms.family import Family

MAX_BRACES = 20_000
"""In a template's marks; a starting template has some two hundred."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a template, and what it leaves out; a template without faults can be used."""

    faults: tuple[Fault, ...]
    hints: tuple[str, ...]


def check_template(template: TemplateFile, family: Family) -> Checked:
    """Everything that is wrong with a template of a family."""
    read = [*parts(template.document)]
    if sum(map(count_braces, read)) > MAX_BRACES:
        return Checked((Fault("整个文件", "", f"花括号超过 {MAX_BRACES} 个，不像报告模板"),), ())
    scopes = Scopes(vocabulary(family))
    reader = Reader(scopes)
    for part in read:
        reader.read_part(paragraphs(part))
    faults = dict.fromkeys([*file_faults(template), *reader.faults])
    if not (faults or scopes.used):  # some other document, chosen by mistake: the report would hold nothing
        faults[Fault("整个文件", "", "没有一个字段（如 {{ unit }}），不像报告模板。请检查选对了文件")] = None
    return Checked(tuple(faults), tuple(_hints(template, family, scopes.used)))


def _hints(template: TemplateFile, family: Family, used: set[str]) -> Iterator[str]:
    """What the family's outline asks for and the template does not print, and what is left behind."""
    for report in family.outline.reports:
        for section in report.sections:
            path = f"sections.{report.id}.{section.key}"
            if path not in used:
                yield f"没有用到「{section.heading}」（{path}），这一部分的内容不会印出来"
    for form in family.forms:
        if not used & {"attachments", f"attachments.{form.id}"}:
            yield f"没有用到「{form.attachment}」（attachments.{form.id}），报告里不会有这张表"
    if any(template.document.comments):
        yield "模板里有批注，会印进报告；不要的请先删除"
    if attached := attached_template(template.document):
        yield f"这份模板自己套用了一份 Word 模板（{attached}），这个引用不会带进报告"
