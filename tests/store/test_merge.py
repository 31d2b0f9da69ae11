"""Two versions of a record become one, as sets of facts: markers stand around what clashes, and nowhere else."""

import datetime as dt
import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.store.git import GitError
from aftercare_cli.store.merge import Merged, faults, kind_at, merged, ticket_of
from aftercare_cli.store.merge_driver import Versions
from aftercare_cli.store.merge_text import LayoutError, Markers
from aftercare_cli.store.yaml_reader import read_mapping

TICKET: Final = "records/tickets/2026/11/T-20261122-7F3K.yaml"
INSPECTION: Final = "records/inspections/2026/11/I-20261105-8Q2M.yaml"
EQUIPMENT: Final = "records/equipment/hq.yaml"
CONTRACT: Final = "records/contracts/hq-cctv.yaml"
TRAINING: Final = "records/training/2026/R-20260318-3C7T.yaml"
LEDGER: Final = "records/spares/2026.csv"
ROSTER: Final = "records/roster.csv"
PRICES: Final = "records/prices/hq-cctv.csv"

HEAD: Final = """\
id: T-20261122-7F3K
site: hq
summary: Dome camera without picture
reported_at: 2026-11-22T09:12:00+08:00
"""
ANSWERED: Final = "  - {at: 2026-11-22T09:20:00+08:00, type: answered, by: eng-a, note: Restarted by telephone}\n"
ARRIVED: Final = "  - {at: 2026-11-22T11:40:00+08:00, type: arrived, by: eng-a, evidence: Gate register}\n"
NOTED: Final = "  - {at: 2026-11-22T11:50:00+08:00, type: noted, by: eng-b, note: Ladder ordered}\n"
RESTORED: Final = "  - {at: 2026-11-22T12:30:00+08:00, type: restored, by: eng-a}\n"
BASE: Final = f"{HEAD}events:\n{ANSWERED}{ARRIVED}"


def merge(base: str, ours: str, theirs: str, path: str = TICKET) -> Merged:
    return merged(Versions(base.encode(), ours.encode(), theirs.encode()), path, Markers())


def clean(base: str, ours: str, theirs: str, path: str = TICKET) -> str:
    """Give the text of a merge that leaves nothing to choose and is right."""
    found = merge(base, ours, theirs, path)
    assert (found.clashes, found.untold, found.conflicts) == ((), None, 0)
    assert faults(found.data, path) == []
    return found.data.decode()


def clashing(base: str, ours: str, theirs: str, path: str = TICKET) -> tuple[tuple[str, ...], str]:
    """Give the keys under which facts clash, and the text."""
    found = merge(base, ours, theirs, path)
    assert found.untold is None
    return tuple(found.clashes), found.data.decode()


def two(ours: str, theirs: str) -> str:
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


# Which of the two versions


def test_where_one_side_changed_the_file_its_bytes_are_taken() -> None:
    odd = f"\ufeff# ours\r\n{BASE}events: twice\n"
    assert merge(BASE, odd, BASE).data == odd.encode()
    assert merge(BASE, BASE, odd).data == odd.encode()
    assert merge(BASE, odd, odd).data == odd.encode()


# Lists of facts


def test_events_of_both_stand_in_order_of_time() -> None:
    assert clean(BASE, BASE + RESTORED, BASE + NOTED) == BASE + NOTED + RESTORED
    assert clean(BASE, BASE + NOTED, BASE + RESTORED) == BASE + NOTED + RESTORED


def test_an_event_that_both_have_is_one() -> None:
    assert clean(BASE, BASE + NOTED, BASE + NOTED + RESTORED) == BASE + NOTED + RESTORED
    assert clean(HEAD, f"{HEAD}events:\n{NOTED}", f"{HEAD}events:\n{ANSWERED}{NOTED}") == (
        f"{HEAD}events:\n{ANSWERED}{NOTED}"
    )


def test_an_event_that_one_changed_and_the_other_added_alike_is_one() -> None:
    changed = NOTED.replace("11:50", "11:55")
    assert clean(f"{BASE}{NOTED}", f"{BASE}{NOTED}{changed}", f"{BASE}{changed}") == f"{BASE}{changed}"


def test_at_one_moment_each_side_keeps_its_order() -> None:
    closing = [
        f"  - {{at: 2026-11-22T12:40:00+08:00, type: {word}, by: eng-a}}\n"
        for word in ("restored", "resolved", "closed")
    ]
    agreed = "  - {at: 2026-11-22T12:40:00+08:00, type: noted, note: Agreed}\n"
    base = BASE + closing[2]
    assert clean(base, BASE + agreed + closing[2], BASE + "".join(closing)) == BASE + agreed + "".join(closing)
    assert clean(base, base + agreed, BASE + "".join(closing)) == BASE + "".join(closing) + agreed


