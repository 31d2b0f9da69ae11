"""Exceptions into exit codes: 2 could not run, 1 wrong records, 3 a bug of ours, 130 interrupted."""

import errno
import os
import sys
from collections.abc import Callable
from typing import Final

from aftercare_cli import __version__
from aftercare_cli.cli.i18n import _
from aftercare_cli.model.errors import AftercareError

INTERRUPTED = 130
BUG = 3
_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def exit_code(command: Callable[[], int], *, is_debug: bool) -> int:  # noqa: PLR0911 - one return per kind of end
    """Run `command` and give its exit code; whatever it raises is told on stderr, as lines a program can find."""
    try:
        code = command()
        sys.stdout.flush()
    except AftercareError as error:
        _tell(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has enough.
        _let_go_of_stdout()
        return 0
    except Exception as error:
        if isinstance(error, OverflowError):
            sys.stderr.write(_("error: the sum leaves the calendar: years run from 1 to 9999") + "\n")
            return AftercareError.exit_code
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            # Records are written with errors of their own: this is the output, sent to a file.
            _let_go_of_stdout()
            sys.stderr.write(_("error: the output could not be written: {reason}").format(reason=error.strerror) + "\n")
            return AftercareError.exit_code
        if is_debug:
            raise
        _report_bug(error)
        return BUG
    return code


def _let_go_of_stdout() -> None:
    """Drop what is still buffered, so that it does not raise again when the interpreter goes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: AftercareError) -> None:
    from aftercare_cli.cli.findings import tell_error

    tell_error(error)


def _report_bug(error: Exception) -> None:
    import platform
    import traceback

    from aftercare_cli.cli.display import visible

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - no Path for a name
    lines = (
        _("error: this is a bug in aftercare, not a mistake of yours; nothing was written halfway"),
        f"  {type(error).__name__}: {visible(str(error))}",
        f"  aftercare {__version__}, Python {platform.python_version()}, {platform.system()}, {place}",
        _("  please report these lines; --debug shows the whole trace"),
    )
    sys.stderr.write("\n".join(lines) + "\n")
