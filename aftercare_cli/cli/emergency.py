"""What to do first when equipment smokes, burns or smells of burning (M6): people before anything else."""

from aftercare_cli.cli.i18n import _


def steps(signs: list[str]) -> list[str]:
    """Give the emergency steps in their order."""
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
