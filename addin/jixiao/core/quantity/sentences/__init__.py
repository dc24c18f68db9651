"""Figures in running text: each with its label, unit, year and role."""

from jixiao.core.quantity.sentences.labels import Label, Role, read_label
from jixiao.core.quantity.sentences.mentions import Exactness, Mention, MentionKind, PartList, Place
from jixiao.core.quantity.sentences.prose import Prose
from jixiao.core.quantity.sentences.reader import read_account, read_prose

__all__ = [
    "Exactness",
    "Label",
    "Mention",
    "MentionKind",
    "PartList",
    "Place",
    "Prose",
    "Role",
    "read_account",
    "read_label",
    "read_prose",
]
