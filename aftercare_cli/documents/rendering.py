"""Filling a document's template in one of its formats.

A template is written once, in terms of the macros that `doc` gives it; which macros these are is the format. It runs in
a sandbox, undefined names are errors, and every value is escaped for the format wherever it stands.
"""

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, Self

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from aftercare_cli.documents.language import Tongue
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

Format = Literal["md", "html", "pdf"]
_MACROS: Final[Mapping[Format, str]] = {"md": "_markdown.j2", "html": "_html.j2", "pdf": "_html.j2"}
_MARKS: Final = re.compile(r"([\\`*_\[\]|#~])")
_STARTS: Final = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
"""What would begin a list, a heading or a rule at the start of a line."""
_TRICKS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


_FAULTS: Final = (
    *(jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError),
    *(OSError, RecursionError, TypeError, ValueError),
)
"""What a template can do wrong while it is filled."""


class TemplateError(AftercareError):
    """A template that cannot be filled: what is wrong, in which file and line."""


class _Folder(jinja2.FileSystemLoader):
    """Templates of folders, and of nowhere else: a link that leads out of its folder is no template."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's text, its file, and whether that is still so; raises TemplateError."""
        found, filename, is_current = super().get_source(environment, template)
        folders = [Path(folder).resolve() for folder in self.searchpath]
        if not any(Path(filename).resolve().is_relative_to(folder) for folder in folders):
            raise TemplateError(
                say("{path} is a link out of its folder", path=filename), say("put the template itself there")
            )
        return found, filename, is_current


class _Told(Markup):
    """A text of the catalogue in a page: what is put into it is escaped as everything else is."""

    @classmethod
    def escape(cls, s: object, /) -> Self:
        return cls(_in_html(s))


class _ToldInMarkdown(_Told):
    """The same in Markdown."""

    @classmethod
    def escape(cls, s: object, /) -> Self:
        return cls(_in_markdown(s))


def render(templates: Sequence[Path], name: str, values: Mapping[str, object], form: Format, tongue: Tongue) -> str:
    """Fill the template `name` with `values`; folders that come first win, so that an owner's template does.

    Raises TemplateError.
    """
    environment = _environment(tuple(templates), form, tongue)
    try:
        doc = environment.get_template(_MACROS[form]).module
        text = environment.get_template(f"{name}.j2").render(values, doc=doc)
        if form != "md":
            style = environment.get_template("_style.css").render()
            page = {"body": Markup(text), "style": Markup(style), "title": values["title"]}  # noqa: S704 - both are escaped already
            wide = bool(values.get("wide"))
            return environment.get_template("_page.j2").render(page, language=tongue.code, wide=wide)
    except jinja2.TemplateSyntaxError as error:
        raise _told(error, error.filename or error.name or name, error.lineno) from None
    except _FAULTS as error:
        raise _told(error, *_place(error, templates, name)) from None
    return _squeezed(text)


def fill(templates: Sequence[Path], name: str, values: Mapping[str, object], tongue: Tongue) -> str:
    """Fill the HTML template `name`, which is a whole page of its own; raises TemplateError."""
    try:
        return _environment(tuple(templates), "html", tongue).get_template(f"{name}.j2").render(values)
    except jinja2.TemplateSyntaxError as error:
        raise _told(error, error.filename or error.name or name, error.lineno) from None
    except _FAULTS as error:
        raise _told(error, *_place(error, templates, name)) from None


def visible(text: str) -> str:
    """Give a text with what would act on a terminal or turn a line around made visible."""
    return _TRICKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@lru_cache(maxsize=4)
def _environment(templates: tuple[Path, ...], form: Format, tongue: Tongue) -> jinja2.Environment:
    """Give what templates are filled in; kept, since a set of documents fills the same templates again and again."""
    environment = ImmutableSandboxedEnvironment(
        loader=_Folder(list(templates)),
        autoescape=True,  # chosen for every template: select_autoescape() would leave *.j2 alone
        undefined=jinja2.StrictUndefined,
        finalize=_in_markdown if form == "md" else _in_html,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # What is made by chance would differ in every run.
    environment.globals.pop("lipsum")
    environment.filters.pop("random")
    environment.install_gettext_callables(tongue.gettext, tongue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "day": tongue.day,
        "month": tongue.month,
        "moment": tongue.moment,
        "short": tongue.short,
        "money": tongue.money,
        "duration": tongue.length,
        "word": lambda identifier, kind: tongue.word(kind, identifier),
        "listed": tongue.listed,
        "lines": lambda text: str(text).splitlines() or [""],
        "at_line_start": _at_line_start,
    }
    told = _ToldInMarkdown if form == "md" else _Told
    environment.globals["_"] = lambda text: told(tongue.gettext(text))
    environment.globals |= {"is_chinese": tongue.is_chinese, "either": tongue.either}
    return environment


def _in_html(value: object) -> object:
    return value if isinstance(value, Markup) else escape(visible(str(value)))


def _in_markdown(value: object) -> object:
    """Give a value as Markdown that shows it as it is: no link, no table cell, no HTML comes out of a text."""
    if isinstance(value, Markup):
        return value
    text = visible(str(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(_MARKS.sub(r"\\\1", text).replace("\r", " ").replace("\n", "<br>"))  # noqa: S704 - escaped just now


def _at_line_start(value: object) -> Markup:
    """Give a value as Markdown for the start of a line, where a dash or a number would begin a list."""
    text = str(_in_markdown(value))
    return Markup(_STARTS.sub(_guarded, text.lstrip() or text))  # noqa: S704 - escaped already


def _guarded(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark}\\" if mark.isdecimal() else f"\\{mark}"


def _squeezed(text: str) -> str:
    """Give Markdown without the runs of empty lines that templates leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _told(error: Exception, file: str, line: int | None) -> TemplateError:
    return TemplateError(
        say("{file}:{line}: {reason}", file=file, line=line or 1, reason=str(error) or type(error).__name__),
        say("correct the template; delete your own one to use the built-in"),
    )


def _place(error: BaseException, templates: Sequence[Path], name: str) -> tuple[str, int]:
    """Give the template's file and line where an error came from: the innermost frame that is a template's.

    What a template hands to a built-in macro is the template's own fault.
    """
    folders = tuple(str(folder) for folder in templates)
    macros = tuple(str(templates[-1] / macro) for macro in _MACROS.values())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folders)]
    own = [frame for frame in frames if frame.filename not in macros]
    if frames:
        frame = (own or frames)[-1]
        return frame.filename, frame.lineno or 1
    files = [folder / f"{name}.j2" for folder in templates]
    return str(next((file for file in files if file.is_file()), files[-1])), 1
