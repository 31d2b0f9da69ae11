"""Labels with QR codes for equipment."""

import html
import re
import sys

import pytest

from tests.cli.program import SAMPLE_NOW, Program

segno = pytest.importorskip("segno", reason="segno is not installed: pip install 'aftercare[qr]'")


def texts(page: str) -> list[str]:
    """Give what stands on each label beside its code."""
    found = re.findall(r'<div class="label"><svg.*?</svg>\s*<div>(.*?)</div></div>', page, re.DOTALL)
    return [
        html.unescape(label.replace("<br>", "|").replace("<strong>", "").replace("</strong>", "|")) for label in found
    ]


def drawn(text: str) -> str:
    """Give the outline of the squares of a QR code."""
    path = re.search(r' d="([^"]+)"', segno.make(text, error="m", micro=False).svg_inline(border=2))
    assert path is not None
    return path[1]


def test_a_label_says_what_it_is_on(harbour: Program) -> None:
    page = harbour.answer("equipment labels mill")
    listed = harbour.answer("equipment list --site mill --format csv").splitlines()[1:]
    ids = [row.split(",")[0] for row in listed]
    assert [label.split("|")[0] for label in texts(page)] == ids
    assert all(drawn(item) in page for item in ids)


def test_the_code_holds_the_configured_address(harbour: Program) -> None:
    settings = harbour.text("records/aftercare.yaml")
    harbour.write("records/aftercare.yaml", settings + 'labels: {address: "https://service.invalid/e/{id}"}\n')
    page = harbour.answer("equipment labels mill")
    (first, *_rest) = texts(page)
    assert drawn(f"https://service.invalid/e/{first.split('|')[0]}") in page


def test_a_sheet_holds_twenty_four(harbour: Program) -> None:
    items = "".join(
        f"  - {{id: Q-{number:03d}, category: camera, model: <b>, location: a|b}}\n" for number in range(25)
    )
    harbour.write("records/equipment/quay.yaml", f"site: quay\nitems:\n{items}")
    page = harbour.answer("equipment labels quay")
    assert [len(re.findall('class="label"', sheet)) for sheet in page.split('<section class="sheet">')[1:]] == [24, 1]
    assert texts(page)[24].startswith("Q-024|<b>|a|b|")


def test_what_was_replaced_gets_no_label(sample: Program) -> None:
    page = sample.answer("equipment labels s03", now=SAMPLE_NOW)
    items = sample.text("records/equipment/s03.yaml")
    replaced = set(re.findall(r"replaces: ([\w-]+)", items))
    assert not replaced & {label.split("|")[0] for label in texts(page)}


def test_without_the_extra_it_says_what_to_install(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    assert harbour.refusal("equipment labels mill") == (
        "error: QR codes need a package that is not installed: segno\nhint: install it: pip install 'aftercare[qr]'\n"
    )
