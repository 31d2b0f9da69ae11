"""PDF from a document's HTML, by WeasyPrint (the extra `pdf`)."""

import os
import shutil
import subprocess

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say


class NoPdfError(AftercareError):
    """A machine that cannot make PDFs: the library, Pango or a Chinese font is missing."""


def pdf(page: str) -> bytes:
    """Give the PDF of an HTML page; the same page gives the same bytes. Raises NoPdfError."""
    require()
    from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - the same

    # A document holds all it shows, such as a logo in a style of one's own: nothing is fetched.
    fetcher = URLFetcher(allowed_protocols=("data",))
    made: bytes = HTML(string=page, url_fetcher=fetcher, base_url="about:blank").write_pdf()
    return made


def require() -> None:
    """Raise NoPdfError where this machine cannot make PDFs."""
    _require_fonts()
    try:
        from weasyprint.urls import URLFetcher  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError:  # not there, or from before it had its own fetcher
        raise NoPdfError(
            say("PDF needs a package that is not installed: {name}", name="weasyprint"),
            say("install it: pip install 'aftercare[pdf]'; or take --format html and print that"),
        ) from None
    except OSError as error:
        raise NoPdfError(
            say("PDF needs a library that is not installed: {reason}", reason=str(error).splitlines()[0]),
            say("Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        ) from None


def _require_fonts() -> None:
    """Raise NoPdfError where there is no font at all: Pango would end the process without a word."""
    listing = shutil.which("fc-list")
    if listing is None or os.name == "nt":
        return
    done = subprocess.run([listing, ":lang=zh"], capture_output=True, check=False)  # noqa: S603 - found on PATH, no input
    if not done.stdout.strip():
        raise NoPdfError(
            say("no font for Chinese is installed"),
            say("Debian, Ubuntu: apt-get install fonts-noto-cjk, or fonts-wqy-microhei"),
        )
