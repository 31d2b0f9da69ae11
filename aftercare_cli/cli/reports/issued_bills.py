"""Issued bills as a list: what identifies each, and how it stands."""

from collections.abc import Sequence
from decimal import Decimal

from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Bill
from aftercare_cli.rules import issued


def list_report(bills: Sequence[Bill], chosen: Sequence[Bill]) -> Report:
    """Give the chosen ones of all issued bills."""
    titles = (
        Column("number", pgettext("bill", "Number")),
        Column("issued", _("Issued")),
        Column("contract", _("Contract")),
        Column("tickets", _("Tickets"), is_detail=True),
        Column("total", _("Total"), is_code=True),
        Column("state", _("State"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                issued.name_of(bill),
                bill.issued,
                bill.contract,
                len(bill.tickets),
                money(bill.total),
                state_words(bill, bills),
            ),
            "quiet" if bill not in issued.valid(bills) else "",
        )
        for bill in chosen
    )
    count = ngettext("{count} bill", "{count} bills", len(chosen)).format(count=len(chosen))
    document = {"schema": "aftercare/bills/1", "items": [bill_document(bill, bills) for bill in chosen]}
    sections = (Section("", titles, table_rows, _("No bill was issued.")),)
    return Report(count, sections, document, table=_as_table(bills, chosen))


def _as_table(bills: Sequence[Bill], chosen: Sequence[Bill]) -> Section:
    """Give issued bills as they stand in a CSV file."""
    keys = ("number", "issued", "contract", "tickets", "total", "state", "voids", "voided_by")
    names = {bill.id: issued.name_of(bill) for bill in bills}
    table_rows = []
    for bill in chosen:
        entry = issued.voided(bills).get(bill.id)
        voided_by = None if entry is None else issued.name_of(entry)
        voids = None if bill.voids is None else names.get(bill.voids, bill.voids)
        state = "counter_entry" if bill.voids else "voided" if entry else "valid"
        known = (issued.name_of(bill), bill.issued, bill.contract, len(bill.tickets), money(bill.total))
        table_rows.append(Row((*known, state, voids, voided_by)))
    return Section("", tuple(Column(key, key, is_code=key == "total") for key in keys), tuple(table_rows))


def bill_document(bill: Bill, bills: Sequence[Bill]) -> dict[str, object]:
    """Give what identifies an issued bill, for other programs."""
    entry = issued.voided(bills).get(bill.id)
    return {
        "id": bill.id,
        "number": bill.number,
        "path": path_of("bill", bill.id),
        "issued": bill.issued,
        "contract": bill.contract,
        "tickets": bill.tickets,
        "currency": bill.currency,
        "total": money(bill.total),
        "voids": bill.voids,
        "voided_by": None if entry is None else issued.name_of(entry),
        "note": bill.note,
    }


def state_words(bill: Bill, bills: Sequence[Bill]) -> str:
    """Say how an issued bill stands: valid, voided by another, or itself what voids one."""
    if bill.voids is not None:
        other = next((issued.name_of(found) for found in bills if found.id == bill.voids), bill.voids)
        return _("voids {bill}").format(bill=other)
    entry = issued.voided(bills).get(bill.id)
    return _("valid") if entry is None else _("voided by {bill}").format(bill=issued.name_of(entry))


def money(amount: Decimal) -> str:
    """Write an amount with its two decimals."""
    return f"{amount:.2f}"