def test_an_event_that_one_side_changed_or_took_away_is_as_that_side_has_it() -> None:
    later = ARRIVED.replace("11:40", "11:45")
    assert clean(BASE, BASE + NOTED, BASE.replace(ARRIVED, later)) == f"{HEAD}events:\n{ANSWERED}{later}{NOTED}"
    assert clean(BASE, BASE.replace(ANSWERED, ""), BASE + NOTED) == f"{HEAD}events:\n{ARRIVED}{NOTED}"
    assert clean(BASE, BASE + NOTED, BASE.replace(ANSWERED, "")) == f"{HEAD}events:\n{ARRIVED}{NOTED}"
    # Its time was wrong: it moves.
    early = ARRIVED.replace("11:40", "09:15")
    assert clean(BASE, BASE + NOTED, BASE.replace(ARRIVED, "").replace(ANSWERED, early + ANSWERED)) == (
        f"{HEAD}events:\n{early}{ANSWERED}{NOTED}"
    )


def test_an_event_that_both_changed_differently_is_shown_twice_and_nothing_else_is() -> None:
    ours, theirs = ARRIVED.replace("11:40", "11:45"), ARRIVED.replace("Gate register", "Guard room")
    assert clashing(BASE, BASE.replace(ARRIVED, ours) + RESTORED, BASE.replace(ARRIVED, theirs) + NOTED) == (
        ("events",),
        f"{HEAD}events:\n{ANSWERED}{two(ours, theirs)}{NOTED}{RESTORED}",
    )


def test_an_event_that_one_changed_and_the_other_took_away_is_asked_about() -> None:
    ours = ARRIVED.replace("11:40", "11:45")
    taken = BASE.replace(ARRIVED, "")
    assert clashing(BASE, BASE.replace(ARRIVED, ours), taken + NOTED) == (
        ("events",),
        f"{HEAD}events:\n{ANSWERED}{two(ours, '')}{NOTED}",
    )
    assert clashing(BASE, taken + NOTED, BASE.replace(ARRIVED, ours)) == (
        ("events",),
        f"{HEAD}events:\n{ANSWERED}{two('', ours)}{NOTED}",
    )


def test_where_the_last_event_clashes_the_choice_is_between_a_list_and_none() -> None:
    base, ours = f"{HEAD}events:\n{NOTED}", f"{HEAD}events:\n{NOTED.replace('11:50', '11:55')}"
    assert clashing(base, ours, HEAD) == (("events",), HEAD + two(ours.removeprefix(HEAD), ""))
    assert clashing(base, f"{HEAD}events: []\n", ours) == (
        ("events",),
        HEAD + two("events: []\n", ours.removeprefix(HEAD)),
    )


def test_results_are_one_for_each_check_and_piece_of_equipment() -> None:
    head = "id: I-20261105-8Q2M\nsite: hq\nperiod: 2026-11\n"
    image, sealing, power = (
        "  - {check: image-quality, equipment: hq-cam-001, result: pass}\n",
        "  - {check: cabinet-sealing, result: pass}\n",
        "  - {check: image-quality, equipment: hq-cam-002, result: fail, note: Stripes}\n",
    )
    base = f"{head}results:\n{image}"
    assert clean(base, base + sealing, base + power, INSPECTION) == base + sealing + power
    assert clean(head, f"{head}results:\n{sealing}", f"{head}results:\n{power}", INSPECTION) == (
        f"{head}results:\n{sealing}{power}"
    )
    worse = power.replace("fail", "hazard")
    assert clashing(base, base + power, base + worse, INSPECTION) == (("results",), base + two(power, worse))


def test_an_item_is_merged_key_by_key() -> None:
    item = "  - {id: hq-cam-001, category: camera, model: CAM-200%s}\n"
    base = f"site: hq\nitems:\n{item % ''}"
    ours, theirs = (f"site: hq\nitems:\n{item % more}" for more in (", serial: SN1", ", location: Lobby"))
    assert clean(base, ours, theirs, EQUIPMENT) == f"site: hq\nitems:\n{item % ', serial: SN1, location: Lobby'}"
    other = f"site: hq\nitems:\n{item % ', serial: SN2'}"
    assert clashing(base, ours, other, EQUIPMENT) == (
        ("items",),
        f"site: hq\nitems:\n{two(item % ', serial: SN1', item % ', serial: SN2')}",
    )


def test_an_item_on_several_lines_is_merged_line_by_line() -> None:
    base = "site: hq\nitems:\n  - id: hq-cam-001   # the lobby's\n    category: camera\n    model: CAM-200\n"
    found = clean(base, f"{base}    serial: SN1\n", base.replace("CAM-200", "CAM-300"), EQUIPMENT)
    assert found == base.replace("CAM-200", "CAM-300") + "    serial: SN1\n"


