"""Which histories contradict themselves: every sentence, and both places it speaks of."""

import pytest
from hypothesis import given, settings

from aftercare_cli.model.finding import Field
from aftercare_cli.model.ticket import AnyEvent, Arrived, Cancelled, Closed, Noted, Paused, Resolved, Resumed
from aftercare_cli.rules.lifecycle import ImpossibleEventError, contradictions, refuse_impossible
from tests.rules.histories import History, histories
from tests.rules.written import moment, ticket

REPORT: Field = ("reported_at",)


RESOLVED_IN_A_PAUSE = """
events:
  - {at: 10T10:00, type: paused, reason: owner_access}
  - {at: 10T11:00, type: resolved}
"""


def told(text: object) -> str:
    """Write a sentence with short times: `2026-03-10 09:00:00+08:00` is `10 09:00`."""
    return str(text).replace("2026-03-", "").replace(":00+08:00", "")


def found(history: str) -> list[tuple[Field, Field, str]]:
    return [(each.field, each.against, told(each.text)) for each in contradictions(ticket(history))]


def test_a_unit_may_come_back_and_units_without_a_serial_number_are_not_compared() -> None:
    repaired = """
    events:
      - {at: 10T10:00, type: replaced, model: X, old: A, new: B}
      - {at: 10T11:00, type: replaced, model: X, old: B, new: A}
      - {at: 10T12:00, type: replaced, model: X, old: A, new: B}
      - {at: 10T13:00, type: replaced, model: Y}
      - {at: 10T14:00, type: replaced, model: Y}
    """
    assert found(repaired) == []


@pytest.mark.parametrize(
    ("events", "field", "against", "sentence"),
    [
        (
            "- {at: 10T08:59, type: arrived}",
            ("events", 0),
            REPORT,
            "arrived on site at 10 08:59 comes before the report at 10 09:00",
        ),
        (
            """
            - {at: 10T10:00, type: replaced, model: X, old: A, new: B}
            - {at: 10T11:00, type: replaced, model: X, old: A, new: C}
            """,
            ("events", 1),
            ("events", 0),
            "unit replaced at 10 11:00, but the same unit was taken out at 10 10:00",
        ),
        (
            """
            - {at: 10T10:00, type: replaced, model: X, new: B}
            - {at: 10T11:00, type: replaced, model: X, old: A, new: B}
            """,
            ("events", 1),
            ("events", 0),
            "unit replaced at 10 11:00, but the same unit was fitted at 10 10:00",
        ),
        (
            """
            - {at: 10T10:00, type: resolved}
            - {at: 10T11:00, type: closed}
            - {at: 10T12:00, type: arrived}
            """,
            ("events", 2),
            ("events", 1),
            "arrived on site at 10 12:00 comes after closed at 10 11:00",
        ),
        (
            """
            - {at: 10T10:00, type: resolved}
            - {at: 10T11:00, type: closed}
            - {at: 10T12:00, type: closed}
            """,
            ("events", 2),
            ("events", 1),
            "closed at 10 12:00 comes after closed at 10 11:00",
        ),
        (
            """
            - {at: 10T10:00, type: cancelled}
            - {at: 10T10:30, type: dispatched}
            """,
            ("events", 1),
            ("events", 0),
            "dispatched at 10 10:30 comes after cancelled at 10 10:00",
        ),
        (
            """
            - {at: 10T10:00, type: cancelled}
            - {at: 10T10:30, type: closed}
            - {at: 10T11:00, type: cancelled}
            """,
            ("events", 2),
            ("events", 1),
            "cancelled at 10 11:00 comes after closed at 10 10:30",
        ),
        (
            """
            - {at: 10T10:00, type: arrived}
            - {at: 10T11:00, type: closed}
            """,
            ("events", 1),
            ("events", 0),
            (
                "closed at 10 11:00 needs a resolution or a cancellation before it; "
                "recorded last is arrived on site at 10 10:00"
            ),
        ),
        (
            "- {at: 10T11:00, type: closed}",
            ("events", 0),
            REPORT,
            "closed at 10 11:00 needs a resolution or a cancellation before it; recorded last is reported at 10 09:00",
        ),
        (
            """
            - {at: 10T11:00, type: resolved}
            - {at: 10T12:00, type: resolved}
            """,
            ("events", 1),
            ("events", 0),
            "resolved at 10 12:00, but it was resolved already at 10 11:00",
        ),
        (
            """
            - {at: 10T11:00, type: resolved}
            - {at: 10T12:00, type: restored}
            """,
            ("events", 1),
            ("events", 0),
            "service restored at 10 12:00 comes after resolved at 10 11:00, when service was back already",
        ),
        (
            """
            - {at: 10T10:00, type: arrived}
            - {at: 10T11:00, type: reopened}
            """,
            ("events", 1),
            ("events", 0),
            "reopened at 10 11:00, but the ticket was still open; recorded last is arrived on site at 10 10:00",
        ),
        (
            """
            - {at: 10T10:00, type: resolved}
            - {at: 10T11:00, type: reopened}
            - {at: 10T11:30, type: reopened}
            """,
            ("events", 2),
            ("events", 1),
            "reopened at 10 11:30, but the ticket was still open; recorded last is reopened at 10 11:00",
        ),
        (
            """
            - {at: 10T10:00, type: resolved}
            - {at: 10T12:00, type: reopened, fault_at: 10T13:00}
            """,
            ("events", 1, "fault_at"),
            ("events", 1),
            "the fault began again at 10 13:00, after the ticket was reopened at 10 12:00",
        ),
        (
            """
            - {at: 10T09:30, type: paused, reason: owner_access}
            - {at: 10T10:00, type: resumed}
            - {at: 10T11:00, type: paused, reason: owner_access}
            - {at: 10T12:00, type: paused, reason: owner_request}
            """,
            ("events", 3),
            ("events", 2),
            "paused at 10 12:00 during the pause that began at 10 11:00",
        ),
        (
            """
            - {at: 10T10:00, type: arrived}
            - {at: 10T11:00, type: resumed}
            """,
            ("events", 1),
            ("events", 0),
            "resumed at 10 11:00 without a pause before it; recorded last is arrived on site at 10 10:00",
        ),
        (
            """
            - {at: 10T09:30, type: paused, reason: owner_access}
            - {at: 10T10:00, type: resolved}
            - {at: 10T11:00, type: reopened}
            - {at: 10T11:30, type: resumed}
            """,
            ("events", 3),
            ("events", 2),
            "resumed at 10 11:30 without a pause before it; recorded last is reopened at 10 11:00",
        ),
        (
            "- {at: 10T11:00, type: standby_returned}",
            ("events", 0),
            REPORT,
            "standby unit returned at 10 11:00, but none was in service; recorded last is reported at 10 09:00",
        ),
        (
            """
            - {at: 10T10:00, type: standby_in_service}
            - {at: 10T11:00, type: standby_returned}
            - {at: 10T12:00, type: standby_returned}
            """,
            ("events", 2),
            ("events", 1),
            (
                "standby unit returned at 10 12:00, but none was in service; "
                "recorded last is standby unit returned at 10 11:00"
            ),
        ),
        (
            """
            - {at: 10T11:00, type: closed}
            - {at: 10T10:00, type: resolved}
            - {at: 10T12:00, type: arrived}
            """,  # places are those in the file
            ("events", 2),
            ("events", 0),
            "arrived on site at 10 12:00 comes after closed at 10 11:00",
        ),
    ],
)
def test_two_facts_that_cannot_both_be_true(events: str, field: Field, against: Field, sentence: str) -> None:
    assert found(f"events:\n{events}") == [(field, against, sentence)]


