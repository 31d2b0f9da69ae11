"""Questions as reports: one with its answer, lists with the time each took, and what a search found."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from aftercare_cli.cli import context, display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section, columns
from aftercare_cli.cli.reports.promises import item_document
from aftercare_cli.cli.reports.tickets import remarks, tone
from aftercare_cli.model.calendars import ALWAYS
from aftercare_cli.model.kinds import path_of
from aftercare_cli.rules.question_log import Asked, Times, times
from aftercare_cli.rules.question_search import Found, Span
from aftercare_cli.store.events import plain

_SNIPPET: Final = 72
"""How many columns a snippet takes where no terminal says otherwise."""
_MARKS: Final = ("\x1b[1;32m", "\x1b[0m")
_SIGNS: Final = ("[", "]")
"""What marks a match where there is no colour."""


def question_report(session: Session, asked: Asked, now: dt.datetime, change: str = "") -> Report:
    """Give a question, its answer, and how long that took; `change` says what was just written."""
    question, timezone = asked.question, session.timezone
    path = path_of("question", question.id)
    when = _("asked at {site}, {time}").format(site=question.site, time=display.moment(question.asked_at, timezone))
    by = None if question.asked_by is None else _("asked by: {person}").format(person=question.asked_by)
    lead = [line for line in (when, by) if line is not None]
    titles = columns(("key", _("Key")), ("value", _("Value")))
    cells = [(pgettext("question", "Question"), question.question), (pgettext("question", "Answer"), question.answer)]
    notes = [f"{change} → {path}" if change else path, *_time_words(asked, timezone)]
    document = {
        "schema": "aftercare/question/1",
        "id": question.id,
        "path": path,
        "as_of": display.iso(now, timezone),
        "question": _document(asked, timezone),
    }
    coded = [(key, str(value)) for key, value in plain(question, timezone).items()]
    return Report(
        question.id,
        (Section("", titles, tuple(Row(cell) for cell in cells)),),
        document,
        tuple(lead),
        tuple(notes),
        Section("", titles, tuple(Row(cell) for cell in coded)),
    )


def _time_words(asked: Asked, timezone: dt.tzinfo) -> list[str]:
    """Say how long the answer took, or has been waited for, and what the contract says of that."""
    question, promise = asked.question, asked.promise
    took = display.length(asked.took)
    if question.answered_at is None:
        lines = [_("not answered yet: waiting for {time}").format(time=took)]
    else:
        template = (
            _("answered {at} by {person}, after {time}") if question.answered_by else _("answered {at}, after {time}")
        )
        at = display.moment(question.answered_at, timezone)
        lines = [template.format(at=at, person=question.answered_by, time=took)]
    if promise is not None and promise.due is not None:
        template = (
            _("own aim: an answer by {due}; {remarks}") if promise.policy else _("to be answered by {due}; {remarks}")
        )
        lines.append(template.format(due=display.moment(promise.due, timezone), remarks=remarks(promise)))
    if asked.worked is not None and promise is not None and promise.calendar != ALWAYS:
        template = _("in the calendar {calendar}: {time}")
        lines.append(template.format(calendar=promise.calendar, time=display.length(asked.worked)))
    return lines


def list_report(session: Session, asked: Sequence[Asked], now: dt.datetime) -> Report:
    """Give questions with the time each took or has waited, and these times summed up."""
    titles = (
        Column("id", _("Id")),
        Column("site", _("Site")),
        Column("asked_at", pgettext("question", "Asked")),
        Column("answered_at", pgettext("question", "Answered"), is_detail=True),
        Column("answer_s", pgettext("question", "Took")),
        Column("waiting_s", pgettext("question", "Waiting")),
        Column("working_s", _("In working time"), is_detail=True),
        Column("question", pgettext("question", "Question"), may_wrap=True),
    )
    table_rows = tuple(_row(one) for one in asked)
    summed = times(asked)
    document = {
        "schema": "aftercare/question-list/1",
        "as_of": display.iso(now, session.timezone),
        "questions": [_document(one, session.timezone) for one in asked],
        "answered": summed.answered,
        "open": summed.waiting,
        "median_answer_s": _seconds(summed.median),
        "longest_answer_s": _seconds(summed.longest),
        "longest_waiting_s": _seconds(summed.longest_waiting),
    }
    count = ngettext("{count} question", "{count} questions", len(asked)).format(count=len(asked))
    as_of = _("{count}, as of {time}").format(count=count, time=display.moment(now, session.timezone))
    section = Section("", titles, table_rows, _("No question."))
    return Report(as_of, (section,), document, (), tuple(_sums(summed)))


def _row(one: Asked) -> Row:
    question = one.question
    took, waiting = (one.took, None) if one.is_answered else (None, one.took)
    attention = "" if one.promise is None or one.promise.state == "met" else tone(one.promise)
    worked = None if one.promise is None or one.promise.calendar == ALWAYS else one.worked
    ends = (question.answered_at, took, waiting, worked, question.question)
    return Row((question.id, question.site, question.asked_at, *ends), attention)


def _sums(summed: Times) -> list[str]:
    """Say how soon questions are answered, and how long the open ones have waited."""
    lines = []
    if summed.median is not None and summed.longest is not None:
        told = ngettext(
            "{count} answered: median {median}, longest {longest}",
            "{count} answered: median {median}, longest {longest}",
            summed.answered,
        )
        median, longest = display.length(summed.median), display.length(summed.longest)
        lines.append(told.format(count=summed.answered, median=median, longest=longest))
    if summed.longest_waiting is not None:
        told = ngettext("{count} open, waiting for {time}", "{count} open, the longest for {time}", summed.waiting)
        lines.append(told.format(count=summed.waiting, time=display.length(summed.longest_waiting)))
    return lines


def search_report(session: Session, words: Sequence[str], found: Sequence[tuple[Found, Asked]]) -> Report:
    """Give what a search found, the best first."""
    titles = (
        Column("id", _("Id")),
        Column("site", _("Site")),
        Column("asked_at", pgettext("question", "Asked")),
        Column("answered_at", pgettext("question", "Answered"), is_detail=True),
        Column("hits", pgettext("question", "Hits"), is_detail=True),
        Column("snippet", pgettext("question", "Where"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                hit.question.id,
                hit.question.site,
                hit.question.asked_at,
                hit.question.answered_at,
                hit.hits,
                _where(hit),
            )
        )
        for hit, _asked in found
    )
    document = {
        "schema": "aftercare/question-search/1",
        "words": list(words),
        "questions": [
            {**_document(asked, session.timezone), "hits": hit.hits, "snippet": _where(hit)} for hit, asked in found
        ],
    }
    section = Section("", titles, table_rows, _nothing(words))
    return Report(_count(found), (section,), document)


def _count(found: Sequence[object]) -> str:
    return ngettext("{count} question found", "{count} questions found", len(found)).format(count=len(found))


def _nothing(words: Sequence[str]) -> str:
    return _("No question holds {words}.").format(words=_(", ").join(words))


def search_text(session: Session, words: Sequence[str], found: Sequence[tuple[Found, Asked]]) -> str:
    """Give what a search found for people: each question with the lines around what was found, and that marked."""
    is_drawn = context.is_terminal()
    limit = (context.columns() if is_drawn else _SNIPPET + 4) - 4
    marks = (_MARKS if context.is_coloured() else _SIGNS) if is_drawn else ("", "")
    if not found:
        return f"{display.visible(_nothing(words))}\n"
    blocks = [_count(found)]
    for hit, asked in found:
        question = hit.question
        stands = _time_words(asked, session.timezone)[0]
        moment = display.moment(question.asked_at, session.timezone)
        lines = [
            f"{question.id}  {display.visible(question.site)}  {moment}",
            f"  {_marked(question.question, hit.in_question, limit, marks)}",
        ]
        if question.answer is not None:
            lines.append(f"→ {_marked(question.answer, hit.in_answer, limit, marks)}")
        blocks.append("\n".join([*lines, f"  {display.visible(stands)}"]))
    return "\n\n".join(blocks) + "\n"


def _where(hit: Found) -> str:
    """Give a snippet without marks: of the question where something was found in it, else of the answer."""
    text, spans = (hit.question.question, hit.in_question) if hit.in_question else (hit.question.answer, hit.in_answer)
    return _marked(text or "", spans, _SNIPPET, ("", ""))


def _marked(text: str, spans: Sequence[Span], limit: int, marks: tuple[str, str]) -> str:
    """Give the part of a text around its first match on one line of at most `limit` columns, every match marked."""
    begin, end = _window(text, spans, limit)
    parts = ["…" if begin else ""]
    at = begin
    for first, last in spans:
        if first < end and last > at:
            parts += [
                _line(text[at : max(first, at)]),
                marks[0],
                _line(text[max(first, at) : min(last, end)]),
                marks[1],
            ]
            at = min(last, end)
    parts += [_line(text[at:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _window(text: str, spans: Sequence[Span], limit: int) -> Span:
    """Give where the part begins and ends: the whole text where it fits, else some of it before the first match."""
    if display.width(_line(text)) + 2 * len(spans) <= limit:
        return 0, len(text)
    room = limit - 2 - 2 * len(spans)
    begin = spans[0][0] if spans else 0
    lead = room // 3
    while begin and display.width(_line(text[begin - 1 : spans[0][0]])) <= lead:
        begin -= 1
    end = begin
    while end < len(text) and display.width(_line(text[begin : end + 1])) <= room:
        end += 1
    return begin, end


def _line(text: str) -> str:
    """Give a text on one line, with what a terminal would act on made visible."""
    return display.visible(text.replace("\r", "").replace("\n", " "))


def _document(asked: Asked, timezone: dt.tzinfo) -> dict[str, object]:
    """Give a question for other programs."""
    answered = asked.is_answered
    promise = asked.promise
    return {
        **dict.fromkeys(asked.question.__struct_fields__),
        **plain(asked.question, timezone),
        "answered": answered,
        "answer_s": _seconds(asked.took) if answered else None,
        "waiting_s": None if answered else _seconds(asked.took),
        "calendar": None if promise is None else promise.calendar,
        "working_s": _seconds(asked.worked),
        "promise": None if promise is None else item_document(promise, timezone),
    }


def _seconds(length: dt.timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())