def test_one_id_for_two_things_is_asked_about() -> None:
    base = "site: hq\nitems:\n  - {id: hq-cam-001, category: camera, model: CAM-200}\n"
    ours, theirs = (f"  - {{id: hq-cam-002, category: camera, model: {model}}}\n" for model in ("A", "B"))
    assert clashing(base, base + ours, base + theirs, EQUIPMENT) == (("items",), base + two(ours, theirs))


def test_people_on_one_line_are_merged_on_it() -> None:
    base = (
        'id: R-20260318-3C7T\ncontract: hq-cctv\nrole: operator\ntopics: ["5"]\n'
        "attendees: [{name: Ana}, {name: Bo, signed: true}]   # from the sheet\n"
    )
    ours = base.replace("{name: Ana}", "{name: Ana, signed: true}")
    theirs = base.replace("true}]", "true}, {name: Chen}]").replace("{name: Ana}", "{name: Ana, unit: Guards}")
    assert clean(base, ours, theirs, TRAINING).splitlines()[-1] == (
        "attendees: [{name: Ana, signed: true, unit: Guards}, {name: Bo, signed: true}, {name: Chen}]"
        "   # from the sheet"
    )
    ours, theirs = (base.replace("name: Bo", f"name: Bo, unit: {unit}") for unit in "XY")
    keys, text = clashing(base, ours, theirs.replace("Ana", "Ann"), TRAINING)
    assert keys == ("attendees",)
    line = "attendees: [{{name: {}}}, {{name: Bo, unit: {}, signed: true}}]   # from the sheet\n"
    assert text.endswith(two(line.format("Ann", "X"), line.format("Ann", "Y")))


def test_words_of_a_list_are_a_set() -> None:
    def ticket(words: str) -> str:
        return HEAD.replace("summary", f"equipment: [{words}]\nsummary")

    assert clean(ticket("a"), ticket("a, b"), ticket("c, a")) == ticket("c, a, b")
    assert clean(ticket("a, b"), ticket("b"), ticket("a, b, c")) == ticket("b, c")
    assert clean(ticket("a, b"), ticket("b"), ticket("a")) == ticket("")
    # One was put in the place of the other, twice: which it is, nobody knows.
    lines = (f"equipment: [{word}]\n" for word in "bc")
    assert clashing(ticket("a"), ticket("b"), ticket("c")) == (
        ("equipment",),
        HEAD.replace("summary", two(*lines) + "summary"),
    )


def test_amendments_of_other_days_and_targets_of_other_names_are_all_kept() -> None:
    base = (
        "id: hq-cctv\nname: HQ\ncustomer: {name: Owner}\ntargets:\n"
        "  arrival: {start: reported, within: 3h, stop: arrived}\n"
        'amendments:\n  - {from: 2026-01-01, fees: {callout: "300.00"}}\n'
    )
    spares, standby = (
        f"  {name}: {{start: reported, within: 8h, stop: {stop}}}\n"
        for name, stop in (("spares", "spares_on_site"), ("standby", "standby_in_service"))
    )
    first, second = (
        f'  - {{from: {day}, fees: {{callout: "{fee}.00"}}}}\n' for day, fee in (("2027-01-01", 1), ("2026-07-01", 2))
    )
    ours = base.replace("amendments", f"{spares}amendments") + first
    theirs = base.replace("amendments", f"{standby}amendments") + second
    assert (
        clean(base, ours, theirs, CONTRACT)
        == base.replace("amendments", f"{spares}{standby}amendments") + second + first
    )
    assert clashing(base, base.replace("3h", "4h"), base.replace("3h", "5h"), CONTRACT) == (
        ("targets",),
        base.replace(
            "  arrival: {start: reported, within: 3h, stop: arrived}\n",
            two(*(f"  arrival: {{start: reported, within: {time}, stop: arrived}}\n" for time in ("4h", "5h"))),
        ),
    )


# Keys


def test_keys_are_decided_one_by_one() -> None:
    ours = BASE.replace("hq", "hall").replace("summary", "priority: urgent\nsummary")
    theirs = BASE.replace("Dome camera", "Camera").replace("summary", "kind: fault\nsummary")
    assert clean(BASE, ours, theirs) == BASE.replace("hq", "hall").replace("Dome camera", "Camera").replace(
        "summary", "priority: urgent\nkind: fault\nsummary"
    )


def test_a_key_that_both_changed_differently_is_shown_twice() -> None:
    ours, theirs = (BASE.replace("Dome camera without picture", text) for text in ("No picture", "Black   # really"))
    assert clashing(BASE, ours + RESTORED, theirs + NOTED) == (
        ("summary",),
        BASE.replace(
            "summary: Dome camera without picture\n", two("summary: No picture\n", "summary: Black   # really\n")
        )
        + NOTED
        + RESTORED,
    )
    assert clashing(BASE, ours, BASE.replace("summary: Dome camera without picture\n", "")) == (
        ("summary",),
        BASE.replace("summary: Dome camera without picture\n", two("summary: No picture\n", "")),
    )


