"""The emergency card of a site (M6): one page for the wall of the control room."""

from aftercare_cli.documents import emergencies, terms
from aftercare_cli.documents.source import Source, Values

_OURS, _THEIRS = 3, 2
"""As many people of either side as leave the card on one page."""


def values(source: Source, subject: str) -> Values:
    """Give what to do, in this order, and whom to ring."""
    _ = source.tongue.gettext
    site = source.site(subject)
    title = _("Emergency card")
    name = source.name_of(site)
    address = source.view(site).get("address")
    first, *rest = emergencies.steps(source)
    return {
        "title": f"{title} {name}",
        "head": source.head(title, site.id, name if address is None else f"{name} · {address}"),
        "first": first,
        "steps": rest,
        "nobody": emergencies.nobody_text(source),
        "on_duty": [row[:3] for row in emergencies.on_duty(source)[:_OURS]],
        "hotline": terms.hotline(source),
        "contacts": [(_("site contact"), *row) for row in emergencies.site_contacts(source, site)[:_THEIRS]],
        "duty": _("People on duty as of {time}; later, ask the service telephone.").format(
            time=source.tongue.moment(source.now)
        ),
    }
