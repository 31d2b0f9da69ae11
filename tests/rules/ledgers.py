"""Spares ledgers and tickets that take from them, written in short."""

import msgspec

from aftercare_cli.model.service import SpareMovement
from aftercare_cli.rules.stock import Loan, Standing
from aftercare_cli.store.tables import read_rows
from tests.rules.written import WORKSPACE, Records, moment, settings, ticket

HEADER = "at,model,quantity,type,holder,serial\n"
NOW = moment("31T12:00")


def ledger(text: str) -> list[SpareMovement]:
    """Read rows `02 CAM 2 receive [holder] [serial]`, of March 2026; `-` is an empty cell."""
    lines = [line.split() for line in text.split("\n") if line.strip()]
    cells = [[f"2026-03-{line[0]}", *line[1:], *(6 - len(line)) * ["-"]] for line in lines]
    table = HEADER + "".join(",".join("" if cell == "-" else cell for cell in line) + "\n" for line in cells)
    rows, wrong = read_rows(SpareMovement, table.encode(), "records/spares/2026.csv")
    assert not wrong, [str(found.text) for found in wrong]
    return rows


def stocked(rows: str, *histories: str, about: str = "") -> Records:
    """Give a workspace with a ledger and tickets T-…-0001, 0002 … that report at the beginning of March."""
    tickets = [
        ticket(f"id: T-20260301-{number:04}\nreported_at: 01T00:00\n{history}")
        for number, history in enumerate(histories, 1)
    ]
    spares = {"2026": ledger(rows)} if rows.strip() else {}
    return Records(settings=settings(WORKSPACE + about), tickets=tickets, spares=spares)


def told(standing: Standing) -> str:
    """Tell a step in a line: day, who has what, how many before and after, and where it stands."""
    step = standing.step
    place = step.path.rpartition("/")[2]
    return (
        f"{step.day:%d} {step.holder or 'store'} {step.model} {standing.before}→{standing.after} {place}:{step.field}"
    )


def loan_told(loan: Loan) -> str:
    """Tell a loan in a line."""
    back = "out" if loan.back is None else f"{loan.back.at:%d %H:%M}"
    return f"{loan.ticket.id[-4:]} {loan.lent.unit} {loan.model} {loan.lent.at:%d %H:%M}–{back}"


def renamed(records: Records, **changes: object) -> Records:
    """Give records with some kinds replaced."""
    return msgspec.structs.replace(records, **changes)
