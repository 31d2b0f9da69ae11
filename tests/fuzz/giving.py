"""Files that people hand to a command, in any state: a sheet filled in on the road, a list of who was there."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final

from tests.fuzz import commands
from tests.fuzz.mutations import mutated
from tests.fuzz.scratch import Scratch
from tests.fuzz.target import Parts, Target

_CODES: Final = {0, 1, 2}
_GIVEN: Final = "records/attachments/given.csv"
_DRAFT: Final = b"id: I-20260429-GVN1\nsite: s01\nperiod: 2026-05\nby: [e01]\n"
_SHEET: Final = """\
check,equipment,title,location,result,grade,marks,note
network-equipment,S01-SW-001,Operation of network equipment,Rack A,pass,,,
room-equipment,S01-UPS-001,Operation of machine-room equipment,,fail,,,"humming, warm"
line-connection,,Use and connection of lines,,na,,,
image-quality,S01-CAM-001,Image,East gate,,4,snow;roll,
image-quality,S01-CAM-002,Image,West gate,,5,,
safety,,Unsafe factors,,hazard,,,cable hangs loose
matrix-control,S01-MTX-001,Control,,,,,
"""
_LIST: Final = "姓名,单位,职务,角色,签名\n学员甲,物业,值班员,operator,是\n学员乙,物业,,operator,缺席\n"
_NAMES: Final = "name,unit,position,role,signed\nAn,Port,Guard,operator,x\nBo,,,senior_admin,no\n"
_LINES: Final = {
    "sheet": f"inspect record GVN1 --from {_GIVEN} --dry-run",
    "list": f"train log p2025 --start 2026-04-20 --topic 5 --role operator --attendance {_GIVEN} --dry-run",
    "all": f"train log p2025 --start 2026-04-20 --topic 5 --attendance {_GIVEN} --dry-run",
}


@cache
def _space() -> Scratch:
    return Scratch({**commands.base("sample").base, "records/inspections/2026/04/I-20260429-GVN1.yaml": _DRAFT})


def _seeds() -> Iterator[Parts]:
    for text in (_SHEET, _LIST, _NAMES):
        for name in _LINES:
            yield name.encode(), text.encode()


def _mutate(parts: list[bytes], random: Random) -> Parts:
    name, data = [*parts, b""][:2]
    if random.randrange(10) == 0:
        name = random.choice([*_LINES]).encode()
    if random.randrange(30) == 0:
        data = data.decode(errors="replace").encode(random.choice(("gb18030", "utf-16", "utf-8-sig")), errors="replace")
    return name, mutated(data, _GIVEN, random)


def check(parts: Parts) -> None:
    """Hand the file to its command."""
    line = _LINES.get(parts[0].decode(errors="replace"))
    if line is None or len(parts) < 2:
        return
    space = _space()
    space.lay({_GIVEN: parts[1]})
    code, told = commands.run(space, line.split(), commands.NOW["sample"])
    assert code in _CODES, (code, told[-2000:])
    assert told, "says nothing"


GIVEN: Final = Target("given", _seeds, _mutate, check)
