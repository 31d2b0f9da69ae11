"""The ledger of spares (M5): opening, in, out and balance of each model, and every movement; the company's alone."""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.documents.window import window_of
from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.text import say
from aftercare_cli.rules.stock import COMPANY, Standing, standings, steps


class _Line(msgspec.Struct):
    """What a holder had of a model at the begin, what came and went, what is left."""

    opening: int = 0
    came: int = 0
    went: int = 0
    balance: int = 0


def values(source: Source, subject: str) -> Values:  # noqa: ARG001 - it is about everything
    """Give the ledger from `--since`, else the first of the year, to `--until`, else today; raises NoSubjectError."""
    if source.audience != "internal":
        raise NoSubjectError(
            say("the ledger of spares is for the company alone"),
            say("a customer is given the list of a contract: aftercare doc render spares-list CONTRACT"),
        )
    tongue = source.tongue
    today = source.days.today
    since, until = window_of(source.wishes)
    last = min(until or today, today)
    first = min(since or dt.date(last.year, 1, 1), last)
    found = [standing for standing in standings(steps(source.workspace, source.now)) if standing.step.day <= last]
    settings = source.workspace.settings.spares
    title = tongue.gettext("Ledger of spare parts")
    span = tongue.gettext("{first} to {last}").format(first=tongue.day(first), last=tongue.day(last))
    place = None if settings is None else settings.location
    return {
        "title": f"{title} {first}–{last}",
        "head": source.head(title, "", span),
        "wide": True,
        "span": span,
        "place": place,
        "balances": _balances(source, found, first, {} if settings is None else settings.minimum),
        "movements": [_movement(source, standing) for standing in found if standing.step.day >= first],
    }


def _balances(
    source: Source, found: Iterable[Standing], first: dt.date, minimum: Mapping[str, int]
) -> list[tuple[str | None, ...]]:
    lines: dict[tuple[str, str], _Line] = {(COMPANY, model): _Line() for model in minimum}
    for standing in found:
        step = standing.step
        line = lines.setdefault((step.holder, step.model), _Line())
        line.balance = standing.after
        if step.day < first:
            line.opening = standing.after
        elif step.change > 0:
            line.came += step.change
        else:
            line.went -= step.change
    rows: list[tuple[str | None, ...]] = []
    for at, ((holder, model), line) in enumerate(sorted(lines.items()), 1):
        least = minimum.get(model) if holder == COMPANY else None
        low = source.tongue.gettext("below the minimum") if least is not None and line.balance < least else None
        numbers = (str(number) for number in (line.opening, line.came, line.went, line.balance))
        rows.append((str(at), model, _holder(source, holder), *numbers, None if least is None else str(least), low, ""))
    return rows


def _movement(source: Source, standing: Standing) -> tuple[str | None, ...]:
    """Give a movement: when, what, in or out, what is left, and the ticket or the row of the ledger it comes from."""
    tongue, step, fact = source.tongue, standing.step, standing.step.fact
    came = str(step.change) if step.change > 0 else None
    went = str(-step.change) if step.change < 0 else None
    if isinstance(fact, SpareMovement):
        word = _word(source, fact)
        if standing.counted is not None:
            came = None
            template = tongue.gettext("{word}: {count}, as it should be")
            if standing.is_miscounted:
                template = tongue.gettext("{word}: {count}, not what the records make of it")
            word = template.format(word=word, count=standing.counted)
        told, by = fact.note, fact.by
        paper = None
    else:
        word, by, told = tongue.word("event", fact.type), fact.by, fact.note
        paper = step.path.rpartition("/")[2].removesuffix(".yaml")
    person = None if by is None else source.person(by)
    return (
        step.day.isoformat(),
        step.model,
        _holder(source, step.holder),
        word,
        came,
        went,
        str(standing.after),
        paper,
        person,
        told,
    )


def _holder(source: Source, holder: str) -> str:
    if holder == COMPANY:
        return source.tongue.gettext("company's store")
    site = source.workspace.sites.get(holder)
    return holder if site is None else source.name_of(site)


def _word(source: Source, row: SpareMovement) -> str:
    _ = source.tongue.gettext
    words = {
        "receive": _("received"),
        "return": _("returned"),
        "issue": _("issued"),
        "scrap": _("scrapped"),
        "count": _("counted"),
    }
    return words.get(row.type, BLANK)
