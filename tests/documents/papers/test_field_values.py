"""What the papers of the field say, worked out by hand from records in memory."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.catalogue import DOCUMENTS, values_of
from aftercare_cli.documents.source import NoSubjectError, Wishes
from aftercare_cli.model.service import Attendee, CheckResult, Inspection, Scores, TrainingSession, Unsafe, Visit
from aftercare_cli.model.sites import Duty
from tests.documents.papers.harbour_plan import records
from tests.documents.sources import source
from tests.rules.written import Records, moment, ticket

NOW = "10T12:00"
"""10 March 2026, a Tuesday."""
BLANK_RESULT = "□pass □fail\n□not applicable □hazard"


def values(  # noqa: PLR0913, PLR0917 - everything a paper depends on
    name: str,
    subject: str,
    found: Records,
    now: str = NOW,
    audience: Audience = "internal",
    wishes: Wishes = Wishes(),  # noqa: B008 - immutable
) -> dict[str, Any]:
    document = next(known for known in DOCUMENTS if known.name == name)
    return values_of(document, source(found, now, audience, wishes), subject)


def trained(**more: object) -> Records:
    session = TrainingSession(
        id="R-20260306-AAAA",
        contract="hq-cctv",
        role=("maintenance_admin", "operator"),
        topics=("6.2", "夜间操作"),
        place="值班室",
        start=dt.date(2026, 3, 6),
        end=dt.date(2026, 3, 9),
        lecturer="e1",
        attendees=(
            Attendee(name="学员甲", unit="保安部", position="值机员", role="operator", signed=True),
            Attendee(name="学员乙", unit="保安部", role="operator"),
            Attendee(name="学员丙", unit="工程部", role="maintenance_admin", signed=True),
        ),
    )
    return msgspec.structs.replace(records(), training=[msgspec.structs.replace(session, **more)])


def test_a_training_record_counts_who_signed_over_a_weekend() -> None:
    told = values("training-record", "R-20260306-AAAA", trained())
    assert dict(told["fields"]) == {
        "Project": "Headquarters CCTV",
        "Organisation trained": "保安部, 工程部",
        "Place of training": "值班室",
        "Number of trainees": "2 (listed 3)",
        "Time of training": "6 March 2026 – 9 March 2026",
        "Class hours": "2 working days, 15 h",
        "Session": "No. 1 of 1, first training",
        "Lecturer": "工程师乙",
        "Specialty": None,
        "Audience": "maintenance administrator, operator",
        "Teaching material": "Schematic, Manual of the post",
    }
    assert told["topics"] == "6.2 Emergency handling, 夜间操作"
    assert told["people"] == [
        (1, "学员甲", "保安部", "值机员", "operator", "signed"),
        (2, "学员乙", "保安部", None, "operator", ""),
        (3, "学员丙", "工程部", None, "maintenance administrator", "signed"),
    ]
    assert told["make_up"] == "学员乙"


def test_a_topic_is_told_with_what_lies_inside_it() -> None:
    told = values("training-record", "R-20260306-AAAA", trained(topics=("6",)))
    assert told["content"] == "6 Daily maintenance: Routine content, Emergency handling, Fault diagnosis"


def test_names_on_paper_leave_rows_to_be_filled_in() -> None:
    told = values("training-record", "R-20260306-AAAA", trained(attendees=(), headcount=7))
    assert (told["people"], told["blank"]) == ([], 7)
    assert dict(told["fields"])["Number of trainees"] == "7"
    assert dict(told["fields"])["Organisation trained"] == "示例甲方"


def test_a_session_of_later_is_not_on_paper_yet() -> None:
    with pytest.raises(NoSubjectError):
        values("training-record", "R-20260306-AAAA", trained(), now="05T12:00")
    with pytest.raises(NoSubjectError):
        values("training-record", "R-20260306-BBBB", trained())


def test_a_sign_in_sheet_has_twenty_rows_a_page() -> None:
    people = tuple(Attendee(name=f"学员{number}") for number in range(1, 22))
    told = values("training-sign-in", "R-20260306-AAAA", trained(attendees=people))
    assert [len(page) for page in told["pages"]] == [20, 20]
    assert told["pages"][1][0] == (21, "学员21", "", "", "", "")
    assert told["pages"][1][19] == (40, "", "", "", "", "")


@pytest.mark.parametrize(("audience", "columns"), [("internal", 6), ("owner", 5), ("vendor", 5)])
def test_only_the_companys_own_sign_in_sheet_asks_for_telephones(audience: Audience, columns: int) -> None:
    told = values("training-sign-in", "", trained(), audience=audience)
    assert len(told["titles"]) == len(told["pages"][0][0]) == columns


def inspected(*results: CheckResult, **more: object) -> Records:
    inspection = Inspection(
        id="I-20260310-AAAA",
        site="hq",
        period="2026-02",
        inspected_at=moment("10T09:00"),
        by=("e1", "e2"),
        results=results,
    )
    return msgspec.structs.replace(records(), inspections=[msgspec.structs.replace(inspection, **more)])


def test_a_blank_sheet_has_a_line_for_each_check_and_item() -> None:
    told = values("inspection-sheet", "hq", records(), wishes=Wishes(month="2026-04"))
    assert [line[1:3] for line in told["lines"]] == [
        ("Software test", "hq-vms"),
        ("Use and connection of lines", "whole site"),
        ("Image free of snow, stripes and the like", "hq-cam-1 一层大堂"),
        ("Appearance of the housing", "hq-cam-1 一层大堂"),
        ("Optical fibre and cables in the control room", "whole site"),
        ("Unsafe factors", "whole site"),
    ]
    assert {line[4] for line in told["lines"]} == {BLANK_RESULT}
    assert [line[5] for line in told["lines"] if line[5]] == ["□5 □4 □3 □2 □1\n□snow □stripes □roll □blur"]
    assert told["wide"]
    assert dict(told["fields"])["Period"] == "April 2026"


def test_a_sheet_shows_what_was_ticked() -> None:
    result = CheckResult(check="image-quality", equipment="hq-cam-1", result="fail", grade="3", marks=("snow", "roll"))
    told = values("inspection-sheet", "I-20260310-AAAA", inspected(result))
    assert [line[4:6] for line in told["lines"]] == [
        ("□pass ☑fail\n□not applicable □hazard", "□5 □4 ☑3 □2 □1\n☑snow □stripes ☑roll □blur")
    ]


def test_a_sheet_of_later_is_blank() -> None:
    told = values("inspection-sheet", "I-20260310-AAAA", inspected(), now="10T08:00")
    assert dict(told["fields"])["Inspected at"] == " "
    assert {line[4] for line in told["lines"]} == {BLANK_RESULT}


def test_a_report_counts_the_items_of_each_check_and_is_late() -> None:
    found = inspected(
        CheckResult(check="software-function", result="pass"),
        CheckResult(check="line-connection", result="pass"),
        CheckResult(check="housing", equipment="hq-cam-1", result="fail", note="裂纹", ticket="T-20260310-AAAA"),
        CheckResult(check="safety", result="na"),
    )
    broken = ticket(
        "id: T-20260310-AAAA\nsource: I-20260310-AAAA\ncheck: housing\nequipment: [hq-cam-1]\nreported_at: 10T09:00\n"
        "events: [{at: 10T11:00, type: resolved, cause: ageing}]"
    )
    unsafe = Unsafe(
        id="H-20260310-AAAA",
        site="hq",
        found_at=moment("10T09:00"),
        source="I-20260310-AAAA",
        description="护罩松动",
        told_company_at=moment("10T09:30"),
        told_customer_at=moment("10T13:00"),
    )
    told = values(
        "inspection-report", "I-20260310-AAAA", msgspec.structs.replace(found, tickets=[broken], hazards=[unsafe])
    )
    assert dict(told["fields"])["In time"] == "10 days late, due by 28 February 2026"
    assert told["summary"] == "4 checks were made: 2 passed, 1 failed, 0 unsafe, 1 not applicable."
    assert [row[:3] for row in told["environment"]] == [
        ("Use and connection of lines", "In normal use, connected", "pass"),
        ("Unsafe factors", "Reported to the company and to the customer", "not applicable"),
    ]
    assert told["equipment"] == [
        (1, "Software test", 1, 1, 0, 0, None),
        (2, "Appearance of the housing", 1, 0, 1, 0, "裂纹"),
    ]
    assert told["failed"] == [
        (
            1,
            "Appearance of the housing\nhq-cam-1 一层大堂",
            "fail",
            "裂纹",
            "T-20260310-AAAA",
            "resolved 2026-03-10 11:00",
        )
    ]
    # The customer is told an hour after the moment of the report.
    assert told["hazards"] == [("H-20260310-AAAA", "护罩松动", "2026-03-10 09:30", "/", "not closed")]
    assert told["next"] == "Next inspection: March 2026, due by 31 March 2026."


def test_there_is_no_report_of_a_round_that_was_not_made() -> None:
    with pytest.raises(NoSubjectError):
        values("inspection-report", "I-20260310-AAAA", inspected(inspected_at=None))
    with pytest.raises(NoSubjectError):
        values("inspection-report", "I-20260310-AAAA", inspected(), now="10T08:00")


@pytest.mark.parametrize(
    ("now", "customer"),
    [
        ("10T12:00", ("the customer", "2026-03-11 09:00", "", "not told yet", "")),
        ("12T12:00", ("the customer", "2026-03-11 09:00", "2026-03-12 10:00", "late", "")),
    ],
)
def test_a_hazard_notice_gives_both_notices(now: str, customer: tuple[str, ...]) -> None:
    unsafe = Unsafe(
        id="H-20260310-AAAA",
        site="hq",
        found_at=moment("10T09:00"),
        description="护罩松动",
        told_company_at=moment("10T09:30"),
        told_customer_at=moment("12T10:00"),
        closed_at=moment("13T10:00"),
    )
    told = values("hazard-notice", "H-20260310-AAAA", msgspec.structs.replace(records(), hazards=[unsafe]), now=now)
    assert told["notices"] == [("the company", "2026-03-11 09:00", "2026-03-10 09:30", "in time", ""), customer]
    assert told["closed"] == "Not closed yet."


def visited() -> Records:
    visits = [
        Visit(
            id="V-20260302-AAAA",
            site="hq",
            visited_on=dt.date(2026, 3, 2),
            by="m",
            contact="值班室",
            scores=Scores(attitude="5", timeliness="2", overall="4"),
        ),
        Visit(
            id="V-20260309-BBBB", site="hq", visited_on=dt.date(2026, 3, 9), scores=Scores(overall="2"), opinion="慢"
        ),
        Visit(id="V-20260201-CCCC", site="hq", visited_on=dt.date(2026, 2, 1), scores=Scores(overall="5")),
        Visit(id="V-20260305-DDDD", site="hq", due_on=dt.date(2026, 3, 8)),
        Visit(id="V-20260311-EEEE", site="hq", visited_on=dt.date(2026, 3, 11), scores=Scores(overall="1")),
    ]
    return msgspec.structs.replace(records(), visits=visits)


def test_a_follow_up_record_averages_each_question_over_those_who_answered() -> None:
    told = values("follow-up-record", "hq", visited(), wishes=Wishes(since=dt.date(2026, 3, 1)))
    assert [tuple(str(cell) for cell in row) for row in told["rows"]] == [
        *[("1", "2026-03-02", "None", "值班室", "5", "2", "None", "None", "4", "3.67", "A", "None", "经理甲")],
        *[("2", "2026-03-09", "None", "None", "None", "None", "None", "None", "2", "2.00", "C", "慢", "/")],
    ]
    assert told["total"][4:] == ("5.00 (n=1)", "2.00 (n=1)", "", "", "3.00 (n=2)", "3.25 (n=4)", "", "", "")
    assert told["planned"] == ["V-20260305-DDDD, due 8 March 2026"]
    assert told["blank"] == 3


def test_a_follow_up_record_of_a_month_that_is_over_has_no_room_left() -> None:
    told = values("follow-up-record", "hq", visited(), wishes=Wishes(month="2026-02"))
    assert [row[10] for row in told["rows"]] == ["A"]
    assert (told["blank"], told["planned"]) == (0, [])


def test_an_aim_of_our_own_is_not_the_customers_to_read() -> None:
    assert values("follow-up-record", "hq", visited(), audience="owner")["planned"] == []


def test_a_survey_ticks_what_was_answered() -> None:
    told = values("satisfaction-survey", "V-20260302-AAAA", visited())
    assert [row[1:] for row in told["rows"]] == [
        ("☑", "□", "□", "□", "□"),
        ("□", "□", "□", "☑", "□"),
        ("□", "□", "□", "□", "□"),
        ("□", "□", "□", "□", "□"),
        ("□", "☑", "□", "□", "□"),
    ]
    # 11 over three answers.
    assert told["average"] == "Average: 3.67 (n = 3)"


def test_a_roster_names_both_engineers_and_shows_who_is_missing() -> None:
    def duty(first: str, last: str, person: str) -> Duty:
        return Duty(start=moment(first), until=moment(last), role="service_engineer", person=person)

    roster = [
        duty("09T08:00", "11T08:00", "e1"),
        duty("09T08:00", "10T08:00", "e2"),
        duty("10T08:00", "10T20:00", "e2"),
    ]
    found = msgspec.structs.replace(records(), roster=roster)
    wishes = Wishes(since=dt.date(2026, 3, 10), until=dt.date(2026, 3, 10))
    told = values("duty-roster", "", found, wishes=wishes)
    first, second, manager = "工程师乙 000-0102", "工程师丙 000-0103", "经理甲 000-0101"
    assert told["rows"] == [
        ("2026-03-10", "Tue", "00:00–08:00", first, second, manager, "▲ missing 09:00–12:00\n▲ missing 13:30–18:00"),
        ("", "", "08:00–20:00", first, second, "", ""),
        ("", "", "20:00–08:00 next day", first, "▲ missing", "", ""),
    ]
    assert told["gaps"] == [
        ("records clerk", "2026-03-10 09:00", "2026-03-10 12:00", 1),
        ("records clerk", "2026-03-10 13:30", "2026-03-10 18:00", 1),
        ("service engineer", "2026-03-10 20:00", "2026-03-11 00:00", 1),
    ]


LOAN = """
id: T-20260309-AAAA
equipment: [hq-cam-1]
reported_at: 09T09:00
events:
  - {at: 09T11:00, type: arrived, by: e1}
  - {at: 09T12:00, type: standby_in_service, by: e1, unit: SB-1, model: CAM-1, due_on: 2026-03-09}
  - {at: 09T12:00, type: restored}
  - {at: 10T10:00, type: replaced, by: e1, model: CAM-1, old: SN-1, new: SN-2}
  - {at: 10T10:00, type: resolved, cause: quality}
  - {at: 11T10:00, type: standby_returned, by: e2, unit: SB-1}
