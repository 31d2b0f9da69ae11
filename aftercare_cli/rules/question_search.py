"""Full-text search in the questions and their answers (S13), in Chinese and in English.

Texts and words are compared without regard to case and to the width of signs (NFKC). What is written between spaces,
an English word, is found at the beginning of a word: `rec` finds `recorder` and not `direct`. Chinese has no spaces:
its words are found anywhere.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from aftercare_cli.model.service import Question

Span = tuple[int, int]
"""From one position of a text to before another."""

_QUOTED: Final = r'"([^"]*)"|“([^“”]*)”|「([^「」]*)」'
_VOICED: Final = frozenset("ﾞﾟ")
"""Half-width marks that join the sign before them when their width is made regular."""


class Found(msgspec.Struct, frozen=True):
    """A question that holds every word: where, in the question and in the answer, and how often."""

    question: Question
    in_question: tuple[Span, ...]
    in_answer: tuple[Span, ...]
    hits: int
    words_in_question: int


def words(wanted: Iterable[str]) -> list[str]:
    """Give the words to look for, folded: each argument is one, with its spaces; so is each quoted part of one."""
    found: list[str] = []
    for argument in wanted:
        quoted = [next(part for part in match if part or not any(match)) for match in re.findall(_QUOTED, argument)]
        rest = re.sub(_QUOTED, " ", argument)
        found += [*quoted, *(rest.split() if quoted else [rest])]
    folded = (_Folded(word).text.strip() for word in found)
    return list(dict.fromkeys(word for word in folded if word))


def search(questions: Iterable[Question], wanted: Sequence[str]) -> list[Found]:
    """Find questions that hold every one of the folded words, in the question or in the answer.

    Those with more of the words in the question itself come first, then those with more hits, then the newest.
    """
    found = [hit for question in questions if (hit := _found(question, wanted)) is not None]
    return sorted(found, key=_rank)


def _rank(found: Found) -> tuple[int, int, dt.timedelta, str]:
    age = dt.datetime.max.replace(tzinfo=dt.UTC) - found.question.asked_at
    return -found.words_in_question, -found.hits, age, found.question.id


def _found(question: Question, wanted: Sequence[str]) -> Found | None:
    asked, answered = _Folded(question.question), _Folded(question.answer or "")
    pairs = [(list(asked.find(word)), list(answered.find(word))) for word in wanted]
    if not all(in_question or in_answer for in_question, in_answer in pairs):
        return None
    return Found(
        question,
        _joined(span for in_question, _ in pairs for span in in_question),
        _joined(span for _, in_answer in pairs for span in in_answer),
        sum(len(in_question) + len(in_answer) for in_question, in_answer in pairs),
        sum(bool(in_question) for in_question, _ in pairs),
    )


class _Folded:
    """A text as it is compared, and for each of its signs the place in the text as it was written."""

    def __init__(self, written: str) -> None:
        signs: list[str] = []
        places: list[Span] = []
        for begin, end in _clusters(written):
            folded = _fold(written[begin:end])
            if folded.isspace():
                folded = "" if signs and signs[-1] == " " else " "
            signs += folded
            places += [(begin, end)] * len(folded)
        self.text = "".join(signs)
        self._places = places

    def find(self, word: str) -> Iterator[Span]:
        """Yield where a folded word stands in the text as it was written."""
        at = self.text.find(word)
        while at >= 0:
            if not (at and _is_letter(word[0]) and _is_letter(self.text[at - 1])):
                yield self._places[at][0], self._places[at + len(word) - 1][1]
                at = self.text.find(word, at + len(word))
            else:
                at = self.text.find(word, at + 1)


@lru_cache(maxsize=4096)
def _fold(cluster: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())


def _clusters(text: str) -> Iterator[Span]:
    """Yield each sign of a text together with the marks that belong to it."""
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not (unicodedata.combining(text[end]) or text[end] in _VOICED):
            yield begin, end
            begin = end


def _is_letter(sign: str) -> bool:
    """Say whether a sign is a letter or digit of a script that puts spaces between words."""
    return sign.isalnum() and unicodedata.east_asian_width(sign) not in "WF"


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give spans in order, those that meet as one."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return tuple(joined)
