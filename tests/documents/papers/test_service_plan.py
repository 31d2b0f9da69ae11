"""The service plan holds every fact of the plan that was sold, and every figure is the contract's (P1)."""

import pytest

from tests.documents.papers.harbour_plan import TERMS, paper, records

FACTS = {
    "staff learn what the system is made of and how it works": "main parts of the system and how they work",
    "they can maintain equipment to a degree": "able to maintain the equipment to a certain degree",
    "training costs nothing": "free of charge: no fee of any kind is asked for",
    "what was not understood can be asked for again": "they may ask to be trained in again",
    "the customer chooses time and number": "as many at a time as, the customer thinks fit",
    "before commissioning": "before commissioning begins",
    "in the stage of installation and testing, on site": "installation and testing, before the handover begins",
    "senior administrators": "| senior system administrator | Full command | all |",
    "maintenance managers": "| maintenance administrator | Most faults | all |",
    "operators": "| operator | Skilled operation | all |",
    "materials of senior administrators": "| senior system administrator | Block diagram |",
    "materials of maintenance managers": "| maintenance administrator | Schematic |",
    "materials of operators": "| operator | Manual of the post |",
    "topic 1": "| 1 | System composition and principles | Place named by the owner | 2 working days |",
    "topic 2": "| 2 | System characteristics | Place named by the owner | 2 working days |",
    "topic 3": "| 3 | Equipment configuration | Place named by the owner | 2 working days |",
    "topic 4": "| 4 | Software programming | Place named by the owner | 2 working days |",
    "topic 5": "| 5 | Operation and use | Place named by the owner | 3 working days |",
    "topic 6": "| 6 | Daily maintenance | Place named by the owner | 3 working days |",
    "topic 6.1": "| 6.1 | Routine content | Place named by the owner | (1 working day) |",
    "topic 6.2": "| 6.2 | Emergency handling | Place named by the owner | (1 working day) |",
    "topic 6.3": "| 6.3 | Fault diagnosis | Place named by the owner | (1 working day) |",
    "parts are counted once": "**14 working days**",
    "other content": "Other content that the owner needs",
    "the form for records: project": "| Project | Headquarters CCTV |",
    "the form for records: organisation": "| Trained organisation | 示例甲方 |",
    "the form for records: lecturer and specialty": "| Lecturer |   |\n| Specialty |   |",
    "the form for records: trainees sign": "| # | Trainee | Signature |",
    "all hardware and software supplied": "all software and hardware that our company supplies",
    "one manager": "| 1 | service manager | 1 | working hours |",
    "two engineers": "| 2 | service engineer | 2 | 24 hours |",
    "one records clerk": "| 3 | records clerk | 1 | working hours |",
    "telephone support by experienced engineers": "an experienced engineer helps by telephone",
    "on site": "Within 3 hours after the fault is reported, service engineers",
    "standby unit": "still not solved 5 hours after the fault began, a standby unit of the same grade or better "
    "is in service within 8 hours after the fault began",
    "spare parts": "on site with spare parts within 8 hours after the fault is reported",
    "operation manual": "| 1 | Operation manual in Chinese | 3 |",
    "maintenance manual": "| 2 | Maintenance manual | 3 |",
    "precautions": "| 3 | Precautions | 3 |",
    "coverage plan": "| 4 | Coverage plan | 3 |",
    "vendor documents": "| 5 | Original vendor documents | 1 |",
    "project records": "| 6 | Project records | 3 |",
    "one hand": "consulting and planning, help with the design, selection of equipment, supply, supervision of the "
    "installation, software programming, commissioning and acceptance, and then the warranty",
    "warranty": "36 months from the day on which it has passed acceptance and has been formally handed over",
    "the warranty's days": "from 29 December 2025 to 29 December 2028",
    "quality problems": "replaced or repaired free of charge",
    "quality system": "ISO 9000",
    "software": "maintained free of charge, and upgraded free of charge, for life",
    "scheme for afterwards": "handed over 60 days before the warranty ends",
    "questions": "recorded and answered at any time",
    "follow-up visits": "quality follow-up visits: people are sent regularly",
    "secrecy": "do not reach third parties",
    "inspection of network equipment": "| 1 | Network equipment | Operation of network equipment |",
    "inspection of lines": "| Use and connection of lines |",
    "inspection of images": "Image free of snow, stripes",
    "inspection of the matrix": "Control of pan-tilt units, lenses and monitor-wall switching",
    "inspection of the lens": "| 8 | Lens | Zoom |",
    "inspection of pan-tilt units": "Movement up, down, left and right",
    "inspection of presets": "Preset positions",
    "inspection of cabinets": "Sealing and protection from damp",
    "inspection of housings": "Appearance of the housing",
    "inspection of lightning protection": "| Outdoor lightning protection |",
    "inspection of the control room's cables": "Optical fibre and cables in the control room",
    "unsafe factors": "reported to the company and to the user at once",
    "round the clock": "the customer can call us 24 hours a day",
    "preventive maintenance": "maintain it preventively; they talk with the user's technicians",
    "period of inspections": "inspected once a month",
    "everything is backed up": "of each model in service at least 1 spare is kept",
    "spares at acceptance": "the customer is given ample spare parts",
    "emergency: people": "1. People first",
    "emergency: power": "2. Cut the power",
    "emergency: scene": "3. Keep the scene",
    "emergency: engineer": "4. Call the system engineer",
    "emergency: help": "sends maintenance staff to the site",
    "favourable price": "at a favourable price",
    "not above the bid": "no more than its price in the bid",
    "telephone costs nothing": "Support by telephone is free of charge",
    "call-out fee": "call-out fee of ¥300.00 per visit",
    "travel": "Travel expenses are charged separately",
    "machinery": "lift truck or a fibre splicer",
}
CHINESE = (
    *("系统构成及工作原理", "系统特性", "设备配置", "软件编程", "系统操作与使用", "系统日常维护", "业主指定地点"),
    *("全面掌握", "应付大多数故障", "熟练操作", "系统框图", "电原理图", "岗位手册"),
    *("中文操作说明书", "维护保养说明书", "注意事项", "监控部位布防图", "原文随机资料", "工程记录文件"),
    *("网络设备", "线路材料", "图像无雪花、条纹等影响", "变倍", "聚焦", "光圈", "上/下/左/右动作", "预置位"),
    *("密封与防潮", "护罩外观", "室外防雷设备", "中心控制室光纤和电缆", "不安全因素"),
    *("2025年12月29日", "2028年12月29日", "## 一、", "## 四、", "### 6、"),
)


