"""Records as YAML text, in the one layout the tool writes."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from aftercare_cli.model import values

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What is written: text, lists and mappings of text."""

# Plain text that every YAML reader takes for text: a letter or CJK sign first, nothing that has a meaning in flow style.
_word = re.compile(r"[^\W\d_][^\x00-\x20:#,\[\]{}&*!|>'\"%@`\\\x7f-\x9f\u2028\u2029\ufeff]*(?: [^\x00-\x20:#,\[\]{}&*!|>'\"%@`\\\x7f-\x9f\u2028\u2029\ufeff]+)*").fullmatch
_unquoted: Final = tuple(
    re.compile(pattern).fullmatch
    for pattern in (
        values.INSTANT_PATTERN,
        values.DATE_PATTERN,
        values.MONTH_PATTERN,
        r"[1-9]\d{0,5}",
        r"[1-9]\d*[dhm]",
        r"\d{1,3}%",
        r"\d+ months?",
        r"[TIRVQHB]-\d{8}-[0-9A-Z]{4}",
    )
)
_WORDS: Final = frozenset({"null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def scalar(text: str, *, quoted: bool = False) -> str:
    """Give a text as YAML: plain where no reader can take it for anything else, else in double quotes."""
    if not quoted and ((_word(text) and text.lower() not in _WORDS) or any(matches(text) for matches in _unquoted)):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def flow(value: Plain) -> str:
    """Give a value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(flow(part) for part in value) + "]"


def record(tree: Mapping[str, Plain]) -> str:
    """Give a record: a key a line, lists of mappings an item a line, everything else in flow style."""
    lines = []
    for key, value in tree.items():
        if isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(part, Mapping) for part in value):
            lines.append(f"{key}:")
            lines.extend(f"  - {flow(part)}" for part in value)
        elif isinstance(value, Mapping) and any(isinstance(part, Mapping) for part in value.values()):
            lines.append(f"{key}:")
            lines.extend(f"  {name}: {flow(part)}" for name, part in value.items())
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"
