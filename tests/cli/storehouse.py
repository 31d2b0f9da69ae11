"""The harbour with a store of spares: a ledger, grades, and tickets that take from it."""

from typing import Final

from tests.cli.program import Program

LEDGER: Final = "records/spares/2026.csv"
HEADER: Final = "at,model,quantity,type,serial,by,note\n"
ROWS: Final = """\
2026-01-05,CAM-9,3,receive,,ana,opening
2026-01-05,NVR-8,1,receive,N-1,ana,opening
2026-01-05,NVR-4,1,receive,N-2,ana,opening
2026-01-05,NVR-8,1,receive,N-3,ana,opening
2026-05-20,NVR-8,1,scrap,N-3,ana,burnt
2026-05-31,CAM-9,3,count,,ana,
"""
SETTINGS: Final = """\
spares: {location: Pier 1, minimum: {CAM-9: 2, PSU-1: 4}}
models:
  NVR-4: {category: nvr, grade: 1}
  NVR-8: {category: nvr, grade: 2}
  NVR-9: {category: nvr, grade: 3, covers: [NVR-8]}
"""
FAILED: Final = """\
id: T-20260610-NVR8
site: quay
equipment: [Q-NVR-1]
kind: fault
summary: Recorder dead
fault_at: 2026-06-10T05:00:00+08:00
reported_at: 2026-06-10T05:10:00+08:00
events:
  - {at: 2026-06-10T06:00:00+08:00, type: arrived, by: bo}
"""
TICKET: Final = "records/tickets/2026/06/T-20260610-NVR8.yaml"
OTHER: Final = "records/tickets/2026/06/T-20260610-NVR9.yaml"


def stock(harbour: Program) -> Program:
    """Fill the store, and let a recorder fail."""
    settings = harbour.text("records/aftercare.yaml")
    harbour.write("records/aftercare.yaml", settings + SETTINGS)
    harbour.write(LEDGER, HEADER + ROWS)
    harbour.write(TICKET, FAILED)
    return harbour
