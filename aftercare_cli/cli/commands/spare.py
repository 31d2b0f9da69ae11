"""`aftercare spare`: receive, issue, return, scrap, count; what shows the stock is in spare_views."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Literal

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import conclude, refuse_blank, writer_of
from aftercare_cli.cli.commands import spare_views
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.from_stock import refuse_wrong_ledgers
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import By, Commit, DryRun, Format, FormatOption, Note
from aftercare_cli.cli.output import show, talk
from aftercare_cli.cli.reports.spares import list_report, stock_of
from aftercare_cli.cli.times import read_day
from aftercare_cli.cli.unread import tell_left_out
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_positive, read_whole
from aftercare_cli.rules.standby import shortage
from aftercare_cli.rules.stock import Sources, Standing, miscounts, shortage_after, steps, with_rows
from aftercare_cli.rules.units import refuse_misplaced

app = typer.Typer(
    help=_("Spare parts: list, receive, issue, return, scrap, count, loans, check."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(spare_views.app)

Kind = Literal["receive", "return", "issue", "scrap", "count"]
Model = Annotated[
    str, typer.Argument(metavar="MODEL", help=_("The model of the part."), autocompletion=completion.spare_models)
]
Quantity = Annotated[str, typer.Argument(metavar="N", help=_("How many."))]
Serial = Annotated[str | None, typer.Option("--serial", metavar="SERIAL", help=_("The serial number of one unit."))]
On = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help=_("The day it happened: 2026-11-22, yesterday; else today."))
]
Holder = Annotated[
    str | None,
    typer.Option(
        "--holder",
        metavar="SITE",
        help=_("The site whose customer holds the parts, instead of the company's store."),
        autocompletion=completion.sites,
    ),
]


class WrongMovementError(AftercareError):
    """A row that the ledger cannot hold: its quantity, its day, or what it moves."""


class CountDiffersError(AftercareError):
    """A count that is not what the records make of it."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the options say of a movement."""

    quantity: str
    serial: str | None
    at: str | None
    by: str | None
    note: str | None
    dry_run: bool
    commit: bool


def _movement(kind: Kind, help_text: str) -> None:
    """Register the command of a kind of row."""

    @app.command(kind, help=help_text)
    def movement(
        context: typer.Context,
        model: Model,
        quantity: Quantity,
        serial: Serial = None,
        at: On = None,
        by: By = None,
        note: Note = None,
        holder: Holder = None,
        dry_run: DryRun = False,
        commit: Commit = False,
        form: FormatOption = Format.table,
    ) -> None:
        """Write the row, and show what is left."""
        told = Told(quantity=quantity, serial=serial, at=at, by=by, note=note, dry_run=dry_run, commit=commit)
        _record(context.obj, model, kind, told, holder, form=form)


_movement("receive", _("Parts came in."))


