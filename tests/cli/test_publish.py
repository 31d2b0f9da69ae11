"""The portal: static pages that lead to each other and to nothing else, and show one customer what is theirs."""

import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from tests.cli.program import SAMPLE_NOW, Program

HOSTILE = "</script><script>alert(1)</script> | {{ 7*7 }} \u202e =cmd"


class Links(HTMLParser):
    """Gathers what a page leads to or loads, the tags it leaves open, and its text."""

    VOID = frozenset({"meta", "br", "input", "link", "rect", "path", "line", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value for key, value in attrs if key in {"href", "src", "action", "data"} and value]
        self.ids += [value for key, value in attrs if key == "id" and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    @classmethod
    def of(cls, text: str) -> "Links":
        links = cls()
        links.feed(text)
        links.close()
        return links


def published(program: Program, out: Path, words: str) -> dict[str, str]:
    outcome = program(f"publish --out {out} {words}", now=SAMPLE_NOW)
    assert (outcome.code, outcome.out) == (0, ""), outcome.err
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def pages(sample: Program, tmp_path: Path) -> dict[str, str]:
    return published(sample, tmp_path / "portal", "--contract p2025")


def test_every_ticket_and_document_has_a_page(pages: dict[str, str]) -> None:
    tickets = "T-20260115-0003 T-20260203-0005 T-20260218-0007 T-20260324-0013 T-20260330-0014 T-20260414-0017"
    ids = [*tickets.split(), "T-20260429-0018"]
    assert [name for name in pages if "/" not in name] == [
        "documents.html",
        "equipment.html",
        "index.html",
        "inspections.html",
        "manifest.sha256",
        "search.html",
        "tickets.html",
    ]
    assert [name for name in pages if name.startswith("tickets/")] == [f"tickets/{ticket}.html" for ticket in ids]
    assert {f"documents/service-order-{ticket}.html" for ticket in ids} < set(pages)
    assert "documents/service-plan-p2025.html" in pages


def test_pages_lead_to_each_other_and_load_nothing(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if not name.endswith(".html"):
            continue
        links = Links.of(text)
        assert links.open == [], name
        assert len(links.ids) == len(set(links.ids)), name
        for target in links.targets:
            assert re.match(r"[a-z]+:|//", target) is None, (name, target)
            found = PurePosixPath(name).parent.joinpath(target)
            parts: list[str] = []
            for part in found.parts:
                if part == "..":
                    parts.pop()
                else:
                    parts.append(part)
            assert "/".join(parts) in pages, (name, target)
        assert re.search(r"url\((?!#)|@import|fetch\(|XMLHttpRequest", text) is None, name


def test_a_customer_sees_nothing_of_another(pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    for secret in (
        *(
            "青岚",
            "栖溪",
            "Qinglan",
            "Qixi",
            "p2024",
            "p2022",
            "S01-",
            "S03-",
            "T-20260109-0002",
            "样例路1号",
            "样例路3号",
        ),
        # What the company keeps to itself: its aims, whom it has agreements with, its store.
        *("样例设备商", "NDA-03", "PO-0220"),
    ):
        assert secret not in everything, secret


def test_the_search_finds_what_the_pages_show(pages: dict[str, str]) -> None:
    found = re.search(r'<script type="application/json" id="entries">(.*?)</script>', pages["search.html"], re.DOTALL)
    assert found is not None
    entries = json.loads(html.unescape(found[1]) if "&#34;" in found[1] else found[1])
    for entry in entries:
        page, _hash, anchor = entry["url"].partition("#")
        assert page in pages
        assert not anchor or f'id="{anchor}"' in pages[page]
    (camera,) = [entry for entry in entries if entry["title"].startswith("S02-CAM-001")]
    assert camera == {
        "title": "S02-CAM-001 · CAM-B200",
        "url": "equipment.html#S02-CAM-001",
        "text": "S02-CAM-001 CAM-B200 0025081101 装卸口1",
    }


def test_the_same_records_give_the_same_bytes(sample: Program, tmp_path: Path, pages: dict[str, str]) -> None:
    assert published(sample, tmp_path / "again", "--contract p2025") == pages


def test_an_outsider_gets_one_customers_pages(sample: Program, tmp_path: Path) -> None:
    refused = sample.refusal(f"publish --out {tmp_path / 'portal'}", now=SAMPLE_NOW)
    assert refused == (
        "error: these contracts are of 3 customers: one must not see another's\n"
        "hint: name the contract: --contract p2022 | p2024 | p2025\n"
    )
    assert not (tmp_path / "portal").exists()
    inside = published(sample, tmp_path / "portal", "--audience internal")
    assert "tickets/T-20260109-0002.html" in inside


def test_a_folder_that_holds_something_else_is_left_alone(sample: Program, tmp_path: Path) -> None:
    out = tmp_path / "portal"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    for words in ("", " --force"):
        assert sample(f"publish --out {out} --contract p2025{words}", now=SAMPLE_NOW).code == 2
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_portal_is_replaced_where_that_is_said(sample: Program, tmp_path: Path, pages: dict[str, str]) -> None:
    out = tmp_path / "portal"
    assert sample(f"publish --out {out} --contract p2025", now=SAMPLE_NOW).code == 2
    assert published(sample, out, "--contract p2025 --force") == pages


def test_hostile_text_is_shown_as_text(harbour: Program, tmp_path: Path) -> None:
    made = harbour("ticket open quay --id T-20260610-HSTX", HOSTILE)
    assert made.code == 0, made.err
    pages = published(harbour, tmp_path / "portal", "--audience internal --as-of 2026-06-10T12:00+08:00")
    for name, text in pages.items():
        assert "<script>alert" not in text, name
        assert "\u202e" not in text, name
    assert "&lt;script&gt;alert(1)" in pages["tickets/T-20260610-HSTX.html"]
    assert "{{ 7*7 }}" in html.unescape(pages["tickets.html"])


def test_an_empty_workspace_has_pages_too(nowhere: Program, tmp_path: Path) -> None:
    assert nowhere("init").code == 0
    pages = published(nowhere, tmp_path / "portal", "")
    assert "No promise has begun yet." in pages["index.html"]
    assert "No ticket." in pages["tickets.html"]


def test_what_is_left_out_is_told_in_the_readers_language(sample: Program, tmp_path: Path) -> None:
    """The portal is in the workspace's language, Chinese; who publishes it reads English."""
    outcome = sample(f"publish --out {tmp_path / 'portal'} --contract p2025 --audience vendor", now=SAMPLE_NOW)
    assert outcome.code == 0
    assert [line.partition(":")[0] for line in outcome.err.splitlines()[:-1]] == ["left out"] * 2
    assert outcome.err.isascii()


def test_what_is_owed_is_named(pages: dict[str, str]) -> None:
    assert "工程记录文件" in pages["index.html"]
    assert "p2025/project-records" not in pages["index.html"]


def test_what_was_replaced_is_no_equipment_any_more(sample: Program, tmp_path: Path) -> None:
    shutil.copytree(sample.folder / "records", tmp_path / "records")
    listed = tmp_path / "records" / "equipment" / "s02.yaml"
    new = "  - {id: S02-CAM-900, category: camera, model: CAM-B200, installed: 2026-04-01, replaces: S02-CAM-001}\n"
    listed.write_text(listed.read_text(encoding="utf-8") + new, encoding="utf-8")
    sample.folder = tmp_path
    made = published(sample, tmp_path / "portal", "--contract p2025")
    assert 'id="S02-CAM-900"' in made["equipment.html"]
    assert 'id="S02-CAM-001"' not in made["equipment.html"]
