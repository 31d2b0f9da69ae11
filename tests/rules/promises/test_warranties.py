"""The end of a warranty (S9) and the scheme for the time after it (S12).

Accepted and handed over on 31 January 2026, 12 months: the last day is 31 January 2027, a Sunday; 60 days before it is
2 December 2026.
"""

from collections.abc import Sequence

import pytest

from aftercare_cli.rules.promise import Promise
from tests.rules.promises import recorded
from tests.rules.promises.recorded import line, records
from tests.rules.written import Records

DATES = "acceptance: 2026-01-31\nhandover: 2026-01-31\n"
PLAN = f"{DATES}warranty: {{months: 12}}\n"
SCHEME = "post_warranty_scheme hq-cctv/post-warranty-scheme"
DUE = "2026-10-03 00:00:00 to 2026-12-02 23:59:59"
END = "warranty_end hq-cctv"
ENDS = "2026-12-02 00:00:00 to 2027-01-31 23:59:59"


def judged(found: Records, now: str, until: str | None = None) -> Sequence[Promise]:
    return recorded.judged(found, now, until, of_warranty=True)


def told(found: Records, now: str, until: str | None = None) -> list[str]:
    return [line(promise, found) for promise in judged(found, now, until)]


@pytest.mark.parametrize(
    ("now", "scheme", "end"),
    [
        ("2026-10-02T23:59:59+08:00", None, None),
        ("2026-10-03T00:00:00+08:00", "pending: {due}, left 60 days, 23:59:59", None),
        # Four fifths of 61 days less a second: 48 days, 19:11:59.2.
        ("2026-11-20T19:11:59+08:00", "pending: {due}, left 12 days, 4:48:00", None),
        ("2026-11-20T19:12:00+08:00", "at_risk: {due}, left 12 days, 4:47:59", None),
        ("2026-12-02T23:59:59+08:00", "at_risk: {due}", "pending: {ends}, left 60 days, 0:00:00"),
        ("2026-12-03T00:00:00+08:00", "breached: {due}, over 0:00:01", "pending: {ends}, left 59 days, 23:59:59"),
        ("2027-01-31T23:59:59+08:00", "breached: {due}, over 60 days, 0:00:00", "at_risk: {ends}"),
    ],
)
def test_both_run_from_sixty_days_before_on(now: str, scheme: str | None, end: str | None) -> None:
    assert told(records(PLAN), now) == [
        *([] if scheme is None else [f"{SCHEME} {scheme.format(due=DUE)}, open"]),
        *([] if end is None else [f"{END} {end.format(ends=ENDS)}, policy, open"]),
    ]


def test_the_end_is_kept_by_its_passing_and_never_broken() -> None:
    kept = f"{END} met: {ENDS}, kept 2027-01-31 23:59:59, policy"
    assert told(records(PLAN), "2027-02-01T00:00:00+08:00")[1] == kept
    assert told(records(PLAN), "2035-01-01T00:00:00+08:00")[1] == kept


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        (
            "{document: post-warranty-scheme, handed_over: 2026-06-01}",
            "met: {due}, kept 2026-06-01 23:59:59, left 184 days, 0:00:00",
        ),
        ("{document: post-warranty-scheme, handed_over: 2026-12-02}", "met: {due}, kept 2026-12-02 23:59:59"),
        (
            "{document: post-warranty-scheme, handed_over: 2026-12-03}",
            "breached: {due}, kept 2026-12-03 23:59:59, over 1 day, 0:00:00",
        ),
        ("{document: post-warranty-scheme}", "breached: {due}, over 29 days, 12:00:01, open"),
        ("{document: post-warranty-scheme, handed_over: 2027-01-02}", "breached: {due}, over 29 days, 12:00:01, open"),
        ("{document: other, handed_over: 2026-06-01}", "breached: {due}, over 29 days, 12:00:01, open"),
    ],
)
def test_the_scheme_is_in_time_on_the_day_it_is_due(rows: str, stands: str) -> None:
    found = records(PLAN, handover=f"documents: [{rows}]")
    schemes = [
        line(each, found) for each in judged(found, "2027-01-01T12:00:00+08:00") if each.name == "post_warranty_scheme"
    ]
    assert schemes == [f"{SCHEME} {stands.format(due=DUE)}"]


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("warranty: {months: 12, scheme_before: 90d}", "2026-11-02"),
        ("warranty: {months: 12, scheme_before: 1d}", "2027-01-30"),
        # Longer ahead than the warranty lasts: with its first day.
        ("warranty: {months: 1, scheme_before: 60d}", "2026-01-31"),
        ("warranty: {months: 1, scheme_before: 36500d}", "2026-01-31"),
        # Extended before it was due: it is due before the new end.
        ("warranty: {months: 12}\namendments: [{from: 2026-12-02, warranty: {months: 24}}]", "2027-12-02"),
        # Extended when it was late already: it stays late.
        ("warranty: {months: 12}\namendments: [{from: 2026-12-03, warranty: {months: 24}}]", "2026-12-02"),
        # Shortened to an end that is nearer than so many days: with the day of the amendment.
        ("warranty: {months: 12}\namendments: [{from: 2026-07-01, warranty: {months: 6}}]", "2026-07-01"),
        # Extended after the end: that revives nothing.
        ("warranty: {months: 12}\namendments: [{from: 2027-02-01, warranty: {months: 24}}]", "2026-12-02"),
    ],
)
def test_it_is_due_so_long_before_the_last_day(terms: str, due: str) -> None:
    scheme = judged(records(DATES + terms), "2027-02-02T00:00:00+08:00", "2028-01-31T00:00:00+08:00")[0]
    assert (scheme.name, f"{scheme.due:%F}") == ("post_warranty_scheme", due)