@app.command("issue", help=_("Parts went out for good; what tickets use is said there: ticket replace."))
def issue(
    context: typer.Context,
    model: Model,
    quantity: Quantity,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="SITE",
            help=_("The site whose customer is handed the parts."),
            autocompletion=completion.sites,
        ),
    ] = None,
    serial: Serial = None,
    at: On = None,
    by: By = None,
    note: Note = None,
    holder: Holder = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write what went out; what a customer is handed leaves the store and comes in there, in one write."""
    session: Session = context.obj
    if to is not None and holder is not None:
        raise WrongMovementError(
            say("--to hands over what the company has; --holder says that a customer used his own"),
            say("give one of them"),
        )
    told = Told(quantity=quantity, serial=serial, at=at, by=by, note=note, dry_run=dry_run, commit=commit)
    _record(session, model, "issue", told, holder, to=to, form=form)


_movement("return", _("Parts came back unused."))
_movement("scrap", _("Parts were thrown away."))
_movement("count", _("Parts were counted: refused where the records make it another number."))


def _record(
    session: Session,
    model: str,
    kind: Kind,
    told: Told,
    holder: str | None,
    *,
    to: str | None = None,
    form: Format,
) -> None:
    """Write a movement as the records then allow it, and show what there is of the model."""
    row = _row(session, model, kind, told, holder)
    rows = [row]
    if to is not None:
        rows.append(msgspec.structs.replace(row, type="receive", holder=lookup.site_id(session, to)))
    year = f"{row.at.year}"
    writer = writer_of(session, dry_run=told.dry_run)
    with writer.locked():
        refuse_wrong_ledgers(session)
        _refuse_unknown(session, row)
        for added in rows:
            refuse_misplaced(session.workspace, added, session.now)
        after = with_rows(session.workspace, year, rows)
        _refuse(session, after, rows)
        change = writer.append_rows("spare", year, rows)
        message = f"{kind} {row.quantity} {row.model}"
        conclude(session, writer, change, message, dry_run=told.dry_run, commit=told.commit)
    if not told.dry_run:
        found = [stock for stock in stock_of(after, session.now) if stock.model == row.model]
        show(list_report(session, found, session.now, is_kept=True), form, session.timezone)
        # What was written stands: an exit code that says otherwise would have it written twice.
        tell_left_out(session)


def _row(session: Session, model: str, kind: Kind, told: Told, holder: str | None) -> SpareMovement:
    """Give the row that the options say; raises WrongMovementError where there is no such."""
    today = session.now.astimezone(session.timezone).date()
    day = today if told.at is None else read_day(told.at, session.now, session.timezone)
    if day > today:
        raise WrongMovementError(
            say("{day} has not come yet: it is {today}", day=day, today=today),
            say("records hold what happened; give the day on which it did"),
        )
    try:
        quantity = read_whole(told.quantity) if kind == "count" else read_positive(told.quantity)
    except InvalidValueError as error:
        raise WrongMovementError(error.text, error.hint) from None
    if told.serial is not None and quantity > 1:
        raise WrongMovementError(
            say("a serial number is that of one unit, not of {count}", count=quantity),
            say("record each unit by itself"),
        )
    row = SpareMovement(
        at=day,
        model=model,
        quantity=quantity,
        type=kind,
        holder=None if holder is None else lookup.site_id(session, holder),
        serial=told.serial,
        by=None if told.by is None else lookup.staff_id(session, told.by),
        note=told.note,
    )
    refuse_blank(row)
    return row


def _refuse_unknown(session: Session, row: SpareMovement) -> None:
    """Raise UnknownRecordError for a model that cannot be in stock; tell of one that may be a slip of the keyboard."""
    workspace = session.workspace
    known = {known.model for ledger in workspace.spares.values() for known in ledger}
    if row.type not in {"receive", "return"}:
        lookup.word(row.model, known, say("no spare is of the model {model}", model=row.model))
    elif row.model not in known:
        known |= {item.model for _site, item in workspace.items.values()}
        near = [] if row.model in known else get_close_matches(row.model, sorted(known), 1, 0.8)
        if near:
            told = _("note: {model} is new here; {name} is known")
            talk(told.format(model=visible(row.model), name=visible(near[0])))


def _refuse(session: Session, after: Sources, rows: Sequence[SpareMovement]) -> None:
    """Raise where stock would fall below zero, or a count would not be what the records make of it."""
    moved = steps(after, session.now)
    short = shortage_after(moved, rows)
    if short is not None:
        raise shortage(short, rows)
    wrong_before = [found.step.fact for found in miscounts(steps(session.workspace, session.now))]
    for found in miscounts(moved):
        if not any(found.step.fact is fact for fact in wrong_before):
            raise _differing(found, is_own=any(found.step.fact is row for row in rows))


def _differing(found: Standing, *, is_own: bool) -> CountDiffersError:
    counted = found.counted or 0
    values = {"model": found.step.model, "day": found.step.day, "counted": counted, "count": found.after}
    if not is_own:
        return CountDiffersError(
            say("{counted} of {model} were counted on {day}; with this it would be {count}", **values),
            say("correct the day, or the count in {path}, whichever is wrong", path=found.step.path),
        )
    difference = counted - found.after
    kind = "receive" if difference > 0 else "scrap"
    return CountDiffersError(
        say(
            "the records make it {count} of {model} on {day}, not {counted}: a difference of {difference}",
            **values,
            difference=f"{difference:+d}",
        ),
        say(
            "record first what happened, for instance: aftercare spare {kind} {model} {quantity} --at {day} --note …",
            kind=kind,
            model=found.step.model,
            quantity=abs(difference),
            day=found.step.day,
        ),
    )
