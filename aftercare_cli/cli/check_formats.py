"""What `check` found, in the forms that people, editors and CI services read."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import msgspec

from aftercare_cli import __version__
from aftercare_cli.cli.context import from_here
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.findings import lines, said
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.model.finding import Finding
from aftercare_cli.store.source import Place


class CheckResult(msgspec.Struct, frozen=True):
    """The workspace, how many of its files were read, and what was found in them, each with its place, in order."""

    root: Path
    checked: int
    problems: tuple[tuple[Finding, Place], ...]


def text(result: CheckResult, root: str | None) -> str:
    """Give findings as lines for people and editors; `root` is named where it is not the current directory."""
    told = [line for finding, place in result.problems for line in lines(finding, place, result.root)]
    errors = sum(finding.severity == "error" for finding, _place in result.problems)
    warnings = len(result.problems) - errors
    files = ngettext("{count} file checked", "{count} files checked", result.checked).format(count=result.checked)
    template = (
        _("{files}: {errors}, {warnings}") if root is None else _("{files}: {errors}, {warnings} (workspace {root})")
    )
    summary = template.format(
        files=files,
        errors=ngettext("{count} error", "{count} errors", errors).format(count=errors),
        warnings=ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        root=visible(root or ""),
    )
    return "\n".join([*told, summary]) + "\n"


def json_document(result: CheckResult) -> Mapping[str, object]:
    """Give findings for other programs (cli reference: aftercare/check/1)."""
    return {
        "schema": "aftercare/check/1",
        "checked": result.checked,
        "problems": [
            {
                "path": finding.path,
                "line": place.line,
                "column": place.column,
                "severity": finding.severity,
                "code": finding.code,
                "message": said(finding.text),
                "hint": None if finding.hint is None else said(finding.hint),
                "against_line": place.against_line or None,
            }
            for finding, place in result.problems
        ],
    }


def github(result: CheckResult) -> str:
    """Give findings as GitHub workflow commands, which become annotations of a pull request."""
    told = []
    for finding, place in result.problems:
        text = _command_text(_message(finding))
        path = _command_text(visible(from_here(result.root, finding.path))).replace(",", "%2C").replace(":", "%3A")
        title = f"aftercare {finding.code}"
        told.append(f"::{finding.severity} file={path},line={place.line},col={place.column},title={title}::{text}\n")
    return "".join(told)


def sarif(result: CheckResult) -> Mapping[str, object]:
    """Give findings as SARIF 2.1.0."""
    codes = sorted({finding.code for finding, _place in result.problems})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "aftercare", "version": __version__, "rules": [{"id": code} for code in codes]}
                },
                "results": [
                    {
                        "ruleId": finding.code,
                        "level": finding.severity,
                        "message": {"text": _message(finding)},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": quote(from_here(result.root, finding.path))},
                                    "region": {"startLine": place.line, "startColumn": place.column},
                                }
                            }
                        ],
                    }
                    for finding, place in result.problems
                ],
            }
        ],
    }


def junit(result: CheckResult) -> str:
    """Give findings as JUnit XML: a test case per file that has some, or one that passed."""
    by_path: dict[str, list[tuple[Finding, Place]]] = {}
    for finding, place in result.problems:
        by_path.setdefault(finding.path, []).append((finding, place))
    failed = sum(any(finding.severity == "error" for finding, _place in found) for found in by_path.values())
    cases = [_case(result.root, path, found) for path, found in by_path.items()]
    if not cases:
        cases = ['  <testcase classname="aftercare.check" name="records"/>']
    head = f'<testsuite name="aftercare check" tests="{len(cases)}" failures="{failed}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>"]) + "\n"


def _case(root: Path, path: str, found: list[tuple[Finding, Place]]) -> str:
    told = "\n".join(line for finding, place in found for line in lines(finding, place, root))
    head = f'  <testcase classname="aftercare.check" name={quoteattr(visible(from_here(root, path)))}>\n'
    if any(finding.severity == "error" for finding, _place in found):
        first = quoteattr(_message(found[0][0]))
        return f"{head}    <failure message={first}>{escape(told)}</failure>\n  </testcase>"
    return f"{head}    <system-out>{escape(told)}</system-out>\n  </testcase>"


def _message(finding: Finding) -> str:
    text = said(finding.text)
    return text if finding.hint is None else _("{text}; {hint}").format(text=text, hint=said(finding.hint))


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
