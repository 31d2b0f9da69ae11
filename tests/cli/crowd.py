"""Many processes that run command lines in one workspace at the same time; run as a process of its own, since it forks.

    python -m tests.cli.crowd LINES

LINES is JSON: for each process the lines it runs, one after the other, each a list of words. Exits with the number of
lines that failed; what they say goes to stderr.
"""

import json
import os
import sys

from aftercare_cli.cli.main import main
from aftercare_cli.store import lock


def run(lines: list[list[str]]) -> int:
    """Run lines in a copy of this process, and give its number."""
    number = os.fork()
    if number:
        return number
    failed = 255
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        failed = sum(main(words) != 0 for words in lines)
        sys.stderr.flush()
    finally:
        os._exit(failed)


if __name__ == "__main__":
    # Whoever waits asks again soon; its patience is as many attempts as ever.
    lock._PAUSE_SECONDS = 0.001  # type: ignore[misc]  # noqa: SLF001 - as said
    _running = [run(lines) for lines in json.loads(sys.argv[1])]
    sys.exit(min(255, sum(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) for number in _running)))
