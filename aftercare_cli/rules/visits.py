"""Follow-up visits as they stand at a moment, and what customers thought of the service (S14)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import Scores, Visit
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Resolved, Ticket
from aftercare_cli.rules.days import Days

QUESTIONS: Final = Scores.__struct_fields__
"""The five questions, in their order."""
LOW: Final = 2
"""The score from which on downward somebody has to be asked why."""
_CENT: Final = Decimal("0.01")


class WrongVisitError(AftercareError):
    """A visit after a ticket that cannot have been, or is none."""


class Average(msgspec.Struct, frozen=True):
    """The average of `n` scores, to two places, half up; None where nobody answered."""

    average: Decimal | None
    n: int


def as_of(visits: Iterable[Visit], today: dt.date) -> Iterator[Visit]:
    """Yield visits as they stood on a day: one made later was planned then, or not known at all."""
    for visit in visits:
        if visit.visited_on is None or visit.visited_on <= today:
            yield visit
        elif visit.due_on is not None:
            yield Visit(id=visit.id, site=visit.site, ticket=visit.ticket, due_on=visit.due_on)


def day_of(visit: Visit) -> dt.date:
    """Give the day of a visit: when it was made, else when it is due, else the day in its id."""
    return visit.visited_on or visit.due_on or dated(visit)


def dated(visit: Visit) -> dt.date:
    """Give the day in a visit's id: when it was planned, or made."""
    return dt.date.fromisoformat(visit.id[2:10])


def given(scores: Scores | None) -> dict[str, int]:
    """Give the scores by question, those that were given."""
    if scores is None:
        return {}
    return {question: int(score) for question in QUESTIONS if (score := getattr(scores, question)) is not None}


def low(scores: Scores | None) -> dict[str, int]:
    """Give the scores that are low."""
    return {question: score for question, score in given(scores).items() if score <= LOW}


def average(scores: Iterable[int]) -> Average:
    """Give the average of scores."""
    found = list(scores)
    if not found:
        return Average(None, 0)
    return Average((Decimal(sum(found)) / len(found)).quantize(_CENT, ROUND_HALF_UP), len(found))


def averages(visits: Iterable[Visit]) -> dict[str, Average]:
    """Give the average of each question over visits."""
    found = [given(visit.scores) for visit in visits]
    return {question: average(scores[question] for scores in found if question in scores) for question in QUESTIONS}


def refuse_wrong_ticket(ticket: Ticket, site: str, day: dt.date, days: Days) -> None:
    """Raise WrongVisitError for a visit of `day` at `site` that cannot follow up `ticket`."""
    if ticket.site != site:
        raise WrongVisitError(
            say("{ticket} is a ticket of {other}, not of {site}", ticket=ticket.id, other=ticket.site, site=site),
            say("name the site of the ticket, or another ticket"),
        )
    resolved = [event.at for event in ticket.events if type(event) is Resolved and event.at <= days.now]
    if not resolved:
        raise WrongVisitError(
            say("{ticket} is not resolved yet", ticket=ticket.id),
            say("a follow-up comes after the solution: record that first, aftercare ticket resolve"),
        )
    if day < days.of(min(resolved)):
        raise WrongVisitError(
            say(
                "{day} is before {ticket} was resolved, on {resolved}",
                day=day,
                ticket=ticket.id,
                resolved=days.of(min(resolved)),
            ),
            say("give the day of a visit that followed the solution"),
        )
