"""Data files that come with the program."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_INSTALLED: Final = _PACKAGE / "templates"

TEMPLATES: Final = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "templates"
"""The templates: inside the package when it is installed, beside it in a checkout."""

CHECKLISTS: Final = TEMPLATES / "checklists"
"""The built-in inspection checklists."""
