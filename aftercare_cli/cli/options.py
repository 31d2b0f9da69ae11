"""Options that several commands share."""

from enum import StrEnum
from typing import Annotated

import typer

from aftercare_cli.cli import completion
from aftercare_cli.cli.i18n import _


class Format(StrEnum):
    """How a list or a report is given."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"
    html = "html"


FormatOption = Annotated[
    Format, typer.Option("--format", help=_("table for people; json, csv, md or html for others."))
]


class CalendarFormat(StrEnum):
    """How a list of days and times is given: as any list, or as a calendar file."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"
    html = "html"
    ics = "ics"


CalendarFormatOption = Annotated[
    CalendarFormat,
    typer.Option(
        "--format", help=_("table for people; json, csv, md or html for others; ics for a telephone's calendar.")
    ),
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="TIME", help=_("Judge as of this moment instead of now."))]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help=_("Exit 0 even where 1 is due."))]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="TIME", help=_("When it happened: 14:30, yesterday 14:30, 2h ago, ISO 8601; now by default.")
    ),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="STAFF", help=_("Who did it."), autocompletion=completion.staff)
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=_("A remark."))]
Evidence = Annotated[
    str | None, typer.Option("--evidence", metavar="TEXT", help=_("What shows it: a gate register, a signed sheet."))
]
Backdate = Annotated[
    str | None,
    typer.Option("--backdate", metavar="REASON", help=_("Why it is entered after events that happened later.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show what would change, and write nothing."))]
Commit = Annotated[bool, typer.Option("--commit", help=_("Make one Git commit of the change."))]
Site = Annotated[
    str | None, typer.Option("--site", metavar="SITE", help=_("Only this site."), autocompletion=completion.sites)
]
ContractOption = Annotated[
    str | None,
    typer.Option("--contract", metavar="CONTRACT", help=_("Only this contract."), autocompletion=completion.contracts),
]
PromiseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--promise",
        metavar="NAME",
        help=_("Only this promise; may be given again."),
        autocompletion=completion.promises,
    ),
]
Within = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="DURATION",
        help=_("Only what falls due in this time, such as 8h or 7d; else what runs, or begins in the next 31 days."),
    ),
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help=_("Only what began on this day or later."))]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=_("Only what began on this day or earlier."))
]
TicketArgument = Annotated[
    str,
    typer.Argument(
        metavar="TICKET",
        help=_("A ticket: its id, or a unique beginning or end of it."),
        autocompletion=completion.tickets,
    ),
]
SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT",
        help=_(
            "What a promise is about: a ticket, a hazard, SITE/2026-03, CONTRACT/DOCUMENT; its id, or an end of it."
        ),
        autocompletion=completion.subjects,
    ),
]
SiteArgument = Annotated[
    str,
    typer.Argument(
        metavar="SITE", help=_("A site: its id, or a unique beginning or end of it."), autocompletion=completion.sites
    ),
]
InspectionArgument = Annotated[
    str,
    typer.Argument(
        metavar="INSPECTION",
        help=_("An inspection: its id, or a unique beginning or end of it."),
        autocompletion=completion.inspections,
    ),
]
HazardArgument = Annotated[
    str,
    typer.Argument(
        metavar="HAZARD",
        help=_("A hazard: its id, or a unique beginning or end of it."),
        autocompletion=completion.hazards,
    ),
]