@pytest.fixture(scope="module")
def english() -> str:
    return paper("service-plan")


@pytest.mark.parametrize("fact", FACTS)
def test_holds_every_fact_of_the_plan(fact: str, english: str) -> None:
    assert FACTS[fact] in english


def test_holds_the_contracts_chinese() -> None:
    text = paper("service-plan", language="zh-CN")
    assert [phrase for phrase in CHINESE if phrase not in text] == []


def test_every_figure_is_the_contracts() -> None:
    changed = (
        TERMS.replace("within: 3h", "within: 2h")
        .replace("unless_restored_within: 5h", "unless_restored_within: 4h")
        .replace("within: 8h", "within: 30h")
        .replace("{months: 36}", "{months: 24, scheme_before: 90d}")
        .replace("every: 1 month,", "every: 2 months,")
        .replace('"300.00"', '"450.00", callout_per: person, discount: 10%, software: after_warranty')
        .replace("follow_up: {every: 3 months}", "follow_up: {every: 6 months, policy: false, after_ticket: 7d}")
        + "questions: {answer_within: 36h, policy: false}\nspares: {per_model: 2, ratio: 5%, at_customer: {CAM-1: 4}}\n"
    )
    text = paper("service-plan", found=records(changed))
    for phrase in (
        "Within 2 hours after",
        "not solved 4 hours after",
        "in service within 30 hours",
        "24 months from",
        "to 29 December 2027",
        "handed over 90 days before",
        "inspected once every 2 months",
        "¥450.00 per person",
        "a reduction of 10%",
        "followed up once every 6 months",
        "follow-up visit within 7 days",
        "answered within 36 hours",
        "at least 2 spares",
        "at least 5% of those installed",
        "| 1 | CAM-1 | 4 |",
    ):
        assert phrase in text, phrase
    for phrase in ("3 hours", "5 hours", "8 hours", "36 months", "once a month", "¥300.00", "upgraded free"):
        assert phrase not in text, phrase


def test_does_not_print_what_is_not_promised() -> None:
    bare = "targets: {arrival: {start: reported, within: 3h, stop: arrived, policy: true}}"
    text = paper("service-plan", found=records(bare))
    for phrase in ("hours after", "months", "inspect", "Training", "Annex", "Document", "follow-up", "warranty ends"):
        assert phrase not in text, phrase
    assert "## 1. After-sales service plan" in text


def test_hours_of_working_time_are_told_where_a_clock_counts_them() -> None:
    text = paper("service-plan", found=records(TERMS.replace("stop: arrived}", "stop: arrived, calendar: work}")))
    assert "mend what is wrong. Only these hours count: Mon–Fri 09:00–12:00, 13:30–18:00." in text


def test_a_vendor_sees_neither_fees_nor_spares_nor_addresses() -> None:
    text = paper("service-plan", audience="vendor")
    for phrase in ("¥300.00", "favourable", "Spare parts\n", "样例路1号", "Fees"):
        assert phrase not in text, phrase
