"""A second process that shares the work: a copy of this one that sends back what it found, and is gone."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable

_DONE = b"."
"""What ends a whole answer: one that is cut off lacks it."""


class Child:
    """A copy of this process at work."""

    def __init__(self, number: int, pipe: int) -> None:
        """Keep its process number, and where its answer will come from."""
        self._number: int | None = number
        self._pipe = pipe

    def answer(self) -> bytes | None:
        """Wait for the answer; None where the child failed or was killed."""
        with os.fdopen(self._pipe, "rb", closefd=False) as pipe:
            data = pipe.read()
        return data[: -len(_DONE)] if self._end() == 0 and data.endswith(_DONE) else None

    def stop(self) -> None:
        """Let nothing be left of it, whatever it is at."""
        if self._number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)
            self._end()
        os.close(self._pipe)

    def _end(self) -> int:
        """Wait for the process to end, and give its exit status; none where somebody else has asked for that."""
        number, self._number = self._number, None
        try:
            return -1 if number is None else os.waitpid(number, 0)[1]
        except ChildProcessError:
            return -1


def is_worthwhile() -> bool:
    """Say whether a second process can be had, and a processor to run it on.

    A copy of a process that has threads could wait for ever for what one of them holds.
    """
    if not hasattr(os, "fork"):
        return False
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        return False
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors > 1


def start(work: Callable[[], bytes]) -> Child | None:
    """Let a copy of this process do `work`; None where there can be no other process."""
    receiving, sending = os.pipe()
    try:
        number = os.fork()
    except OSError:
        os.close(receiving)
        os.close(sending)
        return None
    if number:
        os.close(sending)
        return Child(number, receiving)
    # From here on this is the child, which must neither return nor clean up what belongs to its parent.
    status = 1
    try:
        os.close(receiving)
        data = work()
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(data)
            pipe.write(_DONE)
        status = 0
    finally:
        os._exit(status)
