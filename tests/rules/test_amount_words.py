"""Amounts in words: by hand, against another program's words, and read back."""

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftercare_cli.rules.amount_words import LIMIT, AmountError, in_chinese, in_english, in_words

CHINESE = """
0.00 零元整
0.01 壹分
0.05 伍分
0.10 壹角整
0.50 伍角整
0.55 伍角伍分
1.00 壹元整
1.05 壹元零伍分
1.50 壹元伍角整
10.00 壹拾元整
15.00 壹拾伍元整
100.05 壹佰元零伍分
1001.00 壹仟零壹元整
1234.50 壹仟贰佰叁拾肆元伍角整
1409.50 壹仟肆佰零玖元伍角整
1680.32 壹仟陆佰捌拾元叁角贰分
6007.14 陆仟零柒元壹角肆分
10000.00 壹万元整
10001.00 壹万零壹元整
16409.02 壹万陆仟肆佰零玖元零贰分
107000.53 壹拾万柒仟元伍角叁分
1000000.01 壹佰万元零壹分
1001000.00 壹佰万壹仟元整
100000000.00 壹亿元整
100000001.00 壹亿零壹元整
100001000.00 壹亿零壹仟元整
100010000.00 壹亿零壹万元整
101000000.00 壹亿零壹佰万元整
110000000.00 壹亿壹仟万元整
325.04 叁佰贰拾伍元零肆分
999999999999.99 玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分
"""
ENGLISH = """
0.00 Zero yuan only
0.01 One fen only
0.05 Five fen only
0.50 Fifty fen only
1.00 One yuan only
1.05 One yuan and five fen only
12.00 Twelve yuan only
20.00 Twenty yuan only
21.40 Twenty-one yuan and forty fen only
100.05 One hundred yuan and five fen only
110.00 One hundred and ten yuan only
999.99 Nine hundred and ninety-nine yuan and ninety-nine fen only
1000.00 One thousand yuan only
1001.00 One thousand and one yuan only
1100.00 One thousand one hundred yuan only
1109.00 One thousand one hundred and nine yuan only
1409.50 One thousand four hundred and nine yuan and fifty fen only
6007.14 Six thousand and seven yuan and fourteen fen only
16409.02 Sixteen thousand four hundred and nine yuan and two fen only
107000.53 One hundred and seven thousand yuan and fifty-three fen only
1000000.01 One million yuan and one fen only
1000015.00 One million and fifteen yuan only
100010000.00 One hundred million ten thousand yuan only
100000000.00 One hundred million yuan only
2000000000.05 Two billion yuan and five fen only
"""

amounts = st.integers(0, int(LIMIT) * 100 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
# Amounts full of zeros, which are where the rules are.
sparse = st.text("0001", min_size=1, max_size=14).map(lambda digits: Decimal(int(digits)).scaleb(-2))


@pytest.mark.parametrize("row", CHINESE.split("\n")[1:-1])
def test_chinese(row: str) -> None:
    amount, words = row.split()
    assert in_chinese(Decimal(amount)) == in_words(Decimal(amount), "zh-CN") == words


@pytest.mark.parametrize("row", ENGLISH.split("\n")[1:-1])
def test_english(row: str) -> None:
    amount, words = row.split(maxsplit=1)
    assert in_english(Decimal(amount)) == in_words(Decimal(amount), "en") == words


def test_another_currency_is_named() -> None:
    assert in_words(Decimal("1409.50"), "en", "EUR") == "EUR one thousand four hundred and nine and 50/100 only"
    assert in_words(Decimal("0.00"), "en", "EUR") == "EUR zero and 00/100 only"
    assert in_words(Decimal("1409.50"), "zh-CN", "EUR") == "EUR 壹仟肆佰零玖元伍角整"


def test_how_an_amount_is_written_does_not_matter() -> None:
    assert in_chinese(Decimal(5)) == in_chinese(Decimal("5.000")) == in_chinese(Decimal("5E+0")) == "伍元整"
    assert in_chinese(Decimal("-0.00")) == "零元整"


@pytest.mark.parametrize("amount", ["-0.01", "-5.00", "1000000000000.00", "1E+30", "0.001", "NaN", "Infinity"])
def test_what_has_no_words_is_refused(amount: str) -> None:
    for write in (in_chinese, in_english):
        with pytest.raises(AmountError, match="cannot be written in words"):
            write(Decimal(amount))


@given(st.one_of(amounts, sparse))
@example(Decimal("100001000.00"))
def test_another_program_writes_the_same(amount: Decimal) -> None:
    """It leaves out 整 after 角, and the zero for a group of four that is left out before a full one."""
    words = str(cn2an.an2cn(f"{amount:.2f}", "rmb"))
    if words.endswith("角"):
        words += "整"
    yuan = int(amount)
    if yuan >= 10**8 and yuan // 10**4 % 10**4 == 0 and yuan % 10**4 >= 1000:
        words = words.replace("亿", "亿零")
    assert in_chinese(amount) == words


@given(st.one_of(amounts, sparse))
def test_chinese_reads_back(amount: Decimal) -> None:
    yuan, _yuan, rest = (
        in_chinese(amount).rpartition("元") if "元" in in_chinese(amount) else ("", "", in_chinese(amount))
    )
    total = Decimal(0)
    for group in re.findall(r"[^亿万]+[亿万]?", yuan):
        digits = re.findall(r"([零壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", group)
        value = sum(
            "零壹贰叁肆伍陆柒捌玖".index(digit) * 10 ** " 拾佰仟".index(place or " ") for digit, place in digits
        )
        total += value * {"亿": 10**8, "万": 10**4}.get(group[-1], 1)
    for digit, part in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        total += "零壹贰叁肆伍陆柒捌玖".index(digit) * {"角": Decimal("0.1"), "分": Decimal("0.01")}[part]
    assert total == amount
    assert (rest[-1:] == "整") == (amount * 10 == int(amount * 10))


SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@given(st.one_of(amounts, sparse))
def test_english_reads_back(amount: Decimal) -> None:
    words = in_english(amount).lower().removesuffix(" only")
    total = Decimal(0)
    for part, unit in re.findall(r"(?:and )?(.+?) (yuan|fen)", words):
        total += read(part) * (1 if unit == "yuan" else Decimal("0.01"))
    assert total == amount


def read(words: str) -> int:
    total = group = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += SMALL.index(word) if word in SMALL else 10 * (TENS.index(word) + 2)
    return total + group
