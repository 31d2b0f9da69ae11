"""`aftercare inspect` record and finish: what was found, and that the round was made."""

from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import conclude, refuse_blank, writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import At, Commit, DryRun, Format, FormatOption, InspectionArgument, Note
from aftercare_cli.cli.output import show, talk
from aftercare_cli.cli.recording import refuse_future
from aftercare_cli.cli.reports.inspections import finish_report, recorded_report
from aftercare_cli.cli.sheet_file import results_in
from aftercare_cli.cli.sheets import (
    Entered,
    edits_for,
    inspection_of,
    next_due,
    refuse_finished,
    result_of,
    sheet_for,
)
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.text import say, say_many
from aftercare_cli.rules.sheet import Sheet
from aftercare_cli.store import edit

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_NAMED = 3
"""How many of the lines that lack a result are named."""


class NothingRecordedError(AftercareError):
    """A command that says no result, or says it twice."""


class UnfinishedError(AftercareError):
    """A round that cannot be finished yet."""


@app.command("record", help=_("Record what a check found, or all that stands in a sheet that was filled in."))
def record(
    context: typer.Context,
    inspection: InspectionArgument,
    check: Annotated[
        str | None,
        typer.Argument(
            metavar="CHECK",
            help=_("A check of the sheet: its id, or a unique beginning or end of it."),
            autocompletion=completion.checks,
        ),
    ] = None,
    result: Annotated[
        str | None,
        typer.Argument(
            metavar="RESULT",
            help=_("pass, fail, na or hazard; for the picture a grade from 1 to 5."),
            autocompletion=completion.outcomes,
        ),
    ] = None,
    equipment: Annotated[
        str | None,
        typer.Option(
            "--equipment",
            metavar="ID",
            help=_("On which item; without it, on all of the check that have no result of their own."),
            autocompletion=completion.equipment,
        ),
    ] = None,
    mark: Annotated[
        list[str] | None,
        typer.Option(
            "--mark",
            metavar="MARK",
            help=_("What disturbs the picture: snow, stripes, roll or blur; may be given again."),
            autocompletion=completion.picture_faults,
        ),
    ] = None,
    note: Note = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help=_("The CSV sheet that was filled in; - reads it from standard input.")
        ),
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the results into their lines; each takes the place of what was recorded there before."""
    session: Session = context.obj
    record_id = lookup.dated_record_id(session, "inspection", inspection)
    entered = _entered(check, result, equipment, mark, note, file)
    sheet = sheet_for(session, inspection_of(session, record_id))
    refuse_finished(sheet.inspection)
    results = [result_of(sheet, entered)] if file is None else results_in(session, sheet, file)
    for found in results:
        refuse_blank(found)
    _write(session, record_id, results, dry_run=dry_run, commit=commit)
    if not dry_run:
        sheet = sheet_for(session, inspection_of(session, record_id))
        show(recorded_report(session, sheet, results, session.now), form, session.timezone)


def _entered(
    check: str | None,
    result: str | None,
    equipment: str | None,
    marks: list[str] | None,
    note: str | None,
    file: str | None,
) -> Entered:
    """Give the result on the command line; raises NothingRecordedError where it is not there, or a file is, too."""
    if file is not None and (check, result, equipment, marks or None, note) != (None,) * 5:
        raise NothingRecordedError(
            say("a result and a file with results are given at once"), say("leave one of them out")
        )
    if file is None and (check is None or result is None):
        raise NothingRecordedError(
            say("no result is given"), say("write CHECK RESULT, or --from FILE with the sheet that was filled in")
        )
    return Entered(check=check or "", equipment=equipment, result=result, marks=tuple(marks or ()), note=note)


def _write(session: Session, record_id: str, results: list[CheckResult], *, dry_run: bool, commit: bool) -> None:
    """Write results into the record as it stands under the lock."""

    def edits(found: msgspec.Struct) -> list[edit.Edit]:
        assert isinstance(found, Inspection)  # noqa: S101 - its kind says so
        refuse_finished(found)
        return edits_for(session, sheet_for(session, found), results)

    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.revise("inspection", record_id, edits)
        if change.before == change.after:
            talk(_("nothing to write: {path} says so already").format(path=change.path))
            return
        told = ngettext("{id}: {count} result", "{id}: {count} results", len(results))
        message = told.format(id=record_id, count=len(results))
        conclude(session, writer, change, message, dry_run=dry_run, commit=commit)


@app.command("finish", help=_("Say that the round was made: when, by whom, who was there, what was talked over."))
def finish(
    context: typer.Context,
    inspection: InspectionArgument,
    at: At = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="STAFF", help=_("Who inspected; may be given again."), autocompletion=completion.staff
        ),
    ] = None,
    witness: Annotated[
        str | None, typer.Option("--witness", metavar="NAME", help=_("Who of the customer's was there and signed."))
    ] = None,
    discussion: Annotated[
        str | None,
        typer.Option("--discussion", metavar="TEXT", help=_("What was talked over with the customer's technicians.")),
    ] = None,
    needs: Annotated[
        str | None, typer.Option("--needs", metavar="TEXT", help=_("What the customer wishes for."))
    ] = None,
    signed_at: Annotated[
        str | None,
        typer.Option(
            "--signed-at", metavar="TIME", help=_("When the witness signed; at the inspection, if not given.")
        ),
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write what belongs to the whole round, and show the verdict and what is next."""
    session: Session = context.obj
    record_id = lookup.dated_record_id(session, "inspection", inspection)
    made = session.now if at is None else session.time(at)
    signed = session.time(signed_at) if signed_at is not None else made if witness is not None else None
    people = tuple(dict.fromkeys(lookup.staff_id(session, person) for person in by or ()))
    refuse_future(session, made)
    if signed is not None:
        refuse_future(session, signed)
        if signed < made:
            raise UnfinishedError(
                say("it was signed at {signed}, before it was made at {made}", signed=signed, made=made),
                say("give the time of the signature: --signed-at, and of the inspection: --at"),
            )
    told = {"witness": witness, "discussion": discussion, "needs": needs, "signed_at": signed, "by": people or None}

    def alter(found: Inspection) -> Inspection:
        refuse_finished(found)
        _refuse_unfinished(sheet_for(session, found))
        facts = {key: value for key, value in told.items() if value is not None}
        after = msgspec.structs.replace(found, inspected_at=made, **facts)
        refuse_blank(after)
        return after

    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.change("inspection", record_id, alter)
        conclude(session, writer, change, _("{id}: made").format(id=record_id), dry_run=dry_run, commit=commit)
    if not dry_run:
        sheet = sheet_for(session, inspection_of(session, record_id))
        upcoming = next_due(session, sheet.inspection.site)
        show(finish_report(session, sheet, session.now, upcoming), form, session.timezone)


def _refuse_unfinished(sheet: Sheet) -> None:
    """Raise UnfinishedError while lines of the sheet have no result."""
    missing = sheet.missing
    if missing:
        names = [" ".join(part for part in (line.check, line.equipment) if part) for line in missing[:_NAMED]]
        raise UnfinishedError(
            say_many(
                "{id} is not complete: {count} line has no result",
                "{id} is not complete: {count} lines have no result",
                len(missing),
                id=sheet.inspection.id,
            ),
            say("record them first: {names}", names=_(", ").join(names) + (" …" if len(missing) > _NAMED else "")),
        )