def test_an_extension_counts_from_its_day_on() -> None:
    found = records(f"{PLAN}amendments: [{{from: 2026-06-01, warranty: {{months: 24}}}}]")
    ends = [
        f"{promise.due:%F}"
        for now in ("2026-05-31T23:59:59+08:00", "2026-06-01T00:00:00+08:00")
        for promise in judged(found, now, "2028-01-31T00:00:00+08:00")
    ]
    assert ends == ["2026-12-02", "2027-01-31", "2027-12-02", "2028-01-31"]


@pytest.mark.parametrize(
    ("since", "handover", "names"),
    [
        ("2026-12-02", None, ["post_warranty_scheme", "warranty_end"]),
        ("2026-12-03", None, ["warranty_end"]),  # the scheme is on paper elsewhere
        ("2027-01-31", None, ["warranty_end"]),
        ("2027-02-01", None, []),
        ("2027-02-01", "documents: [{document: post-warranty-scheme}]", ["post_warranty_scheme"]),
        ("2027-02-01", "documents: []", []),
    ],
)
def test_what_was_due_before_the_records_is_not_judged(since: str, handover: str | None, names: list[str]) -> None:
    found = records(PLAN, handover=handover, about=f"records_from: {since}")
    assert [promise.name for promise in judged(found, "2027-03-01T00:00:00+08:00")] == names


@pytest.mark.parametrize(
    "terms",
    [
        "acceptance: 2026-01-31\nwarranty: {months: 12}",
        "handover: 2026-01-31\nwarranty: {months: 12}",
        DATES,
        f"{DATES}warranty: {{months: 999999}}",
    ],
)
def test_without_a_first_or_a_last_day_nothing_is_due(terms: str) -> None:
    assert told(records(terms), "2030-01-01T00:00:00+08:00", "2031-01-01T00:00:00+08:00") == []


def test_what_begins_by_then_can_be_asked_for() -> None:
    found, now = records(PLAN), "2026-02-01T00:00:00+08:00"
    ends = ("2026-10-02T23:59:59+08:00", "2026-10-03T00:00:00+08:00", "2026-12-02T00:00:00+08:00")
    assert [len(judged(found, now, end)) for end in ends] == [0, 1, 2]


def test_it_begins_no_sooner_than_the_warranty() -> None:
    found = records(f"{DATES}warranty: {{months: 1}}")
    assert told(found, "2026-01-30T23:59:59+08:00") == []
    assert [f"{each.start:%F} {each.due:%F}" for each in judged(found, "2026-01-31T00:00:00+08:00")] == [
        "2026-01-31 2026-01-31",
        "2026-01-31 2026-02-28",
    ]


def test_an_acknowledged_breach_stays_one() -> None:
    handover = (
        "acknowledged:\n"
        "- {target: post_warranty_scheme, at: 2026-12-10T10:00:00+08:00, reason: 漏项, corrective_action: 补交}\n"
    )
    scheme = judged(records(PLAN, handover=handover), "2026-12-10T10:00:00+08:00")[0]
    assert (scheme.state, scheme.acknowledged) == ("breached", True)
    earlier = judged(records(PLAN, handover=handover), "2026-12-10T09:59:59+08:00")[0]
    assert (earlier.state, earlier.acknowledged) == ("breached", False)


def test_the_scheme_is_no_document_of_the_handover() -> None:
    row = "documents: [{document: post-warranty-scheme}]"
    # The contract was handed over before the records begin: one row about the scheme makes no list of the handover.
    terms = f"{PLAN}documents: [{{id: map, title: 布防图}}]"
    found = records(terms, handover=row, about="records_from: 2026-06-01")
    names = [promise.name for promise in judged(found, "2026-12-31T00:00:00+08:00")]
    assert names == ["post_warranty_scheme", "warranty_end"]
    # One that the contract names among its documents is owed with them, too, in as many copies.
    terms = f"{PLAN}documents: [{{id: post-warranty-scheme, title: 质保期后方案, copies: 2}}]"
    row = "documents: [{document: post-warranty-scheme, copies: 1, handed_over: 2026-01-31}]"
    stand = [
        (promise.name, promise.state) for promise in judged(records(terms, handover=row), "2027-01-01T00:00:00+08:00")
    ]
    assert stand == [("documents", "breached"), ("post_warranty_scheme", "breached"), ("warranty_end", "pending")]


def test_a_contract_of_several_sites_has_one_end() -> None:
    found = records(PLAN, sites={"hq": "hq-cctv", "yard": "hq-cctv"})
    assert [(promise.subject, promise.site) for promise in judged(found, "2027-01-01T00:00:00+08:00")] == [
        ("hq-cctv/post-warranty-scheme", ""),
        ("hq-cctv", ""),
    ]
