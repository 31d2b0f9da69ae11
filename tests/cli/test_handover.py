"""`handover`: what is missing, and the whole set of papers."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from aftercare_cli.documents import pdf
from aftercare_cli.model.text import say
from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program

CONTENTS = "00-contents.md"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def built(program: Program, folder: Path, words: str = "") -> dict[str, bytes]:
    """Build the sample's set as Markdown and give its files."""
    outcome = program(f"--lang en handover build p2025 --format md {words} --out", str(folder), now=SAMPLE_NOW)
    assert (outcome.code, outcome.out) == (0, ""), outcome.err
    return files(folder)


@pytest.mark.golden
def test_check_says_what_is_missing_and_what_to_do(sample: Program) -> None:
    outcome = sample("handover check p2025", now=SAMPLE_NOW)
    assert (outcome.code, outcome.err) == (1, "")
    assert_golden("sample/handover-check.txt", outcome.out)


@pytest.mark.golden
def test_check_of_a_contract_that_lacks_nearly_everything(harbour: Program) -> None:
    outcome = harbour("handover check mill-net")
    assert (outcome.code, outcome.err) == (1, "")
    assert_golden("harbour/handover-check.txt", outcome.out)


def test_check_as_json(sample: Program) -> None:
    outcome = sample("handover check p2025 --format json", now=SAMPLE_NOW)
    told = json.loads(outcome.out)
    assert (told["schema"], told["contract"], told["is_ready"]) == ("aftercare/handover-check/1", "p2025", False)
    assert {item["item"]: item["state"] for item in told["items"]} == {
        "acceptance": "there",
        "handover": "there",
        "documents": "missing",
        "training": "there",
        "equipment": "there",
        "spares": "not_promised",
        "warranty": "there",
        "contacts": "there",
        "certificate": "there",
        "staff": "there",
        "roster": "there",
    }
    (documents,) = (item for item in told["items"] if item["item"] == "documents")
    assert documents["lacking"] == ["project-records"]


def test_check_as_of_a_day_before_everything(sample: Program) -> None:
    told = json.loads(sample("handover check p2025 --format json", now="2025-11-01T09:00+08:00").out)
    states = {item["item"]: item["state"] for item in told["items"]}
    missing = {name for name, state in states.items() if state == "missing"}
    assert missing == {"acceptance", "handover", "documents", "training", "roster"}


def test_exit_zero_tells_the_same(harbour: Program) -> None:
    outcome = harbour("handover check mill-net --exit-zero")
    assert (outcome.code, outcome.out) == (0, harbour("handover check mill-net").out)


def test_the_set_is_whole_in_order_and_its_sums_are_right(sample: Program, tmp_path: Path) -> None:
    made = built(sample, tmp_path / "set")
    assert [name.rpartition(".")[0] for name in made] == [
        "00-contents",
        "01-service-plan",
        "02-equipment-handover",
        "03-document-handover",
        "04-spares-list",
        "05-training-plan",
        *(
            f"{at:02d}-training-record-{session}"
            for at, session in enumerate(
                (
                    *("R-20251020-0201", "R-20251022-0202", "R-20251024-0203", "R-20251028-0204", "R-20251030-0205"),
                    *("R-20251104-0261", "R-20251105-0262", "R-20251106-0263", "R-20251210-0271"),
                ),
                6,
            )
        ),
        "15-warranty-certificate",
        "16-post-warranty-scheme",
        "17-nda",
        "18-emergency-card-s02",
        "19-emergency-plan",
        "20-duty-roster",
        "manifest",
    ]
    manifest = made.pop("manifest.sha256").decode()
    assert manifest == "".join(f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in made.items())
    contents = made[CONTENTS].decode()
    assert all(name in contents for name in made if name != CONTENTS)
    assert "| Documents | not there | 1 of 6 documents is not handed over: project-records |" in contents


def test_the_same_records_give_the_same_bytes_wherever_they_go(sample: Program, tmp_path: Path) -> None:
    first = built(sample, tmp_path / "one", "--zip")
    assert built(sample, tmp_path / "two", "--zip") == first
    archives = [(tmp_path / f"{name}.zip").read_bytes() for name in ("one", "two")]
    assert archives[0] == archives[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"p2025-handover/{name}": content for name, content in first.items()
        }


def test_the_customer_sees_nothing_of_others_and_nothing_internal(sample: Program, tmp_path: Path) -> None:
    made = built(sample, tmp_path / "set")
    text = "".join(content.decode() for content in made.values())
    for secret in ("p2024", "p2022", "青岚", "栖溪", "0012034501", "negative case"):
        assert secret not in text


def test_what_the_audience_may_not_see_is_left_out_and_said(sample: Program, tmp_path: Path) -> None:
    outcome = sample(
        "--lang en handover build p2025 --format md --audience vendor --out", str(tmp_path / "set"), now=SAMPLE_NOW
    )
    assert outcome.code == 1
    assert "not made: List of spare parts: the list of spares is not for a vendor\n" in outcome.err
    contents = (tmp_path / "set" / CONTENTS).read_text()
    assert "## Could not be made" in contents
    assert "What the handover needs" not in contents
    text = "".join(content.decode() for content in files(tmp_path / "set").values())
    for secret in ("0025081101", "值班室乙", "790.00"):
        assert secret not in text


def test_a_folder_with_something_in_it_is_left_alone(sample: Program, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    line = "--lang en handover build p2025 --format md --out"
    assert "is not empty" in sample.refusal(line, str(tmp_path), now=SAMPLE_NOW)
    assert "no part of a set: letter" in sample.refusal(line, str(tmp_path), "--force", now=SAMPLE_NOW)
    assert files(tmp_path) == {"letter": b"mine"}


def test_a_set_is_written_over_with_force(sample: Program, tmp_path: Path) -> None:
    built(sample, tmp_path / "set", "--zip")
    line = "--lang en handover build p2025 --format md --zip --out"
    assert "is not empty" in sample.refusal(line, str(tmp_path / "set"), now=SAMPLE_NOW)
    before = files(tmp_path / "set")
    assert built(sample, tmp_path / "set", "--zip --force") == before


def test_where_no_pdf_can_be_made_nothing_is_written(
    sample: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_page: str) -> bytes:
        raise pdf.NoPdfError(say("no font for Chinese is installed"), say("take --format html"))

    monkeypatch.setattr(pdf, "pdf", refuse)
    told = sample.refusal("--lang en handover build p2025 --out", str(tmp_path / "set"), now=SAMPLE_NOW)
    assert told == "error: no font for Chinese is installed\nhint: take --format html\n"
    assert list(tmp_path.iterdir()) == []


def test_a_contract_that_is_not_there_is_refused(sample: Program, tmp_path: Path) -> None:
    assert "no contract is called p1" in sample.refusal("handover build p1 --out", str(tmp_path / "set"))
    assert "no contract is called p1" in sample.refusal("handover check p1")


def test_of_a_contract_that_is_wrong_it_is_said_what_is(harbour: Program, tmp_path: Path) -> None:
    harbour.write("records/contracts/mill-net.yaml", "id: mill-net\n")
    shown = harbour("contract show mill-net")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("records/contracts/mill-net.yaml:1:1: error[missing-key]: the key name is missing\n")
    assert harbour("handover check mill-net") == shown
    assert harbour("handover build mill-net --format md --out", str(tmp_path / "set")) == shown
    assert not (tmp_path / "set").exists()
