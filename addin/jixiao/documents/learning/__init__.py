"""Learning a family from the blank forms a notice brings: what a person had to write as data is read from the blank."""

from jixiao.documents.learning.blank import BlankError
from jixiao.documents.learning.carried import carry_over, confirmed_again, learned_before
from jixiao.documents.learning.corrections import read_corrections, write_corrections
from jixiao.documents.learning.differences import differences, take_over
from jixiao.documents.learning.last_names import last_names
from jixiao.documents.learning.last_outline import take_outline_over
from jixiao.documents.learning.learned_family import (
    BLANKS,
    Learned,
    learn,
    put_back,
    read_record,
    replace_family,
    write_family,
)
from jixiao.documents.learning.pack import PackError, add_pack, own_ancestry, write_pack
from jixiao.documents.learning.proof import Proof, prove

__all__ = [
    "BLANKS",
    "BlankError",
    "Learned",
    "PackError",
    "Proof",
    "add_pack",
    "carry_over",
    "confirmed_again",
    "differences",
    "last_names",
    "learn",
    "learned_before",
    "own_ancestry",
    "prove",
    "put_back",
    "read_corrections",
    "read_record",
    "replace_family",
    "take_outline_over",
    "take_over",
    "write_corrections",
    "write_family",
    "write_pack",
]
