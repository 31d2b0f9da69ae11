"""What a check of the roster found: gaps, double bookings, rows that look wrong."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

import msgspec

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section, columns
from aftercare_cli.cli.words import role_word
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.rules.calendars import Stretch
from aftercare_cli.rules.duty import ENGINEER
from aftercare_cli.rules.roster import (
    ENDS_SOON,
    NEEDS,
    DoubleBooking,
    Misfit,
    Watch,
    coverage,
    double_bookings,
    extent,
    misfits,
    watches,
)
from aftercare_cli.rules.sla import percent

_DIGITS = Decimal("0.000001")


class Review(msgspec.Struct, frozen=True):
    """What a check of the roster found in a window."""

    window: Stretch
    found: Sequence[Watch]
    double: Sequence[DoubleBooking]
    wrong: Sequence[Misfit]
    ends_at: dt.datetime | None
    is_provisional: bool

    @property
    def gaps(self) -> list[Watch]:
        """Where somebody is missing."""
        return [watch for watch in self.found if watch.missing]


def review(session: Session, window: Stretch) -> Review:
    """Check the roster in a window."""
    workspace = session.workspace
    hours = session.calendars.working_days()
    ends = extent(workspace.roster)
    return Review(
        window,
        watches(workspace, hours, *window),
        double_bookings(workspace.roster, *window),
        list(misfits(workspace)),
        None if ends is None else ends[1],
        # The end belongs to what comes after.
        hours.is_provisional(window[0], window[1] - dt.timedelta(seconds=1)),
    )


def check_report(session: Session, checked: Review, now: dt.datetime) -> Report:
    """Give what the roster leaves open, who is booked twice, and rows that look wrong."""
    timezone = session.timezone
    begin, end = checked.window
    title = _("Roster from {since} to {until}").format(
        since=display.moment(begin, timezone), until=display.moment(end, timezone)
    )
    shares = coverage(checked.found)
    sections = [_coverage_section(checked, shares), _gap_section(session, checked.gaps)]
    if checked.double:
        sections.append(_double_section(session, checked.double))
    if checked.wrong:
        sections.append(_misfit_section(session, checked.wrong))
    document = {
        "schema": "aftercare/roster-check/1",
        "as_of": display.iso(now, timezone),
        "since": display.iso(begin, timezone),
        "until": display.iso(end, timezone),
        "ends_at": None if checked.ends_at is None else display.iso(checked.ends_at, timezone),
        "covered": not checked.gaps,
        "coverage": {role: _decimal(share) for role, share in shares.items()},
        "gaps": [
            {**watch_document(gap, timezone), "missing": gap.missing, "present": list(gap.people)}
            for gap in checked.gaps
        ],
        "double_bookings": [
            {"person": found.person, **_span(found.begin, found.end, timezone), "roles": list(found.roles)}
            for found in checked.double
        ],
        "wrong_rows": [_misfit_document(found, timezone) for found in checked.wrong],
        "provisional": checked.is_provisional,
    }
    notes = tuple(_notes(session, checked))
    return Report(title, tuple(sections), document, _lead(checked, now, timezone), notes, _findings(checked))


def _lead(checked: Review, now: dt.datetime, timezone: dt.tzinfo) -> tuple[str, ...]:
    gaps, double = len(checked.gaps), len(checked.double)
    found = [
        ngettext("{count} gap", "{count} gaps", gaps).format(count=gaps) if gaps else _("no gap"),
        ngettext("{count} double booking", "{count} double bookings", double).format(count=double)
        if double
        else _("no double booking"),
    ]
    return _("; ").join(found), _end(checked.ends_at, now, timezone)


def _end(ends_at: dt.datetime | None, now: dt.datetime, timezone: dt.tzinfo) -> str:
    """Say when the roster ends, and whether that is soon or over."""
    if ends_at is None:
        return _("the roster has no rows: nobody is on call")
    time, left = display.moment(ends_at, timezone), ends_at - now
    if left <= dt.timedelta():
        return _("the roster ended {time}: nobody is planned after that").format(time=time)
    if left <= ENDS_SOON:
        return _("the roster ends {time}, in {left}: extend it").format(time=time, left=display.length(left))
    return _("the roster ends {time}").format(time=time)


def _notes(session: Session, checked: Review) -> Iterator[str]:
    if checked.is_provisional:
        yield _("Provisional: a year whose official list of days off is not published is counted by its weekdays.")
    lacking = {gap.role for gap in checked.gaps if gap.role != ENGINEER}
    people = (session.workspace.staff or {}).values()
    if any(person.role in lacking and person.hours is None for person in people):
        yield _(
            "Whoever is on duty in all working time needs no row: write hours: working_hours into records/staff.yaml."
        )


def _coverage_section(checked: Review, shares: Mapping[StaffRole, Fraction | None]) -> Section:
    titles = columns(("role", _("Role")), ("needed", _("Needed")), ("covered", _("Covered")), ("missing", _("Missing")))
    table_rows = []
    for need in NEEDS:
        gaps = [gap for gap in checked.gaps if gap.role == need.role]
        template = _("{count}, at all times") if need.is_always else _("{count}, in working time")
        lost = sum((gap.end - gap.begin for gap in gaps), dt.timedelta())
        cells = (role_word(need.role), template.format(count=need.count), percent(shares[need.role]), lost or None)
        table_rows.append(Row(cells, "bad" if gaps else ""))
    return Section("", titles, tuple(table_rows))


def _gap_section(session: Session, gaps: Sequence[Watch]) -> Section:
    titles = (
        Column("role", _("Role")),
        Column("from", _("From")),
        Column("to", _("To")),
        Column("length", _("Length"), is_detail=True),
        Column("missing", _("Missing")),
        Column("present", _("There"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                role_word(gap.role),
                gap.begin,
                gap.end,
                gap.end - gap.begin,
                gap.missing,
                names_of(session, gap.people) or _("nobody"),
            ),
            "bad",
        )
        for gap in gaps
    )
    return Section(_("Gaps"), titles, table_rows, _("No gap."))


def _double_section(session: Session, double: Sequence[DoubleBooking]) -> Section:
    titles = columns(("person", _("Person")), ("from", _("From")), ("to", _("To")), ("roles", _("Roles")))
    table_rows = tuple(
        Row(
            (
                names_of(session, [found.person]),
                found.begin,
                found.end,
                _(", ").join(role_word(role) for role in found.roles),
            ),
            "bad",
        )
        for found in double
    )
    return Section(_("Double bookings"), titles, table_rows)


def _misfit_section(session: Session, wrong: Sequence[Misfit]) -> Section:
    titles = columns(("from", _("From")), ("to", _("To")), ("person", _("Person")), ("trouble", _("What is wrong")))
    table_rows = tuple(
        Row(
            (found.duty.start, found.duty.until, names_of(session, [found.duty.person]), _trouble(found)),
            "warn" if found.trouble == "other_role" else "bad",
        )
        for found in wrong
    )
    return Section(_("Rows that look wrong"), titles, table_rows)


def _trouble(found: Misfit) -> str:
    match found.trouble:
        case "backwards":
            return _("does not end later than it begins: it puts nobody on duty")
        case "unknown":
            return _("nobody in staff.yaml is called {wanted}").format(wanted=found.duty.person)
        case "other_role":
            return _("on duty as {role}, in staff.yaml {own}").format(
                role=role_word(found.duty.role), own=role_word(found.own_role or "")
            )


def _findings(checked: Review) -> Section:
    """Give everything that was found, a row each, as spreadsheets want it."""
    keys = ("finding", "role", "from", "to", "missing", "people")
    found = [Row(("gap", gap.role, gap.begin, gap.end, gap.missing, " ".join(gap.people))) for gap in checked.gaps]
    found += [
        Row(("double_booking", " ".join(two.roles), two.begin, two.end, None, two.person)) for two in checked.double
    ]
    found += [
        Row((row.trouble, row.duty.role, row.duty.start, row.duty.until, None, row.duty.person))
        for row in checked.wrong
    ]
    return Section("", columns(*((key, key) for key in keys)), tuple(found))


def names_of(session: Session, people: Iterable[str]) -> str:
    """Give people by their names, or by their ids where nobody knows them."""
    staff = session.workspace.staff or {}
    return _(", ").join(staff[person].name if person in staff else person for person in people)


def watch_document(watch: Watch, timezone: dt.tzinfo) -> dict[str, str]:
    """Give a watch's role and times for other programs."""
    return {"role": watch.role, **_span(watch.begin, watch.end, timezone)}


def _span(begin: dt.datetime, end: dt.datetime, timezone: dt.tzinfo) -> dict[str, str]:
    return {"from": display.iso(begin, timezone), "to": display.iso(end, timezone)}


def _misfit_document(found: Misfit, timezone: dt.tzinfo) -> dict[str, str | None]:
    duty = found.duty
    row = {**_span(duty.start, duty.until, timezone), "role": duty.role, "person": duty.person}
    return {**row, "problem": found.trouble, "own_role": found.own_role}


def _decimal(share: Fraction | None) -> str | None:
    """Give a share as a decimal number, cut off: only a whole is 1."""
    if share is None:
        return None
    number = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_DIGITS, ROUND_DOWN)
    return format(number.normalize(), "f")