"""


def repaired() -> Records:
    return msgspec.structs.replace(records(), tickets=[ticket(LOAN)])


def test_a_loan_is_out_until_it_is_back() -> None:
    (form,) = values("standby-loan", "T-20260309-AAAA", repaired())["forms"]
    assert dict(form["out"])["Grade"] == "☑ same grade or better\n□ lower, agreed to by: ________"
    assert dict(form["out"])["Due back"] == "9 March 2026"
    assert dict(form["back"])["Overdue"] == "1 day overdue"
    (later,) = values("standby-loan", "T-20260309-AAAA", repaired(), now="12T12:00")["forms"]
    assert dict(later["back"])["Brought back at"] == "11 March 2026 10:00"
    assert dict(later["back"])["Taken back by"] == "工程师丙"
    assert dict(later["back"])["Overdue"] is None


def test_before_anything_is_lent_the_form_is_blank() -> None:
    (form,) = values("standby-loan", "T-20260309-AAAA", repaired(), now="09T10:00")["forms"]
    assert {dict(form["out"])[name] for name in ("Serial number", "Lent at", "Due back")} == {" "}


def test_a_replaced_unit_inherits_the_warranty() -> None:
    told = values("replacement-record", "T-20260309-AAAA", repaired())
    assert told["units"] == [
        (1, "2026-03-10 10:00", "hq-cam-1 一层大堂", "CAM-1", "SN-1", "CAM-1", "SN-2", 1, "quality", "工程师乙")
    ]
    assert told["warranties"] == [
        (1, "CAM-1", "the warranty", "inherits what is left of the old unit's", "29 December 2028")
    ]
    assert values("replacement-record", "T-20260309-AAAA", repaired(), now="09T10:00")["blank"] == 5


def test_a_service_order_says_what_remains_and_what_it_costs() -> None:
    told = values("service-order", "T-20260309-AAAA", repaired(), now="09T13:00")
    assert told["remaining"] == (
        "The cause is not removed yet.\nThe standby unit SB-1 is on loan, due back: 9 March 2026."
    )
    assert [row[:3] for row in told["done"]] == [
        ("2026-03-09 09:00", "reported", "/"),
        ("2026-03-09 11:00", "arrived on site", "工程师乙"),
        ("2026-03-09 12:00", "standby unit in service", "工程师乙"),
        ("2026-03-09 12:00", "service restored", "/"),
        ("", "left the site", ""),
    ]
    later = values("service-order", "T-20260309-AAAA", repaired(), now="12T12:00")
    assert later["remaining"] == ""
    assert later["replaced"] == [("CAM-1", 1, "SN-1", "SN-2")]
    assert [row[:4] for row in later["charges"]] == [
        ("Call-out fee", 1, "¥300.00", "¥0.00"),
        ("摄像机", 1, "¥790.00", "¥0.00"),
    ]
    assert dict(later["outcome"])["Warranty"] == "☑ in the warranty  □ after it"
    vendor = values("service-order", "T-20260309-AAAA", repaired(), now="12T12:00", audience="vendor")
    assert (vendor["charges"], vendor["file"]) == (None, None)
    assert vendor["replaced"] == [("CAM-1", 1, None, None)]
