"""The smallest record of each kind, those of the format's description as they stand there."""

from aftercare_cli.model.kinds import KindName

WORKSPACE = """
aftercare: 1
company: {name: Example Integration Co., phone: "400-000-0000"}
timezone: Asia/Shanghai
language: zh-CN            # of generated documents: zh-CN or en
currency: CNY
holidays: CN               # days off and make-up working days: CN, another country code, or none
calendars:
  work: {mon-fri: ["09:00-12:00", "13:30-18:00"]}     # "24x7" is built in
"""
CONTRACT = """
id: hq-cctv
name: 总部视频监控系统
customer: {name: 示例甲方, contact: 值班室, phone: "0000-1234567"}
acceptance: 2025-03-20     # passed acceptance
handover: 2025-03-31       # formally handed over
warranty: {months: 36}
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
  standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}
  spares:  {start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}
pauses: {allowed: [owner_access, owner_request, force_majeure]}
inspection: {every: 1 month, checklist: cctv}
follow_up: {every: 3 months, policy: true}       # policy: our own aim, no promise to the customer
fees: {callout: "300.00"}
confidentiality: [{with: customer, signed: 2024-12-01, until: 2029-03-31}]
"""
SITE = """
id: hq
contract: hq-cctv
name: 总部大楼
address: 示例市示例路 1 号
contacts: [{name: 值班室, phone: "0000-1234567"}]
"""
EQUIPMENT = """
site: hq
items:
  - {id: hq-cam-001, category: camera, model: CAM-200, serial: SN0001, location: 一层大堂, quantity: 1}
  - {id: hq-ups-01, category: ups, model: UPS-3K, installed: 2025-02-10}
"""
TICKET = """
id: T-20261122-7F3K
site: hq
equipment: [hq-cam-001]
kind: fault                # fault | emergency | consultation
summary: 大堂球机无图像
fault_at: 2026-11-22T08:50:00+08:00        # when it began, if known; else the report
reported_at: 2026-11-22T09:12:00+08:00
reporter: {name: 值班室, phone: "0000-1234567"}
events:
  - {at: 2026-11-22T09:20:00+08:00, type: answered, by: eng-a, note: 电话指导重启}
  - {at: 2026-11-22T11:40:00+08:00, type: arrived, by: eng-a, evidence: 门岗登记}
  - {at: 2026-11-22T12:30:00+08:00, type: restored, by: eng-a, note: 更换电源模块}
  - {at: 2026-11-22T12:40:00+08:00, type: resolved, by: eng-a, cause: quality, evidence: 服务单客户签字}
  - {at: 2026-11-22T12:45:00+08:00, type: closed, by: clerk-a, signed_by: 值班室}
"""
INSPECTION = """
id: I-20261105-8Q2M
site: hq
period: 2026-11                # the month it counts for
inspected_at: 2026-11-05T10:00:00+08:00
by: [eng-a]
witness: 值班室
results:
  - {check: image-quality, equipment: hq-cam-001, result: fail, note: 有条纹, ticket: T-20261105-2K9D}
  - {check: cabinet-sealing, result: pass}          # result: pass | fail | na | hazard
signed_at: 2026-11-05T12:00:00+08:00
"""
TRAINING = """
id: R-20260318-3C7T
contract: hq-cctv
role: operator              # senior_admin | maintenance_admin | operator
topics: ["5", "6.1", "6.2"] # numbers of the curriculum in the contract
place: 甲方培训室
start: 2026-03-18
end: 2026-03-20
lecturer: eng-b
specialty: 视频监控
attendees: [{name: 学员甲, signed: true}, {name: 学员乙, signed: true}]
"""
MINIMAL: dict[KindName, str] = {
    "workspace": WORKSPACE,
    "contract": CONTRACT,
    "site": SITE,
    "equipment": EQUIPMENT,
    "checklist": "{id: cctv, name: 视频监控, checks: [{id: image-quality, group: 前端, title: 图像质量}]}",
    "staff": "staff: [{id: eng-a, name: 工程师甲, role: service_engineer, hours: 24h}]",
    "roster": "{from: 2026-01-01T00:00:00+08:00, to: 2026-02-01T00:00:00+08:00, role: records_clerk, person: clerk-a}",
    "ticket": TICKET,
    "inspection": INSPECTION,
    "training": TRAINING,
    "visit": "{id: V-20260401-0001, site: hq, due_on: 2026-04-30, visited_on: 2026-04-01, scores: {overall: 5}}",
    "question": "{id: Q-20260401-0001, site: hq, asked_at: 2026-04-01T10:00:00+08:00, question: 如何回放}",
    "hazard": "{id: H-20260401-0001, site: hq, found_at: 2026-04-01T10:00:00+08:00, description: 线缆破损}",
    "handover": "{contract: hq-cctv, documents: [{document: as-built, copies: 2, handed_over: 2025-03-31}]}",
    "price": '{model: CAM-200, name: 球机, unit: 台, unit_price: "1280.00"}',
    "spare": "{at: 2026-04-01, model: CAM-200, quantity: 0, type: count}",
    "bill": '{id: B-20260401-0001, tickets: [T-20260401-0001], issued: 2026-04-01, total: "0.00"}',
}
