"""Reports on paper: charts are drawn, and the same records give the same bytes."""

import re
import subprocess

import pytest

from aftercare_cli.documents.pdf import NoPdfError, pdf
from tests.cli.program import SAMPLE_NOW, Program

try:
    pdf("<p>字</p>")
except NoPdfError as error:
    pytest.skip(f"no PDF here: {error}", allow_module_level=True)


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
        pytest.skip("pdftotext is not installed")
    text = told.decode()
    assert re.search(r"standby unit\s+2\s+1\s+66\.7%", text)
    assert re.search(r"2025-10\s+2025-11\s+2025-12\s+2026-01", text)