def test_a_fault_begins_no_later_than_it_is_reported() -> None:
    assert found("fault_at: 10T09:00") == []
    assert found("fault_at: 10T09:01") == [
        (("fault_at",), REPORT, "the fault began at 10 09:01, after it was reported at 10 09:00")
    ]


def test_every_contradiction_is_told_in_order_of_time() -> None:
    history = """
    fault_at: 10T10:00
    events:
      - {at: 10T12:00, type: resumed}
      - {at: 10T08:00, type: resumed}
      - {at: 10T11:00, type: closed}
    """
    assert found(history) == [
        (("fault_at",), REPORT, "the fault began at 10 10:00, after it was reported at 10 09:00"),
        (("events", 1), REPORT, "resumed at 10 08:00 comes before the report at 10 09:00"),
        (
            ("events", 1),
            REPORT,
            "resumed at 10 08:00 without a pause before it; recorded last is reported at 10 09:00",
        ),
        (
            ("events", 2),
            ("events", 1),
            "closed at 10 11:00 needs a resolution or a cancellation before it; recorded last is resumed at 10 08:00",
        ),
        (("events", 0), ("events", 2), "resumed at 10 12:00 comes after closed at 10 11:00"),
    ]


def test_after_a_contradiction_the_history_goes_on() -> None:
    """A pause that cannot have begun ends nothing, a unit that was not out is not owed."""
    history = """
    events:
      - {at: 10T10:00, type: paused, reason: owner_access}
      - {at: 10T10:10, type: paused, reason: owner_access}
      - {at: 10T10:20, type: paused, reason: owner_access}
      - {at: 10T10:30, type: resumed}
      - {at: 10T11:00, type: standby_returned}
      - {at: 10T11:10, type: standby_in_service}
      - {at: 10T11:20, type: standby_returned}
    """
    during = "during the pause that began at 10 10:00"
    assert found(history) == [
        (("events", 1), ("events", 0), f"paused at 10 10:10 {during}"),
        (("events", 2), ("events", 0), f"paused at 10 10:20 {during}"),
        (
            ("events", 4),
            ("events", 3),
            "standby unit returned at 10 11:00, but none was in service; recorded last is resumed at 10 10:30",
        ),
    ]


