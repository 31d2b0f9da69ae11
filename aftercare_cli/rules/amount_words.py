"""Amounts of money in words, as they stand on settlements: in Chinese by the central bank's rules, and in English.

The rules leave a few zeros to the writer. One is written where it is required, and where a whole group of four digits
is left out (`壹亿零壹仟元整`); nowhere else. `整` closes an amount that ends at the yuan or the jiao, none that ends
at the fen. docs/decisions/0012-amounts-in-words.md says why these are our own.
"""

from decimal import Decimal
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import Language

LIMIT: Final = Decimal(10) ** 12
"""Amounts from a million million on have no words here: no settlement reaches them."""

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")

_ONES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ("", " thousand", " million", " billion")


class AmountError(AftercareError):
    """An amount that cannot be written out: less than nothing, too large, or finer than the fen."""


def in_chinese(amount: Decimal) -> str:
    """Give an amount of yuan in capital numerals, `壹仟肆佰零玖元伍角整`; raises AmountError."""
    yuan, fen = _parts(amount)
    jiao, cent = divmod(fen, 10)
    words = f"{_whole(yuan)}元" if yuan or not fen else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif cent and yuan:
        words += "零"
    return words + (f"{_DIGITS[cent]}分" if cent else "整")


def in_english(amount: Decimal, currency: str = "CNY") -> str:
    """Give an amount in English words, `Six thousand and seven yuan and fourteen fen only`; raises AmountError.

    Of a currency other than CNY the hundredths are written as a fraction: `EUR six thousand and seven and 14/100 only`.
    """
    whole, hundredths = _parts(amount)
    words = _english(whole)
    if currency != "CNY":
        return f"{currency} {words} and {hundredths:02d}/100 only"
    told = [f"{words} yuan"] if whole or not hundredths else []
    told += [f"{_english(hundredths)} fen"] if hundredths else []
    return f"{' and '.join(told)} only".capitalize()


def in_words(amount: Decimal, language: Language, currency: str = "CNY") -> str:
    """Give an amount in words; in Chinese a currency other than CNY stands before them. Raises AmountError."""
    if language == "en":
        return in_english(amount, currency)
    return in_chinese(amount) if currency == "CNY" else f"{currency} {in_chinese(amount)}"


def _parts(amount: Decimal) -> tuple[int, int]:
    """Give the whole units and the hundredths of an amount."""
    if not amount.is_finite() or amount < 0 or amount >= LIMIT or amount != amount.quantize(Decimal("0.01")):
        raise AmountError(
            say("{amount} cannot be written in words", amount=str(amount)),
            say("an amount is at least 0.00, less than {limit}, and has two decimals", limit=f"{LIMIT:,.0f}"),
        )
    return divmod(int(amount * 100), 100)


def _whole(number: int) -> str:
    """Give a whole number in capital numerals, in groups of four digits."""
    if number == 0:
        return _DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        # A zero stands for the places left out between two groups: those before this group's first digit.
        gap = words and (group < 1000 or not groups[place + 1])  # noqa: PLR2004 - four digits fill a group
        words += ("零" if gap else "") + _group(group) + _GROUPS[place]
    return words


def _group(number: int) -> str:
    """Give a number below 10,000: one zero for each run of zeros between two digits, none at the end."""
    words = ""
    is_gap = False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if not digit:
            is_gap = bool(words)
            continue
        words += ("零" if is_gap else "") + _DIGITS[digit] + _PLACES[place]
        is_gap = False
    return words


def _english(number: int) -> str:
    """Give a whole number below a million million in English words."""
    if number == 0:
        return _ONES[0]
    parts = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            parts.append(_hundreds(group) + _SCALES[scale])
        scale += 1
    parts.reverse()
    last = parts[-1]
    # `one thousand and nine`, but `one thousand one hundred and nine`.
    if len(parts) > 1 and " hundred" not in last and not last.endswith(_SCALES[1:]):
        return f"{' '.join(parts[:-1])} and {last}"
    return " ".join(parts)


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = f"{_ONES[hundreds]} hundred" if hundreds else ""
    if rest:
        tens, ones = divmod(rest, 10)
        small = _ONES[rest] if rest < 20 else _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")  # noqa: PLR2004
        words += f"{' and ' if words else ''}{small}"
    return words
