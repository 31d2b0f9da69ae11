"""Whether a standby unit is as good as the one that failed (S5): of the same category, of the same grade or better."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from aftercare_cli.model.settings import ModelInfo
from aftercare_cli.model.sites import Item, Price
from aftercare_cli.model.ticket import StandbyInService, Ticket

Verdict = Literal["equal", "lower", "unknown"]
"""As good or better, worse (or of another category), or nobody has said."""


class Grades:
    """What is known of models: the workspace's settings, and for the category also equipment and price lists."""

    def __init__(
        self,
        models: Mapping[str, ModelInfo],
        items: Mapping[str, tuple[str, Item]],
        prices: Mapping[str, Sequence[Price]],
    ) -> None:
        """Keep what is asked."""
        self._models = models
        self._items = items
        self._prices = prices

    def of_loan(self, ticket: Ticket, model: str | None) -> Verdict:
        """Judge a unit of `model` against the items of its ticket: it stands in for the one that it fits best."""
        failed = [self._items[name][1] for name in ticket.equipment if name in self._items]
        verdicts = {self.verdict(item, model) for item in failed}
        if "equal" in verdicts:
            return "equal"
        return "lower" if verdicts == {"lower"} and len(failed) == len(ticket.equipment) else "unknown"

    def is_lower(self, ticket: Ticket, event: StandbyInService) -> bool:
        """Say whether a unit is of a lower grade: known to be, or agreed to as one and not known to be as good."""
        if event.consent is None and (event.model is None or not self._models):
            return False
        verdict = self.of_loan(ticket, event.model)
        return verdict == "lower" or (event.consent is not None and verdict == "unknown")

    def verdict(self, failed: Item, model: str | None) -> Verdict:
        """Judge a unit of `model` against an item that failed; the same model and one that covers it are as good."""
        if model is None:
            return "unknown"
        unit = self._models.get(model, ModelInfo())
        if model == failed.model or failed.model in unit.covers:
            return "equal"
        known = self._models.get(failed.model, ModelInfo())
        wanted = known.category or failed.category
        category = unit.category or self._listed_category(model)
        if category is not None and category != wanted:
            return "lower"
        if category is None or unit.grade is None or known.grade is None:
            return "unknown"
        return "equal" if unit.grade >= known.grade else "lower"

    def _listed_category(self, model: str) -> str | None:
        """Give the category of a model from the equipment or the price lists."""
        listed: Iterable[str | None] = (item.category for _site, item in self._items.values() if item.model == model)
        priced = (price.category for prices in self._prices.values() for price in prices if price.model == model)
        return next((name for names in (listed, priced) for name in names if name is not None), None)
