"""The comments of a record: what the parser passes over, and an author would miss."""

import re
from typing import Final

import yaml
from yaml.tokens import ScalarToken

_comment: Final = re.compile("#[^\n]*")
_behind_header: Final = re.compile(r"[|>][0-9+-]*[ \t]+(#[^\n]*)").match


def comments(text: str) -> list[str]:
    """Give the comments of a YAML text whose lines end in LF, sorted; raises yaml.YAMLError."""
    found: list[str] = []
    end = 0
    for token in yaml.scan(text, yaml.CSafeLoader):
        start = token.start_mark.index
        found += _comment.findall(text, end, start)
        if isinstance(token, ScalarToken) and token.style in {"|", ">"} and (header := _behind_header(text, start)):
            # It stands behind the sign that a text begins below.
            found.append(header[1])
        end = token.end_mark.index
    return sorted(comment.rstrip() for comment in [*found, *_comment.findall(text, end)])
