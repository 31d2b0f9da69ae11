"""Exceptions into exit codes: 2 could not run, 1 wrong records, 3 a bug of ours, 130 interrupted."""

import os
import sys
from collections.abc import Callable

from aftercare_cli import __version__
from aftercare_cli.cli.i18n import _
from aftercare_cli.model.errors import AftercareError

INTERRUPTED = 130
BUG = 3


def exit_code(command: Callable[[], int], *, is_debug: bool) -> int:
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
        # Whoever reads has enough; what is still buffered must not raise again when the interpreter goes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if is_debug:
            raise
        _report_bug(error)
        return BUG
    return code


def _tell(error: AftercareError) -> None:
    from aftercare_cli.cli.findings import tell_error  # noqa: PLC0415 - only on the failing path

    tell_error(error)


def _report_bug(error: Exception) -> None:
    import platform  # noqa: PLC0415 - only on the failing path
    import traceback  # noqa: PLC0415

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - no Path for a name
    lines = (
        _("error: this is a bug in aftercare, not a mistake of yours; nothing was written halfway"),
        f"  {type(error).__name__}: {error}",
        f"  aftercare {__version__}, Python {platform.python_version()}, {platform.system()}, {place}",
        _("  please report these lines; --debug shows the whole trace"),
    )
    sys.stderr.write("\n".join(lines) + "\n")
