"""A dock whose warranty is over, laid into the harbour's workspace: what bills are made of."""

from typing import Final

from tests.cli.program import Program

CONTRACT: Final = """\
id: dock
name: Dock cameras
customer: {name: Dock Co.}
acceptance: 2022-04-20
handover: 2022-04-30
warranty: {months: 36}
fees: {callout: "300.00", discount: 10%}
"""
PRICES: Final = """\
model,name,unit,unit_price,category
CAM-9,Camera,pc,600.00,camera
VMS,Video management,set,8000.00,software
"""
HIT: Final = """\
id: T-20260501-HTT1
site: dock
equipment: [D-CAM-1]
summary: A lorry hit the camera
reported_at: 2026-05-01T09:00:00+08:00
events:
  - {at: 2026-05-01T09:05:00+08:00, type: answered, by: bo}
  - {at: 2026-05-01T09:10:00+08:00, type: charge_agreed, head: machinery, amount: "450.00", agreed_by: Dock, item: Lift}
  - {at: 2026-05-01T11:00:00+08:00, type: arrived, by: bo}
  - {at: 2026-05-01T12:00:00+08:00, type: replaced, by: bo, old: "0101", model: CAM-9, quoted: "700.00"}
  - {at: 2026-05-01T12:30:00+08:00, type: resolved, by: bo, cause: human_damage}
  - {at: 2026-05-01T13:00:00+08:00, type: charge_agreed, head: travel, amount: "26.50", evidence: Receipt 7}
"""
OLD: Final = """\
id: T-20260520-WRN2
site: dock
equipment: [D-CAM-1]
summary: Blurred
reported_at: 2026-05-20T09:00:00+08:00
events:
  - {at: 2026-05-20T11:00:00+08:00, type: arrived, by: cy}
  - {at: 2026-05-31T23:50:00+08:00, type: resolved, by: cy, cause: ageing}
"""
JUNE: Final = """\
id: T-20260602-SFT3
site: dock
equipment: [D-VMS-1]
summary: Playback fails
reported_at: 2026-06-02T09:00:00+08:00
events:
  - {at: 2026-06-02T11:00:00+08:00, type: arrived, by: cy}
  - {at: 2026-06-02T12:00:00+08:00, type: resolved, by: cy, cause: software}
"""
OPEN: Final = """\
id: T-20260609-PEN4
site: dock
summary: No picture
reported_at: 2026-06-09T09:00:00+08:00
events:
  - {at: 2026-06-09T10:00:00+08:00, type: charge_agreed, head: travel, amount: "26.50"}
"""
FILES: Final = {
    "records/contracts/dock.yaml": CONTRACT,
    "records/prices/dock.csv": PRICES,
    "records/sites/dock.yaml": "id: dock\ncontract: dock\nname: Dock\n",
    "records/equipment/dock.yaml": (
        "site: dock\nitems:\n"
        '  - {id: D-CAM-1, category: camera, model: CAM-9, serial: "0101"}\n'
        "  - {id: D-VMS-1, category: software, model: VMS, software: true}\n"
    ),
    "records/tickets/2026/05/T-20260501-HTT1.yaml": HIT,
    "records/tickets/2026/05/T-20260520-WRN2.yaml": OLD,
    "records/tickets/2026/06/T-20260602-SFT3.yaml": JUNE,
    "records/tickets/2026/06/T-20260609-PEN4.yaml": OPEN,
}


def with_dock(program: Program) -> Program:
    """Lay the dock into a workspace."""
    for path, text in FILES.items():
        program.write(path, text)
    return program
