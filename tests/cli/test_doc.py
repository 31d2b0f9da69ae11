"""`doc list` and `doc render`: which document, about what, for whom, in which language, and where it goes."""

import errno
import json
from pathlib import Path

import pytest

from aftercare_cli.documents.catalogue import DOCUMENTS
from tests.cli.program import SAMPLE_NOW, Program

TICKET = "T-20260601-MET1"
ORDER = f"doc render service-order {TICKET}"
OVERRIDE = "templates/service-order.j2"


def test_every_document_is_listed_in_the_order_of_the_catalogue(harbour: Program) -> None:
    listed = harbour.answer("doc list --format csv").splitlines()
    assert listed[0] == "name,subject,title"
    assert [line.partition(",")[0] for line in listed[1:]] == [found.name for found in DOCUMENTS]
    assert "service-order,ticket,Service order" in listed
    assert "training-sign-in,[training session],Training sign-in sheet" in listed
    assert "inspection-sheet,inspection or site,Inspection sheet" in listed
    assert "duty-roster,everything,Duty roster" in listed


def test_the_list_as_json_names_the_subjects_as_records_do(harbour: Program) -> None:
    document = json.loads(harbour.answer("doc list --format json"))
    assert document["schema"] == "aftercare/document-list/1"
    assert {
        "name": "satisfaction-survey",
        "subject": "visit",
        "may_lack_subject": True,
        "or_site": False,
        "title": "Satisfaction survey",
    } in document["documents"]


def test_the_list_fits_a_narrow_terminal(harbour: Program) -> None:
    assert max(map(len, harbour.answer("doc list").splitlines())) <= 80


def test_a_document_is_markdown_on_stdout_by_itself(harbour: Program) -> None:
    text = harbour.answer(ORDER)
    assert text.startswith(f"Harbour Systems Ltd. · No. {TICKET}\n\n# Service order\n\nQuay\n")
    assert harbour.answer(f"{ORDER} --out -") == text
    assert harbour.answer("doc render service-order MET1") == text


def test_html_is_one_page_that_fetches_nothing(harbour: Program) -> None:
    page = harbour.answer(f"{ORDER} --format html")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert [
        word for word in ("src=", "http://", "https://", "url(", "@import", "<script", "<link") if word in page
    ] == []


@pytest.mark.parametrize(("name", "beginning"), [("x.md", "Harbour"), ("x.html", "<!doctype html>"), ("x.txt", "Harb")])
def test_the_ending_of_the_file_is_the_format(harbour: Program, name: str, beginning: str) -> None:
    outcome = harbour(f"{ORDER} --out {name}")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", f"wrote {name}\n")
    assert harbour.text(name).startswith(beginning)


def test_a_format_that_is_named_wins_over_the_ending(harbour: Program) -> None:
    assert harbour(f"{ORDER} --format md --out x.html").code == 0
    assert harbour.text("x.html").startswith("Harbour")


def test_a_file_that_is_there_is_not_written_over_unasked(harbour: Program) -> None:
    harbour.write("x.md", "mine")
    told = harbour.refusal(f"{ORDER} --out x.md")
    assert told == "error: x.md exists already\nhint: name another file, or write over it: --force\n"
    assert harbour.text("x.md") == "mine"
    assert harbour(f"{ORDER} --out x.md --force").code == 0
    assert harbour.text("x.md").startswith("Harbour")


def test_a_folder_is_no_file_and_none_is_made(harbour: Program) -> None:
    assert harbour.refusal(f"{ORDER} --out records --force") == (
        "error: records is a folder\nhint: name a file in it\n"
    )
    assert harbour.refusal(f"{ORDER} --out nowhere/x.md") == (
        "error: there is no folder nowhere\nhint: make it first\n"
    )
    assert not (harbour.folder / "nowhere").exists()


