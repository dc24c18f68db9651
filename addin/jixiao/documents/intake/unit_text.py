"""A unit's own words apart from what the figures write: of a read report only the former are texts of the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.report_sentences import paragraphs
from jixiao.model.forms.family import Family, Section
from jixiao.model.forms.sentence_template import choices_of
from jixiao.model.submission.submission import Submission

_FIRST_SIGN = 0xE000
"""Of the signs that stand where a person chose words; of the private use area, so that no report holds them."""

_MOST_WORDS = 200


def separate(family: Family, submission: Submission) -> None:
    """Take the sentences that figures write out of a read submission's texts: the report writes them anew.

    Words that were chosen for sentences are found in them. A section that does not hold its sentences word for word
    keeps all it says, instead of them: nothing is said twice, nothing that was left out comes back.
    """
    evaluation = evaluate(family, submission)
    for report in family.outline.reports:
        texts = submission.texts.get(report.id, {})
        for section in report.sections:
            if section.sentences and texts.get(section.key):
                own = _own_lines(evaluation, section, texts[section.key].split("\n"))
                if own is None:
                    submission.replaced.setdefault(report.id, set()).add(section.key)
                else:
                    texts[section.key] = "\n".join(own)
        phrases = {section.key: section.empty for section in report.sections}
        submission.texts[report.id] = {k: text for k, text in texts.items() if text and text != phrases.get(k)}
    submission.texts = {report_id: texts for report_id, texts in submission.texts.items() if texts}


def _own_lines(evaluation: Evaluation, section: Section, lines: Sequence[str]) -> list[str] | None:
    """The lines that the figures did not write; ``None`` if they wrote something that is not there."""
    chosen = evaluation.submission.choices
    for keys in _subsets([key for key in _choices(section) if key not in chosen]):
        chosen.update({key: _sign(place) for place, key in enumerate(keys)})
        patterns = [re.compile(_pattern(text, len(keys))) for text in paragraphs(evaluation, section)]
        found = [_first_match(pattern, lines) for pattern in patterns]
        for key in keys:
            del chosen[key]
        if all(found):
            for match in found:
                chosen.update({keys[place]: words for place, words in _words_chosen(match)} if match else {})
            written = {match.string for match in found if match}
            return [line for line in lines if _bare(line) not in written]
    return None


def _first_match(pattern: re.Pattern[str], lines: Sequence[str]) -> re.Match[str] | None:
    return next((match for line in lines if (match := pattern.fullmatch(_bare(line)))), None)


def _sign(place: int) -> str:
    return chr(_FIRST_SIGN + place)


def _pattern(text: str, choices: int) -> str:
    """A paragraph without white space, with room for the words chosen; a choice says the same wherever it stands."""
    pattern = re.escape(_bare(text))
    for place in range(choices):
        room = f"(?P<choice{place}>.{{1,{_MOST_WORDS}}})"
        pattern = pattern.replace(_sign(place), room, 1).replace(_sign(place), f"(?P=choice{place})")
    return pattern


def _words_chosen(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The place of each choice that a paragraph has, with its words."""
    return ((int(name.removeprefix("choice")), words) for name, words in match.groupdict().items())


def _bare(text: str) -> str:
    return "".join(text.split())


def _choices(section: Section) -> list[str]:
    """The section's choices in the order in which its sentences take them."""
    texts = (text for alternatives in section.sentences for text in alternatives)
    return list(dict.fromkeys(key for text in texts for key in choices_of(text)))


def _subsets(keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All of them first, none last: a choice counts as made where its words stand, even in a paragraph of its own."""
    for count in range(len(keys), -1, -1):
        yield from combinations(keys, count)
