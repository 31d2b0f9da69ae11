"""What `doctor` found, as people and programs read it."""

from collections.abc import Sequence

from aftercare_cli.cli.diagnosis import Line, Part, State
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone

_TONES: dict[State, Tone] = {"ok": "", "warning": "warn", "missing": "bad"}


def diagnosis_report(lines: Sequence[Line]) -> Report:
    """Give the lines by what they are about."""
    parts = dict.fromkeys(line.part for line in lines)
    sections = tuple(
        Section(_part_word(part), _columns(), tuple(_row(line) for line in lines if line.part == part))
        for part in parts
    )
    wrong = [line for line in lines if line.state != "ok"]
    needed = [line for line in lines if is_wrong(line)]
    if needed:
        count = ngettext(
            "{count} thing that is needed is missing", "{count} things that are needed are missing", len(needed)
        )
        title = count.format(count=len(needed))
    elif wrong:
        count = ngettext("works; {count} thing could be better", "works; {count} things could be better", len(wrong))
        title = count.format(count=len(wrong))
    else:
        title = _("all is well")
    document = {
        "schema": "aftercare/doctor/1",
        "ok": not needed,
        "lines": [
            {
                "part": line.part,
                "name": line.name,
                "state": line.state,
                "value": line.value,
                "hint": line.hint,
                "needed": line.is_needed,
            }
            for line in lines
        ],
    }
    return Report(title, sections, document, table=lambda: _table(lines))


def is_wrong(line: Line) -> bool:
    """Say whether a line keeps the program from its work."""
    return line.state == "missing" and line.is_needed


def _part_word(part: Part) -> str:
    return {
        "program": _("Program"),
        "workspace": _("Workspace"),
        "git": "Git",
        "terminal": _("Terminal"),
        "documents": _("Documents"),
    }[part]


def _name_word(line: Line) -> str:
    """Give what people call the thing; packages go by their own names."""
    names = {
        "python": "Python",
        "platform": _("platform"),
        "yaml_parser": _("YAML parser"),
        "records": _("records"),
        "settings": _("settings"),
        "timezone": _("timezone"),
        "holidays": _("holidays"),
        "cache": _("cache"),
        "lock": _("lock"),
        "temporary_files": _("temporary files"),
        "schemas": _("schemas"),
        "git": "Git",
        "repository": _("repository"),
        "history": _("history"),
        "author": _("author"),
        "merge_driver": _("merge driver"),
        "gitattributes": ".gitattributes",
        "hook": _("hook"),
        "locale": _("locale"),
        "width": _("width"),
        "path": "PATH",
        "completion": _("completion"),
        "pdf": "PDF",
    }
    is_package = line.part == "program" and line.name == "holidays"
    return line.name if is_package else names.get(line.name, line.name)


def _columns() -> tuple[Column, ...]:
    return (Column("state", _("State")), Column("name", _("What")), Column("value", _("Found"), may_wrap=True))


def _row(line: Line) -> Row:
    value = line.value if line.hint is None else _("{text}; {hint}").format(text=line.value, hint=line.hint)
    return Row((_state_word(line.state), _name_word(line), value), _TONES[line.state])


def _state_word(state: State) -> str:
    return {"ok": _("ok"), "warning": _("warning"), "missing": _("missing")}[state]


def _table(lines: Sequence[Line]) -> Section:
    keys = ("part", "name", "state", "value", "hint", "needed")
    return Section("", tuple(Column(key, key) for key in keys), tuple(Row(tuple(line)) for line in lines))
