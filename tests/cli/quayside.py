"""A site whose contract promises inspections, and a sheet of it that was filled in."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from tests.cli.program import Program

SHEET: Final = "records/inspections/2026/06/I-20260608-8Q2M.yaml"
"""A sheet of June, drafted on the 8th."""
EQUIPMENT: Final = """\
site: quay
items:
  - {id: Q-CAM-1, category: camera, model: CAM-9, location: Crane 4}
  - {id: Q-NVR-1, category: nvr, model: NVR-8, location: Control room}
  - {id: Q-CAM-2, category: camera, model: CAM-9, location: "=Mast, 3"}
  - {id: Q-PTZ-1, category: ptz, model: PTZ-2, location: Roof}
  - {id: Q-PTZ-2, category: ptz, model: PTZ-3, location: Roof, replaces: Q-PTZ-1}
"""


def promise_inspections(program: Program) -> None:
    """Let the contract of the quay promise a round a month; the records begin in May 2026."""
    contract = "records/contracts/port-cctv.yaml"
    program.write(
        contract, program.text(contract).replace("fees:", "inspection: {every: 1 month, checklist: cctv}\nfees:")
    )
    settings = "records/aftercare.yaml"
    program.write(settings, program.text(settings) + "records_from: 2026-05-01\n")
    program.write("records/equipment/quay.yaml", EQUIPMENT)


def draft(program: Program, rest: str = "") -> str:
    """Write the sheet of June with nothing on it but `rest`, and give its text."""
    text = f"id: I-20260608-8Q2M\nsite: quay\nperiod: 2026-06\nby: [bo, cy]\n{rest}"
    program.write(SHEET, text)
    return text


def filled_in(sheet: str, found: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    """Fill in a sheet as a spreadsheet does: everything passes but what is named by check and equipment."""
    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in rows:
        usual = {"result": "5"} if row["check"] == "image-quality" else {"result": "pass"}
        writer.writerow({**row, **found.get((row["check"], row["equipment"]), usual)})
    return out.getvalue()
