"""What `doctor` says of the program itself, the terminal, and what documents need."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from aftercare_cli import __version__
from aftercare_cli.cli.context import Machine
from aftercare_cli.cli.diagnosis import Line, completion_file
from aftercare_cli.cli.i18n import _, spoken
from aftercare_cli.cli.translate import translate

_NARROW: Final = 60
_EXTRAS: Final = ("holidays", "pdf", "xlsx", "qr")
_requirement = re.compile(r"([A-Za-z0-9._-]+)\s*([^;]*)(?:;\s*(.*))?").fullmatch
_bound = re.compile(r"(>=|<=|==|~=|<|>)\s*([0-9.]+)").findall


def program() -> Iterator[Line]:
    """Yield the versions of the program, of Python, and of each package it needs or can use."""
    yield Line("program", "aftercare", "ok", __version__)
    yield Line(
        "program", "Python", "ok", f"{platform.python_version()} ({platform.python_implementation()}, {sys.executable})"
    )
    yield Line("program", "platform", "ok", f"{platform.system()} {platform.release()} {platform.machine()}")
    for name, wanted, marker in _requirements():
        if not marker or ('sys_platform == "win32"' in marker.replace("'", '"') and sys.platform == "win32"):
            yield _package(name, wanted, None)
    for name, wanted, marker in _requirements():
        extra = next((extra for extra in _EXTRAS if f"extra == '{extra}'" in marker.replace('"', "'")), None)
        if extra is not None:
            yield _package(name, wanted, extra)


def _requirements() -> list[tuple[str, str, str]]:
    """Give what the package says it needs: name, versions, condition."""
    try:
        told = metadata.requires("aftercare") or []
    except metadata.PackageNotFoundError:
        return []
    found = (_requirement(text) for text in told)
    return sorted((one[1], one[2].strip(), one[3] or "") for one in found if one is not None)


def _package(name: str, wanted: str, extra: str | None) -> Line:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        where = f"'aftercare[{extra}]'" if extra else "--force-reinstall aftercare"
        hint = f"pip install {where}"
        return Line("program", name, "missing", _("not installed"), hint, is_needed=extra is None)
    if not _suits(version, wanted):
        hint = f"pip install '{name}{wanted}'"
        return Line("program", name, "warning", f"{version} ({wanted})", hint)
    return Line("program", name, "ok", version)


def _suits(version: str, wanted: str) -> bool:
    """Say whether a version is one of those wanted: enough for plain numbers, and generous beyond."""
    has = _numbers(version)
    for sign, text in _bound(wanted):
        bound = _numbers(text)
        if (sign == ">=" and has < bound) or (sign == "<" and has >= bound):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[0-9.]*", version)[0].split(".") if part)  # type: ignore[index]  # always matches


def reading() -> Iterator[Line]:
    """Yield what reads records."""
    from aftercare_cli.store.setup import yaml_parser

    try:
        version, is_fast = yaml_parser()
    except ImportError:
        # Told as a missing package already.
        return
    if is_fast:
        value = _("PyYAML {version}; records laid out as the tool does are read by lines").format(version=version)
        yield Line("program", "yaml_parser", "ok", value)
    else:
        hint = _("install it as a wheel: pip install --force-reinstall --only-binary=:all: PyYAML")
        value = _("PyYAML {version} without its C parser").format(version=version)
        yield Line("program", "yaml_parser", "missing", value, hint, is_needed=True)


def terminal(machine: Machine) -> Iterator[Line]:
    """Yield what the program can show, and what the shell knows of it."""
    told = _("{locale}, {encoding}, speaks {language}").format(
        locale=machine.locale or "—", encoding=machine.encoding or "—", language=spoken()
    )
    if machine.encoding.lower().replace("-", "") in {"utf8", "cp65001", "gb18030"}:
        yield Line("terminal", "locale", "ok", told)
    else:
        hint = _("Chinese is shown as escapes; choose a locale of UTF-8, such as LANG=C.UTF-8")
        yield Line("terminal", "locale", "warning", told, hint)
    width = _("{columns} columns, a terminal") if machine.is_terminal else _("{columns} columns, no terminal")
    value = width.format(columns=machine.columns)
    is_narrow = machine.columns < _NARROW
    advice = _("tables are shown row below row") if is_narrow else None
    yield Line("terminal", "width", "warning" if is_narrow else "ok", value, advice)
    if machine.command is None:
        hint = _("the hook and the shell look for it there: activate its environment, or add its folder to PATH")
        yield Line("terminal", "path", "warning", _("aftercare is not on it"), hint)
    else:
        yield Line("terminal", "path", "ok", machine.command)
    place = completion_file(machine)
    if place is not None:
        is_there = place.exists()
        advice = None if is_there else "aftercare --install-completion"
        value = str(place) if is_there else _("not installed for {shell}").format(shell=machine.shell)
        yield Line("terminal", "completion", "ok" if is_there else "missing", value, advice)


def documents() -> Iterator[Line]:
    """Yield whether PDFs can be made."""
    from aftercare_cli.documents import pdf

    try:
        pdf.require()
    except pdf.NoPdfError as error:
        hint = None if error.hint is None else translate(error.hint)
        yield Line("documents", "pdf", "missing", translate(error.text), hint)
    else:
        yield Line("documents", "pdf", "ok", _("WeasyPrint, Pango and fonts for Chinese are there"))
