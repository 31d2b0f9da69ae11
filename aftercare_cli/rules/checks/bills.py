"""Issued bills that were changed afterwards, do not add up, or bill something twice (F1–F4).

Passing: a bill as `aftercare bill --issue` wrote it; a short one by hand, without a number, lines and hash. Failing: a
bill whose total was corrected by hand; two bills of one number; a ticket on two bills, neither of which is voided.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Bill
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks.references import unknown
from aftercare_cli.rules.issued import is_altered, name_of, valid

ID = "bills"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - a bill is wrong at any time
    """Yield what is wrong with issued bills."""
    bills = sorted(workspace.bills, key=lambda bill: (bill.issued, bill.number or "", bill.id))
    if not bills:
        return
    tickets = {ticket.id for ticket in workspace.tickets}
    known = {bill.id for bill in bills}
    for bill in bills:
        path = path_of("bill", bill.id)
        yield from _altered(bill, path)
        yield from _sum(bill, path)
        for position, ticket in enumerate(bill.tickets):
            yield from unknown("unknown-ticket", path, ("tickets", position), ticket, tickets)
        if bill.contract is not None:
            yield from unknown("unknown-contract", path, ("contract",), bill.contract, workspace.contracts)
        if bill.voids is not None:
            yield from unknown("unknown-bill", path, ("voids",), bill.voids, known - {bill.id})
    yield from _numbered_twice(bills)
    yield from _voided_twice(bills)
    yield from _billed_twice(valid(bills))


def _altered(bill: Bill, path: str) -> Iterator[Finding]:
    hint = say("restore it from Git; void what is wrong: aftercare bill --void {bill}", bill=name_of(bill))
    if is_altered(bill):
        yield Finding("bill-edited", "error", path, ("hash",), say("the bill was changed after it was issued"), hint)
    elif bill.hash is None and bill.number is not None:
        yield Finding("bill-edited", "error", path, ("number",), say("the bill has a number and no hash"), hint)
    elif bill.hash is None and bill.lines:
        yield Finding("bill-edited", "error", path, ("lines",), say("the bill has lines and no hash"), hint)


def _sum(bill: Bill, path: str) -> Iterator[Finding]:
    total = sum((line.amount for line in bill.lines), Decimal("0.00"))
    if bill.lines and total != bill.total:
        yield Finding(
            "bill-sum",
            "error",
            path,
            ("total",),
            say("the lines add up to {sum}, the total is {total}", sum=total, total=bill.total),
            say("restore the bill from Git, or void it and issue it anew"),
        )


def _numbered_twice(bills: list[Bill]) -> Iterator[Finding]:
    for bill, other in _repeats(bills, lambda bill: bill.number):
        yield Finding(
            "bill-number-twice",
            "error",
            path_of("bill", bill.id),
            ("number",),
            say("{number} is the number of {other} too", number=bill.number, other=other.id),
            say("void one of them by its id, {id}, and issue it anew", id=bill.id),
        )


def _voided_twice(bills: list[Bill]) -> Iterator[Finding]:
    for bill, other in _repeats(bills, lambda bill: bill.voids):
        yield Finding(
            "voided-twice",
            "error",
            path_of("bill", bill.id),
            ("voids",),
            say("{bill} was voided by {other} already", bill=bill.voids, other=name_of(other)),
            say("delete the later counter-entry, if nobody has it on paper"),
        )


def _repeats(bills: list[Bill], key: Callable[[Bill], str | None]) -> Iterator[tuple[Bill, Bill]]:
    """Yield each bill whose key an earlier one has too, with the first that has it."""
    first: dict[str, Bill] = {}
    for bill in bills:
        value = key(bill)
        if value is not None:
            other = first.setdefault(value, bill)
            if other is not bill:
                yield bill, other


def _billed_twice(bills: list[Bill]) -> Iterator[Finding]:
    first: dict[str, Bill] = {}
    for bill in bills:
        for position, ticket in enumerate(bill.tickets):
            other = first.setdefault(ticket, bill)
            if other is not bill:
                yield Finding(
                    "billed-twice",
                    "error",
                    path_of("bill", bill.id),
                    ("tickets", position),
                    say("{ticket} is on the bill {other} too", ticket=ticket, other=name_of(other)),
                    say("void one of them: aftercare bill --void {bill}", bill=name_of(bill)),
                )
