"""Records as YAML text, in the one layout the tool writes."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What is written: text, lists and mappings of text."""

# Patterns are compiled when something is first written: who only reads does without.
# What YAML allows in quotes only as an escape, beside what JSON escapes: C1 controls, line separators, byte order
# marks, surrogates, and what is no character at all.
_ESCAPED: Final = r"\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
_UNPRINTED: Final = f"[{_ESCAPED}]"
# Text that every YAML reader takes for text: a letter or CJK sign first, and nothing that has a meaning in flow style.
_SIGN: Final = rf"[^\x00-\x20:#,?\[\]{{}}&*!|>'\"%@`\\{_ESCAPED}]"
_WORD: Final = rf"[^\W\d_]{_SIGN}*(?: {_SIGN}+)*"
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


class Bare(str):
    """A value that other readers may take for a number, a date or a flag, since it is one: written without quotes."""

    __slots__ = ()


def scalar(text: str) -> str:
    """Give a text as YAML: plain where no reader can take it for anything but text, else in double quotes."""
    if isinstance(text, Bare) or (re.fullmatch(_WORD, text) and text.lower() not in _WORDS):
        return text
    import json  # noqa: PLC0415 - as the patterns: not for those who only read

    return re.sub(_UNPRINTED, lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: Plain) -> str:
    """Give a value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(flow(part) for part in value) + "]"


def record(tree: Mapping[str, Plain]) -> str:
    """Give a record: a key a line, lists of mappings an item a line, everything else in flow style."""
    lines = []
    for key, value in tree.items():
        if isinstance(value, Mapping) and any(isinstance(part, Mapping) for part in value.values()):
            lines.append(f"{key}:")
            lines.extend(f"  {scalar(name)}: {flow(part)}" for name, part in value.items())
        elif not isinstance(value, str | Mapping) and any(isinstance(part, Mapping) for part in value):
            lines.append(f"{key}:")
            lines.extend(f"  - {flow(part)}" for part in value)
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"
