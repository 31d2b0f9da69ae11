"""What the papers of a training session share: when and where it was, about what, for whom."""

import datetime as dt

from aftercare_cli.documents.curricula import materials_of
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import Contract, TrainingTerms
from aftercare_cli.rules.coverage import asked_on
from aftercare_cli.rules.curriculum import in_force, known_topics, leaves, roles_of

_UNITS = 3
"""How many organisations are named."""


class Lesson:
    """A session as papers tell it: everything as of the source's moment."""

    def __init__(self, source: Source, subject: str) -> None:
        """Find the session and its contract; raises NoSubjectError."""
        self.source = source
        self.session = source.one_of(source.workspace.training, subject)
        self.contract: Contract = source.contract(self.session.contract)
        begun = asked_on(self.session) if self.session.start is None else self.session.start
        if begun is not None and self.session.requested_on is None:
            source.refuse_later(subject, source.days.begin(begun))
        self.shown: Values = source.view(self.session)

    @property
    def terms(self) -> TrainingTerms | None:
        """The training's terms that hold for the session."""
        return in_force(self.contract, self.session.start or self.source.days.today).training

    @property
    def customer(self) -> str:
        """The customer's name."""
        party = self.contract.customer
        return self.source.tongue.either(party.name, party.name_en)

    @property
    def units(self) -> str:
        """Which organisations sent people: those that the list of attendees names, else the customer."""
        tongue = self.source.tongue
        told = [person.get("unit") for person in self.shown["attendees"]]
        named = list(dict.fromkeys(unit for unit in told if unit)) or [self.customer]
        if len(named) <= _UNITS:
            return tongue.listed(named)
        more = tongue.gettext("{names} and others, {count} in all")
        return more.format(names=tongue.listed(named[:_UNITS]), count=len(named))

    @property
    def time(self) -> str | None:
        """From when to when; None for what is only asked for."""
        first, last = self.session.start, self.session.end or self.session.start
        if first is None:
            return None
        day = self.source.tongue.day
        return day(first) if last == first else f"{day(first)} – {day(last)}"

    @property
    def hours(self) -> str | None:
        """How many working days it took, and how much working time these have."""
        first, last = self.session.start, self.session.end or self.session.start
        if first is None or last is None:
            return None
        days = self.source.days
        calendar = self.source.calendars.working_days()
        stretches = list(calendar.between(days.begin(first), days.end(last)))
        count = len({days.of(opens) for opens, _closes in stretches})
        total = sum((closes - opens for opens, closes in stretches), dt.timedelta())
        ngettext = self.source.tongue.ngettext
        told = ngettext("{count} working day", "{count} working days", count).format(count=count)
        spent = _hours(total)
        return self.source.tongue.gettext("{days}, {hours} h").format(days=told, hours=spent) if count else told

    @property
    def roles(self) -> str:
        """For whom it was held."""
        tongue = self.source.tongue
        return tongue.listed([tongue.word("training_role", role) for role in roles_of(self.session)])

    @property
    def topics(self) -> str:
        """The topics by their titles; other content stands as it was written."""
        known = known_topics(self.contract, self.session.start or self.source.days.today)
        told = []
        for number in self.session.topics:
            topic = known.get(number)
            title = None if topic is None else self.source.tongue.either(topic.title, topic.title_en)
            told.append(number if title is None else f"{number} {title}")
        return self.source.tongue.listed(told)

    @property
    def content(self) -> list[str]:
        """What the topics hold: each with what lies inside it."""
        known = known_topics(self.contract, self.session.start or self.source.days.today)
        terms = self.terms
        found = []
        for number in self.session.topics:
            topic = known.get(number)
            if topic is None:
                found.append(number)
                continue
            inner = [] if terms is None else leaves(terms, number)
            title = self.source.tongue.either(topic.title, topic.title_en)
            named = [self.source.tongue.either(part.title, part.title_en) for part in inner]
            lead = f"{number} {title}"
            found.append(
                f"{lead}{'：' if self.source.tongue.is_chinese else ': '}{self.source.tongue.listed(named)}"
                if named
                else lead
            )
        return found

    @property
    def materials(self) -> str:
        """The material that its roles are given."""
        terms = self.terms
        roles = () if terms is None else [terms.roles[role] for role in roles_of(self.session) if role in terms.roles]
        named = [name for audience in roles for name in materials_of(self.source, audience)]
        return self.source.tongue.listed(list(dict.fromkeys(named)))

    @property
    def place_in_course(self) -> tuple[int, int] | None:
        """Which of the contract's sessions it is in order of time, and how many there were by now."""
        today = self.source.days.today
        held = sorted(
            (one.start, one.id)
            for one in self.source.workspace.training
            if one.contract == self.contract.id and one.start is not None and one.start <= today
        )
        mine = (self.session.start, self.session.id)
        return (held.index(mine) + 1, len(held)) if mine in held else None


def _hours(total: dt.timedelta) -> str:
    hours = total.total_seconds() / 3600
    return f"{hours:.1f}".removesuffix(".0")
