"""The curriculum (T2, T4): which topics hold which, who is to attend what, and what does not add up."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from aftercare_cli.model.contract import Contract, TrainingTerms, TrainingTopic
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Field
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.vocabulary import TrainingRole

_NUMBER: Final = r"[A-Za-z]?\d+(\.\d+)*[A-Za-z]?"
"""What looks like the number of a topic, rather than like the title of other content (T5)."""


class CurriculumError(AftercareError):
    """A contract without a curriculum, or one whose sums are wrong."""


class Flaw(msgspec.Struct, frozen=True):
    """What is wrong with a curriculum: a number that is listed twice or not at all, or days that do not add up.

    `field` leads from the training's terms to the value.
    """

    kind: Literal["twice", "unknown", "sum"]
    field: Field
    text: Text
    hint: Text


def parent(number: str) -> str:
    """Give the number of the topic that a topic lies in, empty for one at the top."""
    return number.rpartition(".")[0]


def parts(terms: TrainingTerms, number: str) -> list[TrainingTopic]:
    """Give the topics directly inside a topic; inside the empty number, those at the top."""
    return [topic for topic in terms.topics if parent(topic.number) == number != topic.number]


def leaves(terms: TrainingTerms, number: str = "") -> list[TrainingTopic]:
    """Give the topics inside a topic that hold no others, in the curriculum's order; of the empty number, all such."""
    found: list[TrainingTopic] = []
    for topic in parts(terms, number):
        found += leaves(terms, topic.number) or [topic]
    return found


def expanded(terms: TrainingTerms, numbers: Sequence[str]) -> list[str]:
    """Give the numbers of the innermost topics that `numbers` stand for; one the curriculum does not have is itself."""
    found: dict[str, None] = {}
    for number in numbers:
        inner = [topic.number for topic in leaves(terms, number)] if number else []
        found.update(dict.fromkeys(inner or [number]))
    return list(found)


def attended_by(terms: TrainingTerms, role: TrainingRole) -> list[str]:
    """Give the innermost topics a role is to attend; all of them where the contract names none for it."""
    audience = terms.roles.get(role)
    named = audience.topics if audience is not None else ()
    return expanded(terms, named) if named else [topic.number for topic in leaves(terms)]


def is_theory(terms: TrainingTerms, number: str) -> bool:
    """Say whether a topic, one that it lies in, or one that lies in it is theory."""
    theory = {topic.number for topic in terms.topics if topic.theory}
    above = number
    while above and above not in theory:
        above = parent(above)
    return bool(above) or any(topic.number in theory for topic in leaves(terms, number))


def is_number(topic: str) -> bool:
    """Say whether a session's topic looks like a number of the curriculum; else it is the title of other content."""
    return re.fullmatch(_NUMBER, topic) is not None


def roles_of(session: TrainingSession) -> tuple[TrainingRole, ...]:
    """Give the roles a session was held for."""
    return session.role if isinstance(session.role, tuple) else (session.role,)


def is_initial(session: TrainingSession) -> bool:
    """Say whether a session is of the curriculum's first run: neither made up nor asked for."""
    return session.kind == "initial" and session.requested_on is None


def due_day(contract: Contract) -> dt.date | None:
    """Give the day by which the curriculum is complete: the customer's written choice, else the handover (T3)."""
    terms = contract.training
    choice = None if terms is None else terms.owner_choice
    return contract.handover if choice is None else choice.until


def in_force(contract: Contract, day: dt.date = dt.date.min) -> Contract:
    """Give the terms that training is judged by: those in force when it is due, or on `day` where that is later.

    An amendment after the day on which the curriculum was due hides no breach: it is not among the terms of that day.
    """
    terms = contract.on(day)
    for start in sorted(amendment.start for amendment in contract.amendments if amendment.start > day):
        due = due_day(terms)
        if due is None or start > due:
            break
        terms = contract.on(start)
    return terms


def known_topics(contract: Contract, day: dt.date) -> dict[str, TrainingTopic]:
    """Give the topics that the contract had on `day` or has had before, by number, as they stood last."""
    starts = sorted({amendment.start for amendment in contract.amendments if amendment.start <= day})
    stood = [contract.on(dt.date.min), *(contract.on(start) for start in starts)]
    terms = [found.training for found in stood if found.training is not None]
    return {topic.number: topic for found in terms for topic in found.topics}


def flaws(terms: TrainingTerms) -> Iterator[Flaw]:
    """Yield what is wrong with a curriculum."""
    yield from _numbers(terms)
    yield from _sums(terms)
    numbers = [topic.number for topic in terms.topics]
    for role, audience in terms.roles.items():
        for position, number in enumerate(audience.topics):
            if number not in numbers:
                text = say("{number} is no topic of the curriculum", number=number)
                hint = say("its topics are {numbers}", numbers=", ".join(numbers))
                yield Flaw("unknown", ("roles", role, "topics", position), text, hint)


def _numbers(terms: TrainingTerms) -> Iterator[Flaw]:
    numbers = [topic.number for topic in terms.topics]
    for position, number in enumerate(numbers):
        field: Field = ("topics", position, "number")
        above = parent(number)
        if not number:
            yield Flaw("unknown", field, say("a topic has no number"), say("number it by its place: 1, 2, 2.1"))
        elif number in numbers[:position]:
            text = say("the topic {number} is listed twice", number=number)
            yield Flaw("twice", field, text, say("each topic has a number of its own"))
        elif above and above not in numbers:
            text = say("the topic {number} lies inside {parent}, which is not listed", number=number, parent=above)
            yield Flaw("unknown", field, text, say("add the topic {parent}", parent=above))


def _sums(terms: TrainingTerms) -> Iterator[Flaw]:
    for position, topic in enumerate(terms.topics):
        inner = parts(terms, topic.number) if topic.number else []
        total = sum(part.days for part in inner)
        if inner and total != topic.days:
            text = say(
                "the topic {number} takes {days} days, its parts {parts}",
                number=topic.number,
                days=topic.days,
                parts=total,
            )
            yield Flaw("sum", ("topics", position, "days"), text, say("parts add up to their topic"))
    total = sum(topic.days for topic in parts(terms, ""))
    if terms.working_days is not None and terms.working_days != total:
        text = say(
            "the topics take {total} working days, the contract says {days}", total=total, days=terms.working_days
        )
        yield Flaw("sum", ("working_days",), text, say("parts of a topic are not counted again"))


def curriculum(contract: Contract) -> TrainingTerms:
    """Give the training's terms of a contract with a curriculum; raises CurriculumError where there is none."""
    terms = contract.training
    if terms is None or not terms.topics:
        raise CurriculumError(
            say("{contract} has no curriculum", contract=contract.id),
            say("write one into the contract: training, with its topics and their days"),
        )
    return terms


def refuse_flaws(contract: Contract) -> TrainingTerms:
    """Give a contract's curriculum; raises CurriculumError where there is none, or where something is wrong with it."""
    terms = curriculum(contract)
    for flaw in flaws(terms):
        raise CurriculumError(flaw.text, flaw.hint)
    return terms
