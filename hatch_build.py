"""Compile the message catalogues: as a step of the build, or by hand with `python hatch_build.py`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOMAIN = "aftercare"


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue below `root`; return the `.mo` files whose content changed.

    Raises `babel.messages.pofile.PoFileError` when a catalogue cannot be parsed.
    """
    changed = []
    for source in sorted(root.glob(f"aftercare_cli/locale/*/LC_MESSAGES/{DOMAIN}.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name, domain=DOMAIN, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled.getvalue():
            target.write_bytes(compiled.getvalue())
            changed.append(target)
    return changed


class CatalogueHook(BuildHookInterface[Any]):
    """What hatchling runs before it collects the files of a wheel, editable or not."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; a wheel gets the templates too, an editable one finds them in the checkout."""
        compile_catalogues(Path(self.root))
        if version != "editable":
            build_data["force_include"]["templates"] = "aftercare_cli/templates"


def main() -> None:
    """Compile the catalogues of the checkout this file stands in."""
    compile_catalogues(Path(__file__).resolve().parent)


if __name__ == "__main__":
    main()
