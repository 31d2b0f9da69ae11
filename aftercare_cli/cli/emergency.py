"""What to do first when equipment smokes, burns or smells of burning (M6): people before anything else."""

from collections.abc import Sequence

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk
from aftercare_cli.model.errors import AftercareError


def tell(session: Session, signs: Sequence[str]) -> None:
    """Tell the steps on stderr: those that need no record before any is read, then whom to call."""
    told = steps(signs)
    talk(*told)
    talk(f"{len(told)}. {_call(session)}")


def steps(signs: Sequence[str]) -> list[str]:
    """Give the emergency steps in their order, below a line that says what they are."""
    told = [_("EMERGENCY: tell the person on site, in this order")]
    if "fire" in signs:
        told.append(_("Open flames: get everybody out and call the fire service (119) before anything else."))
    else:
        told.append(_("People first: at the first open flame, get everybody out and call the fire service (119)."))
    told += [
        _("Cut the power of the equipment at once, if that is possible without danger."),
        _("Keep the scene as it is: move nothing, switch nothing on again."),
        _("Stay reachable for the system engineer; somebody is being sent."),
    ]
    return [told[0], *(f"{number}. {step}" for number, step in enumerate(told[1:], 1))]


def _call(session: Session) -> str:
    """Give the last step: the engineer to call, else whom instead; records that cannot be read stop nothing."""
    from aftercare_cli.cli.reports.on_duty import person_words, ring_now, telephone_words

    try:
        ring = ring_now(session)
    except AftercareError:
        return _("Call the system engineer.")
    then = _("; if there is no answer, ")
    reachable = [engineer for engineer in ring.engineers if engineer.phone] or ring.engineers
    engineers = then.join(visible(person_words(engineer)) for engineer in reachable)
    others = then.join(visible(telephone_words(found)) for found in ring.fallback)
    if engineers and others:
        return _("Call the system engineer: {names}. No telephone is recorded; call {others}.").format(
            names=engineers, others=others
        )
    if engineers:
        return _("Call the system engineer: {names}.").format(names=engineers)
    if others:
        return _("Call the system engineer: nobody is on duty, so call {others}.").format(others=others)
    return _("Call the system engineer: no record says who is on duty, or which telephone to call instead.")
