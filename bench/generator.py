"""A workspace of made-up tickets, one file each: the same size gives the same bytes."""

import datetime as dt
import itertools
import random
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.histories import COURSES, WAITING, Step

ZONE: Final = dt.timezone(dt.timedelta(hours=8))
NOW: Final = dt.datetime(2026, 7, 1, 18, tzinfo=ZONE)
"""The moment at which the workspace is judged."""

_BEGIN: Final = dt.datetime(2024, 1, 1, 8, tzinfo=ZONE)
_LAST_REPORT: Final = NOW - dt.timedelta(hours=4)
_MUCH: Final = 420
"""Bytes of what is told of a ticket that make it as long as real ones are."""

_NOBODY: Final = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "gc.auto=0")
_RECIPE: Final = (Path(__file__), Path(__file__).with_name("histories.py"))
_SITES: Final = 40
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SUFFIXES: Final = len(_CROCKFORD) ** 4
_SCATTER: Final = 387_413  # odd, so that every index below 32**4 gets a suffix of its own

_SETTINGS: Final = """\
aftercare: 1
company: {name: 样例集成有限公司(虚构), phone: "000-0000-0110"}
timezone: Asia/Shanghai
language: zh-CN
currency: CNY
holidays: CN
calendars:
  work: {mon-fri: ["09:00-12:00", "13:30-18:00"]}
"""
_CONTRACT: Final = """\
id: p{number}
name: 样例园区视频监控系统{number}期(虚构)
customer: {{name: 样例园区管理公司(虚构), contact: 值班室, phone: "000-0000-0200"}}
acceptance: 2023-11-20
handover: 2023-12-01
service_until: 2028-12-31
warranty: {{months: 36}}
targets:
  arrival: {{start: reported, within: 3h, stop: arrived}}
  standby: {{start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}}
  spares: {{start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}}
{aims}pauses: {{allowed: [owner_access, owner_request, force_majeure]}}
fees: {{callout: "300.00"}}
"""
_AIM: Final = "  answer: {start: reported, within: 30m, stop: answered, calendar: work, policy: true}\n"
_AMENDED: Final = """\
amendments:
  - from: 2025-07-01
    note: 续签补充协议
    targets:
      arrival: {start: reported, within: 2h, stop: arrived}
      standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}
      spares: {start: reported, within: 6h, stop: spares_on_site, needs: spares, discharged_by: resolved}
"""
_CONTRACTS: Final = 4
FOR_GIT: Final = {
    ".gitattributes": (
        "records/** text eol=lf\nrecords/attachments/** -text\n"
        "records/**/*.yaml merge=aftercare\nrecords/**/*.csv merge=aftercare\n"
    ),
    ".gitignore": "records/.aftercare.lock\nrecords/**/.*.tmp\n",
}
"""The files that `aftercare init` writes at the top; importing them would make the measuring process a large one."""
_MODELS: Final = (
    ("camera", "CAM-B200", "枪式摄像机", ("夜间图像全黑，白天正常", "无图像，指示灯不亮", "画面偏色并有水平条纹")),
    ("camera", "CAM-D110", "半球摄像机", ("图像模糊，无法对焦", "无图像，指示灯不亮", "画面时断时续")),
    ("camera", "PTZ-S30", "高速球机", ("云台转动异响，无法复位", "预置位丢失", "无图像，控制无响应")),
    ("recorder", "NVR-32", "网络录像机", ("录像回放卡顿并丢帧", "硬盘报警，不再录像", "无法登录，反复重启")),
    ("switch", "SW-P24", "接入交换机", ("部分端口离线", "供电端口过载告警", "网络时断时续")),
    ("ups", "UPS-6K", "不间断电源", ("电池告警，持续蜂鸣", "市电中断后立即掉电", "旁路指示灯常亮")),
)
_PLACES: Final = ("一层大堂", "二层走廊", "地下车库", "东门岗亭", "屋顶机房", "弱电间")
_ENGINEERS: Final = tuple(f"e{number:02}" for number in range(1, 10))
_CLERK: Final = "a01"


def workspace(folder: Path, size: int, *, is_tracked: bool = False) -> Path:
    """Give a workspace of `size` tickets below `folder`, made unless it is there already.

    Its name holds a fingerprint of this recipe, and it gets that name only when it is whole. `is_tracked` makes it a
    Git repository.
    """
    recipe = zlib.crc32(b"".join(path.read_bytes() for path in _RECIPE))
    finished = folder / f"{'repository' if is_tracked else 'workspace'}-{size}-{recipe:08x}"
    if not finished.is_dir():
        unfinished = folder / f"{finished.name}.part"
        if unfinished.is_dir():
            shutil.rmtree(unfinished)
        records = ((f"records/{path}", text) for path, text in files(size))
        for path, text in itertools.chain(FOR_GIT.items(), records):
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        if is_tracked:
            for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "records")):
                subprocess.run(("git", *_NOBODY, *words), cwd=unfinished, check=True)
        unfinished.rename(finished)
    return finished


