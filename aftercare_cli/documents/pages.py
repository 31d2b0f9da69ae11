"""Pages from templates."""

from collections.abc import Mapping
from pathlib import Path

import jinja2
from jinja2.sandbox import SandboxedEnvironment


def page(templates: Path, name: str, values: Mapping[str, object]) -> str:
    """Fill the HTML template `name`; everything in `values` is text and is escaped."""
    environment = SandboxedEnvironment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{name}.html.j2").render(values)
