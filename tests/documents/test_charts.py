"""Charts: well-formed, with right numbers, and no place for anybody's text to act."""

import re
from xml.etree import ElementTree as ET

import pytest

from aftercare_cli.documents.charts import Datum, Legend, bars, columns

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = Legend("Compliance", "What was met and breached", "met", "breached")
HOSTILE = "</text><script>alert(1)</script>\x1b[31m\u202eevil & \"quoted\" 'one' {{ x }}\n=cmd"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text, which is what is tested


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def widths(root: ET.Element, label: str) -> list[float]:
    """Give the widths of a bar's parts that are neither outlines nor the white ground of a number."""
    groups = [group for group in root.iter(f"{SVG}g") if (group.findtext(f"{SVG}title") or "").startswith(f"{label}:")]
    return [float(rect.attrib["width"]) for rect in groups[0].iter(f"{SVG}rect") if rect.attrib["fill"] != "#ffffff"]


def test_a_bar_is_split_by_its_share() -> None:
    root = drawn(bars("shares", [Datum("arrival", 3, 1, "75%"), Datum("standby", 2, 0, "100%")], LEGEND))
    met, breached = widths(root, "arrival")
    # The chart is 720 wide: 190 for the labels, 92 for the shares, 438 for the bars.
    assert (met, breached) == (328.5, 109.5)
    assert widths(root, "standby") == [438.0]
    assert texts(root) == ["met", "breached", "arrival", "3", "1", "75%", "standby", "2", "100%"]


def test_what_is_not_decided_has_no_part_and_a_dash() -> None:
    root = drawn(bars("shares", [Datum("scheme", 0, 0, "—")], LEGEND))
    (outline,) = [rect for rect in root.iter(f"{SVG}rect") if rect.attrib["fill"] == "none"]
    assert outline.attrib["width"] == "438"
    assert texts(root) == ["met", "breached", "scheme", "—"]


def test_a_column_stands_on_what_was_met() -> None:
    root = drawn(columns("months", [Datum("2026-03", 3, 1, "75%"), Datum("2026-04", 0, 0, "—")], LEGEND))
    march, april = root.findall(f"{SVG}g")
    below, above = march.findall(f"{SVG}rect")
    # Four is the whole axis, 190 high.
    assert (below.attrib["height"], above.attrib["height"]) == ("142.5", "47.5")
    assert float(below.attrib["y"]) == float(above.attrib["y"]) + 47.5
    assert not april.findall(f"{SVG}rect")
    assert texts(root) == ["met", "breached", "0", "1", "2", "3", "4", "75%", "2026-03", "—", "2026-04"]


@pytest.mark.parametrize(
    ("most", "marks"), [(1, "0 1"), (3, "0 1 2 3"), (4, "0 1 2 3 4"), (5, "0 2 4 6 8"), (41, "0 11 22 33 44")]
)
def test_the_axis_has_whole_numbers(most: int, marks: str) -> None:
    root = drawn(columns("months", [Datum("m", most, 0, "100%")], LEGEND))
    assert [text for text in texts(root) if text.isdigit()] == marks.split()


@pytest.mark.parametrize("draw", [bars, columns])
def test_hostile_text_is_text(draw: object) -> None:
    assert draw in {bars, columns}
    chart = (bars if draw is bars else columns)(
        "x", [Datum(HOSTILE, 1, 1, HOSTILE)], Legend(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    )
    root = drawn(chart)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "path", "rect", "line", "text", "g")
    }
    shown = HOSTILE.replace("\x1b", "\\u001b").replace("\u202e", "\\u202e")
    assert root.findtext(f"{SVG}title") == shown
    assert "\x1b" not in chart
    assert "\u202e" not in chart


def test_a_chart_is_heard_and_not_only_seen() -> None:
    root = drawn(bars("shares", [Datum("arrival", 3, 1, "75%")], LEGEND))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "shares-title shares-desc"
    assert [(part.tag.removeprefix(SVG), part.attrib.get("id"), part.text) for part in root[:2]] == [
        ("title", "shares-title", "Compliance"),
        ("desc", "shares-desc", "What was met and breached"),
    ]
    assert root.find(f"{SVG}g/{SVG}title").text == "arrival: met 3, breached 1, 75%"  # type: ignore[union-attr]


def test_two_colours_differ_without_colour_and_nothing_comes_from_elsewhere() -> None:
    chart = bars("shares", [Datum("arrival", 1, 1, "50%")], LEGEND)
    assert 'fill="#0072b2"' in chart
    assert 'fill="url(#shares-breached)"' in chart
    assert re.findall(r"https?://[^\"]+", chart) == ["http://www.w3.org/2000/svg"]


def test_a_long_label_is_cut_where_it_is_seen_and_whole_where_it_is_heard() -> None:
    label = "现场到达时间承诺与备件到场时间承诺合并统计"
    root = drawn(bars("shares", [Datum(label, 1, 0, "100%")], LEGEND))
    assert texts(root)[2] == "现场到达时间承诺与备件到…"
    assert root.findtext(f"{SVG}g/{SVG}title") == f"{label}: met 1, breached 0, 100%"


def test_the_same_data_give_the_same_bytes() -> None:
    data = [Datum(f"2026-{month:02d}", month, month % 3, "x") for month in range(1, 13)]
    assert columns("months", data, LEGEND) == columns("months", list(data), LEGEND)
    assert not re.search(r"\d\.\d{3}", columns("months", data, LEGEND))