def test_a_new_fact_of_several_values_is_one() -> None:
    ours, theirs = (f"hazard: {{signs: [{sign}]}}\n" for sign in ("smoke", "sparks"))
    assert clashing(HEAD, HEAD + ours, HEAD + theirs) == (("hazard",), HEAD + two(ours, theirs))


# Layout


def test_comments_of_both_are_kept() -> None:
    ours = f"# Ours\n{BASE}  # why\n{RESTORED}# the end\n".replace("site: hq\n", "site: hq   # the lobby\n")
    theirs = BASE.replace("summary", "# Theirs\nsummary") + f"  # ordered by telephone\n{NOTED}"
    assert clean(BASE, ours, theirs) == (
        "# Ours\n"
        + BASE.replace("summary", "# Theirs\nsummary").replace("site: hq\n", "site: hq   # the lobby\n")
        + f"  # ordered by telephone\n{NOTED}  # why\n{RESTORED}# the end\n"
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_are_those_of_ours(mark: str, ending: str) -> None:
    def written(text: str) -> str:
        return mark + text.replace("\n", ending)

    assert clean(written(BASE), written(BASE + RESTORED), written(BASE + NOTED)) == written(BASE + NOTED + RESTORED)
    assert clean(BASE, written(BASE + RESTORED), BASE + NOTED) == written(BASE + NOTED + RESTORED)
    keys, text = clashing(BASE, written(BASE.replace("hq", "a")), BASE.replace("hq", "b"))
    assert (keys, text) == (("site",), written(BASE.replace("site: hq\n", two("site: a\n", "site: b\n"))))


def test_line_ends_that_only_theirs_changed_are_theirs() -> None:
    theirs = (BASE + NOTED).replace("\n", "\r\n")
    assert clean(BASE, BASE + RESTORED, theirs) == (BASE + NOTED + RESTORED).replace("\n", "\r\n")


def test_a_last_line_may_lack_its_end() -> None:
    ours, theirs = (BASE + RESTORED).removesuffix("\n"), (BASE + NOTED).removesuffix("\n")
    assert clean(BASE.removesuffix("\n"), ours, theirs) == (BASE + NOTED + RESTORED).removesuffix("\n")
    assert clean(BASE, ours, BASE + NOTED) == (BASE + NOTED + RESTORED).removesuffix("\n")


@pytest.mark.parametrize(
    "theirs",
    [
        f"{HEAD}events: [{', '.join(item[4:-1] for item in (ANSWERED, ARRIVED, NOTED))}]\n",
        f"{HEAD}events:\n" + "".join(item[2:] for item in (ANSWERED, ARRIVED, NOTED)),
        f"{HEAD}events:\n" + "".join(f"    {item}" for item in (ANSWERED, ARRIVED, NOTED)),
    ],
    ids=["one line", "no indent", "deep"],
)
def test_lists_that_are_laid_out_in_other_ways_are_merged_as_ours_is(theirs: str) -> None:
    assert clean(BASE, BASE + RESTORED, theirs) == BASE + NOTED + RESTORED


def test_a_record_on_one_line_is_put_on_lines_first() -> None:
    ours = "{id: T-20261122-7F3K, site: hq, summary: S, reported_at: 2026-11-22T09:12:00+08:00, events: []}\n"
    base = "id: T-20261122-7F3K\nsite: hq\nsummary: S\nreported_at: 2026-11-22T09:12:00+08:00\nevents: []\n"
    assert clean(
        base, ours.replace("hq", "hall"), base.replace("events: []", f"events:\n{NOTED[:-1]}")
    ) == base.replace("hq", "hall").replace("events: []", f"events:\n{NOTED[:-1]}")


@pytest.mark.parametrize(
    "ours",
    [
        f"---\n{BASE}{RESTORED}...\n",
        BASE.replace("site: hq", "? site\n: hq") + RESTORED,
        BASE.replace("site: hq", "site:\n  hq\t# tab") + RESTORED,
        BASE.replace("Dome camera without picture", "Dome camera\n  without picture") + RESTORED,
        BASE.replace("Dome camera without picture", ">-\n  Dome camera\n  without picture\n") + RESTORED,
        BASE.replace("Dome camera without picture", '"Dome \\\n  camera without p\\u0069cture"') + RESTORED,
        BASE.replace("type: arrived,", "\n     type: arrived,  # who\n    ") + RESTORED,
        f"{BASE}  -\n    at: 2026-11-22T12:30:00+08:00\n    type: restored\n    by: eng-a\n",
        f"{HEAD}events: [\n  {ANSWERED[4:-1]},\n  {ARRIVED[4:-1]},\n  {RESTORED[4:-1]},\n]\n",
    ],
)
@pytest.mark.parametrize("is_turned", [False, True], ids=["ours", "theirs"])
def test_any_layout_that_can_be_read_can_be_merged(ours: str, is_turned: bool) -> None:  # noqa: FBT001 - a parameter
    other = BASE.replace("site: hq", "site: hall") + NOTED
    meant = read_mapping((BASE.replace("site: hq", "site: hall") + NOTED + RESTORED).encode(), TICKET)
    sides = (other, ours) if is_turned else (ours, other)
    assert read_mapping(clean(BASE, *sides).encode(), TICKET) == meant


def test_where_no_text_says_what_is_meant_somebody_has_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise LayoutError

    monkeypatch.setattr("aftercare_cli.store.merge.merged_text", refuse)
    found = merge(BASE, BASE + RESTORED, BASE + NOTED)
    assert (found.data.decode(), str(found.untold), found.conflicts) == (
        BASE + two(RESTORED, NOTED),
        "it is laid out in a way that resists",
        1,
    )
    # Git's merge of texts would have an event in it twice.
    first = f"{HEAD}events:\n{NOTED}{ANSWERED}{ARRIVED}{RESTORED}"
    found = merge(BASE + RESTORED, first, f"{BASE}{NOTED}{RESTORED}")
    assert (found.data.decode().count(NOTED), found.conflicts, found.is_clean) == (2, 1, False)


# Tables


def table(*rows: str, header: str = "at,model,quantity,type,serial,by,note") -> str:
    return "".join(f"{row}\n" for row in (header, *rows))


FIRST: Final = "2026-01-10,CAM-200,2,receive,,clerk-a,"


def test_rows_of_both_stand_in_order_of_time() -> None:
    ours, theirs = "2026-03-01,CAM-200,1,issue,,clerk-a,", '2026-02-01,PSU-12,4,receive,,clerk-b,"two, boxed"'
    assert clean(table(FIRST), table(FIRST, ours), table(FIRST, theirs), LEDGER) == table(FIRST, theirs, ours)
    assert clean(table(FIRST), table(FIRST, ours), table(FIRST, ours, theirs), LEDGER) == table(FIRST, theirs, ours)
    # Rows that say the same are as many as the side has that has more.
    assert clean(table(FIRST), table(FIRST, FIRST), table(FIRST, ours, FIRST), LEDGER) == table(FIRST, FIRST, ours)


def test_a_row_that_both_changed_differently_is_shown_twice() -> None:
    ours, theirs = FIRST.replace(",2,", ",3,"), FIRST.replace(",2,", ",4,")
    assert clashing(table(FIRST), table(ours), table(theirs), LEDGER) == (
        ("",),
        table() + two(f"{ours}\n", f"{theirs}\n"),
    )
    assert clashing(table(FIRST), table(ours), table(), LEDGER) == (("",), table() + two(f"{ours}\n", ""))


def test_columns_of_theirs_come_behind_those_of_ours() -> None:
    ours = "2026-03-01,CAM-200,1,issue,,clerk-a,"
    theirs = "hq,2026-02-01,CAM-200,1,receive,,clerk-a,"
    other = table(f",{FIRST}", theirs, header="holder,at,model,quantity,type,serial,by,note")
    assert clean(table(FIRST), table(FIRST, ours), other, LEDGER) == table(
        f"{FIRST},",
        "2026-02-01,CAM-200,1,receive,,clerk-a,,hq",
        f"{ours},",
        header="at,model,quantity,type,serial,by,note,holder",
    )


def test_a_price_is_one_for_each_model() -> None:
    header = "model,name,unit,unit_price"
    base = table("CAM-200,Camera,piece,100.00", "PSU-12,Power supply,piece,20.00", header=header)
    ours, theirs = (
        base.replace("100.00", "90.00"),
        base.replace("Camera", "Dome camera") + "NVR-1,Recorder,piece,900.00\n",
    )
    assert clean(base, ours, theirs, PRICES) == table(
        "CAM-200,Dome camera,piece,90.00",
        "PSU-12,Power supply,piece,20.00",
        "NVR-1,Recorder,piece,900.00",
        header=header,
    )
    assert clashing(base, ours, base.replace("100.00", "95.00"), PRICES) == (
        ("unit_price",),
        table(header=header)
        + two("CAM-200,Camera,piece,90.00\n", "CAM-200,Camera,piece,95.00\n")
        + "PSU-12,Power supply,piece,20.00\n",
    )


def test_a_shift_that_both_gave_to_somebody_else_is_asked_about() -> None:
    shift = "2026-11-02T00:00:00+08:00,2026-11-09T00:00:00+08:00,service_engineer,{}"
    base, ours, theirs = (table(shift.format(name), header="from,to,role,person") for name in ("a", "b", "c"))
    assert clashing(base, ours, theirs, ROSTER) == (
        ("",),
        table(header="from,to,role,person") + two(f"{shift.format('b')}\n", f"{shift.format('c')}\n"),
    )


def test_a_table_keeps_its_line_ends_and_blank_lines() -> None:
    base = table(FIRST, "").replace("\n", "\r\n")
    ours, theirs = "2026-03-01,CAM-200,1,issue,,clerk-a,\n", "2026-02-01,PSU-12,4,receive,,clerk-b,\n"
    added, others = base + ours.replace("\n", "\r\n"), (table(FIRST) + theirs).replace("\n", "\r\n")
    assert clean(base, added, others, LEDGER) == (f"{table(FIRST)}{theirs}\n{ours}".replace("\n", "\r\n"))


# What cannot be read as a record


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        (f"{BASE}  - {{at: never closed\n", "is not valid YAML: did not find expected ',' or '}'"),
        (f"{BASE}site: hall\n", "the key site is given on line 2 and again on line 8"),
        (BASE.replace("site: hq\n", two("site: a\n", "site: b\n")), "holds an unresolved merge conflict"),
        (f"{BASE}# \x07\n", "holds the control character U+0007 at byte 295"),
    ],
)
def test_what_cannot_be_read_is_merged_as_git_merges_any_text(ours: str, told: str) -> None:
    changed = ANSWERED.replace("by telephone", "from afar")
    found = merge(BASE, ours, BASE.replace(ANSWERED, changed))
    assert (str(found.untold), found.clashes, found.conflicts) == (told, (), 0)
    assert found.data.decode() == ours.replace(ANSWERED, changed)
    assert merge(BASE, BASE.replace(ANSWERED, changed), ours).data == found.data


