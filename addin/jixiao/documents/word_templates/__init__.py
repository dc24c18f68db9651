"""Reports from templates that an administrator edits in Word."""

from jixiao.documents.word_templates.check import Checked, check_template
from jixiao.documents.word_templates.fields import listed, vocabulary
from jixiao.documents.word_templates.render import TemplateError, refuse_faults, rendered, write_from_template
from jixiao.documents.word_templates.starting import family_of, starting_template, write_starting_template
from jixiao.documents.word_templates.template_choice import BESIDE, chosen_report, template_beside, template_message
from jixiao.documents.word_templates.template_file import Fault, TemplateFile, open_template

__all__ = [
    "BESIDE",
    "Checked",
    "Fault",
    "TemplateError",
    "TemplateFile",
    "check_template",
    "chosen_report",
    "family_of",
    "listed",
    "open_template",
    "refuse_faults",
    "rendered",
    "starting_template",
    "template_beside",
    "template_message",
    "vocabulary",
    "write_from_template",
    "write_starting_template",
]
