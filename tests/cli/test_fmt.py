"""Canonical layout: what changes, what stays, and that once is enough."""

import pytest

from tests.cli.program import Program

SITE = "records/sites/dock.yaml"
TICKET = "records/tickets/2026/06/T-20260610-0001.yaml"
ROSTER = "records/roster.csv"
BY_HAND = {
    # A byte order mark, CRLF, keys in any order, money without quotes.
    SITE: (
        "\ufeff# a site by hand\r\n"
        "name:   Dock # the seventh\r\n"
        "id: dock\r\n"
        "travel_fee: 35.00\r\n"
        "contract: port-cctv\r\n"
        "contacts:\r\n"
        '- phone: "1"\r\n'
        "  name: Ed # the foreman\r\n"
    ),
    # Times without an offset, quotes of either kind, block and flow style.
    TICKET: (
        "id: T-20260610-0001\n"
        "site: quay\n"
        "# what they said\n"
        "summary: 'It''s dark'\n"
        "reported_at: 2026-06-10 09:00   # by telephone\n"
        "events:\n"
        "    - type: replaced\n"
        "      quoted: 95.00\n"
        "      at: 2026-06-10T10:00:30\n"
        "      model: M\n"
        '    - {type: noted, note: "a: b", at: 2026-06-10T02:30:00Z} # in London\n'
    ),
    ROSTER: (
        "person,role,from,to\r\n"
        "bo,service_engineer,2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00\r\n"
        "\r\n"
        '"cy",service_engineer,2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00'
    ),
}
CANONICAL = {
    SITE: (
        "# a site by hand\n"
        "id: dock\n"
        "contract: port-cctv\n"
        "name: Dock   # the seventh\n"
        "contacts:\n"
        "  - name: Ed # the foreman\n"
        '    phone: "1"\n'
        'travel_fee: "35.00"\n'
    ),
    TICKET: (
        "id: T-20260610-0001\n"
        "site: quay\n"
        "# what they said\n"
        "summary: 'It''s dark'\n"
        "reported_at: 2026-06-10T09:00:00+08:00 # by telephone\n"
        "events:\n"
        "  - at: 2026-06-10T10:00:30+08:00\n"
        "    type: replaced\n"
        "    model: M\n"
        '    quoted: "95.00"\n'
        '  - {at: 2026-06-10T02:30:00Z, type: noted, note: "a: b"}   # in London\n'
    ),
    ROSTER: (
        "from,to,role,person\n"
        "2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00,service_engineer,bo\n"
        "2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00,service_engineer,cy\n"
    ),
}


@pytest.fixture
def untidy(harbour: Program) -> Program:
    """Put records into the harbour as people write them."""
    for path, text in BY_HAND.items():
        harbour.write(path, text)
    return harbour


def told(template: str, *paths: str) -> str:
    return "".join(f"{template} {path}\n" for path in paths)


def test_records_are_put_into_canonical_layout_once(untidy: Program) -> None:
    before = untidy.files()
    assert untidy("fmt --check") == (1, "", told("would rewrite", SITE, ROSTER, TICKET))
    assert untidy.files() == before
    assert untidy("fmt") == (0, "", told("rewrote", SITE, ROSTER, TICKET))
    after = {path: text.encode() for path, text in CANONICAL.items()}
    assert untidy.files() == before | after
    for line in ("fmt", "fmt --check", "fmt --dry-run"):
        assert untidy(line) == (0, "", "everything is in canonical layout\n")
    assert untidy.files() == before | after
    assert untidy.answer("check") == "21 files checked: 0 errors, 0 warnings\n"


def test_a_trial_shows_what_would_change(untidy: Program) -> None:
    outcome = untidy(f"fmt --dry-run {ROSTER}")
    rows = [line.rstrip("\r\n") for line in BY_HAND[ROSTER].splitlines()]
    assert outcome == (
        0,
        f"--- a/{ROSTER}\n+++ b/{ROSTER}\n@@ -1,4 +1,3 @@\n"
        + "".join(f"-{line}\r\n" for line in rows[:-1])
        + f"-{rows[-1]}\n"
        + "".join(f"+{line}\n" for line in CANONICAL[ROSTER].splitlines()),
        f"would rewrite {ROSTER}\n",
    )
    assert untidy.text(ROSTER) == BY_HAND[ROSTER]


@pytest.mark.parametrize(
    ("named", "folder", "rewritten"),
    [("records/sites", ".", [SITE]), ("dock.yaml", "records/sites", [SITE]), ("records/contracts", ".", [])],
)
def test_only_what_is_named_is_rewritten(untidy: Program, named: str, folder: str, rewritten: list[str]) -> None:
    outcome = untidy(f"fmt {named}", folder=untidy.folder / folder)
    assert outcome == (0, "", told("rewrote", *rewritten) or "everything is in canonical layout\n")
    assert {path for path in BY_HAND if untidy.text(path) == CANONICAL[path]} == set(rewritten)


def test_the_sample_project_is_in_canonical_layout(sample: Program) -> None:
    assert sample("fmt --check") == (0, "", "everything is in canonical layout\n")


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_rewritten(untidy: Program) -> None:
    untidy.write(SITE, "id: dock\nname: [Dock\n")
    outcome = untidy("fmt")
    assert outcome.code == 1
    assert outcome.err.startswith(f"{SITE}:2:7: error[syntax]: is not valid YAML: ")
    assert outcome.err.endswith(told("rewrote", ROSTER, TICKET))
    assert (untidy.text(SITE), untidy.text(TICKET)) == ("id: dock\nname: [Dock\n", CANONICAL[TICKET])


@pytest.mark.parametrize("time", ["2026-10-25T02:30", "2026-03-29T02:30"])
def test_a_time_that_comes_twice_or_never_is_left_to_its_author(harbour: Program, time: str) -> None:
    settings = "records/aftercare.yaml"
    harbour.write(settings, harbour.text(settings).replace("Asia/Shanghai", "Europe/Berlin", 1))
    record = f"id: T-20260610-0001\nsite: quay\nsummary: Dark\nreported_at: {time}\n"
    harbour.write(TICKET, record)
    assert harbour("fmt") == (0, "", "everything is in canonical layout\n")
    assert harbour.text(TICKET) == record
    (problem,) = [line for line in harbour("check").out.splitlines() if ": error" in line]
    assert problem == f"{TICKET}:4:14: error[value]: {time} has no offset from UTC"
