"""The training that a contract promises (T1–T5), as cells of documents."""

from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.terms import Cells
from aftercare_cli.model.contract import TrainingAudience, TrainingTerms, TrainingTopic
from aftercare_cli.rules.curriculum import parent, parts


def title_of(source: Source, topic: TrainingTopic) -> str:
    """Give a topic's title."""
    return source.tongue.either(topic.title, topic.title_en)


def place_of(source: Source, terms: TrainingTerms) -> str:
    """Give where the training is held; the customer names the place where the contract does not."""
    shown = source.view(terms)
    place, place_en = shown.get("place"), shown.get("place_en")
    return source.tongue.either(place, place_en) if place or place_en else BLANK


def days_of(source: Source, topic: TrainingTopic) -> str:
    """Give a topic's working days; those of a part stand in brackets: its topic counts them already."""
    days = topic.days
    told = source.tongue.ngettext("{count} working day", "{count} working days", days).format(count=days)
    if not parent(topic.number):
        return told
    return f"（{told}）" if source.tongue.is_chinese else f"({told})"


def topic_rows(source: Source, terms: TrainingTerms) -> list[Cells]:
    """Give the contents: number, topic."""
    return [(topic.number, title_of(source, topic)) for topic in terms.topics]


def time_rows(source: Source, terms: TrainingTerms) -> list[Cells]:
    """Give the time table: number, topic, place, working days."""
    place = place_of(source, terms)
    return [(topic.number, title_of(source, topic), place, days_of(source, topic)) for topic in terms.topics]


def total_of(source: Source, terms: TrainingTerms) -> str:
    """Give the working days of the whole curriculum."""
    total = sum(topic.days for topic in parts(terms, ""))
    return source.tongue.ngettext("{count} working day", "{count} working days", total).format(count=total)


def audiences(source: Source, terms: TrainingTerms) -> list[Values]:
    """Give the roles: who they are, what they are to learn, what they are given, which topics they attend."""
    return [
        {
            "role": source.tongue.word("training_role", role),
            "goals": source.tongue.either(audience.goals, audience.goals_en),
            "materials": materials_of(source, audience),
            "topics": source.tongue.listed(list(audience.topics)) if audience.topics else None,
        }
        for role, audience in terms.roles.items()
    ]


def materials_of(source: Source, audience: TrainingAudience) -> list[str]:
    """Give what a role is given."""
    chinese, english = audience.materials, audience.materials_en
    return list((chinese or english) if source.tongue.is_chinese else (english or chinese))
