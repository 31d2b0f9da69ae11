"""How long a contract is served: its warranty (S9), and a service agreement that goes on."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from aftercare_cli.model.contract import Contract


def begins(contract: Contract) -> dt.date | None:
    """Give the day the warranty starts, the later of acceptance and handover; None while one of them is missing."""
    if contract.acceptance is None or contract.handover is None:
        return None
    return max(contract.acceptance, contract.handover)


def last_day(contract: Contract) -> dt.date | None:
    """Give the last day under warranty: the corresponding day, month ends clamped (Civil Code art. 201, 202)."""
    begin = begins(contract)
    if begin is None or contract.warranty is None:
        return None
    try:
        return begin + relativedelta(months=contract.warranty.months)
    except ValueError:
        return dt.date.max


def served_until(contract: Contract) -> dt.date | None:
    """Give the last day of the warranty or of the service agreement, whichever lasts longer; None where neither is.

    A warranty that waits for acceptance or handover has not ended: its last day is the last there is.
    """
    if contract.warranty is not None and begins(contract) is None:
        return dt.date.max
    ends = [day for day in (last_day(contract), contract.service_until) if day is not None]
    return max(ends, default=None)
