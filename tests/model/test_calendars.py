"""Weekly calendars as a record writes them."""

import datetime as dt

import pytest

from aftercare_cli.model.calendars import Calendar, day_keys, read_calendar, read_holidays, read_slots
from aftercare_cli.model.errors import InvalidValueError

MORNING = (9 * 60, 12 * 60)
AFTERNOON = (13 * 60 + 30, 18 * 60)
NIGHT = (22 * 60, 30 * 60)


@pytest.mark.parametrize(
    ("tree", "calendar"),
    [
        (
            {"mon-fri": ["09:00-12:00", "13:30-18:00"]},
            Calendar(((MORNING, AFTERNOON),) * 5 + ((), ())),
        ),
        (
            {"fri": ["09:00-12:00"], "mon-fri": ["13:30-18:00"], "sun": []},  # the single day wins, wherever it stands
            Calendar(((AFTERNOON,),) * 4 + ((MORNING,), (), ())),
        ),
        (
            {"mon-sun": ["13:30-18:00"], "sat-sun": ["09:00-12:00"], "sun": []},  # the narrower range wins
            Calendar(((AFTERNOON,),) * 5 + ((MORNING,), ())),
        ),
        (
            {"fri-mon": ["22:00-06:00"]},  # over the week's end
            Calendar(((NIGHT,), (), (), (), (NIGHT,), (NIGHT,), (NIGHT,))),
        ),
        (
            {"mon": ["13:30-18:00", "09:00-12:00"], "timezone": "Europe/Berlin", "holidays": "none"},
            Calendar(((MORNING, AFTERNOON), *((),) * 6), timezone="Europe/Berlin", holidays="none"),
        ),
        (
            {"holidays": ["2026-12-26", "2026-12-25", "2026-12-26"], "except": {"2026-12-24": ["09:00-12:00"]}},
            Calendar(
                ((),) * 7,
                holidays=(dt.date(2026, 12, 25), dt.date(2026, 12, 26)),
                dates={dt.date(2026, 12, 24): (MORNING,)},
            ),
        ),
        ({"except": {"2026-12-25": []}, "holidays": None}, Calendar(((),) * 7, dates={dt.date(2026, 12, 25): ()})),
        ({}, Calendar(((),) * 7)),
    ],
)
def test_calendars_that_are_read(tree: object, calendar: Calendar) -> None:
    assert read_calendar(tree) == calendar


@pytest.mark.parametrize(
    ("tree", "field", "sentence", "hint"),
    [
        ("work", (), "work is not a calendar", 'write it like {mon-fri: ["09:00-12:00"]}'),
        (None, (), "(nothing) is not a calendar", 'write it like {mon-fri: ["09:00-12:00"]}'),
        ({"mon-fry": []}, ("mon-fry",), "unknown key mon-fry", "did you mean mon-fri?"),
        ({"exept": {}}, ("exept",), "unknown key exept", "did you mean except?"),
        ({"节假日": []}, ("节假日",), "unknown key 节假日", "weekdays are mon, tue, wed, thu, fri, sat, sun"),
        ({"mon": "09:00-12:00"}, ("mon",), "09:00-12:00 is not a list of slots", 'write it like ["09:00-12:00"]'),
        ({"mon": None}, ("mon",), "(nothing) is not a list of slots", 'write it like ["09:00-12:00"]'),
        (
            {"mon": ["09:00-12:00", "1pm-6pm"]},
            ("mon", 1),
            "1pm-6pm is not a slot of hours",
            "write it like 09:00-12:00",
        ),
        ({"timezone": ["UTC"]}, ("timezone",), "[…] is not a timezone", None),
        (
            {"holidays": "china"},
            ("holidays",),
            "china names no holidays",
            "write a country code like CN, none, or a list of dates",
        ),
        ({"holidays": ["25.12."]}, ("holidays", 0), "25.12. is not a date", "write a date like 2026-11-22"),
        (
            {"except": ["2026-12-25"]},
            ("except",),
            "[…] is not a mapping of dates to slots",
            "write it like {2026-12-25: []}",
        ),
        (
            {"except": {"12-25": []}},
            ("except", "12-25"),
            "12-25 is not a date",
            "write a date like 2026-11-22",
        ),
        (
            {"except": {"2026-12-24": ["9-12"]}},
            ("except", "2026-12-24", 0),
            "9-12 is not a slot of hours",
            "write it like 09:00-12:00",
        ),
    ],
)
def test_calendars_that_are_refused(
    tree: object, field: tuple[str | int, ...], sentence: str, hint: str | None
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_calendar(tree)
    error = caught.value
    assert (error.field, str(error.text), error.hint and str(error.hint)) == (field, sentence, hint)


def test_every_weekday_and_every_range_of_weekdays_is_a_key() -> None:
    keys = day_keys()
    assert len(keys) == 7 + 7 * 6
    assert {key: keys[key] for key in ("mon", "sun", "mon-fri", "sat-sun", "sun-mon", "wed-tue")} == {
        "mon": (0,),
        "sun": (6,),
        "mon-fri": (0, 1, 2, 3, 4),
        "sat-sun": (5, 6),
        "sun-mon": (6, 0),
        "wed-tue": (2, 3, 4, 5, 6, 0, 1),
    }


def test_slots_are_put_in_order() -> None:
    assert read_slots(["22:00-06:00", "13:30-18:00", "09:00-12:00"]) == (MORNING, AFTERNOON, NIGHT)
    assert read_slots([]) == ()


@pytest.mark.parametrize("word", ["CN", "DE", "none"])
def test_holidays_by_name(word: str) -> None:
    assert read_holidays(word) == word


@pytest.mark.parametrize("value", ["", "cn", "C1", "中国", None, {}, {"CN": None}])
def test_what_names_no_holidays(value: object) -> None:
    with pytest.raises(InvalidValueError, match=r"names no holidays$"):
        read_holidays(value)
