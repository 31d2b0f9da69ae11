"""What a contract covers (S1): the equipment the company supplied."""

from collections.abc import Sequence

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace


class OutOfScopeError(AftercareError):
    """Equipment that stands elsewhere, or that no list holds."""


def refuse_out_of_scope(workspace: Workspace, site: str, equipment: Sequence[str], reason: str | None) -> None:
    """Raise OutOfScopeError for equipment that is not on the site's list, unless there is a reason to serve it."""
    if reason is not None:
        return
    for item_id in equipment:
        stands_at = workspace.items[item_id][0] if item_id in workspace.items else None
        if stands_at != site:
            raise OutOfScopeError(
                say("{item} is not on the equipment list of {site}", item=item_id, site=site)
                if stands_at is None
                else say("{item} stands at {other}, not at {site}", item=item_id, other=stands_at, site=site),
                say("name the right item, or mark the ticket: --out-of-scope REASON"),
            )
