"""Charts as inline SVG: how promises were kept, one by one and month by month.

Every value also stands as text, and what is met and what is breached differ by pattern and place as well as by colour
(Okabe and Ito's, which colour-blind people tell apart), so that a chart survives a black-and-white printer. Nothing in
it comes from elsewhere, and the same data give the same bytes.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

import msgspec
from markupsafe import Markup

from aftercare_cli.documents.rendering import visible

MOST_COLUMNS: Final = 24
"""How many columns can still be read beside each other on a page."""
_MET: Final = "#0072b2"
_BREACHED: Final = "#d55e00"
_INK: Final = "#1a202c"
_QUIET: Final = "#4a5568"
_RULE: Final = "#c3c9d2"
_FONTS: Final = "Noto Sans, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, Microsoft YaHei, sans-serif"
_WIDTH: Final = 720
_SIZE: Final = 13
_LEGEND: Final = 34
_HALF: Final = 0.54
"""The width of a Latin character, of a font's size; a Chinese one has the whole."""


class Datum(msgspec.Struct, frozen=True):
    """What a chart shows once: its label, how many were met and breached, and what is said of them."""

    label: str
    met: int
    breached: int
    value: str

    @property
    def decided(self) -> int:
        """How many are decided."""
        return self.met + self.breached


class Legend(msgspec.Struct, frozen=True):
    """What a chart is called, what it shows, and the words for its two colours."""

    title: str
    description: str
    met: str
    breached: str


def bars(name: str, data: Sequence[Datum], legend: Legend) -> Markup:
    """Draw a horizontal bar for each datum, split into what was met and what was breached of it.

    `name` is a word that no other chart of the page has. Bars are as long as the chart is wide, whatever the number:
    their split is the share, and the numbers are written on them.
    """
    left, right, row, thick = 190, 92, 30, 18
    width = _WIDTH - left - right
    parts = [_legend(name, legend)]
    for at, datum in enumerate(data):
        top = _LEGEND + at * row
        middle = top + thick / 2 + 5
        drawn = [_text(left - 8, middle, _short(datum.label, left - 14), anchor="end")]
        if datum.decided:
            split = width * datum.met / datum.decided
            drawn += _piece(name, "met", left, top, split, thick, datum.met)
            drawn += _piece(name, "breached", left + split, top, width - split, thick, datum.breached)
        else:
            drawn.append(_rect(left, top, width, thick, fill="none", stroke=_RULE))
        drawn.append(_text(_WIDTH - right + 8, middle, datum.value, weight="600"))
        parts.append(_group(datum, legend, drawn))
    return _svg(name, _LEGEND + len(data) * row, legend, parts)