def test_a_table_that_cannot_be_read_is_merged_as_git_merges_any_text() -> None:
    changed = FIRST.replace("CAM", "DOM")
    for wrong, told in (
        ("2026-02-01,CAM-200", "has rows that do not fit its header"),
        ('2026-02-01,"never closed', "is not valid CSV: unexpected end of data"),
    ):
        found = merge(
            table(FIRST, FIRST, FIRST), table(FIRST, FIRST, FIRST, wrong), table(changed, FIRST, FIRST), LEDGER
        )
        assert (str(found.untold), found.conflicts) == (told, 0)
        assert found.data.decode() == table(changed, FIRST, FIRST, wrong)


def test_a_file_that_is_no_record_is_merged_as_git_merges_any_text() -> None:
    found = merge("a\n\n\nb\n", "A\n\n\nb\n", "a\n\n\nB\n", "records/attachments/T-20261122-7F3K/log.yaml")
    assert (found.data, str(found.untold), found.conflicts) == (b"A\n\n\nB\n", "no kind of record lies there", 0)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(GitError) as caught:
        merged(Versions(b"\0", b"\0a", b"\0b"), TICKET, Markers())
    assert str(caught.value).startswith("git merge-file failed: error: Cannot merge binary")


def test_without_git_the_merge_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError) as caught:
        merge(BASE, BASE + RESTORED, BASE + NOTED)
    assert (str(caught.value), str(caught.value.hint)) == (
        "git is not installed",
        "install Git: records are merged with its help",
    )