@pytest.mark.parametrize(
    "events",
    [
        "- {at: 10T09:00, type: noted}",
        """
        - {at: 10T09:00, type: answered}
        - {at: 10T09:00, type: resolved}
        - {at: 10T09:00, type: closed}
        """,
        """
        - {at: 10T10:00, type: cancelled}
        - {at: 10T11:00, type: closed}
        """,
        """
        - {at: 10T10:00, type: cancelled}
        - {at: 10T11:00, type: reopened}
        - {at: 10T12:00, type: arrived}
        """,
        """
        - {at: 10T10:00, type: resolved}
        - {at: 10T11:00, type: reopened}
        - {at: 10T12:00, type: resolved}
        """,
        """
        - {at: 10T10:00, type: resolved}
        - {at: 10T10:00, type: restored}
        """,
        """
        - {at: 10T10:00, type: resolved}
        - {at: 10T11:00, type: arrived}
        """,
        """
        - {at: 10T10:00, type: paused, reason: weather}
        - {at: 10T11:00, type: resolved}
        - {at: 10T12:00, type: resumed}
        """,
        """
        - {at: 10T10:00, type: standby_in_service}
        - {at: 10T11:00, type: standby_in_service}
        - {at: 10T12:00, type: resolved}
        - {at: 10T12:10, type: closed}
        - {at: 10T12:20, type: noted}
        - {at: 10T12:30, type: excused, target: arrival}
        - {at: 10T12:40, type: acknowledged, target: standby}
        - {at: 10T12:50, type: charge_agreed, head: travel, amount: "35.00"}
        - {at: 10T13:00, type: standby_returned}
        - {at: 11T09:00, type: reopened}
        - {at: 11T10:00, type: standby_returned}
        """,
    ],
)
def test_a_history_that_can_have_happened_contradicts_nothing(events: str) -> None:
    assert found(f"events:\n{events}") == []


@settings(max_examples=3 * settings().max_examples)
@given(histories())
def test_histories_made_up_of_what_can_happen_contradict_nothing(history: History) -> None:
    assert found(history.text) == []


CLOSED = "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: resolved}, {at: 10T12:00, type: closed}]"


@pytest.mark.parametrize(
    ("history", "event", "sentence"),
    [
        (CLOSED, Arrived(at=moment("10T13:00")), "arrived on site at 10 13:00 comes after closed at 10 12:00"),
        # an event entered later that leaves no room for one that is recorded
        (CLOSED, Cancelled(at=moment("10T09:30")), "arrived on site at 10 10:00 comes after cancelled at 10 09:30"),
        # what was wrong before is not this event's fault, what it adds is
        (
            "events: [{at: 10T08:00, type: arrived}]",
            Closed(at=moment("10T10:00")),
            (
                "closed at 10 10:00 needs a resolution or a cancellation before it; "
                "recorded last is arrived on site at 10 08:00"
            ),
        ),
    ],
)
def test_an_event_that_cannot_have_happened_is_refused(history: str, event: AnyEvent, sentence: str) -> None:
    with pytest.raises(ImpossibleEventError) as caught:
        refuse_impossible(ticket(history), event)
    assert told(caught.value.text) == sentence
    assert str(caught.value.hint) == "aftercare ticket show T-20260310-7F3K lists what is recorded"


@pytest.mark.parametrize(
    ("history", "event"),
    [
        (CLOSED, Noted(at=moment("10T13:00"))),
        ("events: [{at: 10T08:00, type: arrived}]", Resolved(at=moment("10T10:00"))),
        ("events: [{at: 10T10:00, type: paused, reason: owner_access}]", Resumed(at=moment("10T10:00"))),
        (RESOLVED_IN_A_PAUSE, Paused(at=moment("10T12:00"), reason="owner_access")),
        (RESOLVED_IN_A_PAUSE, Resumed(at=moment("10T12:00"))),
    ],
)
def test_an_event_that_can_have_happened_is_not_refused(history: str, event: AnyEvent) -> None:
    refuse_impossible(ticket(history), event)


def test_a_pause_that_the_resolution_ended_is_resumed_no_more_than_once() -> None:
    twice = "  - {at: 10T11:10, type: resumed}\n  - {at: 10T11:20, type: resumed}\n"
    assert found(RESOLVED_IN_A_PAUSE + twice) == [
        (
            ("events", 3),
            ("events", 2),
            "resumed at 10 11:20 without a pause before it; recorded last is resumed at 10 11:10",
        )
    ]
    assert found(f"{RESOLVED_IN_A_PAUSE}  - {{at: 10T11:10, type: paused, reason: x}}\n{twice}") == [
        (
            ("events", 4),
            ("events", 3),
            "resumed at 10 11:20 without a pause before it; recorded last is resumed at 10 11:10",
        )
    ]