def columns(name: str, data: Sequence[Datum], legend: Legend) -> Markup:
    """Draw a column for each datum, such as a month: what was met below, what was breached upon it."""
    height, left, bottom = 190, 40, 44
    top = _LEGEND + 18
    most = max((datum.decided for datum in data), default=0)
    scale = _scale(most)
    base = top + height
    parts = [_legend(name, legend)]
    for mark in range(0, scale + 1, max(scale // 4, 1)):
        y = base - height * mark / scale
        parts.append(_line(left, y, _WIDTH, y))
        parts.append(_text(left - 6, y + 4, str(mark), anchor="end", fill=_QUIET, size=11))
    room = (_WIDTH - left) / max(len(data), 1)
    thick = min(room * 0.62, 46.0)
    for at, datum in enumerate(data):
        middle = left + room * (at + 0.5)
        met, breached = (height * count / scale for count in (datum.met, datum.breached))
        drawn = []
        if datum.met:
            drawn.append(_rect(middle - thick / 2, base - met, thick, met, fill=_MET))
        if datum.breached:
            fill = f"url(#{name}-breached)"
            drawn.append(_rect(middle - thick / 2, base - met - breached, thick, breached, fill=fill))
        size = 11 if room >= 40 else 9  # noqa: PLR2004 - what fits below a column
        drawn.append(_text(middle, base - met - breached - 5, datum.value, anchor="middle", size=size, weight="600"))
        drawn.append(_text(middle, base + 16, datum.label, anchor="middle", size=size))
        parts.append(_group(datum, legend, drawn))
    return _svg(name, base + bottom - 16, legend, parts)


def _svg(name: str, height: float, legend: Legend, parts: Sequence[Markup]) -> Markup:
    pattern = Markup(
        '<defs><pattern id="{name}-breached" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{colour}"/>'
        '<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="#ffffff" stroke-width="1.4"/></pattern></defs>'
    ).format(name=name, colour=_BREACHED)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc" '
        'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{fonts}">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
    ).format(
        name=name,
        width=_WIDTH,
        height=_number(height),
        fonts=_FONTS,
        title=visible(legend.title),
        description=visible(legend.description),
    )
    return head + pattern + Markup().join(parts) + Markup("</svg>")


def _legend(name: str, legend: Legend) -> Markup:
    second = 18 + _wide(legend.met, _SIZE) + 26
    return (
        _rect(0, 4, 12, 12, fill=_MET)
        + _text(18, 15, legend.met)
        + _rect(second, 4, 12, 12, fill=f"url(#{name}-breached)")
        + _text(second + 18, 15, legend.breached)
    )


def _piece(  # noqa: PLR0913, PLR0917 - where it stands and what is written on it
    name: str, kind: str, x: float, y: float, width: float, height: float, count: int
) -> list[Markup]:
    """Draw a part of a bar with its number; what is breached has a white ground for it, upon the hatching."""
    if not count:
        return []
    middle, text = x + width / 2, str(count)
    if kind == "met":
        number = _text(middle, y + height - 4.5, text, anchor="middle", fill="#ffffff", weight="600")
        return [_rect(x, y, width, height, fill=_MET), number]
    ground = _wide(text, _SIZE) + 8
    return [
        _rect(x, y, width, height, fill=f"url(#{name}-{kind})"),
        _rect(middle - ground / 2, y + 2, ground, height - 4, fill="#ffffff"),
        _text(middle, y + height - 4.5, text, anchor="middle", weight="600"),
    ]


def _group(datum: Datum, legend: Legend, drawn: Sequence[Markup]) -> Markup:
    """Say a datum in words for those who hear the chart; browsers show it where the pointer is."""
    text = f"{datum.label}: {legend.met} {datum.met}, {legend.breached} {datum.breached}, {datum.value}"
    title = Markup("<title>{text}</title>").format(text=visible(text))
    return Markup("<g>") + title + Markup().join(drawn) + Markup("</g>")


def _text(  # noqa: PLR0913 - how a text looks
    x: float, y: float, text: str, *, anchor: str = "start", fill: str = _INK, size: int = _SIZE, weight: str = "400"
) -> Markup:
    return Markup(
        '<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{fill}" font-size="{size}" font-weight="{weight}">'
        "{text}</text>"
    ).format(x=_number(x), y=_number(y), anchor=anchor, fill=fill, size=size, weight=weight, text=visible(text))


def _rect(  # noqa: PLR0913 - where it stands
    x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none"
) -> Markup:
    return Markup('<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}" stroke="{stroke}"/>').format(
        x=_number(x), y=_number(y), width=_number(width), height=_number(height), fill=fill, stroke=stroke
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}"/>').format(
        x1=_number(x1), y1=_number(y1), x2=_number(x2), y2=_number(y2), stroke=_RULE
    )


def _number(value: float) -> str:
    """Give a coordinate to two places, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _scale(most: int) -> int:
    """Give where an axis ends: a multiple of four, so that its marks are whole numbers, or what there is below that."""
    return max(most, 1) if most < 4 else -(-most // 4) * 4  # noqa: PLR2004 - four marks on an axis


def _wide(text: str, size: int) -> float:
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * _HALF for sign in text)


def _short(text: str, room: float) -> str:
    """Give a label that fits, the rest as an ellipsis; the whole one is in the bar's own title."""
    shown = visible(text)
    if _wide(shown, _SIZE) <= room:
        return shown
    while shown and _wide(f"{shown}…", _SIZE) > room:
        shown = shown[:-1]
    return f"{shown}…"
