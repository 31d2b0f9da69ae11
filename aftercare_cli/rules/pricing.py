"""What a replaced unit costs (F1, F4, M7): the lower of quotation and bid price, and which agreement counts."""

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from aftercare_cli.model.ticket import ChargeAgreed, Replaced
from aftercare_cli.rules.cycles import Cycle

_FEN: Final = Decimal("0.01")
_WHOLE: Final = 100
"""Per cent of the whole."""


class Agreements:
    """What was agreed about equipment in a cycle; each names the model it is about, or leaves that open."""

    def __init__(self, cycle: Cycle, others: Collection[str]) -> None:
        """Read them; `others` are models that neither failed nor were put in: what names one of those is about that."""
        self._models = {event.model for event in cycle.events if isinstance(event, Replaced)}
        agreed = [event for event in cycle.events if isinstance(event, ChargeAgreed) and event.head == "equipment"]
        self._named = [event for event in agreed if event.item in self._models]
        self._open = [event for event in agreed if event.item not in {*self._models, *others}]

    def about(self, event: Replaced, *, is_beforehand: bool) -> ChargeAgreed | None:
        """Give the latest that was signed about a replaced model; of those that came before it, where that matters."""
        named = [agreed for agreed in self._named if agreed.item == event.model]
        if not named and (len(self._open) == 1 or len(self._models) == 1):
            named = self._open
        signed = [agreed for agreed in named if agreed.agreed_by]
        if is_beforehand:
            signed = [agreed for agreed in signed if agreed.at <= event.at] or signed
        return signed[-1] if signed else None

    def is_shared(self, agreed: ChargeAgreed) -> bool:
        """Say whether an agreement leaves open which of several models its price is for."""
        named = {other.item for other in self._named}
        return agreed in self._open and len(self._models - named) > 1


def unit_price(
    offered: Decimal | None, agreed: ChargeAgreed | None, bid: Decimal | None
) -> tuple[Decimal | None, tuple[str, ...]]:
    """Give the lowest of what was offered, what was agreed and the bid price (F1), and what to know about it."""
    known = [price for price in (offered, None if agreed is None else agreed.amount, bid) if price is not None]
    price = min(known, default=None)
    if bid is None:
        return price, ("agreed_price",) if agreed is not None else ()
    return price, ("price_capped",) if offered is not None and offered > bid else ()


def amount_of(price: Decimal, quantity: int, discount: int) -> Decimal:
    """Give the amount of a line, half up to the fen."""
    return (price * quantity * (_WHOLE - discount) / _WHOLE).quantize(_FEN, ROUND_HALF_UP)
