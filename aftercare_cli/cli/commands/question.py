"""`aftercare question`: ask, answer, list, show, search."""

import datetime as dt
from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_dated, change_record
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, pgettext
from aftercare_cli.cli.options import AsOf, At, By, Commit, DryRun, Format, FormatOption, Site, SiteArgument
from aftercare_cli.cli.output import show, write
from aftercare_cli.cli.recording import TimeOrderError, refuse_future
from aftercare_cli.cli.reports.questions import list_report, question_report, search_report, search_text
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Question
from aftercare_cli.model.text import say
from aftercare_cli.rules import question_log
from aftercare_cli.rules.question_search import search, words

app = typer.Typer(
    help=_("Questions: ask, answer, list, search."), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)

QuestionArgument = Annotated[
    str,
    typer.Argument(
        metavar="QUESTION",
        help=_("A question: its id, or a unique beginning or end of it."),
        autocompletion=completion.questions,
    ),
]


class AlreadyAnsweredError(AftercareError):
    """A question that has its answer."""


class NotAskedYetError(AftercareError):
    """A moment at which nobody had asked the question."""


class NothingToFindError(AftercareError):
    """A search for nothing."""


@app.command("ask", help=_("Write down a technical or operating question."))
def ask(
    context: typer.Context,
    site: SiteArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The question, in the customer's words."))],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=_("Who asks."))] = None,
    at: At = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the question, and show by when it is to be answered."""
    session: Session = context.obj
    asked_at = _moment(session, at)
    question = Question(id="", site=lookup.site_id(session, site), asked_at=asked_at, asked_by=by, question=text)
    question_id = add_dated(
        session,
        "question",
        asked_at.astimezone(session.timezone).date(),
        lambda new_id: msgspec.structs.replace(question, id=new_id),
        _("question {id}"),
        dry_run=dry_run,
        commit=commit,
    )
    if not dry_run:
        _show(session, question_id, session.now, form, pgettext("question", "recorded"))


@app.command("answer", help=_("Write down the answer to a question."))
def answer(
    context: typer.Context,
    question: QuestionArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The answer."))],
    by: By = None,
    at: At = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the answer, and show how long it took."""
    session: Session = context.obj
    question_id = lookup.dated_record_id(session, "question", question)
    answered_at = _moment(session, at)
    person = None if by is None else lookup.staff_id(session, by)

    def answered(asked: Question) -> Question:
        _refuse_second_answer(asked)
        if answered_at < asked.asked_at:
            raise TimeOrderError(
                say("{at} is before the question was asked, at {asked}", at=answered_at, asked=asked.asked_at),
                say("give the time at which it was answered"),
            )
        return msgspec.structs.replace(asked, answered_at=answered_at, answered_by=person, answer=text)

    message = _("{id}: answered").format(id=question_id)
    change_record(session, "question", question_id, answered, message, dry_run=dry_run, commit=commit)
    if not dry_run:
        _show(session, question_id, session.now, form, pgettext("question", "recorded"))


@app.command("list", help=_("List questions, with the time each took to be answered."))
def list_questions(
    context: typer.Context,
    is_open: Annotated[bool, typer.Option("--open", help=_("Only those that are not answered yet."))] = False,
    site: Site = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("Only those asked on this day or later."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=_("Only those asked on this day or earlier."))
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List questions in the order in which they were asked."""
    session: Session = context.obj
    now = session.as_of(as_of)
    begin = None if since is None else read_day_or_time(since, session.now, session.timezone)
    end = None if until is None else read_day_or_time(until, session.now, session.timezone, is_end=True)
    chosen = [
        question
        for question in _questions(session, site, now)
        if (begin is None or question.asked_at >= begin)
        and (end is None or question.asked_at < end)
        and not (is_open and question.answered_at is not None)
    ]
    asked = [question_log.timed(session.workspace, session.calendars, question, now) for question in chosen]
    show(list_report(session, asked, now), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show a question, its answer, and how long that took."))
def show_question(
    context: typer.Context, question: QuestionArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show one question."""
    session: Session = context.obj
    _show(session, lookup.dated_record_id(session, "question", question), session.as_of(as_of), form)


@app.command("search", help=_("Search questions and answers: every word has to occur, a quoted phrase as a whole."))
def search_questions(
    context: typer.Context,
    wanted: Annotated[
        list[str],
        typer.Argument(metavar="WORDS…", help=_("English words from their beginning, Chinese ones anywhere.")),
    ],
    site: Site = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List what holds the words, the best first."""
    session: Session = context.obj
    now = session.as_of(as_of)
    sought = words(wanted)
    if not sought:
        raise NothingToFindError(
            say("there is no word to search for"), say("give a word of the question or its answer")
        )
    found = [
        (hit, question_log.timed(session.workspace, session.calendars, hit.question, now))
        for hit in search(_questions(session, site, now), sought)
    ]
    if form is Format.table:
        write(search_text(session, sought, found))
    else:
        show(search_report(session, sought, found), form, session.timezone)
    exit_where_left_out(session)


def _moment(session: Session, at: str | None) -> dt.datetime:
    """Give when something was asked or answered; raises TimeOrderError for what has not come yet."""
    moment = session.now if at is None else session.time(at)
    refuse_future(session, moment)
    return moment


def _refuse_second_answer(asked: Question) -> None:
    """Raise AlreadyAnsweredError where there is an answer, or the time of one."""
    where = say("the answer stands in {path}: correct it there", path=path_of("question", asked.id))
    if asked.answered_at is not None:
        raise AlreadyAnsweredError(say("{id} was answered already, at {at}", id=asked.id, at=asked.answered_at), where)
    if asked.answer is not None:
        raise AlreadyAnsweredError(say("{id} has an answer already, without the time of it", id=asked.id), where)


def _questions(session: Session, site: str | None, now: dt.datetime) -> list[Question]:
    """Give the questions of a site, or of all, as they stood at a moment, in the order in which they were asked."""
    place = None if site is None else lookup.site_id(session, site)
    questions = question_log.as_of(session.workspace.questions, now)
    return sorted(
        (question for question in questions if place is None or question.site == place),
        key=lambda question: (question.asked_at, question.id),
    )


def _show(session: Session, question_id: str, now: dt.datetime, form: Format, change: str = "") -> None:
    record = session.workspace.read("question", question_id)
    assert isinstance(record, Question)  # noqa: S101 - its kind says so
    for question in question_log.as_of([record], now):
        asked = question_log.timed(session.workspace, session.calendars, question, now)
        show(question_report(session, asked, now, change), form, session.timezone)
        return
    raise NotAskedYetError(
        say("{id} was not asked yet at {time}", id=record.id, time=now),
        say("it was asked at {time}", time=record.asked_at),
    )
