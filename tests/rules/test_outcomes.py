"""What a line of a sheet may hold, and what is said of what it may not."""

import pytest

from aftercare_cli.model.sites import Check
from aftercare_cli.rules.outcomes import OutcomeError, outcome

PICTURE = Check(id="picture", group="g", title="图像", categories=("camera",), graded=True)
LENS = Check(id="lens", group="g", title="变倍", categories=("ptz",))


@pytest.mark.parametrize(
    ("check", "entered", "found"),
    [
        (PICTURE, ("5", None, ()), ("pass", "5", ())),
        (PICTURE, ("4", None, ("snow",)), ("pass", "4", ("snow",))),
        (PICTURE, ("3", None, ("blur", "snow", "blur")), ("fail", "3", ("snow", "blur"))),
        (PICTURE, (None, "1", ()), ("fail", "1", ())),
        (PICTURE, ("pass", "4", ()), ("pass", "4", ())),
        (PICTURE, ("fail", "4", ("roll",)), ("fail", "4", ("roll",))),
        (PICTURE, ("2", "2", ()), ("fail", "2", ())),
        (PICTURE, ("na", None, ()), ("na", None, ())),
        (PICTURE, ("hazard", None, ()), ("hazard", None, ())),
        (LENS, ("fail", None, ()), ("fail", None, ())),
    ],
)
def test_what_can_be_is_taken(
    check: Check, entered: tuple[str | None, str | None, tuple[str, ...]], found: tuple[object, ...]
) -> None:
    assert tuple(outcome(check, *entered)) == found


@pytest.mark.parametrize(
    ("check", "entered", "said"),
    [
        (PICTURE, ("pass", None, ()), "picture is graded: pass alone does not say how good the picture is"),
        (PICTURE, ("fail", None, ("snow",)), "picture is graded: fail alone does not say how good the picture is"),
        (PICTURE, ("pass", "3", ()), "pass contradicts the grade 3"),
        (PICTURE, ("fail", "4", ()), "fail contradicts the grade 4"),
        (PICTURE, ("5", "4", ()), "the result is the grade 5, and the grade 4"),
        (PICTURE, ("5", None, ("snow",)), "grade 5 means that nothing disturbs the picture: snow"),
        (PICTURE, ("na", "4", ()), "what is not applicable has no grade"),
        (PICTURE, ("hazard", None, ("snow",)), "marks go with a grade"),
        (PICTURE, ("4", None, ("rain",)), "rain is no mark"),
        (PICTURE, ("0", None, ()), "0 is no result"),
        (PICTURE, ("pass", "6", ()), "6 is no grade"),
        (LENS, ("4", None, ()), "lens is not graded"),
        (LENS, ("fail", None, ("snow",)), "lens has no picture to mark: snow"),
        (LENS, ("passed", None, ()), "passed is no result"),
    ],
)
def test_what_cannot_be_is_refused(
    check: Check, entered: tuple[str | None, str | None, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(OutcomeError) as refused:
        outcome(check, *entered)
    assert str(refused.value) == said
    assert refused.value.hint is not None or said.startswith("the result is")
