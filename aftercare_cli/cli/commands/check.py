"""`aftercare check`: every record, and every problem at once."""

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli.check_formats import CheckResult, github, json_document, junit, sarif, text
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, ExitZero
from aftercare_cli.cli.output import json_text, publish, write
from aftercare_cli.cli.paths import below, is_in
from aftercare_cli.model.finding import Finding
from aftercare_cli.rules.checking import all_findings
from aftercare_cli.rules.checks import secrets, terms
from aftercare_cli.store.source import place
from aftercare_cli.store.workspace import InvalidRecordsError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class CheckFormat(StrEnum):
    """How problems are told."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"
    junit = "junit"


@app.command(help=_("Check every record: syntax, schema, references, impossible histories, policy."))
def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help=_("Only problems in these files or folders."))
    ] = None,
    as_of: AsOf = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Exit 1 on warnings too."))] = False,
    exit_zero: ExitZero = False,
    form: Annotated[
        CheckFormat, typer.Option("--format", help=_("text for people; json, github, sarif or junit for others."))
    ] = CheckFormat.text,
) -> None:
    """Read every record, run every check, tell everything that is wrong."""
    session: Session = context.obj
    workspace = session.workspace
    wanted = [below(session, path) for path in paths or ()]
    workspace.load_everything()
    findings = list(workspace.findings)
    # Without the workspace's own record nothing can be judged; its findings are told already.
    with contextlib.suppress(InvalidRecordsError):
        findings += terms.unknown_timezone(workspace) or all_findings(workspace, session.as_of(as_of))
    findings = [*secrets.discreet(workspace, findings), *secrets.findings(workspace)]
    chosen = [found for found in findings if not wanted or any(is_in(found.path, path) for path in wanted)]
    placed = sorted(
        ((found, place(workspace.root, found)) for found in chosen),
        key=lambda pair: (pair[0].path, pair[1].line, pair[1].column, pair[0].code, str(pair[0].text)),
    )
    result = CheckResult(workspace.root, workspace.checked, tuple(placed))
    match form:
        case CheckFormat.json:
            publish(json_text(json_document(result)))
        case CheckFormat.sarif:
            publish(json_text(sarif(result)))
        case CheckFormat.github:
            publish(github(result))
        case CheckFormat.junit:
            publish(junit(result))
        case CheckFormat.text:
            write(text(result, str(workspace.root) if workspace.root != session.folder else None))
    if not exit_zero and (_has_errors(chosen) or (strict and chosen)):
        raise typer.Exit(1)


def _has_errors(findings: list[Finding]) -> bool:
    return any(found.severity == "error" for found in findings)
