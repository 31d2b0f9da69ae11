"""Items of doorstop, one file each: half of them requirements, half tests that are linked to one."""

import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

_RECIPE: Final = Path(__file__)
_SETTINGS: Final = """\
settings:
  digits: 6
  itemformat: yaml
{parent}  prefix: {prefix}
  sep: '-'
"""
_ITEM: Final = """\
active: true
derived: false
header: |
  {header}
level: {level}
links:{links}
normative: true
ref: ''
reviewed: null
text: |
  {text}
"""
_FAULTS: Final = ("摄像机夜间图像全黑", "录像回放卡顿并丢帧", "接入交换机部分端口离线", "不间断电源电池告警")


def items(size: int) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of two documents with `size` items together."""
    yield "requirements/.doorstop.yml", _SETTINGS.format(parent="", prefix="REQ")
    yield "tests/.doorstop.yml", _SETTINGS.format(parent="  parent: REQ\n", prefix="TST")
    requirements = (size + 1) // 2
    for number in range(1, requirements + 1):
        fault = _FAULTS[number % len(_FAULTS)]
        text = f"{fault}：接到报修后 {number % 8 + 1} 小时内到达现场，到达后 5 小时内恢复。"
        yield (
            f"requirements/REQ-{number:06}.yml",
            _ITEM.format(header=f"样例园区{number % 40:02}号楼", level=_level(number), links=" []", text=text),
        )
    for number in range(1, size - requirements + 1):
        links = f"\n- REQ-{number:06}: null"
        text = f"抽查样例园区{number % 40:02}号楼的服务单，核对报修、到达和恢复的时间。"
        yield (
            f"tests/TST-{number:06}.yml",
            _ITEM.format(header="核对服务单", level=_level(number), links=links, text=text),
        )


def _level(number: int) -> str:
    """Give an item's place in its document; of three parts, so that 10 is not read as the fraction .1."""
    return f"1.{number // 100 + 1}.{number % 100 + 1}"


def project(folder: Path, size: int, run: Callable[[Sequence[str], Path], object], program: Path) -> Path:
    """Give a repository of `size` items below `folder`, made unless it is there already.

    Doorstop itself has been run over it once: it then writes a stamp into every item, which is no part of checking.
    """
    finished = folder / f"doorstop-{size}-{zlib.crc32(_RECIPE.read_bytes()):08x}"
    if not finished.is_dir():
        unfinished = folder / f"{finished.name}.part"
        if unfinished.is_dir():
            shutil.rmtree(unfinished)
        for path, text in items(size):
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        # It takes the repository that it is in for its project.
        run(("git", "init", "--quiet"), unfinished)
        run((str(program),), unfinished)
        unfinished.rename(finished)
    return finished
