"""Telling that a report is incomplete: records that could not be read or judged."""

from collections.abc import Iterable

import typer

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.output import talk
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import BY_NAME, KindName, path_of
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.workspace import InvalidRecordsError, Surroundings

_TOLD = 20
"""How many findings are told beside a report: one missing site may make thousands of tickets wrong."""


def tell_unread(session: Session, *kinds: KindName, is_about_tickets: bool = False) -> bool:
    """Tell on stderr which records were left out of what was just shown, or contradict themselves; say whether any.

    What was shown is about records of these `kinds`, `is_about_tickets` alone, or else about every promise.
    """
    # What only lists records does without the rules.
    from aftercare_cli.rules.essential import essential, essential_of, essential_of_tickets

    workspace = session.workspace
    # Looking for contradictions reads what was not read yet, and finds more.
    if kinds:
        judged = list(essential_of(workspace, kinds))
    else:
        judged = list(essential_of_tickets(workspace) if is_about_tickets else essential(workspace))
    return _tell_wrong(session, judged)


def tell_left_out(session: Session, *places: str) -> bool:
    """Tell on stderr what of the records read for what was just shown was left out; say whether any was.

    Where `places` are named, only what is left out of files at or below them.
    """
    return _tell_wrong(session, [], places)


def exit_where_left_out(session: Session, *places: str) -> None:
    """Exit with 1 where `tell_left_out` has something to tell."""
    if tell_left_out(session, *places):
        raise typer.Exit(1)


def exit_where_unread(session: Session, *kinds: KindName, is_about_tickets: bool = False) -> None:
    """Exit with 1 where `tell_unread` has something to tell."""
    if tell_unread(session, *kinds, is_about_tickets=is_about_tickets):
        raise typer.Exit(1)


def tell_wrong_there(session: Session, name: KindName, record_id: str, site: str, *kinds: KindName) -> bool:
    """Tell what could not be read of a record's site, its contract, and all records of `kinds`; say whether any."""
    from aftercare_cli.rules.checks.references import unknown

    workspace = session.workspace
    found = workspace.sites.get(site)
    judged = [*unknown("unknown-site", path_of(name, record_id), ("site",), site, workspace.ids("site"))]
    places = [path_of(name, record_id), path_of("site", site), *(f"records/{BY_NAME[kind].folder}" for kind in kinds)]
    if found is not None:
        places.append(path_of("contract", found.contract))
        judged += unknown(
            "unknown-contract", path_of("site", site), ("contract",), found.contract, workspace.ids("contract")
        )
    # A folder that cannot be listed has neither.
    places += [f"records/{BY_NAME[kind].folder}" for kind in ("site", "contract") if not workspace.ids(kind)]
    return _tell_wrong(session, judged, tuple(places))


def _tell_wrong(session: Session, judged: list[Finding], places: tuple[str, ...] = ("",)) -> bool:
    workspace = session.workspace
    findings = [
        found
        for found in _once([*workspace.findings, *judged])
        if found.severity == "error" and found.path.startswith(places or ("",))
    ]
    # In which order files are read depends on what is kept of earlier runs; what is told does not.
    findings.sort(key=lambda found: found.path)
    if findings:
        from aftercare_cli.cli.findings import tell

        tell(findings[:_TOLD], workspace.root)
        if len(findings) > _TOLD:
            talk(_("… and {count} more: aftercare check names them all").format(count=len(findings) - _TOLD))
        count = len({found.path for found in findings})
        template = ngettext(
            "{count} record is wrong: what is shown above is incomplete (aftercare check)",
            "{count} records are wrong: what is shown above is incomplete (aftercare check)",
            count,
        )
        talk(template.format(count=count))
    return bool(findings)


def require_terms(session: Session, ticket: Ticket, around: Surroundings, *, is_recorded: bool = False) -> None:
    """Raise InvalidRecordsError where the ticket's site or contract is wrong or missing: nothing says what is promised.

    Where something was recorded just before (`is_recorded`), it is told on stderr only: what was written stands, and an
    exit code that says otherwise would have it recorded twice.
    """
    if around.contracts:
        return
    findings = _wrong(session, ticket, around)
    if not is_recorded:
        raise InvalidRecordsError(findings, session.workspace.root)
    from aftercare_cli.cli.findings import tell

    tell(findings, session.workspace.root)
    talk(_("it was recorded; what is promised about it is not known (aftercare check)"))


def _wrong(session: Session, ticket: Ticket, around: Surroundings) -> list[Finding]:
    """Give what is wrong with the files of the ticket's site and contract, or which of them is not there."""
    from aftercare_cli.rules.checks.references import without_terms

    workspace = session.workspace
    paths = {path_of("site", ticket.site)} | {path_of("contract", site.contract) for site in around.sites.values()}
    findings = [found for found in workspace.findings if found.severity == "error" and found.path in paths]
    missing = without_terms(ticket, around.sites, workspace.ids("site"), workspace.ids("contract"))
    return _once(findings or missing)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what a second reading of the same file found again."""
    return list({(found.path, found.code, found.field, str(found.text)): found for found in findings}.values())