def test_markers_have_the_length_and_the_names_that_git_asks_for() -> None:
    versions = Versions(*(BASE.replace("hq", name).encode() for name in ("hq", "a", "b")))
    found = merged(versions, TICKET, Markers("HEAD", "topic: 值班", 9))
    assert found.data.decode() == BASE.replace(
        "site: hq\n", "<<<<<<<<< HEAD\nsite: a\n=========\nsite: b\n>>>>>>>>> topic: 值班\n"
    )


# A base that holds a conflict itself, as branches that were merged crosswise give it


def test_a_base_in_two_forms_is_like_neither() -> None:
    base = f"{HEAD}events:\n{ANSWERED}{two(ARRIVED, ARRIVED.replace('11:40', '11:45'))}".replace(
        "site: hq\n", two("site: a\n", "site: b\n")
    )
    one = BASE.replace("site: hq", "site: a")
    other = BASE.replace("site: hq", "site: b").replace("11:40", "11:45")
    # Both chose the same.
    assert clean(base, one + NOTED, one + RESTORED) == one + NOTED + RESTORED
    assert clean(base, other + NOTED, other + RESTORED) == other + NOTED + RESTORED
    # Each chose what the other did not.
    assert clashing(base, one + NOTED, other + RESTORED) == (
        ("site", "events"),
        f"{HEAD}events:\n{ANSWERED}{two(ARRIVED, ARRIVED.replace('11:40', '11:45'))}{NOTED}{RESTORED}".replace(
            "site: hq\n", two("site: a\n", "site: b\n")
        ),
    )


