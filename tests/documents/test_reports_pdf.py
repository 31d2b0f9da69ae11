"""Reports on paper: charts are drawn, and the same records give the same bytes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import SAMPLE_NOW, Program
from tests.documents.pdf_here import why_no_pdf

if reason := why_no_pdf():
    pytest.skip(reason, allow_module_level=True)


def test_a_report_with_charts_is_the_same_in_every_run(
    sample: Program, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("papers")
    line = "--lang en doc render sla-report p2025 --audience owner --out"
    for name in ("one.pdf", "two.pdf"):
        assert sample(line, str(folder / name), now=SAMPLE_NOW).code == 0
    made = (folder / "one.pdf").read_bytes()
    assert made == (folder / "two.pdf").read_bytes()
    assert re.match(rb"%PDF-1\.\d", made)


def test_what_the_chart_says_is_text_on_the_page(sample: Program, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("papers") / "report.pdf"
    assert sample("--lang en doc render sla-report p2025 --out", str(target), now=SAMPLE_NOW).code == 0
    try:
        told = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed (Debian, Ubuntu: apt-get install poppler-utils)")
    text = told.decode()
    assert re.search(r"standby unit\s+2\s+1\s+66\.7%", text)
    assert re.search(r"2025-10\s+2025-11\s+2025-12\s+2026-01", text)


def test_a_style_of_ones_own_fetches_nothing(sample: Program, tmp_path: Path) -> None:
    """A PDF is made without what it would have to ask for; what a style holds itself, such as a logo, is shown."""
    shutil.copytree(sample.folder / "records", tmp_path / "records")
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.css").write_text("h1 { display: none }", encoding="utf-8")
    style = f"@import url({(tmp_path / 'secret.css').as_uri()}); @import url(http://nowhere.invalid/a.css);"
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="  # one pixel
    logo = f"h1 {{ background: url(data:image/png;base64,{dot}) }}"
    (tmp_path / "templates" / "_style.css").write_text(f"{style} {logo}", encoding="utf-8")
    sample.folder = tmp_path
    assert sample("--lang en doc render emergency-card s02 --out card.pdf", now=SAMPLE_NOW).code == 0
    assert b"/Image" in (tmp_path / "card.pdf").read_bytes()