def files(size: int) -> Iterator[tuple[str, str]]:
    """Yield the path below records/ and the text of every file of a workspace with `size` tickets."""
    yield "aftercare.yaml", _SETTINGS
    yield "staff.yaml", _staff()
    for number in range(_CONTRACTS):
        yield f"contracts/p{number}.yaml", _contract(number)
    for number in range(_SITES):
        yield f"sites/s{number:02}.yaml", _site(number)
        yield f"equipment/s{number:02}.yaml", _equipment(number)
    for index in range(size):
        yield ticket(size, index)


def ticket(size: int, index: int) -> tuple[str, str]:
    """Give the path below records/ and the text of one of `size` tickets, which are reported at even distances."""
    dice = random.Random(f"aftercare-{index}")
    since = (_LAST_REPORT - _BEGIN) * index / max(size - 1, 1)
    reported = (_BEGIN + since).replace(second=0, microsecond=0)
    suffix = "".join(_CROCKFORD[index * _SCATTER % _SUFFIXES >> shift & 31] for shift in (15, 10, 5, 0))
    ticket_id = f"T-{reported:%Y%m%d}-{suffix}"
    return f"tickets/{reported:%Y/%m}/{ticket_id}.yaml", _ticket(dice, ticket_id, reported)


def _staff() -> str:
    people = [("m01", "service_manager", "working_hours"), (_CLERK, "records_clerk", "working_hours")]
    people += [(engineer, "service_engineer", "24h") for engineer in _ENGINEERS]
    lines = (
        f'  - {{id: {person}, name: 样例人员{person}(虚构), role: {role}, phone: "000-0000-0100", hours: {hours}}}\n'
        for person, role, hours in people
    )
    return "staff:\n" + "".join(lines)


def _contract(number: int) -> str:
    """Give the plan's terms; the first contract was amended, the second has an aim counted in working hours."""
    return _CONTRACT.format(number=number, aims=_AIM if number == 1 else "") + (_AMENDED if number == 0 else "")


def _site(number: int) -> str:
    return (
        f"id: s{number:02}\ncontract: p{number % _CONTRACTS}\nname: 样例园区{number:02}号楼(虚构)\n"
        f"address: 样例市样例路{number}号\n"
        'contacts: [{name: 值班室, phone: "000-0000-0200"}]\naccess_hours: 每日 08:00-22:00\n'
    )


def _equipment(number: int) -> str:
    lines = (
        f"  - {{id: s{number:02}-{position:02}, category: {category}, model: {model}, name: {name}, "
        f"serial: SN{number:02}{position:03}, location: {place}, installed: 2023-10-15}}\n"
        for position, ((category, model, name, _), place) in enumerate(itertools.product(_MODELS, _PLACES))
    )
    return f"site: s{number:02}\nitems:\n" + "".join(lines)


def _ticket(dice: random.Random, ticket_id: str, reported: dt.datetime) -> str:
    site = dice.randrange(_SITES)
    item = dice.randrange(len(_MODELS) * len(_PLACES))
    (_, model, name, faults), place = _MODELS[item // len(_PLACES)], _PLACES[item % len(_PLACES)]
    kind = dice.choices(("fault", "emergency", "consultation"), (88, 4, 8))[0]
    course = dice.choices([course for _, course in COURSES], [share for share, _ in COURSES])[0]
    lines = [f"id: {ticket_id}", f"site: s{site:02}", f"equipment: [s{site:02}-{item:02}]", f"kind: {kind}"]
    lines.append(f"summary: {place}{name}{dice.choice(faults)}")
    if dice.randrange(3):
        lines.append(f"fault_at: {_time(reported - dt.timedelta(minutes=dice.randint(5, 90)))}")
        lines.append("fault_basis: customer_statement")
    lines.append(f"reported_at: {_time(reported)}")
    lines.append('reporter: {name: 值班室值班员, phone: "000-0000-0200"}')
    lines.append("channel: phone")
    lines.append("events:")
    told = _told(dice, reported, course)
    # A standby unit is of the failed one's model, and is lent to one ticket alone.
    lines += [line.replace("{unit}", f"SB-{ticket_id[-4:]}").replace("{model}", model) for line in told]
    return "\n".join(lines) + "\n"


def _told(dice: random.Random, reported: dt.datetime, course: tuple[Step, ...]) -> list[str]:
    """Give what happened by now, as lines; where that is little, somebody waits, and has written why."""
    for told in (course, WAITING):
        lines = [line for at, line in _events(dice, reported, told) if at <= NOW]
        if len(lines) == len(told) or sum(len(line.encode()) for line in lines) >= _MUCH:
            break
    return lines


def _events(dice: random.Random, reported: dt.datetime, course: tuple[Step, ...]) -> Iterator[tuple[dt.datetime, str]]:
    engineer = dice.choice(_ENGINEERS)
    at = reported
    for step in course:
        at += dt.timedelta(minutes=dice.randint(*step.after))
        by = _CLERK if step.event == "closed" else engineer
        yield at, f"  - {{at: {_time(at)}, type: {step.event}, by: {by}, {dice.choice(step.facts)}}}"


def _time(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
