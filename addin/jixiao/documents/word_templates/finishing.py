"""What a rendered template still needs to be a report, and what of the template must not stay in it."""

from __future__ import annotations

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from jixiao.documents.report.charts import charts_of
from jixiao.documents.report.volumes import whole_title
from jixiao.documents.word_package import RELATIONS
from jixiao.documents.word_templates.highlight import highlight
from jixiao.documents.word_templates.landscape_sections import settle_turns
from jixiao.documents.word_templates.python_docx import attach, drop_ballast, set_properties
from jixiao.documents.word_templates.repairs import mend
from jixiao.documents.word_templates.style_matching import Fitting
from jixiao.documents.word_templates.template_file import ATTACHED
from jixiao.model.evaluation import Evaluation

_CUSTOM = f"{RELATIONS}/custom-properties"


def finish(document: DocumentObject, evaluation: Evaluation, fitting: Fitting) -> None:
    """Give a rendered document its sections, charts and properties."""
    mend(document)
    if settle_turns(document):
        fitting.restyle_footers(document.part)
    highlight(document.element.body, fitting.id("Placeholder"))
    attach(document.part, charts_of(evaluation, _charts(document)))
    drop_ballast(document)
    _forget_past(document)
    set_properties(document, whole_title(evaluation))
    document.core_properties.category = ""


def _charts(document: DocumentObject) -> str:
    """The relations of the charts that were printed."""
    return " ".join(chart.get(qn("r:id")) for chart in document.element.body.iter(qn("c:chart")))


def _forget_past(document: DocumentObject) -> None:
    """What tells of the template's own past: where a .dotx of it lies, and what programs noted in its properties."""
    package = document.part.package
    for relations in (package.rels, *(part.rels for part in list(package.iter_parts()))):
        for key in [key for key, relation in relations.items() if relation.reltype in (ATTACHED, _CUSTOM)]:
            del relations[key]
    for element in document.settings.element.findall(qn("w:attachedTemplate")):
        document.settings.element.remove(element)
