"""A contract, the equipment of one site, and what tickets replaced there, in the record language.

The contract is accepted on 18 and handed over on 25 June 2024: 36 months, last day 25 June 2027.
"""

from aftercare_cli.model.sites import EquipmentList, Site
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.decode import decode
from aftercare_cli.store.yaml_reader import read_mapping
from tests.rules.promises.recorded import plan
from tests.rules.written import Records, settings

DATES = "acceptance: 2024-06-18\nhandover: 2024-06-25\n"
INHERITS = f"{DATES}warranty: {{months: 36}}\n"
RENEWS = f"{DATES}warranty: {{months: 36, replacement: renews}}\n"
CAMERA = "- {id: CAM-1, category: camera, model: M, serial: A, installed: 2024-05-01}\n"
PAIR = CAMERA + "- {id: CAM-2, category: camera, model: M, serial: B, installed: 2026-03-10, replaces: CAM-1}\n"


def workspace(terms: str, items: str, *tickets: str) -> Records:
    """Give a workspace: a contract, items of one site, and tickets as `replaced` events `DAY ITEM: event`."""
    listed = decode(EquipmentList, read_mapping(f"site: hq\nitems:\n{items}".encode(), "hq.yaml"))
    assert not isinstance(listed, list), [str(problem.text) for problem in listed]
    return Records(
        settings=settings(),
        contracts={"hq-cctv": plan(terms)},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="hq")},
        equipment={"hq": listed},
        items={item.id: ("hq", item) for item in listed.items},
        tickets=[_ticket(number, text) for number, text in enumerate(tickets)],
    )


def _ticket(number: int, text: str) -> Ticket:
    day, named, event = text.split(" ", 2)
    at = f"{day}T10:00:00+08:00"
    record = (
        f"{{id: T-20260101-{number:04}, site: hq, summary: x, equipment: [{named}], reported_at: {day}T08:00:00+08:00,"
        f" events: [{{at: {at}, type: replaced, {event}}}]}}"
    )
    ticket = decode(Ticket, read_mapping(record.encode(), "ticket.yaml"))
    assert not isinstance(ticket, list), [str(problem.text) for problem in ticket]
    return ticket
