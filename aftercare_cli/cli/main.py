"""The way in: global options, language, and the one place where an exception becomes an exit code."""

import atexit
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from itertools import zip_longest
from typing import NoReturn

from aftercare_cli.cli import context, i18n

_TAKES_VALUE = frozenset({"--root", "--lang"})
_RARELY = 200_000
"""How many more objects there have to be until it is looked for cycles among them."""
_STANDS_ALONE = frozenset({"--debug"})


def run() -> None:
    """Run the command line of this process and exit."""
    # A command makes hardly any cycles: looking for some again and again while modules are imported, and once more when
    # the interpreter goes, would take a quarter of its time.
    gc.set_threshold(_RARELY)
    code = main(sys.argv[1:])
    gc.freeze()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Exit, at once where nothing is left to be done: taking the interpreter apart takes as long as reading records."""
    threads = sys.modules.get("threading")
    is_alone = threads is None or threads.active_count() == 1
    if is_alone and getattr(atexit, "_ncallbacks", lambda: 1)() == 0:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    context.prepare_streams()
    words = hoisted(arguments)
    # The language is bound before Typer is imported: help texts are translated as they are made, Typer's own too.
    i18n.bind(context.language(_value_of("--lang", words)))
    from aftercare_cli.cli import boundary

    ahead = context.look_ahead(_value_of("--root", words)) if _is_judging(words) else None
    try:
        return boundary.exit_code(lambda: _invoke(words, ahead), is_debug="--debug" in words)
    finally:
        if ahead is not None and ahead.look is not None:
            ahead.look.close()


def _invoke(words: Sequence[str], ahead: context.Ahead | None) -> int:
    from aftercare_cli.cli import app

    return app.invoke(words, ahead)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Move the global options to the front, so that they may stand anywhere before a `--`."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _TAKES_VALUE:
            front += [word, *(value for value in [next(words, None)] if value is not None)]
        elif word in _STANDS_ALONE or word.partition("=")[0] in _TAKES_VALUE:
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def _is_judging(words: Sequence[str]) -> bool:
    """Say whether a command is called for which Git looks at all records; global options stand in front."""
    rest = list(words)
    while rest and rest[0].startswith("-"):
        del rest[: 2 if rest[0] in _TAKES_VALUE else 1]
    return rest[:1] == ["due"] or rest[:2] == ["sla", "report"] or (rest[:2] == ["ticket", "list"] and "--open" in rest)


def _value_of(option: str, words: Sequence[str]) -> str | None:
    for word, following in zip_longest(words, words[1:]):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None
