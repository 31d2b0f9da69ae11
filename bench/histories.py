"""What happens to made-up tickets: a handful of courses, as real ones run."""

from typing import Final, NamedTuple


class Step(NamedTuple):
    """An event: its type, how many minutes after the one before it comes, and the facts of which one is told."""

    event: str
    after: tuple[int, int]
    facts: tuple[str, ...]


_ANSWERED: Final = Step(
    "answered",
    (2, 25),
    ("note: 电话指导重启设备后仍无图像", "note: 电话询问现象并请客户拍照回传", "note: 远程登录查看日志后约定上门时间"),
)
_DISPATCHED: Final = Step("dispatched", (3, 20), ("note: 携带常用备件和梯子出发", "note: 值班工程师自驾前往现场"))
_ARRIVED: Final = Step("arrived", (25, 160), ("evidence: 门岗登记", "evidence: 门岗登记和现场照片"))
_RESTORED: Final = Step(
    "restored", (20, 150), ("note: 更换电源模块后图像恢复正常", "note: 重新压接水晶头后网络恢复正常")
)
_RESOLVED: Final = Step(
    "resolved",
    (5, 40),
    ("cause: quality, evidence: 服务单客户签字", "cause: ageing, evidence: 服务单客户签字", "cause: environment"),
)
_CLOSED: Final = Step("closed", (30, 1500), ("signed_by: 值班室值班员", "signed_by: 安保部主管", "note: 资料已归档"))

COURSES: Final[tuple[tuple[int, tuple[Step, ...]], ...]] = (
    (
        30,
        (
            _ANSWERED,
            Step("noted", (5, 30), ("note: 客户按步骤重新插拔网线并复位交换机端口，同时截取录像回放画面发回核对",)),
            Step("restored", (10, 90), ("note: 远程重新配置编码参数和存储策略后图像恢复，请客户继续观察一小时",)),
            Step("resolved", (5, 30), ("cause: operation, note: 已向客户说明正确的操作方法，并更新操作说明书",)),
            _CLOSED,
        ),
    ),
    (
        34,
        (
            _ANSWERED,
            _DISPATCHED,
            _ARRIVED,
            Step("diagnosed", (10, 45), ("spares_needed: false, cause: ageing", "spares_needed: false")),
            _RESTORED,
            _RESOLVED,
            _CLOSED,
        ),
    ),
    (
        12,
        (
            _ANSWERED,
            _ARRIVED,
            Step("diagnosed", (10, 45), ("spares_needed: true, cause: quality",)),
            Step("spares_on_site", (60, 330), ("note: 备件由公司备件库送达",)),
            Step(
                "replaced",
                (10, 60),
                ("old: SN10233, new: SN20871, model: CAM-B200", "old: SN40511, new: SN40977, model: PSU-12"),
            ),
            Step("restored", (5, 30), ("note: 更换后图像恢复正常",)),
            Step("resolved", (5, 20), ("cause: quality",)),
            Step("closed", (30, 1500), ("signed_by: 值班室",)),
        ),
    ),
    (
        6,
        (
            _ANSWERED,
            _ARRIVED,
            Step("diagnosed", (10, 45), ("spares_needed: false",)),
            Step("standby_in_service", (60, 300), ("unit: {unit}, model: {model}",)),
            Step("restored", (1, 5), ("note: 备机投入使用",)),
            Step("resolved", (600, 4000), ("cause: quality",)),
            Step("standby_returned", (20, 90), ("unit: {unit}",)),
            Step("closed", (30, 900), ("signed_by: 值班室",)),
        ),
    ),
    (
        10,
        (
            _ANSWERED,
            _ARRIVED,
            Step(
                "paused",
                (5, 30),
                ("reason: owner_access, evidence: 门岗登记", "reason: owner_request, evidence: 客户短信"),
            ),
            Step("resumed", (30, 900), ("note: 客户安排人员陪同进入",)),
            Step("restored", (20, 200), ("note: 更换电源模块后恢复",)),
            Step("resolved", (5, 40), ("cause: environment",)),
            Step("closed", (30, 1500), ("signed_by: 安保部主管",)),
        ),
    ),
    (
        5,
        (
            _ANSWERED,
            _ARRIVED,
            Step("restored", (20, 120), ("note: 重启后恢复",)),
            Step("resolved", (5, 40), ("cause: software",)),
            Step("reopened", (300, 3000), ("reason: 同一故障再次出现",)),
            Step("arrived", (40, 220), ("evidence: 门岗登记",)),
            Step("resolved", (20, 200), ("cause: software",)),
            Step("closed", (30, 900), ("signed_by: 值班室",)),
        ),
    ),
    (
        3,
        (
            _ANSWERED,
            Step("noted", (5, 60), ("note: 客户稍后来电说明是楼层停电检修所致，供电恢复后全部画面自行恢复正常",)),
            Step("noted", (5, 60), ("note: 已与物业核对停电检修通知和时间，双方确认设备本身没有故障，无需派人",)),
            Step("cancelled", (1, 20), ("reason: 客户撤回报修",)),
            _CLOSED,
        ),
    ),
)
"""Courses that come to an end, each with how many of a hundred tickets take it."""

WAITING: Final = (
    _ANSWERED,
    Step("noted", (2, 20), ("note: 客户描述夜间画面出现水平条纹，白天正常，已发来两段录像供工程师初步分析判断",)),
    Step("dispatched", (2, 20), ("note: 已安排值班工程师携带备用摄像机和电源模块，约定到达后先检查供电线路",)),
    Step("noted", (2, 20), ("note: 与客户再次确认门岗进入手续、联系人电话和可施工时段，客户同意提前准备梯子",)),
)
"""The course of a ticket that is still open."""
