"""What a line of an inspection's sheet may hold: an outcome, and for the picture a grade and what disturbs it (M2).

The grade is that of the five-grade impairment scale: 5 is imperceptible, 4 and better pass.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple, get_args

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.vocabulary import CheckOutcome, Grade, PictureFault

OUTCOMES: Final[tuple[CheckOutcome, ...]] = get_args(CheckOutcome)
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
MARKS: Final[tuple[PictureFault, ...]] = get_args(PictureFault)
PASSING: Final = frozenset({"4", "5"})
BAD: Final = frozenset({"fail", "hazard"})
"""Outcomes that call for a ticket."""
_FLAWLESS: Final = "5"


class OutcomeError(AftercareError):
    """An outcome that a line of the sheet cannot hold."""


class Outcome(NamedTuple):
    """What was found on a line."""

    result: CheckOutcome
    grade: Grade | None = None
    marks: tuple[PictureFault, ...] = ()


def outcome(check: Check, result: str | None, grade: str | None, marks: Sequence[str]) -> Outcome:
    """Give what was found, from words; a grade may stand in place of the result. Raises OutcomeError."""
    if result in GRADES:
        if grade not in {None, result}:
            raise OutcomeError(
                say("the result is the grade {first}, and the grade {second}", first=result, second=grade)
            )
        result, grade = None, result
    if grade is not None and grade not in GRADES:
        raise OutcomeError(say("{word} is no grade", word=grade), say("grades run from 1 (very bad) to 5 (flawless)"))
    if result is not None and result not in OUTCOMES:
        raise OutcomeError(say("{word} is no result", word=result), _meant(check, result))
    for mark in marks:
        if mark not in MARKS:
            raise OutcomeError(say("{word} is no mark", word=mark), say("marks are {names}", names=", ".join(MARKS)))
    refused = _ungraded(check, grade, marks) if not check.graded else _graded(check, result, grade, marks)
    if refused is not None:
        raise OutcomeError(*refused)
    told = result or ("pass" if grade in PASSING else "fail")
    found = Outcome(told, grade, tuple(mark for mark in MARKS if mark in marks))
    if contradicts(found.result, found.grade, found.marks):
        raise OutcomeError(
            say("{result} contradicts the grade {grade}", result=found.result, grade=found.grade),
            say("4 and 5 pass, 1 to 3 fail: give the grade alone"),
        )
    return found


def _meant(check: Check, word: str) -> Text:
    if near := get_close_matches(word.lower(), OUTCOMES, 1, 0.6):
        return say("did you mean {name}?", name=near[0])
    if check.graded:
        return say("write a grade from 1 to 5, or na or hazard")
    return say("write pass, fail, na or hazard")


def _ungraded(check: Check, grade: str | None, marks: Sequence[str]) -> tuple[Text, Text] | None:
    """Say what a check that is not graded cannot hold."""
    if grade is not None:
        return say("{check} is not graded", check=check.id), say("write pass, fail, na or hazard")
    if marks:
        return (
            say("{check} has no picture to mark: {marks}", check=check.id, marks=", ".join(marks)),
            say("say it in the note"),
        )
    return None


def _graded(check: Check, result: str | None, grade: str | None, marks: Sequence[str]) -> tuple[Text, Text] | None:
    """Say what a graded check lacks, or cannot hold."""
    if grade is None and result in {"pass", "fail", None}:
        return (
            say(
                "{check} is graded: {result} alone does not say how good the picture is", check=check.id, result=result
            ),
            say("give the grade from 1 to 5 instead: 4 and 5 pass"),
        )
    if grade is not None and result == "na":
        return say("what is not applicable has no grade"), say("leave the grade out, or give it alone")
    if marks and grade is None:
        return say("marks go with a grade"), say("give the grade from 1 to 4")
    if marks and grade == _FLAWLESS:
        return (
            say("grade 5 means that nothing disturbs the picture: {marks}", marks=", ".join(marks)),
            say("give a lower grade, or leave the marks out"),
        )
    return None


def contradicts(result: CheckOutcome, grade: Grade | None, marks: Sequence[str]) -> bool:
    """Say whether an outcome and its grade cannot both be right; what is marked may fail with any grade."""
    if grade is None:
        return False
    return (
        result == "na"
        or (result == "pass" and grade not in PASSING)
        or (result == "fail" and grade in PASSING and not marks)
    )


def is_contradictory(check: Check | None, found: CheckResult) -> bool:
    """Say whether a recorded result contradicts its grade, or has one that its check does not give."""
    is_ungraded = check is not None and not check.graded
    return (found.grade is not None and is_ungraded) or contradicts(found.result, found.grade, found.marks)