def test_a_full_disk_leaves_the_document_that_was_there(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    harbour.write("order.md", "signed already")
    monkeypatch.setattr("aftercare_cli.store.bundle.os.fsync", full)
    told = harbour.refusal(f"{ORDER} --out order.md --force")
    assert told.startswith(f"error: {harbour.folder / 'order.md'} could not be written: No space left on device\n")
    assert harbour.text("order.md") == "signed already"
    assert [path.name for path in harbour.folder.iterdir() if "order" in path.name] == ["order.md"]


def test_a_link_is_written_through(harbour: Program, tmp_path: Path) -> None:
    (harbour.folder / "order.md").symlink_to(tmp_path / "elsewhere.md")
    assert harbour(f"{ORDER} --out order.md").code == 0
    assert (harbour.folder / "order.md").is_symlink()
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == harbour.answer(ORDER)


def test_nothing_is_written_when_the_document_fails(harbour: Program) -> None:
    harbour.write(OVERRIDE, "{{ nobody }}")
    before = harbour.files()
    harbour.refusal(f"{ORDER} --out x.md")
    assert harbour.files() == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "servce-order MET1",
            "error: no document is called servce-order\nhint: did you mean service-order, service-plan?\n",
        ),
        (
            "service-order",
            (
                "error: service-order needs to know what it is about\n"
                "hint: name it: aftercare doc render service-order ID; aftercare doc list says which\n"
            ),
        ),
        ("duty-roster quay", "error: duty-roster is about no single record\nhint: leave out quay\n"),
        ("follow-up-record quai", "error: no site is called quai\nhint: did you mean quay?\n"),
        (
            "service-order MET1 --as-of 2026-05-01",
            (
                f"error: {TICKET} begins only at 2026-06-01 09:00+08:00\n"
                "hint: the document is made as of 2026-05-01 00:00+08:00\n"
            ),
        ),
        ("duty-roster --month 2026-13", "error: 2026-13 is not a month\nhint: write a month like 2026-11\n"),
        (
            "duty-roster --month 2026-06 --since 2026-06-01",
            "error: 2026-06 is a whole month already\nhint: leave out --since and --until, or --month\n",
        ),
        (
            "duty-roster --since 2026-06-05 --until 2026-06-01",
            "error: 2026-06-01 is before 2026-06-05\nhint: give --since a day no later than --until\n",
        ),
        (
            "inspection-sheet quai",
            "error: no inspection and no site is called quai\nhint: did you mean quay?\n",
        ),
        (
            "inspection-sheet quay",
            (
                "error: port-cctv promises no inspections in 2026-06\n"
                "hint: write into the contract: inspection: {every: 1 month, checklist: cctv}\n"
            ),
        ),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_to_do(harbour: Program, line: str, told: str) -> None:
    assert harbour.refusal(f"doc render {line}") == told


def test_a_sheet_is_found_by_part_of_its_inspection_or_its_site(harbour: Program, sample: Program) -> None:
    assert "I-20260421-S304" in sample.answer("doc render inspection-sheet s304", now=SAMPLE_NOW)
    assert sample.refusal("doc render inspection-sheet 03", now=SAMPLE_NOW) == (
        "error: 03 may mean 4 records\n"
        "hint: write more of the id: I-20260312-S103, I-20260317-S303, I-20260401-S203, s03\n"
    )
    told = harbour.refusal("doc render inspection-sheet quay")
    assert told.startswith("error: port-cctv promises no inspections")
    assert harbour.refusal("doc render inspection-sheet qua") == told


def test_the_workspaces_language_is_the_documents_unless_another_is_asked_for(
    harbour: Program, sample: Program
) -> None:
    english = sample.answer("--lang en doc render service-order 0005 --format html", now=SAMPLE_NOW)
    assert '<html lang="en">' in english
    # What the reader's own language is does not matter: the sample's papers are Chinese.
    page = sample.answer("doc render service-order 0005 --format html", now=SAMPLE_NOW)
    assert '<html lang="zh-CN">' in page
    assert "2026年02月03日 07:10" in page
    assert '<html lang="en">' in harbour.answer(f"{ORDER} --format html")
    assert "2026年06月01日" in harbour.answer(f"--lang zh {ORDER}")


