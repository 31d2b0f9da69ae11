"""The service plan's own terms (S4–S6, S9, M1): what a contract promises unless it says otherwise."""

import datetime as dt

import msgspec

from aftercare_cli.model.contract import Contract, InspectionTerms, Target, Warranty

_HOUR = dt.timedelta(hours=1)


def plan_terms(contract: Contract) -> Contract:
    """Give the contract with the plan's targets, warranty and monthly inspections."""
    return msgspec.structs.replace(
        contract,
        warranty=Warranty(months=36),
        targets={
            "arrival": Target(start="reported", within=3 * _HOUR, stop="arrived"),
            "standby": Target(
                start="fault", within=8 * _HOUR, stop="standby_in_service", unless_restored_within=5 * _HOUR
            ),
            "spares": Target(
                start="reported", within=8 * _HOUR, stop="spares_on_site", needs="spares", discharged_by="resolved"
            ),
        },
        inspection=InspectionTerms(every=1, checklist="cctv"),
    )
