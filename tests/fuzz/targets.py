"""Everything that is fuzzed, by name."""

from collections.abc import Mapping
from typing import Final

from tests.fuzz import caching, commands, giving, merging, reading, typed, writing
from tests.fuzz.target import Target

TARGETS: Final[Mapping[str, Target]] = {
    target.name: target
    for target in (
        reading.RECORDS,
        reading.TABLES,
        writing.LAYOUT,
        writing.EDITS,
        merging.MERGE,
        commands.COMMANDS,
        typed.TIMES,
        typed.ARGUMENTS,
        giving.GIVEN,
        caching.CACHE,
    )
}
