"""Whether this machine makes PDFs; where it does not, tests that need one say what to install."""

from aftercare_cli.documents.pdf import NoPdfError, pdf


def why_no_pdf() -> str:
    """Give what is missing and how to install it; nothing where PDFs can be made."""
    try:
        pdf("<p>字</p>")
    except NoPdfError as error:
        return f"{error} ({error.hint})"
    return ""
