"""The five questions about the service (S14), for every paper that asks them."""

from aftercare_cli.documents.language import Tongue
from aftercare_cli.model.service import Scores
from aftercare_cli.rules.visits import QUESTIONS, average, given

SCALE = (5, 4, 3, 2, 1)
"""The scores as paper shows them: the best one first."""


def labels(tongue: Tongue) -> dict[str, str]:
    """Give what is asked, by question."""
    _ = tongue.gettext
    return {
        "attitude": _("Attitude of our people"),
        "timeliness": _("How soon somebody came"),
        "quality": _("Quality of the repair"),
        "spares": _("Supply of spare parts"),
        "overall": _("Overall"),
    }


def boxes(tongue: Tongue, scores: Scores | None) -> list[tuple[str, ...]]:
    """Give a row for each question: what is asked, and a box for each score, ticked where it was given."""
    asked = labels(tongue)
    told = given(scores)
    return [(asked[question], *(_box(told.get(question) == score) for score in SCALE)) for question in QUESTIONS]


def titles(tongue: Tongue) -> list[tuple[str, str] | str]:
    """Give the titles of the columns of `boxes`."""
    _ = tongue.gettext
    words = {5: _("5 very good"), 4: _("4 good"), 3: _("3 fair"), 2: _("2 bad"), 1: _("1 very bad")}
    return [_("What is rated"), *((words[score], "centre") for score in SCALE)]


def average_told(tongue: Tongue, scores: Scores | None) -> str:
    """Give the average of the scores that were given, and of how many."""
    found = average(given(scores).values())
    if found.average is None:
        return tongue.gettext("no answer yet (n = 0)")
    return tongue.gettext("{average} (n = {n})").format(average=found.average, n=found.n)


def _box(is_ticked: bool) -> str:  # noqa: FBT001 - a box knows nothing else
    return "☑" if is_ticked else "□"