def test_a_table_in_two_forms_is_like_neither() -> None:
    first, second = FIRST.replace(",2,", ",3,"), FIRST.replace(",2,", ",4,")
    added = "2026-03-01,CAM-200,1,issue,,clerk-a,"
    base = table() + two(f"{first}\n", f"{second}\n")
    assert clean(base, table(first), table(first, added), LEDGER) == table(first, added)
    assert clashing(base, table(first), table(second, added), LEDGER) == (
        ("",),
        table() + two(f"{first}\n", f"{second}\n") + f"{added}\n",
    )


# Kinds, and what is wrong afterwards


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (TICKET, "ticket"),
        (f"service/plan/{TICKET}", "ticket"),
        ("records/attachments/copy/records/staff.yaml", "staff"),
        ("records/tickets/misplaced.yaml", "ticket"),
        ("records\\spares\\2026.csv", "spare"),
        ("records/aftercare.yaml", "workspace"),
        (ROSTER, "roster"),
    ],
)
def test_a_kind_is_told_by_the_path(path: str, name: str) -> None:
    kind = kind_at(path)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize(
    "path",
    ["records/attachments/T-20261122-7F3K/a.yaml", "myrecords/staff.yaml", "staff.yaml", "records/tickets/a.csv"],
)
def test_other_files_are_no_records(path: str) -> None:
    assert kind_at(path) is None
    assert faults(b"\0", path) == []


def test_a_record_that_is_wrong_is_told() -> None:
    assert [str(text) for text in faults(HEAD.replace("site", "sight").encode(), TICKET)] == [
        "unknown key sight",
        "the key site is missing",
    ]
    assert [str(text) for text in faults(table(FIRST.replace("2026-01-10", "soon")).encode(), LEDGER)] == [
        "at: soon is not a date"
    ]
    assert [str(text) for text in faults(b"a" * (1 << 20) + b"a", TICKET)] == [
        "has 1048577 bytes, more than the 1048576 a record may have"
    ]
    assert ticket_of(HEAD.replace("site", "sight").encode(), TICKET) is None
    assert ticket_of(b"site: hq\n", EQUIPMENT) is None


# Size


