"""docs/reference/checks.md: what `aftercare check` looks for beyond what a file says alone."""

from typing import Final

from aftercare_cli.rules.checking import CHECKS
from tests.docs.reference.codes import PACKAGE, emitted
from tests.docs.reference.prose import paragraphs

_INTRODUCTION: Final = """\
# Checks

<!-- Made by `make golden` from the docstrings of aftercare_cli/rules/checks. -->

`aftercare check` reads every record: what a file says alone has to be right first (its encoding, its YAML, its keys
and values; [errors.md](errors.md) has every code). Then these checks hold the records against each other, and against
the day (`--as-of`). They run in this order, and each tells everything it finds.
"""


def page() -> str:
    """Give the page."""
    parts = [_INTRODUCTION]
    given = emitted()
    for check in CHECKS:
        module = f"rules/checks/{check.__name__.rpartition('.')[2]}.py"
        assert (PACKAGE / module).exists()
        found = {code.code: code.severity for code in given if code.module == module}
        codes = [f"- [`{code}`](errors.md#{code}): {severity}" for code, severity in found.items()]
        parts.append("\n".join([f"## {check.ID}", "", paragraphs(check.__doc__), "", *codes, ""]))
    return "\n".join(parts)