def test_an_audience_is_given_what_it_may_see(harbour: Program) -> None:
    own = harbour.answer(ORDER)
    assert [
        text for text in ("Control room 000-0000-0010", "1 Quay Road", "0002", "5 For the files") if text in own
    ] == [
        "Control room 000-0000-0010",
        "1 Quay Road",
        "0002",
        "5 For the files",
    ]
    owner = harbour.answer(f"{ORDER} --audience owner")
    assert "1 Quay Road" in owner
    assert "5 For the files" not in owner
    vendor = harbour.answer(f"{ORDER} --audience vendor")
    secrets = ("000-0000-0010", "1 Quay Road", "| 0002 |", "¥")
    assert [text for text in secrets if text in vendor] == []


def test_what_happened_later_is_not_on_the_paper(harbour: Program) -> None:
    early = harbour.answer(f"{ORDER} --as-of 2026-06-01T09:00")
    assert "| State | reported |" in early
    assert "Service is not back yet." in early
    assert "| State | closed |" in harbour.answer(ORDER)


def test_the_same_records_and_moment_give_the_same_bytes(sample: Program) -> None:
    lines = [f"doc render inspection-report S102 --format {form}" for form in ("md", "html")]
    at = "--as-of 2026-04-29T17:30"
    first = [sample.answer(f"{line} {at}", now=SAMPLE_NOW) for line in lines]
    later = [sample.answer(f"{line} {at}", now="2026-08-01T12:00+08:00") for line in lines]
    assert first == later


def test_an_owners_template_wins_and_a_broken_one_names_its_line(harbour: Program) -> None:
    harbour.write(OVERRIDE, "{{ doc.head(**head) }}\n{{ doc.paragraph(summary) }}\n")
    text = harbour.answer(ORDER)
    assert text.startswith(f"Harbour Systems Ltd. · No. {TICKET}\n\n# Service order\n\nQuay\n")
    assert "## 1 Basic data" not in text
    harbour.write(OVERRIDE, "{{ doc.head(**head) }}\n{{ doc.paragraph(nobody) }}\n")
    path = harbour.folder / OVERRIDE
    told = harbour.refusal(ORDER)
    assert told == (
        f"error: {path}:2: 'nobody' is undefined\nhint: correct the template; delete your own one to use the built-in\n"
    )


def test_a_template_reads_no_file_of_the_machine(harbour: Program, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("swordfish", encoding="utf-8")
    for template in ("{% include '/etc/passwd' %}", "{% include '../../secret.txt' %}", "{{ ''.__class__.__mro__ }}"):
        harbour.write(OVERRIDE, template)
        told = harbour.refusal(ORDER)
        assert told.startswith(f"error: {harbour.folder / OVERRIDE}:1: ")
        assert [text for text in ("swordfish", "root:", "class 'object'") if text in told] == []


def test_a_paper_about_records_that_are_broken_says_so(harbour: Program) -> None:
    harbour.write("records/visits/2026/V-20260603-AAAA.yaml", "id: V-20260603-AAAA\nsite: 7\nscores: none\n")
    outcome = harbour("doc render follow-up-record quay")
    assert outcome.code == 1
    assert outcome.out.startswith("Harbour Systems Ltd.")
    assert "records/visits/2026/V-20260603-AAAA.yaml" in outcome.err


def test_a_blank_form_needs_no_record(harbour: Program) -> None:
    sheet = harbour.answer("doc render training-sign-in")
    assert "| 1 |  |  |  |  |  |" in sheet
    assert "| 20 |  |  |  |  |  |" in sheet
    assert "| 21 |" not in sheet
    survey = harbour.answer("doc render satisfaction-survey")
    assert "☑" not in survey
    assert survey.count("□") == 25