def test_a_record_of_a_megabyte_is_merged() -> None:
    begin = dt.datetime(2026, 11, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    lines = [
        f"  - {{at: {(begin + dt.timedelta(minutes=minute)).isoformat()}, type: noted, note: {minute:060}}}\n"
        for minute in range(8_850)
    ]
    ours, theirs = ([line for at, line in enumerate(lines) if at % 3 in {0, side}] for side in (1, 2))
    base = lines[::3]
    assert sum(map(len, lines)) > 1_020_000
    texts = (f"{HEAD}events:\n{''.join(each)}" for each in (base, ours, theirs, lines))
    assert clean(next(texts), next(texts), next(texts)) == next(texts)


# Any history, against a model of sets


class Shape(NamedTuple):
    """How facts are written: the record around them, a fact, and how one is found again."""

    path: str
    head: str
    fact: str
    found: str


SHAPES: Final = (
    Shape(
        TICKET,
        f"{HEAD}events:\n",
        "  - {{at: {day}T10:00:00+08:00, type: noted, by: eng-a, note: {number} n{text}}}\n",
        r"at: (?P<day>\S+)T10.*note: (?P<number>\d+) n(?P<text>\d)",
    ),
    Shape(
        INSPECTION,
        "id: I-20261105-8Q2M\nsite: hq\nperiod: 2026-11\nresults:\n",
        "  - {{check: c-{number}, result: fail, note: {day} n{text}}}\n",
        r"check: c-(?P<number>\d+), result: fail, note: (?P<day>\S+) n(?P<text>\d)",
    ),
    Shape(
        EQUIPMENT,
        "site: hq\nitems:\n",
        "  - id: c-{number}\n    category: camera\n    model: m{text}\n    note: {day}\n",
        r"id: c-(?P<number>\d+)\n.*\n    model: m(?P<text>\d)\n    note: (?P<day>\S+)",
    ),
    Shape(
        LEDGER,
        "at,model,quantity,type,by,note\n",
        "{day},m,1,receive,clerk-a,{number} n{text}\n",
        r"(?P<day>\S+),m,1,receive,clerk-a,(?P<number>\d+) n(?P<text>\d)",
    ),
)

Facts = dict[int, tuple[str, int]]
"""What a version says: by number, a day and a text."""


class History(NamedTuple):
    """A base, and what two branches made of it."""

    shape: Shape
    base: Facts
    ours: Facts
    theirs: Facts


@st.composite
def histories(draw: st.DrawFn) -> History:
    days = draw(st.permutations([f"2026-12-{day:02}" for day in range(1, 32)]))
    numbers = draw(st.integers(0, 8))
    base = {number: (days[number], 0) for number in range(numbers)}
    added = [draw(st.integers(0, 3)) for _ in range(3)]
    both = {40 + at: (days[20 + at], 0) for at in range(added[2])}

    def branch(first: int, count: int) -> Facts:
        facts = {number: (day, draw(st.sampled_from([0, 0, 0, 0, 1, 2, -1]))) for number, (day, _) in base.items()}
        kept = {number: fact for number, fact in facts.items() if fact[1] >= 0}
        return kept | {first + at: (days[first + at], 0) for at in range(count)} | both

    return History(draw(st.sampled_from(SHAPES)), base, branch(10, added[0]), branch(15, added[1]))


def written(shape: Shape, facts: Facts) -> str:
    lines = [shape.fact.format(day=day, number=number, text=text) for number, (day, text) in facts.items()]
    if shape.path in {TICKET, LEDGER}:
        lines.sort()
    head = shape.head if lines or shape.path == LEDGER else shape.head.rpartition("\n")[0].rpartition("\n")[0] + "\n"
    return head + "".join(lines)


def read(shape: Shape, text: str) -> list[tuple[int, str, int]]:
    found = re.finditer(shape.found, text)
    return [(int(fact["number"]), fact["day"], int(fact["text"])) for fact in found]


def chosen(text: str) -> tuple[str, str]:
    """Give the text with ours, and with theirs, in the place of each conflict."""
    pattern = re.compile("^<{7} ours\n((?:.*\n)*?)={7}\n((?:.*\n)*?)>{7} theirs\n", re.MULTILINE)
    return pattern.sub(r"\1", text), pattern.sub(r"\2", text)


@given(histories())
def test_a_merge_is_what_sets_say(history: History) -> None:
    shape, base, ours, theirs = history
    found = merge(written(shape, base), written(shape, ours), written(shape, theirs), shape.path)
    assert found.untold is None
    expected: list[list[tuple[int, str, int]]] = [[], []]
    clashes = 0
    for number in sorted({*base, *ours, *theirs}):
        was, mine, other = (facts.get(number) for facts in (base, ours, theirs))
        is_clash = mine not in {was, other} and other != was
        clashes += is_clash
        first, second = (mine, other) if is_clash else (other, other) if mine == was else (mine, mine)
        for side, fact in zip(expected, (first, second), strict=True):
            if fact is not None:
                side.append((number, *fact))
    text = found.data.decode()
    sides = [read(shape, side) for side in chosen(text)]
    assert [sorted(side) for side in sides] == expected
    assert bool(clashes) == bool(found.clashes)
    assert text.count("<<<<<<< ours\n") == len(found.clashes)
    if all(expected):
        assert len(found.clashes) == clashes
    if shape.path in {TICKET, LEDGER} and not clashes:
        assert sides[0] == sorted(sides[0], key=lambda fact: fact[1])


def test_bytes_that_are_no_text_leave_a_table_and_a_torn_base_to_git() -> None:
    table = b"model,name,unit,unit_price\nCAM-200,Dome,piece,980.00\n"
    found = merged(
        Versions(table, table.replace(b"Dome", b"D\xf4me"), table.replace(b"980", b"990")), PRICES, Markers()
    )
    assert (str(found.untold), found.conflicts) == ("is not UTF-8: byte 36 is 0xf4", 1)
    assert b"D\xf4me,piece,980.00" in found.data
    assert b"Dome,piece,990.00" in found.data
    torn = f"{HEAD}<<<<<<< ours\nkind: fault\n=======\nkind: ".encode() + b"\xf4\n>>>>>>> theirs\n"
    sides = [f"{HEAD}kind: {word}\n".encode() for word in ("fault", "emergency")]
    found = merged(Versions(torn, *sides), TICKET, Markers())
    assert (str(found.untold), found.conflicts) == ("is not UTF-8: byte 111 is 0xf4", 1)
    assert found.data.decode() == HEAD + two("kind: fault\n", "kind: emergency\n")
    torn = b"model\n<<<<<<< ours\na\n=======\n\xf4\n>>>>>>> theirs\n"
    found = merged(Versions(torn, b"model\na\n", b"model\nb\n"), PRICES, Markers())
    assert (str(found.untold), found.conflicts) == ("is not UTF-8: byte 6 is 0xf4", 1)


def test_a_column_whose_name_begins_with_a_mark_does_not_become_one_without() -> None:
    """Unquoted at the beginning of a file, the sign would be the file's own byte order mark."""
    base = "model,unit\nCAM-200,piece\n"
    ours, theirs = base.replace("model", '"\ufeffmodel"'), "unit,model\npiece,CAM-200\npiece,CAM-300\n"
    found = merge(base, ours, theirs, PRICES)
    assert (found.data.decode(), str(found.untold)) == (two(ours, theirs), "it is laid out in a way that resists")
