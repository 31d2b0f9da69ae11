"""Every code that the program can give is brought about by a file, and the page that lists them is up to date."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.golden import compare
from tests.docs.reference.codes import emitted
from tests.docs.reference.errors import CASES, COMMON, EXPECTED, UNREPRODUCED, cases, reproduce


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take away what the person who runs the tests has set, and what the program sets for its process."""
    for name in ("AFTERCARE_LANG", "AFTERCARE_NOW", "AFTERCARE_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    on_termination = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, on_termination)


@pytest.mark.golden
@pytest.mark.parametrize("code", cases())
def test_the_files_bring_the_code_about(code: str, tmp_path: Path) -> None:
    said = reproduce(code, tmp_path)
    assert f"[{code}]: " in said
    compare(CASES / code / EXPECTED, said)


def test_without_a_case_nothing_is_wrong(tmp_path: Path) -> None:
    assert reproduce(COMMON, tmp_path) == "5 files checked: 0 errors, 0 warnings\n"


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert {code.code for code in emitted()} == {*cases(), *UNREPRODUCED}
